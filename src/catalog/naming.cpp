#include "catalog/naming.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/source.hpp"
#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/lookup.hpp"
#include "catalog/refusal.hpp"

namespace aludel {

namespace {

constexpr std::size_t longest_name = 63;
constexpr std::string_view constraint_name_token = "%(constraint_name)s";

/// What the tokens of a template stand for.
struct Subject {
  std::string what;  ///< for messages: "the check of table prices"
  ObjectName table;
  std::vector<std::string> columns = {};
  std::string name = {};
  ObjectName referred_table = {};
  std::vector<std::string> referred = {};
};

[[noreturn]] void refuse_token(std::string_view token) {
  refuse("the naming convention has an unknown token %(" + std::string(token) + ")s",
         nearest_hint(
             token,
             {"table_name", "column_0_name", "column_0N_name", "column_0_N_name", "column_0_label",
              "column_0_key", "referred_table_name", "referred_column_0_name", "constraint_name"},
             "tokens"));
}

/// column_0_name, column_1_label, column_0N_name (all, together), column_0_N_name (all, with "_").
struct ColumnToken {
  bool referred = false;
  std::size_t index = 0;
  bool all = false;
  bool spaced = false;
  bool label = false;
};

std::optional<ColumnToken> read_column_token(std::string_view text) {
  ColumnToken token;
  const auto skip = [&](std::string_view part) {
    if (!text.starts_with(part)) return false;
    text.remove_prefix(part.size());
    return true;
  };
  token.referred = skip("referred_");
  if (!skip("column_")) return std::nullopt;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), token.index);
  if (read.ec != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  token.spaced = skip("_N");
  token.all = token.spaced || skip("N");
  token.label = text == "_label";
  const bool is_known = token.label || text == "_name" || text == "_key";
  return is_known ? std::optional(token) : std::nullopt;
}

std::string label_of(const ObjectName& table, const std::string& column) {
  return (table.schema.empty() ? "" : table.schema + "_") + table.name + "_" + column;
}

std::string column_text(const ColumnToken& token, const Subject& subject) {
  const auto& columns = token.referred ? subject.referred : subject.columns;
  const ObjectName& table = token.referred ? subject.referred_table : subject.table;
  std::vector<std::string> parts;
  for (std::size_t i = token.index; i < columns.size() && (token.all || parts.empty()); ++i) {
    parts.push_back(token.label ? label_of(table, columns[i]) : columns[i]);
  }
  return join(parts, token.spaced ? "_" : "");
}

std::string value_of(std::string_view token, const Subject& subject) {
  if (token == "table_name") return subject.table.name;
  if (token == "referred_table_name") return subject.referred_table.name;
  if (token == "constraint_name") return subject.name;
  const auto column = read_column_token(token);
  if (!column) refuse_token(token);
  return column_text(*column, subject);
}

/// Any % that begins no token stays as it is.
std::string expanded(std::string_view text, const Subject& subject) {
  std::string result;
  while (true) {
    const std::size_t begin = text.find("%(");
    const std::size_t end = text.find(")s", std::min(begin, text.size()));
    result += text.substr(0, begin);
    if (end == std::string_view::npos) {
      if (begin != std::string_view::npos) result += text.substr(begin);
      return result;
    }
    result += value_of(text.substr(begin + 2, end - begin - 2), subject);
    text.remove_prefix(end + 2);
  }
}

std::string cut(std::string name) {
  if (name.size() <= longest_name) return name;
  std::size_t kept = longest_name - 8;
  while ((static_cast<unsigned char>(name[kept]) & 0xC0U) == 0x80U) --kept;  // whole characters
  return name.substr(0, kept) + "_" + md5_hex(name).substr(28);
}

/// The name by a template; empty where there is none.
std::string name_by(const std::string& format, const Subject& subject) {
  const std::size_t token = format.find(constraint_name_token);
  if (format.empty() || (token == std::string::npos && !subject.name.empty())) return subject.name;
  if (token == std::string::npos) return cut(expanded(format, subject));
  if (subject.name.empty()) {
    refuse(subject.what + " needs a name: the naming convention is \"" + format + "\"",
           "give it one, or a convention without " + std::string(constraint_name_token));
  }
  const std::string before = expanded(std::string_view(format).substr(0, token), subject);
  const std::string behind =
      expanded(std::string_view(format).substr(token + constraint_name_token.size()), subject);
  const bool has_form = subject.name.starts_with(before) && subject.name.ends_with(behind) &&
                        subject.name.size() > before.size() + behind.size();
  return has_form ? subject.name : cut(before + subject.name + behind);
}

struct NameConstraint {
  const NamingConvention& convention;
  Subject subject;

  std::string operator()(const PrimaryKey& key) { return with(key.columns, convention.pk); }
  std::string operator()(const Unique& unique) { return with(unique.columns, convention.uq); }
  std::string operator()(const ForeignKey& key) {
    subject.referred_table = key.table;
    subject.referred = key.referred;
    return with(key.columns, convention.fk);
  }
  std::string operator()(const Check&) { return with({}, convention.ck); }
  std::string operator()(const Exclusion& exclusion) {
    std::vector<std::string> columns;
    for (const auto& element : exclusion.elements) {
      const bool is_column = std::ranges::all_of(element.expression, is_word);
      columns.push_back(is_column ? element.expression : "expr");
    }
    return with(std::move(columns), convention.ex);
  }

  std::string with(std::vector<std::string> columns, const std::string& format) {
    subject.columns = std::move(columns);
    return name_by(format, subject);
  }
};

}  // namespace

Table named_by(const NamingConvention& convention, Table table) {
  for (Constraint& constraint : table.constraints) {
    constraint = named_by(convention, table.name, std::move(constraint));
  }
  for (Index& index : table.indexes) index = named_by(convention, table.name, std::move(index));
  return table;
}

Constraint named_by(const NamingConvention& convention, const ObjectName& table,
                    Constraint constraint) {
  NameConstraint namer{convention,
                       {.what = "the " + describe(constraint) + " of table " + table.text(),
                        .table = table,
                        .name = name_of(constraint)}};
  name_of(constraint) = std::visit(namer, constraint);
  return constraint;
}

Index named_by(const NamingConvention& convention, const ObjectName& table, Index index) {
  Subject subject{.what = "the index of table " + table.text(), .table = table, .name = index.name};
  for (const IndexPart& part : index.parts) {
    subject.columns.push_back(part.column.empty() ? "expr" : part.column);
  }
  index.name = name_by(convention.ix, subject);
  return index;
}

void require_known_tokens(const NamingConvention& convention) {
  for (const std::string* format : {&convention.ix, &convention.uq, &convention.ck, &convention.fk,
                                    &convention.pk, &convention.ex}) {
    static_cast<void>(expanded(*format, {}));
  }
}

}  // namespace aludel
