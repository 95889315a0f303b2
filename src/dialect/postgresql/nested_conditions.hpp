#pragma once

#include <string>
#include <string_view>

namespace aludel::postgresql {

/// A deparsed text as it has to be written so that the server keeps what it says now, and how.
///
/// The server joins `(a AND b) AND c` to one AND of three when it reads them, but leaves one that
/// it has made itself, of BETWEEN or of two rows, inside of the other: what pg_get_viewdef prints
/// of `x BETWEEN 1 AND 2 AND y` is read as something that it prints in another way. Here it is
/// BETWEEN again; where it was neither, the parentheses that mean nothing are gone.
///
/// Source: PostgreSQL's src/backend/parser/gram.y, makeAndExpr and makeOrExpr; its
/// src/backend/utils/adt/ruleutils.c for the parentheses.
struct Conditions {
  std::string text;
  bool nested = false;  ///< an AND in an AND, or an OR in an OR, that stays: without parentheses it
                        ///< would be another one
};
[[nodiscard]] Conditions as_read_again(std::string_view deparsed);

/// SQL for a condition that a catalog keeps as a tree, for `condition_text`; NULL of NULL.
[[nodiscard]] std::string condition_sql(const std::string& tree, const std::string& relation);
/// With no more parentheses than needed.
[[nodiscard]] std::string condition_text(const std::string& of_condition_sql);

}  // namespace aludel::postgresql
