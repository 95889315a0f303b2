#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/sql_words.hpp"

namespace aludel {

/// A table or view that a query or statement names.
struct TableMention {
  ObjectName name;
  std::string alias = {};      ///< empty: it goes by its name
  std::size_t word = 0;        ///< where its name stands among the words
  std::size_t alias_word = 0;  ///< where its alias does, if it has one

  bool operator==(const TableMention&) const = default;
};

/// What stands behind FROM, JOIN, INTO, UPDATE and the like, but for names of WITH queries. Read by
/// the words alone: no mention is missed that a query makes of a table.
[[nodiscard]] std::vector<TableMention> table_mentions(const SqlWords& words);

/// Whether a mention means the object: its schema may be the one that is always looked into.
[[nodiscard]] bool means(const ObjectName& mentioned, const ObjectName& object, const Rules& rules);

/// Whether the query or statement names the table or view.
[[nodiscard]] bool names_table(std::string_view sql, const ObjectName& table, const Rules& rules);

/// Where an expression has a name that can be a column's: no function, collation, qualifier or
/// alias. Keywords that stand alone are among them.
[[nodiscard]] std::vector<std::size_t> possible_columns(const SqlWords& words);

/// Where an expression of `table`'s own names its column.
[[nodiscard]] std::vector<std::size_t> column_mentions(const SqlWords& words,
                                                       std::string_view column,
                                                       const ObjectName& table, const Rules& rules);
[[nodiscard]] bool names_column(std::string_view expression, std::string_view column,
                                const ObjectName& table, const Rules& rules);

/// What a text belongs to.
enum class TextOf { anything, trigger_of_table, policy_of_table };

/// Where a query or statement names the column of `table`: with the table or its alias before it
/// (a trigger's `new` and `old` too), or alone where of the tables that it names this one alone has
/// a column of that name.
[[nodiscard]] std::vector<std::size_t> column_mentions_in_query(const SqlWords& words,
                                                                std::string_view column,
                                                                const Table& table,
                                                                const Catalog& catalog,
                                                                TextOf text_of, const Rules& rules);

/// The object that a type's or function's name in SQL means: `app."Mood"[]` → app.Mood.
[[nodiscard]] std::optional<ObjectName> named_object(std::string_view sql, const Rules& rules);

}  // namespace aludel
