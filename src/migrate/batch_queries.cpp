#include "migrate/batch_queries.hpp"

#include <array>
#include <charconv>

#include "base/text.hpp"
#include "sql/lexer.hpp"

namespace aludel {

namespace {

/// `+CAST(x'6100' AS TEXT)`: how SQLite's literals are where a text holds a NUL.
constexpr std::array<std::string_view, 7> cast_words{"+", "CAST", "(", "x'", "AS", "TEXT", ")"};

bool is_cast_text(const SourceText& source, const std::vector<Token>& tokens, std::size_t i) {
  if (tokens.size() - i < cast_words.size()) return false;
  for (std::size_t n = 0; n < cast_words.size(); ++n) {
    const std::string_view word = source.slice(tokens[i + n].span);
    const bool bytes = cast_words.at(n) == "x'" && word.starts_with("x'");
    if (word != cast_words.at(n) && !bytes) return false;
  }
  return true;
}

std::string columns_of(const BatchDirective& batch) {
  return join(batch.key, ", ");
}

}  // namespace

BatchQueries::BatchQueries(const Dialect& dialect, const BatchDirective& batch, const BatchKey& key)
    : batch_(batch), unique_(key.unique) {
  for (std::size_t i = 0; i < batch.key.size(); ++i) {
    literals_ += (i == 0 ? "" : " || ', ' || ") + dialect.literal_of(batch.key[i], key.types.at(i));
  }
}

std::string BatchQueries::ordered(std::string_view direction) const {
  std::string order;
  for (const std::string& column : batch_.key)
    order += (order.empty() ? " ORDER BY " : ", ") + column + std::string(direction);
  return order;
}

std::string BatchQueries::rows_of(const KeyRange& range) const {
  return " FROM " + batch_.table + " WHERE " + condition_on(batch_, "", range) +
         (batch_.where.empty() ? "" : " AND (" + batch_.where + ")");
}

// The literals are made of the one row that is left: not of those that OFFSET passes over.

std::string BatchQueries::last_key() const {
  std::string not_null;
  for (const std::string& column : batch_.key)
    not_null += (not_null.empty() ? " WHERE " : " AND ") + column + " IS NOT NULL";
  return "SELECT " + literals_ + " FROM (SELECT " + columns_of(batch_) + " FROM " + batch_.table +
         not_null + ordered(" DESC") + " LIMIT 1) AS last_row";
}

std::string BatchQueries::first_key() const {
  return "SELECT min(" + batch_.key.front() + ") FROM " + batch_.table;
}

std::string BatchQueries::count_all() const {
  return "SELECT count(*) FROM " + batch_.table +
         (batch_.where.empty() ? "" : " WHERE " + batch_.where);
}

std::string BatchQueries::key_after(const KeyRange& range, long long rows) const {
  const std::string next = " FROM (SELECT " + columns_of(batch_) + rows_of(range) + ordered("") +
                           " LIMIT 1 OFFSET " + std::to_string(rows - 1) + ") AS next_row";
  if (unique_) return "SELECT " + literals_ + ", " + std::to_string(rows) + next;
  std::string next_key;
  for (const std::string& column : batch_.key)
    next_key += (next_key.empty() ? "next_row." : ", next_row.") + column;
  return "SELECT " + literals_ + ", (SELECT count(*)" +
         rows_of({.lower = range.lower, .upper = next_key}) + ")" + next;
}

std::string BatchQueries::count(const KeyRange& range) const {
  return "SELECT count(*)" + rows_of(range);
}

std::string BatchQueries::null_key() const {
  std::string null;
  for (const std::string& column : batch_.key)
    null += (null.empty() ? " WHERE " : " OR ") + column + " IS NULL";
  return "SELECT 1 FROM " + batch_.table + null + " LIMIT 1";
}

std::optional<long long> whole_number(std::string_view key) {
  if (key.size() > 2 && key.starts_with('\'') && key.ends_with('\''))
    key = key.substr(1, key.size() - 2);
  long long number = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), number);
  if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
  return number;
}

bool is_key(std::string_view text, std::size_t count, SqlDialect dialect) {
  const SourceText source({}, std::string(text));
  std::size_t literals = 0;
  bool literal_next = true;
  try {
    Lexer lexer(source, {0, source.text().size()}, dialect);
    std::vector<Token> tokens;
    while (const std::optional<Token> token = lexer.next()) {
      if (token->kind != TokenKind::white_space) tokens.push_back(*token);
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::string_view word = source.slice(tokens[i].span);
      if (tokens[i].kind == TokenKind::op && word == "-" && literal_next) continue;
      const bool cast = dialect == SqlDialect::sqlite && is_cast_text(source, tokens, i);
      const bool literal =
          cast || tokens[i].kind == TokenKind::number || tokens[i].kind == TokenKind::string;
      if (literal != literal_next || (!literal && word != ",")) return false;
      // Without the E it depends on a setting what a backslash means.
      if (word.front() == '\'' && word.find('\\') != std::string_view::npos &&
          dialect == SqlDialect::postgresql)
        return false;
      literals += literal ? 1 : 0;
      literal_next = !literal;
      if (cast) i += cast_words.size() - 1;
    }
  } catch (const Error&) {
    return false;
  }
  return literals == count && !literal_next;
}

}  // namespace aludel
