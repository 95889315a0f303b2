#include "app/compare/asked_renames.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/code.hpp"
#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "dialect/objects.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse(std::string message, std::string hint) {
  Diagnostic problem = diagnostic(Code::bad_usage, std::move(message));
  problem.hint = std::move(hint);
  problem.now = "nothing was changed";
  problem.next =
      "write `--rename TABLE=NEW`, `--rename TABLE.COLUMN=NEW` or `--rename ENUM.VALUE=NEW`";
  throw Error(std::move(problem));
}

/// "a.b" → {"a", "b"}; "b" → {"", "b"}.
std::pair<std::string, std::string> cut_at_last_dot(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {"", name};
  return {name.substr(0, dot), name.substr(dot + 1)};
}

ObjectName object_name(const std::string& text) {
  const auto [schema, name] = cut_at_last_dot(text);
  return {schema, name};
}

/// What `word` means in `catalog`: a table, else a column, else an enum's value.
std::optional<Rename> meant(const RenameWord& word, const Catalog& catalog, const Rules& rules) {
  const ObjectName whole = object_name(word.from);
  const std::string to = cut_at_last_dot(word.to).second;
  if (const Table* table = find_table(catalog, whole, rules))
    return Rename{Rename::Kind::table, table->name, table->name.name, to};
  const auto [owner, member] = cut_at_last_dot(word.from);
  if (owner.empty()) return std::nullopt;
  const ObjectName of = object_name(owner);
  if (const Table* table = find_table(catalog, of, rules)) {
    if (const Column* column = find_column(*table, member, rules))
      return Rename{Rename::Kind::column, table->name, column->name, to};
  }
  for (const Enum& one : catalog.enums) {
    if (same_name(one.name, of, rules) && std::ranges::find(one.values, member) != one.values.end())
      return Rename{Rename::Kind::enum_value, one.name, member, to};
  }
  return std::nullopt;
}

std::vector<std::string> names_of(const Catalog& catalog) {
  std::vector<std::string> names;
  for (const Table& table : catalog.tables) {
    names.push_back(table.name.text());
    for (const Column& column : table.columns)
      names.push_back(table.name.text() + "." + column.name);
  }
  return names;
}

bool same_thing(const Rename& one, const Rename& other) {
  return one.kind == other.kind && one.object == other.object && one.from == other.from;
}

}  // namespace

RenameWord word_of(const Rename& rename) {
  const std::string object = rename.object.text();
  return {rename.kind == Rename::Kind::table ? object : object + "." + rename.from, rename.to};
}

RenameWord parse_rename(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    refuse("a rename is written OLD=NEW, not `" + text + "`", {});
  return {std::string(trim(text.substr(0, equals))), std::string(trim(text.substr(equals + 1)))};
}

std::vector<RenameWord> renames_in(const std::vector<SourceText>& files, SqlDialect dialect) {
  constexpr std::string_view directive = "-- aludel:rename ";
  std::vector<RenameWord> words;
  for (const SourceText& file : files) {
    for (const Token& comment : split_statements(file, {0, file.text().size()}, dialect).comments) {
      const std::string_view text = file.slice(comment.span);
      if (!text.starts_with(directive)) continue;
      try {
        words.push_back(parse_rename(std::string(text.substr(directive.size()))));
      } catch (Error& error) {
        error.diagnostic().place = file.place(comment.span);
        throw;
      }
    }
  }
  return words;
}

AskedRenames asked_renames(Catalog from, const CompareOptions& options, const Dialect& dialect,
                           int server_version) {
  const ObjectFunctions& objects = dialect.objects();
  AskedRenames result;
  const auto take = [&](const RenameWord& word, bool must_be_there) {
    auto rename = meant(word, from, objects.rules);
    if (!rename && must_be_there)
      refuse("`--rename " + word.from + "=" + word.to + "`: there is no " + word.from,
             did_you_mean(word.from, names_of(from)));
    if (!rename) return;
    if (word.to.empty()) {
      result.dropped.push_back(*std::move(rename));
      return;
    }
    Operation bound = objects.bound(operation_of(*rename), from, server_version);
    apply(from, bound, objects.rules);
    result.operations.push_back(std::move(bound));
    result.renamed.push_back(*std::move(rename));
  };
  for (const RenameWord& word : options.asked) take(word, true);
  for (const RenameWord& word : options.written) take(word, false);
  result.after = std::move(from);
  return result;
}

std::vector<Rename> unclear_renames(const AskedRenames& asked, const Catalog& to,
                                    const Rules& rules) {
  std::vector<Rename> unclear = likely_renames(asked.after, to, rules);
  std::erase_if(unclear, [&](const Rename& rename) {
    return std::ranges::any_of(asked.dropped,
                               [&](const Rename& one) { return same_thing(one, rename); });
  });
  return unclear;
}

}  // namespace aludel
