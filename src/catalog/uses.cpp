#include "catalog/uses.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

/// What stands between the quotes of a string: a sequence's name, a function's body.
std::string_view inside_string(std::string_view string) {
  if (string.starts_with('$')) {
    const std::size_t delimiter = string.find('$', 1) + 1;
    return string.substr(delimiter, string.size() - 2 * delimiter);
  }
  const std::size_t quote = string.find('\'');
  if (quote == std::string_view::npos || string.size() < quote + 2) return {};
  return string.substr(quote + 1, string.size() - quote - 2);
}

/// Whose body the server reads when the function is made.
bool is_in_sql(const SqlWords& definition) {
  for (std::size_t i = 0; i + 1 < definition.words.size(); ++i) {
    if (!definition.is(i, "language")) continue;
    const std::string& language = definition.words[i + 1].text;
    return equal_ignoring_case(language, "sql") || equal_ignoring_case(language, "'sql'");
  }
  return false;
}

/// "===" of "app.===(integer, integer)"
std::string symbol_of(const OtherObject& made_operator) {
  const std::string& name = made_operator.name;
  const std::size_t end = name.find('(');
  const std::size_t begin = name.find_last_of("\".", end) + 1;
  return std::string(trim(std::string_view(name).substr(begin, end - begin)));
}

/// Whether the word begins what a function says behind its result.
bool ends_result(const SqlWords& definition, std::size_t index) {
  constexpr std::array<std::string_view, 19> words{
      "language", "as",       "immutable", "stable", "volatile", "strict",   "called",
      "security", "external", "cost",      "rows",   "support",  "parallel", "leakproof",
      "window",   "set",      "transform", "return", "begin"};
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return definition.is(index, word); }) ||
         (definition.is(index, "not") && definition.is(index + 1, "leakproof"));
}

/// "u.*", as the server writes a whole row.
bool names_whole_rows(const SqlWords& words) {
  for (std::size_t i = 0; i + 1 < words.words.size(); ++i)
    if (words.is(i, ".") && words.is(i + 1, "*")) return true;
  return false;
}

void add(Uses::Facts& facts, Fact fact) {
  if (std::ranges::find(facts, fact) == facts.end()) facts.push_back(std::move(fact));
}

}  // namespace

Uses::Uses(const Catalog& catalog, const Rules& rules) : rules_(rules), names_(rules) {
  for (const Function& one : catalog.functions)
    functions_.emplace(names_.key(one.name), names_.function(one));
  for (const Enum& one : catalog.enums)
    types_.emplace(names_.key(one.name), names_.relation(one.name));
  for (const Domain& one : catalog.domains)
    types_.emplace(names_.key(one.name), names_.relation(one.name));
  for (const CompositeType& one : catalog.composites)
    types_.emplace(names_.key(one.name), names_.relation(one.name));
  for (const OtherObject& one : catalog.others) {
    if (const auto name = named_object(one.name, rules))
      others_.emplace(names_.key(*name), names_.object(one));
    if (one.kind == "OPERATOR") operators_.emplace(symbol_of(one), names_.object(one));
  }
  for (const View& one : catalog.views) views_.insert(names_.key(one.name));
  for (const Table& one : catalog.tables) tables_.emplace(names_.key(one.name), &one);
}

void Uses::add_others(Facts& facts, const ObjectName& name) const {
  const auto [first, last] = others_.equal_range(names_.key(name));
  for (auto one = first; one != last; ++one) add(facts, one->second);
}

/// One that is in quotes already is SQL, as Column::collation has it.
void Uses::add_collation(Facts& facts, const std::string& collation) const {
  if (collation.empty() || others_.empty()) return;
  const auto quoted = collation.starts_with('"') ? named_object(collation, rules_) : std::nullopt;
  add_others(facts, quoted ? *quoted : ObjectName({}, collation));
}

void Uses::add_schema(Facts& facts, const ObjectName& name) const {
  if (!name.schema.empty()) add(facts, names_.schema(name.schema));
}

void Uses::add_type(Facts& facts, const Type& type) const {
  if (type.kind != Type::Kind::named) return;
  if (const auto name = named_object(type.name, rules_)) add_type_called(facts, *name);
}

void Uses::add_type_called(Facts& facts, const ObjectName& name) const {
  const std::string key = names_.key(name);
  if (types_.contains(key) || tables_.contains(key) || views_.contains(key))
    add(facts, names_.relation(name));
  add_others(facts, name);
}

/// The types of "a integer, OUT b app.mood DEFAULT 'ok', prices".
void Uses::add_declared(Facts& facts, const SqlWords& words, std::size_t begin,
                        std::size_t end) const {
  constexpr std::array<std::string_view, 6> modes{"in",       "out",   "inout",
                                                  "variadic", "setof", "returns"};
  int depth = 0;
  bool is_first = true;  // of an argument: its name, where another name follows
  bool is_default = false;
  for (std::size_t i = begin; i < end; ++i) {
    if (words.is(i, "(")) ++depth;
    if (words.is(i, ")")) --depth;
    if (depth > 0) continue;
    if (words.is(i, ",")) {
      is_first = true;
      is_default = false;
    }
    if (words.is(i, "default") || words.is(i, "=")) is_default = true;
    const bool is_mode =
        words.words[i].kind == TokenKind::word &&
        std::ranges::any_of(modes, [&](std::string_view mode) { return words.is(i, mode); });
    if (is_default || is_mode || !words.words[i].is_name()) continue;
    const bool names_follow =
        i + 1 < end && words.words[i + 1].is_name() && !words.is(i + 1, "default");
    if (std::exchange(is_first, false) && names_follow) continue;
    if (words.is(i + 1, ".")) continue;
    const bool qualified = i > begin + 1 && words.is(i - 1, ".");
    add_type_called(facts,
                    ObjectName(qualified ? words.words[i - 2].text : "", words.words[i].text));
  }
}

/// Functions that are called, sequences that numbers are taken from, types that are named.
void Uses::add_calls_and_types(Facts& facts, const SqlWords& words) const {
  for (std::size_t i = 0; i < words.words.size(); ++i) {
    if (!others_.empty() && words.words[i].kind == TokenKind::string) {  // 'german'::regconfig
      if (const auto name = named_object(inside_string(words.words[i].text), rules_))
        add_others(facts, *name);
    }
    if (words.words[i].kind == TokenKind::op) {
      const auto [first, last] = operators_.equal_range(words.words[i].text);
      for (auto one = first; one != last; ++one) add(facts, one->second);
    }
    if (!words.words[i].is_name() || words.is(i + 1, ".")) continue;
    const bool qualified = i > 1 && words.is(i - 1, ".");
    const ObjectName name(qualified ? words.words[i - 2].text : "", words.words[i].text);
    add_others(facts, name);
    const std::string key = names_.key(name);
    if (const auto type = types_.find(key); type != types_.end()) add(facts, type->second);
    if (!words.is(i + 1, "(")) continue;
    const auto [first, last] = functions_.equal_range(key);
    for (auto one = first; one != last; ++one) add(facts, one->second);
    const bool takes_number = name.name == "nextval" && i + 2 < words.words.size() &&
                              words.words[i + 2].kind == TokenKind::string;
    if (!takes_number) continue;
    const auto sequence = named_object(inside_string(words.words[i + 2].text), rules_);
    if (sequence) add(facts, names_.relation(*sequence));
  }
}

void Uses::add_expression(Facts& facts, std::string_view sql, const Table* table) const {
  if (sql.empty()) return;
  const SqlWords words = words_of(sql, rules_);
  add_calls_and_types(facts, words);
  if (table == nullptr) return;
  for (const Column& column : table->columns) {
    if (!column_mentions(words, column.name, table->name, rules_).empty())
      add(facts, names_.column(table->name, column.name));
  }
}

void Uses::add_query(Facts& facts, std::string_view sql) const {
  const SqlWords words = words_of(sql, rules_);
  add_calls_and_types(facts, words);
  for (const TableMention& mention : table_mentions(words)) {
    add(facts, names_.relation(mention.name));
    const auto table = tables_.find(names_.key(mention.name));
    if (table == tables_.end()) continue;
    add_columns(facts, words, *table->second, TextOf::anything);
    if (names_whole_rows(words)) {
      for (const Column& column : table->second->columns)
        add(facts, names_.column(table->second->name, column.name));
    }
    add_key_grouped_by(facts, words, *table->second);
  }
}

/// Grouped by its primary key, a table's other columns may be read as they are (manual page SELECT,
/// GROUP BY): such a query is made on the key.
void Uses::add_key_grouped_by(Facts& facts, const SqlWords& words, const Table& table) const {
  const PrimaryKey* key = primary_key(table);
  if (key == nullptr || rules_.dialect == "sqlite") return;
  std::size_t behind = 0;
  while (behind < words.words.size() && !(words.is(behind, "group") && words.is(behind + 1, "by")))
    ++behind;
  const bool is_whole = std::ranges::all_of(key->columns, [&](const std::string& column) {
    for (std::size_t i = behind; i < words.words.size(); ++i)
      if (words.words[i].is_name() && words.words[i].text == column) return true;
    return false;
  });
  if (is_whole) add(facts, names_.unique(table.name, key->columns));
}

void Uses::add_with_parents(Catalog& some, const ObjectName& name) const {
  const auto found = tables_.find(names_.key(name));
  if (found == tables_.end()) return;
  const Table& table = *found->second;
  some.tables.push_back(table);
  if (table.partition_of) add_with_parents(some, table.partition_of->parent);
  for (const ObjectName& parent : table.inherits) add_with_parents(some, parent);
}

void Uses::add_columns(Facts& facts, const SqlWords& words, const Table& table,
                       TextOf text_of) const {
  Catalog named;  // what the text names alone: to look for a name among all takes its time
  for (const TableMention& mention : table_mentions(words)) add_with_parents(named, mention.name);
  for (const Column& column : table.columns) {
    const auto places = column_mentions_in_query(words, column.name, table, named, text_of, rules_);
    if (!places.empty()) add(facts, names_.column(table.name, column.name));
  }
}

Uses::Facts Uses::of(const Enum& enumeration) const {
  Facts facts;
  add_schema(facts, enumeration.name);
  return facts;
}

Uses::Facts Uses::of(const Domain& domain) const {
  Facts facts;
  add_schema(facts, domain.name);
  add_type(facts, domain.type);
  add_collation(facts, domain.collation);
  if (domain.default_sql) add_expression(facts, *domain.default_sql, nullptr);
  for (const Check& check : domain.checks) add_expression(facts, check.expression, nullptr);
  return facts;
}

Uses::Facts Uses::of(const CompositeType& composite) const {
  Facts facts;
  add_schema(facts, composite.name);
  for (const Column& attribute : composite.attributes) {
    add_type(facts, attribute.type);
    add_collation(facts, attribute.collation);
  }
  return facts;
}

/// Of its statements nothing is known but words: what has the name of something is taken for it.
Uses::Facts Uses::of(const OtherObject& object) const {
  Facts facts;
  if (!object.table.empty()) add(facts, names_.relation(object.table));
  if (const auto name = named_object(object.name, rules_)) add_schema(facts, *name);
  for (const std::string& sql : object.statements) {
    const SqlWords words = words_of(sql, rules_);
    add_calls_and_types(facts, words);
    for (std::size_t i = 0; i < words.words.size(); ++i) {
      if (!words.words[i].is_name() || words.is(i + 1, ".")) continue;
      const bool qualified = i > 1 && words.is(i - 1, ".");
      const ObjectName name(qualified ? words.words[i - 2].text : "", words.words[i].text);
      const std::string key = names_.key(name);
      const auto [first, last] = functions_.equal_range(key);
      for (auto one = first; one != last; ++one) add(facts, one->second);
      if (const auto table = tables_.find(key); table != tables_.end()) {
        add(facts, names_.relation(name));
        if (!object.table.empty()) add_expression(facts, sql, table->second);
      }
    }
  }
  std::erase(facts, names_.object(object));
  return facts;
}

Uses::Facts Uses::of(const Sequence& sequence) const {
  Facts facts;
  add_schema(facts, sequence.name);
  if (sequence.owned_by) {
    add(facts, names_.relation(sequence.owned_by->first));
    add(facts, names_.column(sequence.owned_by->first, sequence.owned_by->second));
  }
  return facts;
}

bool Uses::binds_its_body(const Function& function, const Rules& rules) {
  const SqlWords words = words_of(function.definition, rules);
  if (!is_in_sql(words)) return false;
  return std::ranges::none_of(words.words, [](const SqlWord& word) { return word.is("as"); });
}

/// Tables of "prices%ROWTYPE" and "app.prices.day%TYPE", which PL/pgSQL looks up at once.
void Uses::add_row_types(Facts& facts, std::string_view body) const {
  if (!body.contains('%')) return;
  const SqlWords words = words_of(body, rules_);
  for (std::size_t i = 1; i + 1 < words.words.size(); ++i) {
    const bool is_row = words.is(i + 1, "rowtype");
    if (!words.is(i, "%") || (!is_row && !words.is(i + 1, "type"))) continue;
    std::vector<std::string> names{words.words[i - 1].text};
    for (std::size_t j = i - 1; j >= 2 && words.is(j - 1, "."); j -= 2)
      names.insert(names.begin(), words.words[j - 2].text);
    if (!is_row) names.pop_back();
    if (names.empty() || names.size() > 2) continue;
    add_type_called(facts, ObjectName(names.size() == 2 ? names.front() : "", names.back()));
  }
}

/// "$1.day", of a row of a table.
void Uses::add_members_of_rows(Facts& facts, const Function& function) const {
  const std::string prefix = names_.relation(ObjectName());
  const std::size_t count = facts.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (!facts[i].starts_with(prefix)) continue;
    const auto found = tables_.find(facts[i].substr(prefix.size()));
    if (found == tables_.end()) continue;
    for (const Column& column : found->second->columns)
      if (function.definition.contains("." + column.name))
        add(facts, names_.column(found->second->name, column.name));
  }
}

Uses::Facts Uses::of_head(const Function& function) const {
  if (binds_its_body(function, rules_)) return of(function);
  Facts facts;
  add_schema(facts, function.name);
  const SqlWords arguments = words_of(function.arguments, rules_);
  add_calls_and_types(facts, arguments);
  add_declared(facts, arguments, 0, arguments.words.size());
  const SqlWords definition = words_of(function.definition, rules_);
  std::size_t end = 0;
  while (end < definition.words.size() && !ends_result(definition, end)) ++end;
  if (definition.is(1, "table") && definition.is(2, "(")) {
    add_declared(facts, definition, 3, end - 1);
  } else {
    add_declared(facts, definition, 0, end);
  }
  std::erase(facts, names_.function(function));
  return facts;
}

Uses::Facts Uses::of(const Function& function) const {
  Facts facts;
  if (!binds_its_body(function, rules_)) facts = of_head(function);
  add_schema(facts, function.name);
  for (const std::string& text : {function.arguments, function.definition})
    add_calls_and_types(facts, words_of(text, rules_));
  const SqlWords definition = words_of(function.definition, rules_);
  for (const SqlWord& word : definition.words)
    if (word.kind == TokenKind::string) add_row_types(facts, inside_string(word.text));
  if (!is_in_sql(definition)) return facts;
  add_members_of_rows(facts, function);
  add_query(facts, function.definition);
  for (const SqlWord& word : definition.words) {
    if (word.kind == TokenKind::string) add_query(facts, inside_string(word.text));
  }
  std::erase(facts, names_.function(function));  // it may call itself
  return facts;
}

Uses::Facts Uses::of(const View& view) const {
  Facts facts;
  add_schema(facts, view.name);
  add_query(facts, view.query);
  std::erase(facts, names_.relation(view.name));  // a recursive one names itself
  return facts;
}

Uses::Facts Uses::of_table(const ObjectName& name, std::initializer_list<std::string_view> texts,
                           TextOf text_of) const {
  Facts facts{names_.relation(name)};
  const auto table = tables_.find(names_.key(name));
  for (const std::string_view text : texts) {
    add_query(facts, text);
    if (table == tables_.end()) continue;
    const SqlWords words = words_of(text, rules_);
    add_columns(facts, words, *table->second, text_of);
  }
  return facts;
}

Uses::Facts Uses::of(const Trigger& trigger) const {
  Facts facts = of_table(trigger.table, {trigger.timing, trigger.action}, TextOf::trigger_of_table);
  // UPDATE OF names columns alone.
  const auto table = tables_.find(names_.key(trigger.table));
  if (table != tables_.end()) add_expression(facts, trigger.timing, table->second);
  return facts;
}

Uses::Facts Uses::of(const Policy& policy) const {
  return of_table(policy.table, {policy.using_expression, policy.with_check},
                  TextOf::policy_of_table);
}

Uses::Facts Uses::of_type(const Column& column) const {
  Facts facts;
  add_type(facts, column.type);
  add_collation(facts, column.collation);
  return facts;
}

Uses::Facts Uses::of_default(const Column& column) const {
  Facts facts;
  if (column.default_sql) add_expression(facts, *column.default_sql, nullptr);
  return facts;
}

Uses::Facts Uses::of(const Table& table, const Column& column) const {
  Facts facts = of_default(column);
  for (Fact& fact : of_type(column)) add(facts, std::move(fact));
  if (column.generated) add_expression(facts, column.generated->expression, &table);
  std::erase(facts, names_.column(table.name, column.name));
  return facts;
}

Uses::Facts Uses::of(const Table& table, const Constraint& constraint) const {
  Facts facts;
  for (const std::string& column : columns_of(constraint))
    add(facts, names_.column(table.name, column));
  if (const auto* key = std::get_if<PrimaryKey>(&constraint)) {
    for (const std::string& column : key->columns) add(facts, names_.nullable(table.name, column));
  }
  if (const auto* check = std::get_if<Check>(&constraint))
    add_expression(facts, check->expression, &table);
  if (const auto* exclusion = std::get_if<Exclusion>(&constraint)) {
    for (const auto& element : exclusion->elements)
      add_expression(facts, element.expression, &table);
    add_expression(facts, exclusion->where, &table);
  }
  if (const auto* key = std::get_if<ForeignKey>(&constraint)) {
    add(facts, names_.relation(key->table));
    const auto referred = tables_.find(names_.key(key->table));
    if (referred == tables_.end()) return facts;
    const PrimaryKey* primary = primary_key(*referred->second);
    const auto& columns =
        key->referred.empty() && primary != nullptr ? primary->columns : key->referred;
    for (const std::string& column : columns) add(facts, names_.column(key->table, column));
    add(facts, names_.unique(key->table, columns));
  }
  return facts;
}

Uses::Facts Uses::of(const ObjectName& owner, const Table* table, const Index& index) const {
  Facts facts{names_.relation(owner)};
  for (const IndexPart& part : index.parts) {
    if (!part.column.empty()) add(facts, names_.column(owner, part.column));
    add_expression(facts, part.expression, table);
    add_expression(facts, part.opclass, nullptr);
    add_collation(facts, part.collation);
  }
  for (const std::string& column : index.include) add(facts, names_.column(owner, column));
  add_expression(facts, index.where, table);
  return facts;
}

Uses::Facts Uses::of(const Table& table) const {
  Facts facts;
  add_schema(facts, table.name);
  if (table.partition_of) add(facts, names_.relation(table.partition_of->parent));
  for (const ObjectName& parent : table.inherits) add(facts, names_.relation(parent));
  return facts;
}

}  // namespace aludel
