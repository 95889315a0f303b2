#include "migrate/script.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/variables.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

[[noreturn]] void fail(const SourceText& source, Span span, Code code, std::string message,
                       std::string hint = {}) {
  Diagnostic problem = diagnostic(code, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

class Cutter {
 public:
  Cutter(const RevisionBody& body, const Dialect& dialect, int server_version,
         const VariableValues& variables)
      : body_(body), dialect_(dialect), server_version_(server_version), variables_(variables) {}

  void cut(const Section& section, Script& script) {
    script_ = &script;
    for (const SectionStatement& each : section.statements) {
      ScriptStatement statement{.source = each.statement, .sql = {}, .traits = {}, .pieces = {}};
      statement.traits = dialect_.classify(body_.source, each.statement, server_version_);
      put_in_variables(statement, body_.source, body_.dialect, body_.variables, variables_);
      if (!statement.pieces.empty()) statement.traits = classify_as_sent(statement.sql);
      add(std::move(statement), each);
    }
    if (inside_begin_) {
      fail(body_.source, begin_, Code::refused_command, "this BEGIN has no COMMIT",
           "add the COMMIT, or remove BEGIN: every revision runs inside a transaction");
    }
    finish(section);
  }

 private:
  /// A name that is put in is a name for the tables of statements too.
  [[nodiscard]] StatementTraits classify_as_sent(const std::string& sql) const {
    const SourceText sent({}, sql);
    const auto split = split_statements(sent, {0, sent.text().size()}, body_.dialect);
    return dialect_.classify(sent, split.statements.front(), server_version_);
  }

  void add(ScriptStatement statement, const SectionStatement& from) {
    const Span span = statement.source.span;
    if (statement.traits.begins_transaction) {
      if (inside_begin_) fail(body_.source, span, Code::refused_command, "BEGIN inside a BEGIN");
      inside_begin_ = true;
      begin_ = span;
      next_segment();
      return;
    }
    if (statement.traits.ends_transaction) {
      if (!inside_begin_) {
        fail(body_.source, span, Code::refused_command, "this COMMIT has no BEGIN",
             "remove it: every revision runs inside a transaction, together with its version row");
      }
      inside_begin_ = false;
      next_segment();
      return;
    }
    if (from.verify) {
      if (from.batch)
        fail(body_.source, from.batch->span, Code::bad_directive, "a verify query runs as a whole");
      check_no_mark(body_.source, from.statement);
      if (statement.source.is_copy_from_stdin)
        fail(body_.source, span, Code::bad_directive, "a COPY cannot verify anything",
             "`verify` stands above a query");
      script_->verify.push_back(std::move(statement));
      return;
    }
    statement.number = ++script_->statement_count;
    statement.traits.autocommit = statement.traits.autocommit || from.autocommit;
    if (from.batch) return add_batched(std::move(statement), from);
    check_no_mark(body_.source, from.statement);
    script_->may_change_role = script_->may_change_role || !is_plain(statement);
    script_->changes_session = script_->changes_session || sets_role(statement);
    if (statement.traits.autocommit) {
      if (inside_begin_) {
        fail(body_.source, span, Code::refused_command,
             "this statement cannot run between BEGIN and COMMIT", "move it behind the COMMIT");
      }
      next_segment();
      current().autocommit = true;
      current().statements.push_back(std::move(statement));
      next_segment();
      return;
    }
    const std::string value = statement.traits.new_enum_value;
    current().statements.push_back(std::move(statement));
    if (!value.empty() && !inside_begin_)
      enum_values_.emplace_back(value, current().statements.back().number);
  }

  /// A segment of its own: each batch is a transaction.
  void add_batched(ScriptStatement statement, const SectionStatement& from) {
    if (inside_begin_)
      fail(body_.source, from.batch->span, Code::bad_directive,
           "batches cannot run between BEGIN and COMMIT: each is a transaction",
           "move the statement behind the COMMIT");
    if (from.autocommit)
      fail(body_.source, from.batch->span, Code::bad_directive,
           "`autocommit` and `batch` do not go together", "each batch is a transaction");
    Batched batched = cut_at_mark(body_.source, from.statement, *from.batch);
    check_condition(body_.source, *from.batch, body_.dialect);
    batched.before = statement.sql.substr(0, statement.sent_offset(batched.mark.begin));
    batched.after = statement.sql.substr(statement.sent_offset(batched.mark.end));
    next_segment();
    current().batched = std::move(batched);
    current().statements.push_back(std::move(statement));
    next_segment();
  }

  /// Statements that cannot act as another user from here on; DO, CALL, SELECT and the rest may.
  [[nodiscard]] bool is_plain(const ScriptStatement& statement) const {
    constexpr std::array<std::string_view, 10> plain{"create", "alter",  "drop",   "comment",
                                                     "grant",  "revoke", "insert", "update",
                                                     "delete", "copy"};
    return std::ranges::find(plain,
                             lower(body_.source.slice(statement.source.tokens.front().span))) !=
           plain.end();
  }

  /// Roles and settings also change what our own bookkeeping may do inside the same transaction.
  [[nodiscard]] bool sets_role(const ScriptStatement& statement) const {
    const std::string_view first = body_.source.slice(statement.source.tokens.front().span);
    return statement.traits.session_state || equal_ignoring_case(first, "SET");
  }

  Segment& current() {
    if (open_new_ || script_->segments.empty()) script_->segments.emplace_back();
    open_new_ = false;
    return script_->segments.back();
  }
  void next_segment() { open_new_ = true; }

  void finish(const Section& section) {
    cut_after_enum_values(section);
    if (script_->segments.empty() ||
        ((script_->segments.back().autocommit || script_->segments.back().batched) &&
         !script_->verify.empty())) {
      script_->segments.emplace_back();  // a place for the version row, and for the verify queries
    }
    for (Segment& segment : script_->segments) {
      std::vector<const Statement*> statements;
      for (const ScriptStatement& statement : segment.statements)
        statements.push_back(&statement.source);
      segment.digest = digest_of(body_.source, statements);
    }
  }

  /// A new enum value can be used only after the COMMIT of the transaction that made it (PostgreSQL
  /// manual, ALTER TYPE): where a later statement names it, the segment ends behind the ALTER TYPE.
  void cut_after_enum_values(const Section& section) {
    for (const auto& [value, number] : enum_values_) {
      const bool used = std::ranges::any_of(section.statements, [&](const SectionStatement& each) {
        if (each.statement.span.begin <= span_of(number).end) return false;
        return may_copy(each.statement, value) ||
               std::ranges::any_of(each.statement.tokens, [&](const Token& token) {
                 return body_.source.slice(token.span) == value;
               });
      });
      if (used) split_behind(number);
    }
  }

  /// Whether rows that a COPY sends may hold the literal `value`.
  [[nodiscard]] bool may_copy(const Statement& statement, std::string_view value) const {
    if (!statement.is_copy_from_stdin || value.size() < 2) return false;
    const std::string_view rows = body_.source.slice(statement.copy_data);
    return rows.empty() || rows.contains(value.substr(1, value.size() - 2));
  }

  [[nodiscard]] Span span_of(int number) const {
    for (const Segment& segment : script_->segments) {
      for (const ScriptStatement& statement : segment.statements) {
        if (statement.number == number) return statement.source.span;
      }
    }
    return {};
  }

  void split_behind(int number) {
    auto& segments = script_->segments;
    for (auto segment = segments.begin(); segment != segments.end(); ++segment) {
      auto& statements = segment->statements;
      const auto found = std::ranges::find(statements, number, &ScriptStatement::number);
      if (found == statements.end() || std::next(found) == statements.end()) continue;
      Segment rest;
      rest.statements.assign(std::make_move_iterator(std::next(found)),
                             std::make_move_iterator(statements.end()));
      statements.erase(std::next(found), statements.end());
      segments.insert(std::next(segment), std::move(rest));
      return;
    }
  }

  const RevisionBody& body_;
  const Dialect& dialect_;
  int server_version_;
  const VariableValues& variables_;
  Script* script_ = nullptr;
  bool open_new_ = true;
  bool inside_begin_ = false;
  Span begin_;
  std::vector<std::pair<std::string, int>> enum_values_;
};

[[noreturn]] void no_section(const RevisionBody& body, Direction direction,
                             const Dialect& dialect) {
  if (direction == Direction::up) {
    Diagnostic problem =
        diagnostic(Code::no_section_for_dialect,
                   "the revision has no upgrade section for " + std::string(dialect.name()));
    problem.place = Place{.file = body.source.name(), .excerpt = {}, .label = {}};
    problem.next = "add a section `-- aludel:upgrade " + std::string(dialect.name()) +
                   "`; an empty one does nothing";
    throw Error(std::move(problem));
  }
  Diagnostic problem = diagnostic(Code::not_reversible, "the revision has no downgrade section");
  problem.place = Place{.file = body.source.name(), .excerpt = {}, .label = {}};
  problem.next =
      "add a section `-- aludel:downgrade` with the way back; an empty one says that there is "
      "nothing to undo";
  throw Error(std::move(problem));
}

}  // namespace

std::size_t ScriptStatement::source_offset(std::size_t sent) const {
  if (pieces.empty()) return source.span.begin + sent;
  const auto after = std::ranges::upper_bound(pieces, sent, {}, &Piece::sent);
  const Piece& piece = after == pieces.begin() ? pieces.front() : *std::prev(after);
  return piece.verbatim ? piece.source + (sent - piece.sent) : piece.source;
}

std::size_t ScriptStatement::sent_offset(std::size_t offset) const {
  if (pieces.empty()) return offset - source.span.begin;
  const auto after = std::ranges::upper_bound(pieces, offset, {}, &Piece::source);
  const Piece& piece = after == pieces.begin() ? pieces.front() : *std::prev(after);
  return piece.sent + (offset - piece.source);
}

namespace {

std::vector<ScriptStatement::Piece> pieces_of(const ScriptStatement& statement) {
  if (!statement.pieces.empty()) return statement.pieces;
  return {{0, statement.source.span.begin, true}};
}

}  // namespace

ScriptStatement with_insertion(const ScriptStatement& statement, std::size_t at,
                               const std::string& text) {
  ScriptStatement result = statement;
  result.sql.insert(at, text);
  result.pieces.clear();
  const auto pieces = pieces_of(statement);
  const auto behind = std::ranges::lower_bound(pieces, at, {}, &ScriptStatement::Piece::sent);
  result.pieces.assign(pieces.begin(), behind);
  const std::size_t place = statement.source_offset(at);
  result.pieces.push_back({at, place, false});
  result.pieces.push_back({at + text.size(), place, true});
  for (auto piece = behind; piece != pieces.end(); ++piece)
    result.pieces.push_back({piece->sent + text.size(), piece->source, piece->verbatim});
  return result;
}

ScriptStatement with_condition(const ScriptStatement& statement, const Batched& batched,
                               const std::string& condition) {
  ScriptStatement result = statement;
  result.sql = batched.before + condition + batched.after;
  result.pieces.clear();
  const std::size_t mark = batched.before.size();
  const std::size_t behind = statement.sql.size() - batched.after.size();
  const auto pieces = pieces_of(statement);
  for (const ScriptStatement::Piece& piece : pieces) {
    if (piece.sent < mark) result.pieces.push_back(piece);
  }
  result.pieces.push_back({mark, batched.mark.begin, false});
  result.pieces.push_back({mark + condition.size(), batched.mark.end, true});
  for (const ScriptStatement::Piece& piece : pieces) {
    if (piece.sent >= behind)
      result.pieces.push_back(
          {piece.sent - behind + mark + condition.size(), piece.source, piece.verbatim});
  }
  return result;
}

Script compile_script(RevisionBody body, Direction direction, const Dialect& dialect,
                      int server_version, const VariableValues& variables) {
  const auto& section = direction == Direction::up ? body.upgrade : body.downgrade;
  if (!section) no_section(body, direction, dialect);
  if (section->irreversible) {
    Diagnostic problem =
        diagnostic(Code::not_reversible, "the revision is irreversible: " + *section->irreversible);
    problem.place = body.source.place(section->header);
    problem.next = "restore a backup from before it, or go forward with a new revision";
    throw Error(std::move(problem));
  }
  Script script;
  script.direction = direction;
  script.timeouts = section->timeouts;
  script.allow_data_loss = section->allow_data_loss;
  script.text = text_of(body.source, *section);
  script.foreign_keys_off = section->foreign_keys_off && dialect.sql() == SqlDialect::sqlite;
  script.changes_session = script.foreign_keys_off;  // the setting comes back behind it
  if (body.upgrade) script.upgrade_digest = digest_of(body.source, *body.upgrade);
  if (body.downgrade) script.downgrade_digest = digest_of(body.source, *body.downgrade);
  Cutter(body, dialect, server_version, variables).cut(*section, script);
  script.source = std::move(body.source);
  return script;
}

}  // namespace aludel
