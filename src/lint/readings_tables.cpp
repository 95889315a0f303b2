#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "dialect/statement_pattern.hpp"
#include "lint/readings.hpp"
#include "lint/type_change.hpp"

namespace aludel::lint {

namespace {

constexpr std::array<std::string_view, 6> serial_types{"serial",  "bigserial", "smallserial",
                                                       "serial4", "serial8",   "serial2"};

// PostgreSQL manual, "Function Volatility Categories" and the functions' own pages.
constexpr std::array<std::string_view, 18> volatile_functions{
    "random",   "gen_random_uuid", "uuid_generate_v1", "uuid_generate_v1mc", "uuid_generate_v4",
    "uuidv4",   "uuidv7",          "clock_timestamp",  "timeofday",          "nextval",
    "currval",  "lastval",         "setval",           "gen_random_bytes",   "random_normal",
    "pg_sleep", "txid_current",    "statement_random"};
constexpr std::array<std::string_view, 22> steady_functions{"now",
                                                            "transaction_timestamp",
                                                            "statement_timestamp",
                                                            "date_trunc",
                                                            "to_char",
                                                            "lower",
                                                            "upper",
                                                            "coalesce",
                                                            "nullif",
                                                            "concat",
                                                            "length",
                                                            "md5",
                                                            "abs",
                                                            "round",
                                                            "array",
                                                            "cast",
                                                            "timezone",
                                                            "make_date",
                                                            "interval",
                                                            "current_setting",
                                                            "numeric",
                                                            "jsonb_build_object"};

template <typename Table>
bool is_in(const Table& table, std::string_view name) {
  return std::ranges::find(table, name) != table.end();
}

/// The words behind DEFAULT, up to the column's next constraint.
std::span<const Token> default_of(Reader& reader, std::span<const Token> tokens) {
  TokenCursor cursor = reader.cursor(tokens);
  cursor.until({"DEFAULT"});
  if (!cursor.accept("DEFAULT")) return {};
  return cursor.until({"NOT", "NULL", "CHECK", "UNIQUE", "PRIMARY", "REFERENCES", "CONSTRAINT",
                       "GENERATED", "COLLATE"});
}

void judge_default(TouchedTable& touched, const std::vector<std::string>& functions) {
  constexpr std::string_view hint =
      "add the column without a default, SET DEFAULT, and fill the old rows in batches";
  for (const std::string& function : functions) {
    if (is_in(steady_functions, function)) continue;
    touched.work = Work::rewrite;
    touched.hint = hint;
    if (is_in(volatile_functions, function)) {
      touched.certain = true;
      touched.question = Question::none;
      touched.why = function + "() is volatile";
      return;
    }
    touched.certain = false;
    touched.question = Question::volatility;
    touched.functions.push_back(function);
    touched.why = "unless " + function + "() is not volatile";
  }
}

std::string_view without_parentheses(std::string_view text) {
  while (text.starts_with('(') && text.ends_with(')')) text = trim(text.substr(1, text.size() - 2));
  return text;
}

/// Whether an expression of USING is the column, or its cast to the new type: only these keep what
/// judge_type_change() says. AT TIME ZONE with a zone's name is one between the two timestamps.
bool only_casts(std::span<const Token> expression, Reader& reader, const std::string& column,
                std::string_view type) {
  TokenCursor cursor = reader.cursor(expression);
  while (cursor.sees("(") && cursor.slice(cursor.rest()).ends_with(')')) {
    TokenCursor inside = cursor;
    const auto tokens = inside.parentheses();
    if (!inside.at_end()) break;
    cursor = reader.cursor(tokens);
  }
  const auto same_type = [&](std::string_view cast) {
    return equal_ignoring_case(without_parentheses(cast), trim(type));
  };
  if (cursor.accept({"CAST", "("})) {
    if (cursor.name().name != column || !cursor.accept("AS")) return false;
    const auto cast = cursor.until({")"});
    cursor.advance();
    return cursor.at_end() && same_type(cursor.slice(cast));
  }
  const bool wrapped = cursor.sees("(");
  TokenCursor name = wrapped ? reader.cursor(cursor.parentheses()) : cursor;
  if (name.name().name != column || (wrapped && !name.at_end())) return false;
  if (!wrapped) cursor = name;
  if (cursor.at_end()) return true;
  if (cursor.accept({"AT", "TIME", "ZONE"}))
    return cursor.rest().size() == 1 && cursor.rest().front().kind == TokenKind::string;
  return cursor.accept("::") && same_type(cursor.slice(cursor.rest()));
}

}  // namespace

void read_actions(Reader& reader, const Match& match) {
  TokenCursor cursor = reader.cursor();
  cursor.advance(match.table_end);
  cursor.accept("*");
  const EffectRules rules = effect_rules(reader.dialect);
  for (const auto action : split_at_commas(reader.source, cursor.rest()))
    apply_rules(reader, rules.actions, action, match.table);
}

void read_column(Reader& reader, const Match& match, std::span<const Token> tokens) {
  const std::size_t mine = reader.effects.tables.size() - 1;
  const std::string column = folded(match.object, reader.dialect);
  const auto has = [&](std::string_view pattern) {
    return match_tokens(pattern, reader.source, tokens).matched;
  };
  reader.effects.added_columns.push_back(
      {match.table, column, has("ADD [COLUMN] IF NOT EXISTS *")});
  TouchedTable& touched = reader.effects.tables[mine];
  TokenCursor type = reader.cursor(tokens);
  type.advance();
  type.accept("COLUMN");
  type.accept({"IF", "NOT", "EXISTS"});
  type.name_text();
  constexpr std::string_view hint =
      "add the column without it, fill the old rows in batches, and add the rest afterwards";
  judge_default(touched, called_functions(reader, default_of(reader, tokens)));
  const bool serial = is_in(serial_types, lower(type.text()));
  const bool stored =
      has("* GENERATED ALWAYS AS ( * ) STORED *") ||
      (has("* GENERATED ALWAYS AS ( *") && reader.server_version < 180000 && !has("* VIRTUAL"));
  if (serial || stored || has("* AS IDENTITY *")) {
    touched.work = Work::rewrite;
    touched.certain = true;
    touched.question = Question::none;
    touched.why = serial   ? "each row gets a number"
                  : stored ? "each row's value is calculated"
                           : "each row gets a number";
    touched.hint = stored && reader.server_version >= 180000
                       ? std::string_view("a VIRTUAL generated column writes nothing")
                       : hint;
  } else if (touched.work == Work::none && has("* CHECK ( *")) {
    touched.work = Work::scan;
    touched.hint = "add the column, then the CHECK as NOT VALID, then VALIDATE CONSTRAINT";
  }
  if (has("* UNIQUE *") || has("* PRIMARY KEY *")) {
    TouchedTable& index = touch(reader, match.table, Lock::access_exclusive, Work::build);
    index.hint =
        "add the column, then a unique index CONCURRENTLY, then ADD CONSTRAINT … USING "
        "INDEX";
  }
  if (has("* REFERENCES *")) {
    const bool has_default = has("* DEFAULT *");
    TokenCursor reference = reader.cursor(tokens);
    reference.until({"REFERENCES"});
    reference.advance();
    touch(reader, reference.name(), Lock::share_row_exclusive,
          has_default ? Work::scan : Work::none);
  }
}

void read_sqlite_column(Reader& reader, const Match& match, std::span<const Token> tokens) {
  reader.effects.added_columns.push_back(
      {match.table, folded(match.object, reader.dialect), false});
  const auto has = [&](std::string_view pattern) {
    return match_tokens(pattern, reader.source, tokens).matched;
  };
  if (!has("* CHECK ( *") && !(has("* AS ( *") && has("* NOT NULL *"))) return;
  reader.effects.tables.back().work = Work::scan;
  reader.effects.tables.back().why = "each row is checked";
}

void read_type_change(Reader& reader, const Match& match, std::span<const Token> tokens) {
  TouchedTable& touched = reader.effects.tables.back();
  TokenCursor cursor = reader.cursor(tokens);
  cursor.until({"TYPE"});
  if (cursor.sees("TYPE", 1)) cursor.advance();  // of a column that is called so
  cursor.advance();
  touched.type = cursor.slice(cursor.until({"USING", "COLLATE"}));
  if (cursor.accept("COLLATE")) cursor.name();
  touched.has_using = cursor.accept("USING");
  touched.plain_using =
      !touched.has_using || only_casts(cursor.rest(), reader, touched.column, touched.type);
  touched.certain = false;
  PossibleLoss loss{.kind = LossKind::values, .object = match.table, .may = true};
  loss.column = touched.column;
  const TypeVerdict verdict = judge_type_change(
      {.to = touched.type, .has_using = touched.has_using, .plain_using = touched.plain_using});
  touched.why = "unless the new type holds the old values as they are";
  if (verdict.loss != Keeping::keeps) reader.effects.losses.push_back(std::move(loss));
}

void read_references(Reader& reader, const Match& match, std::span<const Token> tokens) {
  TokenCursor cursor = reader.cursor(tokens);
  cursor.until({"REFERENCES"});
  cursor.advance();
  ObjectName referenced = cursor.name();
  if (!referenced.empty() && referenced != match.table)
    touch(reader, match.rule, std::move(referenced));
}

void read_attach(Reader& reader, const Match& match, std::span<const Token> tokens) {
  const bool attaches = match.rule.reading == Reading::attach;
  TokenCursor cursor = reader.cursor(tokens);
  cursor.advance(2);
  const ObjectName name = cursor.name();
  reader.effects.attached.push_back({match.table, name, !attaches});
  TouchedTable& child =
      touch(reader, name, Lock::access_exclusive, attaches ? Work::scan : Work::none);
  if (attaches) child.why = "unless a valid CHECK says that its rows belong there";
  if (attaches) child.hint = match.rule.hint;
  child.certain = !attaches;
  TouchedTable& parent = reader.effects.tables[reader.effects.tables.size() - 2];
  parent.hint = attaches ? std::string_view{} : match.rule.hint;
  parent.column.clear();
  if (attaches)
    parent.question = Question::new_partition;
  else if (parent.lock == Lock::access_exclusive)
    parent.question = Question::old_partition;
}

/// [NO] INHERIT parent
void read_inherit(Reader& reader, const Match& match, std::span<const Token> tokens) {
  TokenCursor cursor = reader.cursor(tokens);
  const bool detached = cursor.accept("NO");
  cursor.advance();
  reader.effects.attached.push_back({cursor.name(), match.table, detached});
}

}  // namespace aludel::lint
