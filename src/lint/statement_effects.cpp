#include "lint/statement_effects.hpp"

#include <array>

#include "base/text.hpp"
#include "dialect/statement_pattern.hpp"
#include "lint/plain_names.hpp"
#include "lint/readings.hpp"

namespace aludel {

namespace lint {

namespace {

constexpr std::array<std::pair<std::string_view, Lock>, 8> lock_modes{
    {{"ACCESS SHARE", Lock::access_share},
     {"ROW SHARE", Lock::row_share},
     {"ROW EXCLUSIVE", Lock::row_exclusive},
     {"SHARE UPDATE EXCLUSIVE", Lock::share_update_exclusive},
     {"SHARE ROW EXCLUSIVE", Lock::share_row_exclusive},
     {"SHARE", Lock::share},
     {"EXCLUSIVE", Lock::exclusive},
     {"ACCESS EXCLUSIVE", Lock::access_exclusive}}};

std::size_t token_behind(std::span<const Token> tokens, std::size_t offset) {
  std::size_t index = 0;
  while (index < tokens.size() && tokens[index].span.begin < offset) ++index;
  return index;
}

/// The names that go on behind @table.
void read_list(Reader& reader, const Match& match, std::span<const Token> tokens) {
  TokenCursor cursor = reader.cursor(tokens.subspan(match.table_end));
  cursor.parentheses();  // VACUUM t (a, b)
  if (!cursor.accept(",")) return;
  for (ObjectName& name : cursor.names()) touch(reader, match.rule, std::move(name));
}

void read_lock_table(Reader& reader, const Match& match, std::span<const Token> tokens) {
  Lock lock = Lock::access_exclusive;
  TokenCursor cursor = reader.cursor(tokens.subspan(match.table_end));
  cursor.until({"IN", "NOWAIT"});
  if (cursor.accept("IN")) {
    const std::string mode = join(split(cursor.slice(cursor.until({"MODE"})), ' '), " ");
    for (const auto& [name, each] : lock_modes) {
      if (equal_ignoring_case(mode, name)) lock = each;
    }
  }
  read_list(reader, match, tokens);
  for (TouchedTable& table : reader.effects.tables) table.lock = lock;
}

/// COMMENT ON TABLE t, COLUMN t.c; of other objects no table is locked.
void read_comment(Reader& reader, const EffectRule& rule) {
  TokenCursor cursor = reader.cursor(reader.tokens.subspan(2));
  if (cursor.accept("TABLE") || cursor.accept("INDEX") || cursor.accept("VIEW") ||
      cursor.accept({"MATERIALIZED", "VIEW"}) || cursor.accept({"FOREIGN", "TABLE"})) {
    touch(reader, rule, cursor.name());
  } else if (cursor.accept("COLUMN")) {
    std::string written = cursor.name_text();
    written.resize(std::min(written.rfind('.'), written.size()));
    touch(reader, rule, object_name(written, reader.dialect));
  }
}

void read_publication(Reader& reader, const Match& match, std::span<const Token> tokens) {
  TokenCursor cursor = reader.cursor(tokens.subspan(match.table_end));
  while (!cursor.at_end()) {
    cursor.until({","});
    cursor.advance();
    cursor.accept("TABLE");
    cursor.accept("ONLY");
    ObjectName name = cursor.name();
    if (!name.empty() && name.name != "tables") touch(reader, match.rule, std::move(name));
  }
}

void read_explain(Reader& reader) {
  TokenCursor cursor = reader.cursor(reader.tokens.subspan(1));
  bool runs = false;
  if (cursor.sees("(")) {
    for (TokenCursor options = reader.cursor(cursor.parentheses()); !options.at_end();
         options.advance()) {
      runs = runs || options.sees("ANALYZE");
    }
  }
  while (cursor.sees_any({"ANALYZE", "ANALYSE", "VERBOSE"})) {
    runs = runs || !cursor.sees("VERBOSE");
    cursor.advance();
  }
  if (!runs || cursor.at_end()) return;
  Reader inner = reader;
  inner.tokens = cursor.rest();
  read_statement(inner);
}

/// What the rule's columns do not say.
void read_rest(Reader& reader, const Match& match, std::span<const Token> tokens) {
  switch (match.rule.reading) {
    case Reading::nothing: return;
    case Reading::list: return read_list(reader, match, tokens);
    case Reading::actions: return read_actions(reader, match);
    case Reading::inherit: return read_inherit(reader, match, tokens);
    case Reading::create_table: return read_create_table(reader);
    case Reading::create_view:
      if (!reader.cursor(tokens).sees("OR", 1)) reader.effects.tables.clear();
      return;
    case Reading::add_column: return read_column(reader, match, tokens);
    case Reading::add_sqlite_column: return read_sqlite_column(reader, match, tokens);
    case Reading::change_type: return read_type_change(reader, match, tokens);
    case Reading::references: return read_references(reader, match, tokens);
    case Reading::attach:
    case Reading::detach: return read_attach(reader, match, tokens);
    case Reading::drop: return read_drop(reader, match);
    case Reading::drop_column: return read_drop_column(reader, match, tokens);
    case Reading::attribute: return read_attribute(reader, match);
    case Reading::rename_column: return read_rename_column(reader, match, tokens);
    case Reading::search_path: return read_search_path(reader);
    case Reading::rename: return read_rename(reader, match);
    case Reading::new_schema: return read_new_schema(reader, match);
    case Reading::insert: return read_insert(reader, match);
    case Reading::update: return read_update(reader, match);
    case Reading::remove: return read_delete(reader, match);
    case Reading::merge: return read_merge(reader, match);
    case Reading::query: return read_query(reader);
    case Reading::truncate: return read_truncate(reader, match);
    case Reading::copy: return read_copy(reader);
    case Reading::lock_table: return read_lock_table(reader, match, tokens);
    case Reading::comment: return read_comment(reader, match.rule);
    case Reading::create_publication: return read_publication(reader, match, tokens);
    case Reading::create_routine: return read_routine(reader, match);
    case Reading::create_trigger: return read_trigger(reader, match);
    case Reading::create_rule: return read_rule(reader, match);
    case Reading::block: return read_block(reader);
    case Reading::call:
      reader.effects.called.push_back(match.table.name);
      reader.effects.losses.push_back({.kind = LossKind::not_known,
                                       .may = true,
                                       .words = "what " + shown(match.table) + " does"});
      return;
    case Reading::explain: return read_explain(reader);
    case Reading::sqlite_pragma: return read_pragma(reader);
    case Reading::sqlite_attach: reader.effects.path = PathChange{}; return;
  }
}

/// The lock of these is on what they read, or on nothing that is there.
bool touches_its_table(Reading reading) {
  switch (reading) {
    case Reading::actions:
    case Reading::comment:
    case Reading::create_routine:
    case Reading::call:
    case Reading::block: return false;
    default: return true;
  }
}

}  // namespace

TouchedTable& touch(Reader& reader, ObjectName table, Lock lock, Work work) {
  if (lock == Lock::file_write) reader.effects.writes_file = true;
  return reader.effects.tables.emplace_back(
      TouchedTable{.name = std::move(table), .lock = lock, .work = work});
}

TouchedTable& touch(Reader& reader, const EffectRule& rule, ObjectName table) {
  TouchedTable& touched = touch(reader, std::move(table), rule.lock, rule.work);
  touched.hint = rule.hint;
  touched.question = rule.question;
  return touched;
}

bool apply_rules(Reader& reader, std::span<const EffectRule> rules, std::span<const Token> tokens,
                 const ObjectName& table) {
  for (const EffectRule& rule : rules) {
    if (reader.server_version < rule.since || reader.server_version >= rule.until) continue;
    const PatternMatch found = match_tokens(rule.pattern, reader.source, tokens);
    if (!found.matched) continue;
    Match match{.rule = rule, .table = table, .object = found.object};
    if (!found.table.empty()) {
      match.table = object_name(found.table, reader.dialect);
      match.table_end = token_behind(tokens, found.table_end);
    }
    const bool locks = rule.lock != Lock::none || rule.work != Work::none;
    if (locks && touches_its_table(rule.reading)) {
      TouchedTable& touched = touch(reader, rule, match.table);
      if (rule.question == Question::constraint)
        touched.constraint = folded(found.object, reader.dialect);
      else if (!found.object.empty() && !table.empty())
        touched.column = folded(found.object, reader.dialect);
    }
    read_rest(reader, match, tokens);
    return true;
  }
  return false;
}

void read_statement(Reader& reader) {
  if (reader.tokens.empty()) return;
  const EffectRules rules = effect_rules(reader.dialect);
  if (!apply_rules(reader, rules.statements, reader.tokens, {})) reader.effects.known = false;
}

}  // namespace lint

StatementEffects effects_of(const SourceText& source, const Statement& statement,
                            SqlDialect dialect, int server_version) {
  StatementEffects effects;
  std::span<const Token> tokens = statement.tokens;
  if (statement.is_copy_from_stdin && !tokens.empty()) tokens = tokens.first(tokens.size() - 1);
  lint::Reader reader{.source = source,
                      .tokens = tokens,
                      .dialect = dialect,
                      .server_version = server_version,
                      .effects = effects};
  const auto plain = with_plain_names(source, tokens, dialect);
  if (!plain) {
    lint::read_statement(reader);
    return effects;
  }
  const SourceText rewritten(source.name(), *plain);
  const std::vector<Token> rewritten_tokens = lint::tokens_of(rewritten, dialect);
  lint::Reader again{.source = rewritten,
                     .tokens = rewritten_tokens,
                     .dialect = dialect,
                     .server_version = server_version,
                     .effects = effects};
  lint::read_statement(again);
  return effects;
}

}  // namespace aludel
