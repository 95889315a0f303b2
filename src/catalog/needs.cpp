#include "catalog/needs.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

/// What stands in a string: a function's body, a sequence's name.
std::string_view inside_string(std::string_view string) {
  if (string.starts_with('$')) {
    const std::size_t delimiter = string.find('$', 1) + 1;
    return string.substr(delimiter, string.size() - 2 * delimiter);
  }
  const std::size_t quote = string.find('\'');
  if (quote == std::string_view::npos || string.size() < quote + 2) return {};
  return string.substr(quote + 1, string.size() - quote - 2);
}

/// Whether the server reads the body when the function is made.
bool is_in_sql(const SqlWords& definition) {
  for (std::size_t i = 0; i + 1 < definition.words.size(); ++i) {
    if (!definition.is(i, "language")) continue;
    const SqlWord& language = definition.words[i + 1];
    return equal_ignoring_case(language.text, "sql") || equal_ignoring_case(language.text, "'sql'");
  }
  return false;
}

template <typename Map>
auto find_in(const Map& map, const std::string& key) {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Needs::Needs(const Catalog& catalog, const Rules& rules) : catalog_(catalog), rules_(rules) {
  before_.resize(first_view() + catalog.views.size());
  name_all();
  for (std::size_t i = 0; i < catalog.domains.size(); ++i) {
    const Domain& domain = catalog.domains[i];
    add_type(i, domain.type);
    if (domain.default_sql) add_expression(i, *domain.default_sql);
    for (const Check& check : domain.checks) add_expression(i, check.expression);
  }
  for (std::size_t i = 0; i < catalog.functions.size(); ++i) {
    add_function(first_function() + i, catalog.functions[i]);
  }
  for (std::size_t i = 0; i < catalog.tables.size(); ++i) {
    add_table(first_table() + i, catalog.tables[i]);
  }
  for (std::size_t i = 0; i < catalog.views.size(); ++i) {
    add_query(first_view() + i, catalog.views[i].query);
  }
}

std::optional<Needs::Node> Needs::table(const ObjectName& name) const {
  const auto found = find_in(relations_, key(name));
  return found && *found < first_view() ? found : std::nullopt;
}

/// Names that mean the same object have the same key.
std::string Needs::key(const ObjectName& name) const {
  const bool is_default = name.schema == "public" || name.schema == "main";
  const std::string text = is_default ? name.name : name.text();
  return rules_.folds_case ? lower(text) : text;
}

void Needs::name_all() {
  for (std::size_t i = 0; i < catalog_.domains.size(); ++i) {
    domains_.emplace(key(catalog_.domains[i].name), i);
  }
  for (std::size_t i = 0; i < catalog_.functions.size(); ++i) {
    functions_.emplace(key(catalog_.functions[i].name), first_function() + i);
  }
  for (std::size_t i = 0; i < catalog_.tables.size(); ++i) {
    relations_.emplace(key(catalog_.tables[i].name), first_table() + i);
  }
  for (std::size_t i = 0; i < catalog_.views.size(); ++i) {
    relations_.emplace(key(catalog_.views[i].name), first_view() + i);
  }
  for (const Sequence& sequence : catalog_.sequences) {
    if (!sequence.owned_by) continue;
    if (const auto owner = table(sequence.owned_by->first)) {
      owned_sequences_.emplace(key(sequence.name), *owner);
    }
  }
}

void Needs::add(Node node, const std::optional<Node>& needed) {
  if (!needed || *needed == node) return;
  std::vector<Node>& all = before_[node];
  if (std::ranges::find(all, *needed) == all.end()) all.push_back(*needed);
}

void Needs::add_relation(Node node, const ObjectName& name) {
  add(node, find_in(relations_, key(name)));
}

void Needs::add_expression(Node node, std::string_view sql) {
  const SqlWords words = words_of(sql, rules_);
  for (std::size_t i = 0; i + 1 < words.words.size(); ++i) {
    if (!words.words[i].is_name() || !words.is(i + 1, "(")) continue;
    const bool qualified = i > 1 && words.is(i - 1, ".");
    const ObjectName called(qualified ? words.words[i - 2].text : "", words.words[i].text);
    const auto [first, last] = functions_.equal_range(key(called));
    for (auto one = first; one != last; ++one) add(node, one->second);
    const bool takes_number = called.name == "nextval" && i + 2 < words.words.size();
    if (!takes_number || words.words[i + 2].kind != TokenKind::string) continue;
    const auto sequence = named_object(inside_string(words.words[i + 2].text), rules_);
    if (sequence) add(node, find_in(owned_sequences_, key(*sequence)));
  }
}

void Needs::add_query(Node node, std::string_view sql) {
  for (const TableMention& mention : table_mentions(words_of(sql, rules_))) {
    add_relation(node, mention.name);
  }
  add_expression(node, sql);
}

void Needs::add_type(Node node, const Type& type) {
  if (type.kind != Type::Kind::named) return;
  const auto name = named_object(type.name, rules_);
  if (!name) return;
  add(node, find_in(domains_, key(*name)));
  add_relation(node, *name);  // a table is a type, too
}

void Needs::add_function(Node node, const Function& function) {
  for (const std::string& text : {function.arguments, function.definition}) {
    const SqlWords words = words_of(text, rules_);
    for (std::size_t i = 0; i < words.words.size(); ++i) {
      if (!words.words[i].is_name() || words.is(i + 1, ".")) continue;
      const bool qualified = i > 1 && words.is(i - 1, ".");
      add_type(node, named((qualified ? words.words[i - 2].text + "." : "") + words.words[i].text));
    }
  }
  const SqlWords definition = words_of(function.definition, rules_);
  if (!is_in_sql(definition)) return;
  add_query(node, function.definition);
  for (const SqlWord& word : definition.words) {
    if (word.kind == TokenKind::string) add_query(node, inside_string(word.text));
  }
}

void Needs::add_table(Node node, const Table& table) {
  if (table.partition_of) add_relation(node, table.partition_of->parent);
  for (const ObjectName& parent : table.inherits) add_relation(node, parent);
  for (const Column& column : table.columns) {
    add_type(node, column.type);
    if (column.default_sql) add_expression(node, *column.default_sql);
    if (column.generated) add_expression(node, column.generated->expression);
  }
  for (const Constraint& constraint : table.constraints) {
    if (const auto* check = std::get_if<Check>(&constraint))
      add_expression(node, check->expression);
    if (const auto* exclusion = std::get_if<Exclusion>(&constraint)) {
      for (const auto& element : exclusion->elements) add_expression(node, element.expression);
    }
  }
  for (const Index& index : table.indexes) {
    for (const IndexPart& part : index.parts) add_expression(node, part.expression);
    add_expression(node, index.where);
  }
}

}  // namespace aludel
