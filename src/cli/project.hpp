#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/setting.hpp"
#include "cli/variables.hpp"
#include "revision/load.hpp"
#include "revision/repeatable.hpp"

namespace aludel {

/// What is set for one database. Its URL is expanded when it is asked for (database_url.hpp), so
/// that commands that need no database work without its variables.
struct DatabaseSettings {
  std::string name;  ///< empty: `[database]`, the one meant where none is named

  // At most one of these three.
  std::optional<Setting> url = std::nullopt;
  std::optional<Setting> url_command = std::nullopt;
  std::optional<Setting> url_file = std::nullopt;

  /// Where commands that change the database connect instead: behind a pooler, the server itself.
  std::optional<Setting> migration_url = std::nullopt;

  std::string version_table = "aludel_version";
  std::string version_table_schema = {};
  /// Also for alembic.ini, whose `alembic_version` is a choice.
  bool version_table_was_set = false;

  std::vector<std::string> models = {};  ///< patterns, as written: relative to the project's root
  /// Prints the models as SQL, instead of files: for a shell in the project's root.
  std::optional<Setting> models_command = std::nullopt;
  std::vector<std::string> include = {};  ///< patterns of objects: app/compare/object_patterns.hpp
  std::vector<std::string> exclude = {};
  bool compare_type = true;
  bool compare_server_default = true;
  bool compare_owners = false;  ///< and default privileges
  /// A server where scratch databases may be made, instead of the database's own.
  std::optional<Setting> scratch_url = std::nullopt;
  std::vector<std::string> scripts = {};  ///< patterns of repeatable scripts, likewise
  std::vector<std::string> seeds = {};    ///< patterns of seeds, likewise
  /// Absolute; where its own revisions are.
  std::vector<std::filesystem::path> version_locations = {};
  bool protected_ = false;
  bool backup_before_deploy = false;
  /// `start` goes on where the database has revisions that this project has no files of.
  bool start_when_ahead = false;
  std::optional<bool> foreign_keys = std::nullopt;  ///< SQLite: none leaves SQLite's default
  std::chrono::milliseconds lock_timeout{std::chrono::seconds(5)};
  std::chrono::milliseconds statement_timeout{0};  ///< 0: none
  std::chrono::milliseconds lock_wait{std::chrono::minutes(5)};
  /// How long attempts that did not get a table's lock are repeated, in all.
  std::chrono::milliseconds lock_retry{std::chrono::minutes(1)};
  /// Behind a transaction pooler: how long a run that is not heard of any more keeps others out.
  std::chrono::milliseconds lease_time{std::chrono::seconds(30)};

  bool operator==(const DatabaseSettings&) const = default;
};

/// How the ids of new revisions are made.
struct RevisionIdScheme {
  enum class Kind { random, sequence, date_sequence };
  Kind kind = Kind::random;
  int width = 3;  ///< digits of a sequence

  bool operator==(const RevisionIdScheme&) const = default;
};

/// Everything that a configuration file says. All paths are absolute.
struct Project {
  std::filesystem::path root;  ///< the folder of the configuration file
  std::filesystem::path config_file;
  bool from_alembic_ini = false;
  std::filesystem::path script_location;
  std::vector<std::filesystem::path> version_locations;  ///< empty: `versions` in script_location
  bool recursive_version_locations = false;
  std::string file_template = "{year}{month}{day}_{rev}_{slug}";
  RevisionIdScheme revision_id;
  bool revisions_in_cpp = false;  ///< what `revision` writes where it is not told
  /// The project's own program, which has its revisions in C++; empty: there is none.
  std::filesystem::path program;
  std::string build;             ///< the command, for a shell in `root`, that makes `program`
  std::string timezone = "UTC";  ///< name of a time zone; empty: the machine's
  std::size_t truncate_slug_length = 40;
  /// Absolute; none: `backups` beside the script location.
  std::optional<std::filesystem::path> backup_directory;
  int backup_keep = 0;  ///< 0: all
  int backup_jobs = 1;
  std::string backup_compression;  ///< empty: pg_dump's own
  std::string pg_bin;  ///< the folder of PostgreSQL's programs; empty: they are looked for
  std::map<std::string, std::string> hooks = {};  ///< commands for a shell, by name
  std::chrono::milliseconds hook_timeout{std::chrono::seconds(30)};
  std::vector<DatabaseSettings> databases;  ///< as the environment has them
  std::string environment;                  ///< the one that counts: `--env`; empty: none
  std::vector<std::string> environments;    ///< the names of all
  Variables variables;
};

struct ProjectRequest {
  std::optional<std::filesystem::path> config;  ///< -c, relative to the current directory
  std::string section = "alembic";              ///< -n: the section of an alembic.ini
  std::optional<std::string> named_environment = std::nullopt;  ///< --env; else ALUDEL_ENV
  Environment environment;
};

/// The file that configures the project: -c, else ALUDEL_CONFIG, else ALEMBIC_CONFIG, else the
/// nearest folder from the current one upward that holds an aludel.toml or, where that is missing,
/// an alembic.ini.
/// @throws Error(config_missing) with all places that were looked at.
[[nodiscard]] std::filesystem::path find_config(const ProjectRequest& request);

/// Finds and reads the configuration, and the .env beside it.
/// @throws Error(config_missing, config_unreadable, config_syntax, unknown_key, bad_value,
/// undefined_variable, unknown_environment); all
///         unknown keys and wrong values of a file in one report, in file order. A database's URL
///         is not expanded.
[[nodiscard]] Project load_project(const ProjectRequest& request);

/// The folders of revision files, each once: the project's, then each database's own.
[[nodiscard]] std::vector<RevisionLocation> revision_locations(const Project& project);

/// Patterns of a database's repeatable scripts, absolute: `scripts`, else the .sql files of the
/// folder `scripts` in the script location; of its sub-folder NAME where there are several
/// databases.
[[nodiscard]] std::vector<std::string> script_patterns(const Project& project,
                                                       const DatabaseSettings& database);

/// The scripts that these patterns name, without the revisions that `scripts` names along with
/// them.
/// @throws Error(revision_file_unreadable) where a folder or a file cannot be read
[[nodiscard]] std::vector<std::filesystem::path> script_files(const Project& project,
                                                              const DatabaseSettings& database);

/// The files that a pattern of models names: a folder stands for the .sql files in it.
/// @throws Error(revision_file_unreadable) where a folder cannot be read
[[nodiscard]] std::vector<std::filesystem::path> model_files(const std::filesystem::path& pattern);

/// The seeds of a database: those that `seeds` names, in order of their names; else the .sql and
/// .csv files of the folder `seeds` in the script location (of its sub-folder NAME where there are
/// several databases), and behind them those of its sub-folder for the environment.
/// @throws Error(revision_file_unreadable) where a folder cannot be read
[[nodiscard]] std::vector<SeedFile> seed_files(const Project& project,
                                               const DatabaseSettings& database);

/// The database that `--database name` means. Without a name: `[database]`, else the only one;
/// settings without a URL where none is configured.
/// @throws Error(unknown_database) with the nearest name, or with all names where one must be
/// chosen.
[[nodiscard]] DatabaseSettings pick_database(const Project& project,
                                             std::optional<std::string_view> name);

}  // namespace aludel
