// The only file that includes toml++: it is slow to compile.

// toml++ 3.3 takes for granted that a table's header begins with a key: `[/` ends the program where
// assertions are on, and is undefined behaviour where they are off. With neither, it reports the
// error that it has for this case.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include <toml++/toml.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "cli/config_readers.hpp"
#include "cli/expand.hpp"

namespace aludel {

namespace {

bool is_plain(const std::string& text) {
  return text.find_first_of(std::string_view("$\0", 2)) == std::string::npos;
}

struct Value {
  std::string key;
  const toml::node& node;
};

/// Values by type. Collects every problem, so that one report tells them all.
class TomlReader {
 public:
  TomlReader(const SourceText& source, const Project& project)
      : source_(source), project_(project) {}

  [[nodiscard]] Place place_of(const toml::source_region& region) const {
    const auto begin = region.begin;
    const int length =
        region.end.line == begin.line ? static_cast<int>(region.end.column - begin.column) : 1;
    return config_place(source_, static_cast<int>(begin.line), static_cast<int>(begin.column),
                        length);
  }

  void problem(Diagnostic problem) { problems_.push_back(std::move(problem)); }

  void unknown(const toml::key& key, const std::string& table,
               const std::vector<std::string>& known) {
    Diagnostic problem =
        diagnostic(Code::unknown_key,
                   table.empty() ? '`' + std::string(key.str()) + "` is not a table of aludel.toml"
                                 : "`[" + table + "]` has no key `" + std::string(key.str()) + '`');
    problem.place = place_of(key.source());
    problem.hint = did_you_mean(key.str(), known);
    if (problem.hint.empty()) problem.hint = "known here: " + join(known, ", ");
    problems_.push_back(std::move(problem));
  }

  void wrong_type(const Value& value, const std::string& wanted) {
    Diagnostic problem = diagnostic(Code::bad_value, '`' + value.key + "` must be " + wanted);
    problem.place = place_of(value.node.source());
    problems_.push_back(std::move(problem));
  }

  void wrong_value(const Value& value, const std::string& why, std::string hint = {}) {
    Diagnostic problem = diagnostic(Code::bad_value, '`' + value.key + "`: " + why);
    problem.place = place_of(value.node.source());
    problem.hint = std::move(hint);
    problems_.push_back(std::move(problem));
  }

  std::optional<Setting> setting(const Value& value) {
    const auto* text = value.node.as_string();
    if (text == nullptr) return wrong_type(value, "a string"), std::nullopt;
    if (text->get().find('\0') != std::string::npos)
      return wrong_value(value, "it holds a NUL character"), std::nullopt;
    const auto begin = value.node.source().begin;
    return setting_at(source_, static_cast<int>(begin.line), static_cast<int>(begin.column) + 1,
                      value.key, text->get());
  }

  std::optional<std::string> string(const Value& value) {
    if (const auto* text = value.node.as_string(); text != nullptr && is_plain(text->get())) {
      return text->get();  // places are not free: long lists need none
    }
    const auto found = setting(value);
    if (!found) return std::nullopt;
    try {
      return expand(*found, project_.variables);
    } catch (const Error& error) {
      problems_.push_back(error.diagnostic());
      if (!problems_.back().place) problems_.back().place = found->place;
      return std::nullopt;
    }
  }

  std::vector<std::string> strings(const Value& value) {
    std::vector<std::string> result;
    const toml::array* array = value.node.as_array();
    if (array == nullptr) {
      wrong_type(value, "a list of strings: [\"…\", \"…\"]");
      return result;
    }
    for (const toml::node& element : *array) {
      if (auto text = string({value.key, element})) result.push_back(std::move(*text));
    }
    return result;
  }

  std::vector<std::filesystem::path> paths(const Value& value) {
    std::vector<std::filesystem::path> result;
    for (const std::string& text : strings(value))
      result.push_back((project_.root / text).lexically_normal());
    return result;
  }

  template <class T>
  void boolean(const Value& value, T& target) {
    const auto* found = value.node.as_boolean();
    if (found == nullptr) return wrong_type(value, "true or false");
    target = found->get();
  }

  void duration(const Value& value, std::chrono::milliseconds& target) {
    std::optional<std::string> text;
    if (const auto* number = value.node.as_integer()) {
      text = std::to_string(number->get());
    } else if (value.node.is_string()) {
      text = string(value);
    } else {
      wrong_type(value, "a duration: \"500ms\", \"30s\", \"5m\" or a number of seconds");
    }
    if (!text) return;
    try {
      target = parse_duration(*text);
    } catch (const Error& error) {
      wrong_value(value, error.diagnostic().message, error.diagnostic().hint);
    }
  }

  void finish() {
    if (problems_.empty()) return;
    std::ranges::sort(problems_, {}, [](const Diagnostic& problem) {
      return std::pair(problem.place->line, problem.place->column);
    });
    throw Error(std::move(problems_));
  }

 private:
  const SourceText& source_;
  const Project& project_;
  std::vector<Diagnostic> problems_;
};

template <class Target>
struct Field {
  std::string_view name;
  void (*read)(TomlReader&, const Value&, Target&);
};

constexpr std::array<Field<Project>, 7> project_fields{{
    {"script_location",
     [](TomlReader& reader, const Value& value, Project& project) {
       const auto text = reader.string(value);
       if (text && text->empty()) return reader.wrong_value(value, "it is empty");
       if (text) project.script_location = (project.root / *text).lexically_normal();
     }},
    {"version_locations",
     [](TomlReader& reader, const Value& value, Project& project) {
       project.version_locations = reader.paths(value);
     }},
    {"recursive_version_locations",
     [](TomlReader& reader, const Value& value, Project& project) {
       reader.boolean(value, project.recursive_version_locations);
     }},
    {"file_template",
     [](TomlReader& reader, const Value& value, Project& project) {
       const auto text = reader.string(value);
       if (!text) return;
       const std::string problem = file_template_problem(*text);
       if (!problem.empty()) return reader.wrong_value(value, problem);
       project.file_template = *text;
     }},
    {"revision_id",
     [](TomlReader& reader, const Value& value, Project& project) {
       const auto text = reader.string(value);
       if (!text) return;
       const auto scheme = parse_revision_id_scheme(*text);
       if (!scheme)
         return reader.wrong_value(value, "write \"random\", \"sequence:3\" or \"date-sequence\"");
       project.revision_id = *scheme;
     }},
    {"timezone",
     [](TomlReader& reader, const Value& value, Project& project) {
       if (const auto text = reader.string(value)) project.timezone = *text;
     }},
    {"truncate_slug_length",
     [](TomlReader& reader, const Value& value, Project& project) {
       const auto* number = value.node.as_integer();
       if (number == nullptr || number->get() < 1 || number->get() > 200) {
         return reader.wrong_type(value, "a number from 1 to 200");
       }
       project.truncate_slug_length = static_cast<std::size_t>(number->get());
     }},
}};

constexpr std::array<Field<DatabaseSettings>, 12> database_fields{{
    {"url", [](TomlReader& reader, const Value& value,
               DatabaseSettings& to) { to.url = reader.setting(value); }},
    {"url_command", [](TomlReader& reader, const Value& value,
                       DatabaseSettings& to) { to.url_command = reader.setting(value); }},
    {"url_file", [](TomlReader& reader, const Value& value,
                    DatabaseSettings& to) { to.url_file = reader.setting(value); }},
    {"models", [](TomlReader& reader, const Value& value,
                  DatabaseSettings& to) { to.models = reader.strings(value); }},
    {"version_table",
     [](TomlReader& reader, const Value& value, DatabaseSettings& to) {
       const auto text = reader.string(value);
       if (text && text->empty()) return reader.wrong_value(value, "it is empty");
       if (text) to.version_table = *text;
       to.version_table_was_set = true;
     }},
    {"version_table_schema",
     [](TomlReader& reader, const Value& value, DatabaseSettings& to) {
       if (const auto text = reader.string(value)) to.version_table_schema = *text;
       to.version_table_was_set = true;
     }},
    {"version_locations", [](TomlReader& reader, const Value& value,
                             DatabaseSettings& to) { to.version_locations = reader.paths(value); }},
    {"protected", [](TomlReader& reader, const Value& value,
                     DatabaseSettings& to) { reader.boolean(value, to.protected_); }},
    {"foreign_keys", [](TomlReader& reader, const Value& value,
                        DatabaseSettings& to) { reader.boolean(value, to.foreign_keys); }},
    {"lock_timeout", [](TomlReader& reader, const Value& value,
                        DatabaseSettings& to) { reader.duration(value, to.lock_timeout); }},
    {"statement_timeout",
     [](TomlReader& reader, const Value& value, DatabaseSettings& to) {
       reader.duration(value, to.statement_timeout);
     }},
    {"lock_wait", [](TomlReader& reader, const Value& value,
                     DatabaseSettings& to) { reader.duration(value, to.lock_wait); }},
}};

template <class Target, std::size_t count>
void read_table(TomlReader& reader, const Value& table, Target& target,
                const std::array<Field<Target>, count>& fields) {
  if (!table.node.is_table()) return reader.wrong_type(table, "a table: `[" + table.key + "]`");
  std::vector<std::string> names;
  for (const Field<Target>& known : fields) names.emplace_back(known.name);
  for (const auto& [key, node] : *table.node.as_table()) {
    const auto field = std::ranges::find(fields, key.str(), &Field<Target>::name);
    if (field == fields.end()) {
      reader.unknown(key, table.key, names);
    } else {
      field->read(reader, {table.key + '.' + std::string(key.str()), node}, target);
    }
  }
}

DatabaseSettings read_database(TomlReader& reader, const Value& table, std::string name) {
  DatabaseSettings settings;
  settings.name = std::move(name);
  read_table(reader, table, settings, database_fields);
  const Setting* first = nullptr;
  for (const auto* one : {&settings.url, &settings.url_command, &settings.url_file}) {
    if (!*one) continue;
    if (first == nullptr) {
      first = &**one;
      continue;
    }
    reader.problem(setting_problem(
        Code::bad_value, **one,
        '`' + (*one)->key + "` and `" + first->key + "` both say where the database is",
        "keep one of them"));
  }
  return settings;
}

std::vector<DatabaseSettings> read_databases(TomlReader& reader, const Value& tables) {
  std::vector<DatabaseSettings> result;
  if (!tables.node.is_table())
    return reader.wrong_type(tables, "tables: `[databases.NAME]`"), result;
  std::vector<std::pair<toml::source_position, DatabaseSettings>>
      by_place;  // toml++ has them by name
  for (const auto& [key, node] : *tables.node.as_table()) {
    const std::string name(key.str());
    if (node.is_table()) {
      by_place.emplace_back(key.source().begin,
                            read_database(reader, {"databases." + name, node}, name));
      continue;
    }
    Diagnostic problem =
        diagnostic(Code::unknown_key,
                   "`[databases]` holds one table a database, and not the key `" + name + '`');
    problem.place = reader.place_of(key.source());
    problem.next = "write `[database]`, or `[databases.NAME]` for each of several";
    reader.problem(std::move(problem));
  }
  std::ranges::sort(by_place, [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [at, settings] : by_place) result.push_back(std::move(settings));
  return result;
}

}  // namespace

void read_aludel_toml(const SourceText& source, Project& project) {
  toml::table root;
  try {
    root = toml::parse(std::string_view(source.text()));
  } catch (const toml::parse_error& error) {
    Diagnostic problem = diagnostic(Code::config_syntax, source.name() + " is not valid TOML");
    const auto begin = error.source().begin;
    problem.place =
        config_place(source, static_cast<int>(begin.line), static_cast<int>(begin.column), 1,
                     std::string(error.description()));
    throw Error(std::move(problem));
  }
  TomlReader reader(source, project);
  std::vector<DatabaseSettings> named;
  for (const auto& [key, node] : root) {
    const Value value{std::string(key.str()), node};
    if (value.key == "aludel") {
      read_table(reader, value, project, project_fields);
    } else if (value.key == "database") {
      project.databases.push_back(read_database(reader, value, {}));
    } else if (value.key == "databases") {
      named = read_databases(reader, value);
    } else {
      reader.unknown(key, "", {"aludel", "database", "databases"});
    }
  }
  reader.finish();
  std::ranges::move(named, std::back_inserter(project.databases));
  if (project.script_location.empty()) project.script_location = project.root / "migrations";
}

}  // namespace aludel
