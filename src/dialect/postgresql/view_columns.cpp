#include "dialect/postgresql/view_columns.hpp"

#include <algorithm>
#include <optional>
#include <span>

#include "catalog/sql_words.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

using Item = std::span<const SqlWord>;

bool is(const SqlWord& word, std::string_view what) {
  return word.kind != TokenKind::quoted_identifier && word.kind != TokenKind::string &&
         word.text == what;
}

/// The items of the outermost SELECT list; none where the query does not begin with one.
std::vector<Item> items_of(const SqlWords& words) {
  const Item all(words.words);
  if (!words.is(0, "select") || words.is(1, "distinct") || words.is(1, "all")) return {};
  std::vector<Item> items;
  std::size_t begin = 1;
  int depth = 0;
  for (std::size_t i = 1; i <= all.size(); ++i) {
    const bool ends =
        i == all.size() ||
        (depth == 0 && (words.is(i, "from") || words.is(i, "union") || words.is(i, "where")));
    if (!ends && (words.is(i, "(") || words.is(i, "["))) ++depth;
    if (!ends && (words.is(i, ")") || words.is(i, "]"))) --depth;
    if (!ends && (depth > 0 || !words.is(i, ","))) continue;
    items.push_back(all.subspan(begin, i - begin));
    begin = i + 1;
    if (ends) break;
  }
  return items;
}

/// "price", "p.price", "app.prices.price"
bool is_column(Item item) {
  for (std::size_t i = 0; i < item.size(); ++i) {
    if (i % 2 == 0 ? !item[i].is_name() : !is(item[i], ".")) return false;
  }
  return item.size() % 2 == 1;
}

bool has_alias(Item item) {
  return item.size() > 2 && is(item[item.size() - 2], "as");
}

/// What makes `name` of an item's own name; none where that cannot be told.
std::optional<TextEdits::Edit> renaming(Item item, const std::string& name) {
  if (item.empty() || is(item.back(), "*")) return std::nullopt;
  const Span end{item.back().span.end, item.back().span.end};
  if (has_alias(item)) return TextEdits::Edit{item.back().span, ident(name)};
  if (is_column(item))
    return TextEdits::Edit{end, item.back().text == name ? "" : " AS " + ident(name)};
  const bool may_have_alias = item.size() > 1 && item.back().is_name() &&
                              (item[item.size() - 2].is_name() || is(item[item.size() - 2], ")"));
  if (may_have_alias) return std::nullopt;
  return TextEdits::Edit{end, " AS " + ident(name)};
}

}  // namespace

View with_columns_in_query(View view) {
  if (view.columns.empty()) return view;
  const SqlWords words = aludel::words_of(view.query, {.dialect = "postgresql"});
  const std::vector<Item> items = items_of(words);
  if (items.size() < view.columns.size()) return view;
  const std::size_t end = items.back().empty() ? 0 : items.back().back().span.end;
  TextEdits edits;
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    auto edit = renaming(items[i], view.columns[i]);
    if (!edit) return view;
    const bool is_named_again =
        has_alias(items[i]) && std::ranges::any_of(words.words, [&](const SqlWord& word) {
          return word.span.begin >= end && word.is_name() && word.text == items[i].back().text;
        });
    if (is_named_again) return view;
    edits.edits.push_back(std::move(*edit));
  }
  view.query = edits.applied_to(words.text);
  view.columns.clear();
  return view;
}

}  // namespace aludel::postgresql
