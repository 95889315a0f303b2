#include "dialect/postgresql/nested_conditions.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

constexpr char between_texts = '\x1f';

/// Behind a text in quotes that begins at `at`. The server doubles quotes inside, and writes a
/// backslash in E'…' alone.
std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
  const char quote = sql[at];
  const bool escapes = quote == '\'' && at > 0 && (sql[at - 1] == 'E' || sql[at - 1] == 'e');
  for (std::size_t i = at + 1; i < sql.size(); ++i) {
    if (escapes && sql[i] == '\\') {
      ++i;
    } else if (sql[i] == quote) {
      if (i + 1 < sql.size() && sql[i + 1] == quote) {
        ++i;
      } else {
        return i + 1;
      }
    }
  }
  return sql.size();
}

/// Behind what stands in quotes or parentheses at `at`; `at` where neither begins there.
std::size_t end_of_enclosed(std::string_view sql, std::size_t at) {
  if (std::string_view("'\"(").find(sql[at]) == std::string_view::npos) return at;
  std::size_t depth = 0;
  std::size_t i = at;
  do {
    if (sql[i] == '\'' || sql[i] == '"') {
      i = end_of_quoted(sql, i);
      continue;
    }
    if (sql[i] == '(') ++depth;
    if (sql[i] == ')') --depth;
    ++i;
  } while (depth > 0 && i < sql.size());
  return i;
}

/// Operands joined by one word; a text that is anything else is one operand.
struct Joined {
  std::string word;  ///< " AND ", " OR "
  std::vector<std::string> operands;
};

std::string_view word_at(std::string_view sql) {
  for (const std::string_view word : {" AND ", " OR ", " BETWEEN "}) {
    if (sql.starts_with(word)) return word;
  }
  return {};
}

Joined joined(std::string_view sql) {
  Joined found{.word = {}, .operands = {std::string()}};
  for (std::size_t i = 0; i < sql.size();) {
    if (const std::size_t end = end_of_enclosed(sql, i); end > i) {
      found.operands.back() += sql.substr(i, end - i);
      i = end;
    } else if (const std::string_view word = word_at(sql.substr(i)); !word.empty()) {
      // BETWEEN stands in a window's frame.
      const bool is_other = !found.word.empty() && found.word != word;
      if (is_other || word == " BETWEEN ") return {.word = {}, .operands = {std::string(sql)}};
      found.word = word;
      found.operands.emplace_back();
      i += word.size();
    } else {
      found.operands.back() += sql[i++];
    }
  }
  return found;
}

/// The operands of an operand in parentheses.
Joined joined_inside(std::string_view operand) {
  const bool is_group = operand.starts_with('(') && end_of_enclosed(operand, 0) == operand.size();
  return is_group ? joined(operand.substr(1, operand.size() - 2)) : Joined{};
}

/// `x` and `1` of "(x >= 1)"; empty where it is anything else.
std::pair<std::string, std::string> compared(std::string_view operand, std::string_view op) {
  if (!operand.starts_with('(') || end_of_enclosed(operand, 0) != operand.size()) return {};
  const std::string_view sql = operand.substr(1, operand.size() - 2);
  for (std::size_t i = 0; i < sql.size();) {
    const std::size_t end = end_of_enclosed(sql, i);
    if (sql.substr(i).starts_with(op))
      return {std::string(sql.substr(0, i)), std::string(sql.substr(i + op.size()))};
    i = std::max(end, i + 1);
  }
  return {};
}

/// "(x BETWEEN 1 AND 2)" of the two comparisons that the server has made of it; else empty.
std::string as_between(const Joined& both) {
  if (both.operands.size() != 2) return {};
  const bool is_inside = both.word == " AND ";
  const auto [one, low] = compared(both.operands[0], is_inside ? " >= " : " < ");
  const auto [other, high] = compared(both.operands[1], is_inside ? " <= " : " > ");
  if (one.empty() || one != other) return {};
  return "(" + one + (is_inside ? " BETWEEN " : " NOT BETWEEN ") + low + " AND " + high + ")";
}

/// "((x, y) = (1, 2))" of the comparisons that the server has made of it; else empty.
std::string as_rows(const Joined& all) {
  if (all.word != " AND ") return {};
  std::string left;
  std::string right;
  for (const std::string& operand : all.operands) {
    const auto [one, other] = compared(operand, " = ");
    if (one.empty()) return {};
    left += (left.empty() ? "" : ", ") + one;
    right += (right.empty() ? "" : ", ") + other;
  }
  return "((" + left + ") = (" + right + "))";
}

std::string settled(std::string_view sql, bool& nested) {
  std::string text;
  for (std::size_t i = 0; i < sql.size();) {
    const std::size_t end = end_of_enclosed(sql, i);
    if (end > i && sql[i] == '(' && sql[end - 1] == ')') {
      text += '(' + settled(sql.substr(i + 1, end - i - 2), nested) + ')';
    } else {
      text += sql.substr(i, std::max(end, i + 1) - i);
    }
    i = std::max(end, i + 1);
  }
  Joined whole = joined(text);
  if (whole.word.empty()) return text;
  for (std::size_t i = 1; i < whole.operands.size(); ++i)
    nested = nested || joined_inside(whole.operands[i]).word == whole.word;
  const Joined first = joined_inside(whole.operands[0]);
  if (first.word != whole.word) return text;
  std::string written = as_between(first);
  if (written.empty()) written = as_rows(first);
  if (!written.empty()) {
    nested = true;
    whole.operands[0] = std::move(written);
  } else {
    whole.operands[0] = join(first.operands, first.word);
  }
  return join(whole.operands, whole.word);
}

}  // namespace

Conditions as_read_again(std::string_view deparsed) {
  Conditions found;
  found.text = settled(deparsed, found.nested);
  return found;
}

// The long form is asked for where the short one can hide something: a word must be there twice.
std::string condition_sql(const std::string& tree, const std::string& relation) {
  const std::string of = "pg_catalog.pg_get_expr(" + tree + ", " + relation;
  return "(SELECT CASE WHEN e LIKE '% AND % AND %' OR e LIKE '% OR % OR %' THEN e || E'\\x1f' || " +
         of + ") ELSE e END FROM (SELECT " + of + ", true) AS e OFFSET 0) q)";
}

std::string condition_text(const std::string& of_condition_sql) {
  const std::size_t end = of_condition_sql.find(between_texts);
  if (end == std::string::npos) return of_condition_sql;
  const Conditions conditions = as_read_again(std::string_view(of_condition_sql).substr(end + 1));
  return conditions.nested ? without_parentheses(conditions.text) : of_condition_sql.substr(0, end);
}

}  // namespace aludel::postgresql
