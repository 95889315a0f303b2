#include "dialect/postgresql/array_casts.hpp"

#include <algorithm>
#include <vector>

#include "base/source.hpp"
#include "base/text.hpp"
#include "catalog/for_each_text.hpp"
#include "sql/lexer.hpp"

namespace aludel::postgresql {

namespace {

/// `ARRAY[…]::type[]`, with or without parentheses before the cast.
struct CastArray {
  Span whole;
  Span type;  ///< without its brackets
  std::vector<Span> elements;
  std::vector<bool> is_simple;  ///< a name or a literal, perhaps with casts
  bool in_parentheses = false;
};

class Finder {
 public:
  explicit Finder(const SourceText& source) : source_(source) {
    Lexer lexer(source, {0, source.text().size()}, SqlDialect::postgresql);
    while (const auto token = lexer.next()) {
      if (token->kind != TokenKind::white_space && token->kind != TokenKind::comment)
        tokens_.push_back(*token);
    }
  }

  /// The innermost first ones: those that hold none themselves.
  std::vector<CastArray> run() {
    std::vector<CastArray> found;
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (!is(i, "ARRAY") || !is(i + 1, "[")) continue;
      CastArray array;
      if (read(i, array)) found.push_back(std::move(array));
    }
    return found;
  }

 private:
  [[nodiscard]] bool is(std::size_t i, std::string_view text) const {
    return i < tokens_.size() && source_.slice(tokens_[i].span) == text;
  }

  bool read(std::size_t at, CastArray& array) const {
    std::size_t i = at + 2;
    std::size_t begin = i;
    int depth = 0;
    for (; i < tokens_.size(); ++i) {
      if (is(i, "(") || is(i, "[")) ++depth;
      if (is(i, "ARRAY")) return false;
      const bool ends = depth == 0 && (is(i, "]") || is(i, ","));
      if (ends) {
        if (begin == i) return false;
        array.elements.push_back({tokens_[begin].span.begin, tokens_[i - 1].span.end});
        array.is_simple.push_back(is_simple(begin, i));
        begin = i + 1;
        if (is(i, "]")) break;
      }
      if (is(i, ")") || is(i, "]")) --depth;
    }
    array.in_parentheses = at > 0 && is(at - 1, "(") && is(i + 1, ")");
    std::size_t behind = i + (array.in_parentheses ? 2 : 1);
    if (!is(behind, "::")) return false;
    const std::size_t type = ++behind;
    while (behind < tokens_.size() && !is(behind, "[") && is_type(behind)) ++behind;
    if (behind == type || !is(behind, "[") || !is(behind + 1, "]")) return false;
    array.type = {tokens_[type].span.begin, tokens_[behind - 1].span.end};
    array.whole = {tokens_[array.in_parentheses ? at - 1 : at].span.begin,
                   tokens_[behind + 1].span.end};
    return true;
  }

  [[nodiscard]] bool is_type(std::size_t i) const {
    const TokenKind kind = tokens_[i].kind;
    return kind == TokenKind::word || kind == TokenKind::quoted_identifier || is(i, ".");
  }

  [[nodiscard]] bool is_simple(std::size_t begin, std::size_t end) const {
    for (std::size_t i = begin; i < end; ++i) {
      if (tokens_[i].kind == TokenKind::op && !is(i, "::") && !is(i, ".")) return false;
    }
    return true;
  }

  const SourceText& source_;
  std::vector<Token> tokens_;
};

}  // namespace

std::string with_cast_elements(std::string expression) {
  if (!expression.contains("ARRAY[")) return expression;
  const SourceText source("", expression);
  std::string text;
  std::size_t copied = 0;
  for (const CastArray& array : Finder(source).run()) {
    text += source.slice({copied, array.whole.begin});
    const std::string type(source.slice(array.type));
    std::string list;
    for (std::size_t i = 0; i < array.elements.size(); ++i) {
      const bool bare = array.is_simple[i] && !array.in_parentheses;
      const std::string element(source.slice(array.elements[i]));
      list += (list.empty() ? "" : ", ") + (bare ? element : "(" + element + ")") + "::" + type;
    }
    text += "ARRAY[" + list + "]";
    copied = array.whole.end;
  }
  return text + expression.substr(copied);
}

void cast_elements(Catalog& catalog) {
  const auto settle = [](const std::string&, std::string& text) {
    text = with_cast_elements(std::move(text));
  };
  for_each_text(catalog, settle);
  for (Table& table : catalog.tables) {
    for (Column& column : table.columns) {
      if (column.default_sql) settle({}, *column.default_sql);
    }
  }
}

}  // namespace aludel::postgresql
