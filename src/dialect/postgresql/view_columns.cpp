#include "dialect/postgresql/view_columns.hpp"

#include <algorithm>
#include <optional>

#include "catalog/select_list.hpp"
#include "dialect/postgresql/sql_text.hpp"

namespace aludel::postgresql {

namespace {

/// What makes `name` of an item's own name; none where that cannot be told.
std::optional<TextEdits::Edit> renaming(SelectItem item, const std::string& name) {
  if (item.empty() || item.back().is("*")) return std::nullopt;
  const Span end{item.back().span.end, item.back().span.end};
  if (has_alias(item)) return TextEdits::Edit{item.back().span, ident(name)};
  if (is_column(item))
    return TextEdits::Edit{end, item.back().text == name ? "" : " AS " + ident(name)};
  const bool may_have_alias = item.size() > 1 && item.back().is_name() &&
                              (item[item.size() - 2].is_name() || item[item.size() - 2].is(")"));
  if (may_have_alias) return std::nullopt;
  return TextEdits::Edit{end, " AS " + ident(name)};
}

}  // namespace

View with_columns_in_query(View view) {
  if (view.columns.empty()) return view;
  const SqlWords words = aludel::words_of(view.query, {.dialect = "postgresql"});
  const std::vector<SelectItem> items = select_list(words).items;
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
