#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aludel/table.hpp"

namespace aludel::postgresql {

/// `name` as SQL writes it: in quotes where it needs them.
[[nodiscard]] std::string ident(std::string_view name);
[[nodiscard]] std::string qualified(const ObjectName& name);
/// An object that lies in the schema of `neighbour` (an index, a constraint's sequence).
[[nodiscard]] std::string ident_beside(const ObjectName& neighbour, std::string_view name);
/// A name as ident writes it, read back; a text that is none as it is.
[[nodiscard]] std::string plain(std::string_view written);
[[nodiscard]] std::string literal(std::string_view text);
/// "a, b", each as ident writes it.
[[nodiscard]] std::string ident_list(const std::vector<std::string>& names);
/// A collation's name; one that is already in quotes ("app"."german") is SQL.
[[nodiscard]] std::string collation_sql(std::string_view collation);
/// "fillfactor=70, parallel_workers=2"
[[nodiscard]] std::string option_list(const WithList& options);
/// Without blanks around it and without parentheses around all of it.
[[nodiscard]] std::string without_parentheses(std::string_view expression);
/// `text` at its commas outside of parentheses and quotes, each part trimmed.
[[nodiscard]] std::vector<std::string> split_list(std::string_view text);
/// The words that begin `text` and symbols between them, in order, without blanks and comments;
/// quoted ones keep their quotes, others are in lower case where they are words.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

}  // namespace aludel::postgresql
