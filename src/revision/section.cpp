#include "revision/section.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/code.hpp"
#include "base/digest.hpp"
#include "base/duration.hpp"
#include "base/text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

constexpr std::array<std::pair<std::string_view, SqlDialect>, 3> dialect_names{{
    {"sqlite", SqlDialect::sqlite},
    {"postgresql", SqlDialect::postgresql},
    {"mariadb", SqlDialect::mariadb},
}};

[[noreturn]] void fail(const SourceText& source, Span span, std::string message,
                       std::string hint = {}) {
  Diagnostic problem = diagnostic(Code::bad_directive, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

bool begins_section(std::string_view comment) {
  const auto text = directive_text(comment);
  return text && (text->starts_with("upgrade") || text->starts_with("downgrade") ||
                  text->starts_with("irreversible"));
}

std::vector<SqlDialect> dialects_of(const SourceText& source, const Directive& directive) {
  std::vector<SqlDialect> result;
  for (const std::string& word : directive.words) {
    for (const std::string& name : split(word, ',')) {
      if (name.empty()) continue;
      const auto found =
          std::ranges::find(dialect_names, name, &std::pair<std::string_view, SqlDialect>::first);
      if (found == dialect_names.end()) {
        std::vector<std::string> names;
        for (const auto& known : dialect_names) names.emplace_back(known.first);
        const std::string meant = did_you_mean(name, names);
        fail(source, directive.span, "unknown dialect `" + name + "`",
             meant.empty() ? "dialects are sqlite, postgresql and mariadb" : meant);
      }
      result.push_back(found->second);
    }
  }
  return result;
}

void read_timeouts(const SourceText& source, const Directive& directive, Timeouts& timeouts) {
  for (const std::string& word : directive.words) {
    const std::size_t equals = word.find('=');
    const std::string name = word.substr(0, equals);
    if (equals == std::string::npos || (name != "lock" && name != "statement")) {
      fail(source, directive.span, "`timeout` does not know `" + word + "`",
           "write `timeout lock=5s statement=0`");
    }
    try {
      (name == "lock" ? timeouts.lock : timeouts.statement) =
          parse_duration(word.substr(equals + 1));
    } catch (const Error& error) {
      fail(source, directive.span, error.diagnostic().message, error.diagnostic().hint);
    }
  }
}

std::vector<Variable> read_variables(const SourceText& source, const Directive& directive) {
  constexpr std::array<std::pair<std::string_view, VariableType>, 3> types{
      {{"identifier", VariableType::identifier},
       {"literal", VariableType::literal},
       {"raw", VariableType::raw}}};
  std::vector<Variable> result;
  for (const std::string& word : directive.words) {
    const std::size_t colon = word.find(':');
    const std::string type = colon == std::string::npos ? "" : word.substr(colon + 1);
    const auto found =
        std::ranges::find(types, type, &std::pair<std::string_view, VariableType>::first);
    if (found == types.end() || colon == 0) {
      fail(source, directive.span, "`" + word + "` is no variable",
           "write `name:identifier`, `name:literal` or `name:raw`");
    }
    result.push_back({word.substr(0, colon), found->second});
  }
  return result;
}

bool overlap(const std::vector<SqlDialect>& a, const std::vector<SqlDialect>& b) {
  if (a.empty() || b.empty())
    return a.empty() == b.empty();  // a general section goes with any other
  return std::ranges::find_first_of(a, b) != a.end();
}

/// Reads a file's body from top to bottom.
class BodyReader {
 public:
  enum class Of { revision, script };
  BodyReader(const SourceText& source, SqlDialect dialect, Of of)
      : source_(source), dialect_(dialect), of_(of) {}

  RevisionBody read() {
    RevisionBody body;
    body.dialect = dialect_;
    std::size_t at = read_preamble(body);
    while (at < source_.text().size()) at = read_section(at);
    body.upgrade = choose(Direction::up);
    body.downgrade = choose(Direction::down);
    if (of_ == Of::script && body.downgrade) {
      fail(source_, body.downgrade->header, "a script has no way back",
           "what has to be undone belongs into a revision");
    }
    return body;
  }

 private:
  [[nodiscard]] Span rest(std::size_t begin) const { return {begin, source_.text().size()}; }

  /// Before the first section: directives that hold for the file, and nothing to run.
  std::size_t read_preamble(RevisionBody& body) {
    const SplitResult split = split_statements(source_, rest(0), dialect_, begins_section);
    if (of_ == Of::script && split.end == source_.text().size()) {
      read_whole(split, body);
      return split.end;
    }
    if (!split.statements.empty()) {
      fail(source_, split.statements.front().span, "SQL stands before the first section",
           "put a line `-- aludel:upgrade` above it");
    }
    for (const Directive& directive : directives_in(split)) {
      switch (directive.info->kind) {
        case DirectiveKind::timeout: read_timeouts(source_, directive, file_timeouts_); break;
        case DirectiveKind::variables: body.variables = read_variables(source_, directive); break;
        case DirectiveKind::allow_data_loss: file_allow_data_loss_ = directive.rest; break;
        case DirectiveKind::foreign_keys_off: file_foreign_keys_off_ = true; break;
        default: keep_if_of_script(directive, body);
      }
    }
    return split.end;
  }

  /// A script without sections is one.
  void read_whole(const SplitResult& split, RevisionBody& body) {
    Section section;
    std::vector<Directive> own;
    for (Directive& directive : directives_in(split)) {
      if (directive.info->kind == DirectiveKind::variables) {
        body.variables = read_variables(source_, directive);
      } else if (directive.info->place == DirectivePlace::scripts_and_seeds) {
        keep_if_of_script(directive, body);
      } else {
        own.push_back(std::move(directive));
      }
    }
    attach(split, own, section);
    sections_.emplace_back(std::move(section), std::nullopt);
  }

  void keep_if_of_script(const Directive& directive, RevisionBody& body) const {
    const bool kept = of_ == Of::script &&
                      directive.info->place == DirectivePlace::scripts_and_seeds &&
                      directive.info->kind != DirectiveKind::key;
    if (!kept) misplaced(directive);
    body.of_script.push_back(directive);
  }

  std::size_t read_section(std::size_t at) {
    const std::size_t line_end = std::min(source_.text().find('\n', at), source_.text().size());
    const Directive directive = parse_directive(source_, {at, line_end});
    if (directive.info->place != DirectivePlace::section_start) misplaced(directive);
    Section section;
    section.header = directive.span;
    section.timeouts = file_timeouts_;
    section.allow_data_loss = file_allow_data_loss_;
    section.foreign_keys_off = file_foreign_keys_off_;
    section.direction =
        directive.info->kind == DirectiveKind::upgrade ? Direction::up : Direction::down;
    if (directive.info->kind == DirectiveKind::irreversible) {
      section.irreversible = directive.rest;
    } else {
      section.dialects = dialects_of(source_, directive);
    }
    std::optional<Error> refused;
    const SplitResult split = cut(section, line_end, refused);
    if (!refused) attach(split, directives_in(split), section);
    if (section.irreversible && !section.statements.empty()) {
      fail(source_, section.statements.front().statement.span,
           "an irreversible revision has no SQL for the way back",
           "remove the statements, or begin the section with `-- aludel:downgrade`");
    }
    for (const auto& [other, unread] : sections_) {
      if (other.direction == section.direction && overlap(other.dialects, section.dialects)) {
        fail(source_, section.header, "the file has this section twice",
             "the first is on line " + std::to_string(source_.line_of(other.header.begin)));
      }
    }
    sections_.emplace_back(std::move(section), std::move(refused));
    return split.end;
  }

  /// A section for other databases is cut by the rules of one of them. A general section may be
  /// written by rules that are not ours, and our own section stand beside it: then it only has to
  /// be skipped, and `refused` says why it cannot be used.
  SplitResult cut(const Section& section, std::size_t begin, std::optional<Error>& refused) const {
    if (!section.dialects.empty()) {
      const bool ours = std::ranges::find(section.dialects, dialect_) != section.dialects.end();
      return split_statements(source_, rest(begin), ours ? dialect_ : section.dialects.front(),
                              begins_section);
    }
    try {
      return split_statements(source_, rest(begin), dialect_, begins_section);
    } catch (const Error& error) {
      refused = error;
    }
    for (const auto& [name, dialect] : dialect_names) {
      try {
        return split_statements(source_, rest(begin), dialect, begins_section);
      } catch (const Error&) {
        continue;
      }
    }
    throw Error(*refused);
  }

  [[nodiscard]] std::vector<Directive> directives_in(const SplitResult& split) const {
    std::vector<Directive> result;
    for (const Token& comment : split.comments) {
      if (comment.kind != TokenKind::comment || !directive_text(source_.slice(comment.span)))
        continue;
      if (!alone_on_its_line(comment.span)) continue;
      result.push_back(parse_directive(source_, comment.span));
    }
    return result;
  }

  [[nodiscard]] bool alone_on_its_line(Span span) const {
    const std::string_view text = source_.text();
    const std::size_t before =
        span.begin == 0 ? std::string_view::npos : text.rfind('\n', span.begin - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    return trim(text.substr(begin, span.begin - begin)).empty();
  }

  void attach(const SplitResult& split, const std::vector<Directive>& directives,
              Section& section) const {
    for (const Statement& statement : split.statements)
      section.statements.push_back({.statement = statement, .batch = {}});
    for (const Directive& directive : directives) {
      switch (directive.info->place) {
        case DirectivePlace::statement: mark_next(directive, section); break;
        case DirectivePlace::file_or_section: hold_for(directive, section); break;
        default: misplaced(directive);
      }
    }
  }

  void hold_for(const Directive& directive, Section& section) const {
    switch (directive.info->kind) {
      case DirectiveKind::timeout: read_timeouts(source_, directive, section.timeouts); break;
      case DirectiveKind::foreign_keys_off: section.foreign_keys_off = true; break;
      default: section.allow_data_loss = directive.rest; break;
    }
  }

  void mark_next(const Directive& directive, Section& section) const {
    const std::string name(directive.info->name);
    for (SectionStatement& candidate : section.statements) {
      const Span span = candidate.statement.span;
      if (span.end <= directive.span.begin) continue;
      if (span.begin < directive.span.begin) {
        fail(source_, directive.span, "`" + name + "` stands inside a statement",
             "put it on a line above the statement");
      }
      switch (directive.info->kind) {
        case DirectiveKind::autocommit: candidate.autocommit = true; break;
        case DirectiveKind::verify: candidate.verify = true; break;
        default:
          if (candidate.batch) fail(source_, directive.span, "a statement has one `batch` line");
          candidate.batch = read_batch(source_, directive);
          break;
      }
      return;
    }
    fail(source_, directive.span, "`" + name + "` has no statement after it");
  }

  [[noreturn]] void misplaced(const Directive& directive) const {
    const std::string name(directive.info->name);
    switch (directive.info->place) {
      case DirectivePlace::scripts_and_seeds:
        if (directive.info->kind == DirectiveKind::key) {
          fail(source_, directive.span, "`key` is for the CSV files of seeds",
               "SQL says it by itself: `INSERT … ON CONFLICT (…) DO UPDATE SET …`");
        }
        if (of_ == Of::script)
          fail(source_, directive.span, "`" + name + "` must stand before the first section");
        fail(source_, directive.span, "`" + name + "` is for scripts and seeds, not for revisions");
      case DirectivePlace::file:
        fail(source_, directive.span, "`" + name + "` must stand before the first section");
      case DirectivePlace::section_start:
      case DirectivePlace::file_or_section:
      case DirectivePlace::statement: break;
    }
    fail(source_, directive.span, "`" + name + "` must stand inside a section",
         "put it above the statement it is for");
  }

  std::optional<Section> choose(Direction direction) {
    std::pair<Section, std::optional<Error>>* general = nullptr;
    for (auto& candidate : sections_) {
      Section& section = candidate.first;
      if (section.direction != direction) continue;
      if (std::ranges::find(section.dialects, dialect_) != section.dialects.end())
        return std::move(section);
      if (section.dialects.empty()) general = &candidate;
    }
    if (general == nullptr) return std::nullopt;
    if (general->second) throw Error(*general->second);
    return std::move(general->first);
  }

  const SourceText& source_;
  SqlDialect dialect_;
  Of of_;
  Timeouts file_timeouts_;
  std::optional<std::string> file_allow_data_loss_;
  bool file_foreign_keys_off_ = false;
  std::vector<std::pair<Section, std::optional<Error>>> sections_;
};

void append_tokens(const SourceText& source, const Statement& statement, std::string& joined) {
  constexpr char separator = '\x1F';
  for (const Token& token : statement.tokens) joined.append(source.slice(token.span)) += separator;
  joined.append(";") += separator;
}

std::string finished(std::string joined) {
  if (!joined.empty()) joined.pop_back();
  return "1:" + sha256_hex(joined);
}

}  // namespace

std::string_view name_of(Direction direction) {
  return direction == Direction::up ? "upgrade" : "downgrade";
}

RevisionBody read_body(SourceText source, SqlDialect dialect) {
  RevisionBody body = BodyReader(source, dialect, BodyReader::Of::revision).read();
  body.source = std::move(source);
  return body;
}

RevisionBody read_script_body(SourceText source, SqlDialect dialect) {
  RevisionBody body = BodyReader(source, dialect, BodyReader::Of::script).read();
  body.source = std::move(source);
  return body;
}

std::string digest_of(const SourceText& source, const Section& section) {
  std::string joined;
  for (const SectionStatement& each : section.statements)
    append_tokens(source, each.statement, joined);
  return finished(std::move(joined));
}

std::string digest_of(const SourceText& source, std::span<const Statement* const> statements) {
  std::string joined;
  for (const Statement* statement : statements) append_tokens(source, *statement, joined);
  return finished(std::move(joined));
}

std::string text_of(const SourceText& source, const Section& section) {
  if (section.statements.empty()) return {};
  const Span span{section.header.end, section.statements.back().statement.whole.end};
  return std::string(trim(source.slice(span)));
}

}  // namespace aludel
