#include "catalog/rename_in_bodies.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/order.hpp"
#include "catalog/rights.hpp"
#include "catalog/settings.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// A server writes quotes where they are needed; SQLite keeps those that were not, too.
std::string renamed_word(const SqlWord& old, std::string_view to, const Rules& rules) {
  const bool chosen = old.kind == TokenKind::quoted_identifier && rules.dialect == "sqlite" &&
                      written_name(old.text, rules) == old.text;
  return chosen ? quote_identifier(to, SqlDialect::sqlite) : written_name(to, rules);
}

/// How deep in parentheses each word stands.
int depth_at(const SqlWords& words, std::size_t index) {
  int depth = 0;
  for (std::size_t i = 0; i < index; ++i) {
    if (words.is(i, "(")) ++depth;
    if (words.is(i, ")")) --depth;
  }
  return depth;
}

/// Whether the word is the whole of an item of the query's outermost SELECT list: its name is then
/// the name of a column of the view, which a server keeps when a table's column is renamed.
bool names_an_output_column(const SqlWords& words, std::size_t index) {
  const std::size_t first = words.is(index - 1, ".") ? index - 2 : index;
  const bool begins =
      words.is(first - 1, "select") || words.is(first - 1, ",") || words.is(first - 1, "distinct");
  const bool has_alias = words.is(index + 1, "as") && index + 2 < words.words.size();
  const std::size_t next = index + (has_alias ? 3 : 1);
  const bool ends = next >= words.words.size() || words.is(next, ",") || words.is(next, "from");
  if (!begins || !ends || depth_at(words, index) != 0) return false;
  std::size_t clause = first;  // the nearest clause before it must be SELECT
  while (clause > 0 && !words.is(clause, "select") && !words.is(clause, "from") &&
         !words.is(clause, "by")) {
    --clause;
  }
  return words.is(clause, "select");
}

enum class Role { body, view };

std::string column_renamed_in_query(std::string_view sql, std::string_view from,
                                    std::string_view to, const Table& table, const Catalog& catalog,
                                    TextOf text_of, Role role, const Rules& rules) {
  const SqlWords words = words_of(sql, rules);
  TextEdits edits;
  for (const std::size_t at :
       column_mentions_in_query(words, from, table, catalog, text_of, rules)) {
    std::string text = renamed_word(words.words[at], to, rules);
    Span span = words.words[at].span;
    const bool keeps_name = role == Role::view && rules.dialect != "sqlite";
    if (keeps_name && names_an_output_column(words, at)) {
      const bool has_alias = words.is(at + 1, "as");
      if (!has_alias) text += " AS " + written_name(from, rules);
      // An alias that says what the column is called now goes, as it came.
      if (has_alias && words.words[at + 2].text == to) span.end = words.words[at + 2].span.end;
    }
    edits.edits.push_back({span, std::move(text)});
  }
  return edits.edits.empty() ? std::string(sql) : edits.applied_to(words.text);
}

/// Every mention of the table, and what stands before a dot where it goes by its name.
std::string table_renamed_in_query(std::string_view sql, const ObjectName& from,
                                   const ObjectName& to, const Rules& rules) {
  const SqlWords words = words_of(sql, rules);
  std::vector<std::size_t> places;
  bool goes_by_name = false;
  for (const TableMention& mention : table_mentions(words)) {
    if (!means(mention.name, from, rules)) continue;
    places.push_back(mention.word);
    goes_by_name |= mention.alias.empty();
  }
  for (std::size_t i = 0; goes_by_name && i + 1 < words.words.size(); ++i) {
    const bool qualifies = words.words[i].is_name() && words.is(i + 1, ".") &&
                           same_name(words.words[i].text, from.name, rules);
    if (qualifies && !words.is(i + 3, ".")) places.push_back(i);
  }
  std::ranges::sort(places);
  const auto repeated = std::ranges::unique(places);
  places.erase(repeated.begin(), repeated.end());
  TextEdits edits;
  for (const std::size_t at : places) {
    edits.edits.push_back({words.words[at].span, renamed_word(words.words[at], to.name, rules)});
  }
  return edits.edits.empty() ? std::string(sql) : edits.applied_to(words.text);
}

/// In an expression of the table's own it stands before a dot alone, if no query is in it.
std::string table_renamed_in_expression(std::string_view sql, const ObjectName& from,
                                        const ObjectName& to, const Rules& rules) {
  const SqlWords words = words_of(sql, rules);
  TextEdits edits;
  for (std::size_t i = 0; i + 1 < words.words.size(); ++i) {
    const SqlWord& word = words.words[i];
    if (!word.is_name() || !words.is(i + 1, ".") || !same_name(word.text, from.name, rules))
      continue;
    edits.edits.push_back({word.span, renamed_word(word, to.name, rules)});
  }
  return edits.edits.empty() ? std::string(sql) : edits.applied_to(words.text);
}

void rename_in_list(std::vector<std::string>& columns, std::string_view from, std::string_view to,
                    const Rules& rules) {
  for (std::string& column : columns) {
    if (same_name(column, from, rules)) column = to;
  }
}

/// Calls `change` for each expression that belongs to the table.
template <typename Change>
void for_each_expression(Table& table, const Change& change) {
  for (Column& column : table.columns) {
    if (column.generated) change(column.generated->expression);
  }
  for (Constraint& constraint : table.constraints) {
    if (auto* check = std::get_if<Check>(&constraint)) change(check->expression);
    if (auto* exclusion = std::get_if<Exclusion>(&constraint)) {
      for (Exclusion::Element& element : exclusion->elements) change(element.expression);
      change(exclusion->where);
    }
  }
  for (Index& index : table.indexes) {
    for (IndexPart& part : index.parts) change(part.expression);
    change(index.where);
  }
  change(table.partition_by);
}

void rename_in_lists(Constraint& constraint, const ObjectName& table, std::string_view from,
                     std::string_view to, const Rules& rules) {
  if (auto* key = std::get_if<PrimaryKey>(&constraint)) {
    rename_in_list(key->columns, from, to, rules);
    rename_in_list(key->include, from, to, rules);
  } else if (auto* unique = std::get_if<Unique>(&constraint)) {
    rename_in_list(unique->columns, from, to, rules);
    rename_in_list(unique->include, from, to, rules);
  } else if (auto* foreign = std::get_if<ForeignKey>(&constraint)) {
    rename_in_list(foreign->columns, from, to, rules);
    if (same_name(foreign->table, table, rules)) rename_in_list(foreign->referred, from, to, rules);
  }
}

void follow_in_foreign_keys(Table& table, const ObjectName& from, const ObjectName& to,
                            const Rules& rules) {
  for (Constraint& constraint : table.constraints) {
    auto* key = std::get_if<ForeignKey>(&constraint);
    if (key != nullptr && same_name(key->table, from, rules)) key->table = to;
  }
}

}  // namespace

std::string with_column_renamed(std::string_view expression, std::string_view from,
                                std::string_view to, const ObjectName& table, const Rules& rules) {
  const SqlWords words = words_of(expression, rules);
  TextEdits edits;
  for (const std::size_t at : column_mentions(words, from, table, rules)) {
    edits.edits.push_back({words.words[at].span, renamed_word(words.words[at], to, rules)});
  }
  return edits.edits.empty() ? std::string(expression) : edits.applied_to(words.text);
}

void rename_column_in(Table& table, std::string_view from, std::string_view to,
                      const Rules& rules) {
  for_each_expression(table, [&](std::string& expression) {
    expression = with_column_renamed(expression, from, to, table.name, rules);
  });
  for (Constraint& constraint : table.constraints) {
    rename_in_lists(constraint, table.name, from, to, rules);
  }
  for (Index& index : table.indexes) {
    rename_in_list(index.include, from, to, rules);
    for (IndexPart& part : index.parts) {
      if (same_name(part.column, from, rules)) part.column = to;
    }
  }
}

void follow_column_rename(Catalog& catalog, const Table& table, std::string_view from,
                          std::string_view to, const Rules& rules) {
  const auto renamed = [&](const std::string& sql, TextOf text_of, Role role = Role::body) {
    return column_renamed_in_query(sql, from, to, table, catalog, text_of, role, rules);
  };
  for (View& view : catalog.views) view.query = renamed(view.query, TextOf::anything, Role::view);
  for (Trigger& trigger : catalog.triggers) {
    const bool own = same_name(trigger.table, table.name, rules);
    trigger.action = renamed(trigger.action, own ? TextOf::trigger_of_table : TextOf::anything);
    if (own) trigger.timing = with_column_renamed(trigger.timing, from, to, table.name, rules);
  }
  for (Policy& policy : catalog.policies) {
    const bool own = same_name(policy.table, table.name, rules);
    const TextOf text_of = own ? TextOf::policy_of_table : TextOf::anything;
    policy.using_expression = renamed(policy.using_expression, text_of);
    policy.with_check = renamed(policy.with_check, text_of);
  }
  for (Sequence& sequence : catalog.sequences) {
    const bool owned = sequence.owned_by && same_name(sequence.owned_by->first, table.name, rules);
    if (owned && same_name(sequence.owned_by->second, from, rules)) sequence.owned_by->second = to;
  }
  for (OtherObject& other : catalog.others) {
    if (other.table.empty() || !same_name(other.table, table.name, rules)) continue;
    for (std::string& sql : other.statements) sql = renamed(sql, TextOf::anything);
  }
  rename_in_settings(catalog, table.name, PartOf::column, from, to, rules);
  for (Grant& grant : catalog.grants) {
    if (!same_name(grant.object, table.name, rules)) continue;
    for (std::string& privilege : grant.privileges)
      if (column_of_privilege(privilege) == from)
        privilege =
            std::string(word_of_privilege(privilege)) + " (" + written_name(to, rules) + ")";
    std::ranges::sort(grant.privileges);
  }
  for (Table& other : catalog.tables) {
    if (same_name(other.name, table.name, rules)) continue;
    for (Constraint& constraint : other.constraints) {
      auto* key = std::get_if<ForeignKey>(&constraint);
      if (key != nullptr && same_name(key->table, table.name, rules)) {
        rename_in_list(key->referred, from, to, rules);
      }
    }
    sort_objects(other.constraints);  // those without a name stand by what they say
  }
}

void rename_table_in(Table& table, const ObjectName& from, const ObjectName& to,
                     const Rules& rules) {
  for_each_expression(
      table, [&](std::string& sql) { sql = table_renamed_in_expression(sql, from, to, rules); });
}

void follow_table_rename(Catalog& catalog, const ObjectName& from, const ObjectName& to,
                         const Rules& rules) {
  const auto follow = [&](ObjectName& name) {
    if (same_name(name, from, rules)) name = to;
  };
  const auto follow_in_query = [&](std::string& sql) {
    sql = table_renamed_in_query(sql, from, to, rules);
  };
  for (Table& table : catalog.tables) {
    follow_in_foreign_keys(table, from, to, rules);
    if (table.partition_of) follow(table.partition_of->parent);
    for (ObjectName& parent : table.inherits) follow(parent);
    if (same_name(table.name, from, rules) || same_name(table.name, to, rules)) {
      rename_table_in(table, from, to, rules);
    }
    sort_objects(table.constraints);
  }
  for (View& view : catalog.views) follow_in_query(view.query);
  for (Trigger& trigger : catalog.triggers) {
    follow(trigger.table);
    follow_in_query(trigger.action);
  }
  for (Policy& policy : catalog.policies) {
    follow(policy.table);
    for (std::string* sql : {&policy.using_expression, &policy.with_check}) {
      *sql = table_renamed_in_expression(*sql, from, to, rules);
      follow_in_query(*sql);
    }
  }
  for (Sequence& sequence : catalog.sequences) {
    if (sequence.owned_by) follow(sequence.owned_by->first);
  }
  for (Grant& grant : catalog.grants) {
    const bool of_relation = grant.kind == ObjectKind::table || grant.kind == ObjectKind::view ||
                             grant.kind == ObjectKind::materialized_view;
    if (of_relation) follow(grant.object);
  }
  for (OtherObject& other : catalog.others) {
    follow(other.table);
    for (std::string& sql : other.statements) follow_in_query(sql);
  }
  for (ObjectSetting& setting : catalog.settings) follow(setting.object);
  sort_objects(catalog.triggers);
  sort_objects(catalog.policies);
  sort_objects(catalog.grants);
  sort_objects(catalog.settings);
}

}  // namespace aludel
