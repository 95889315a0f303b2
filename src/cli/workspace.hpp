#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "cli/invocation.hpp"
#include "cli/project.hpp"
#include "cli/signal_watch.hpp"
#include "migrate/run.hpp"
#include "migrate/scripts/run_scripts.hpp"
#include "migrate/seeds/run_seeds.hpp"
#include "migrate/session.hpp"
#include "migrate/state.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// The project that a command works on: each part is read when it is first asked for, so that a
/// command needs no more than it uses (`heads` no database, `init` no project).
class Workspace {
 public:
  /// @param environment  counts instead of `--env`
  /// @param named        the database, instead of `--database`
  explicit Workspace(Invocation& invocation, std::optional<std::string> environment = std::nullopt,
                     std::optional<std::string> named = std::nullopt)
      : invocation_(invocation), environment_(std::move(environment)), named_(std::move(named)) {}

  /// Where nothing configures a project here, this database is all that is worked on.
  void need_no_project(std::string url) { alone_ = std::move(url); }
  /// @throws Error(config_missing …)
  [[nodiscard]] const Project& project();
  [[nodiscard]] const DatabaseSettings& database();
  /// The revisions of the project. @throws Error with every problem of the files in one report
  [[nodiscard]] const RevisionGraph& graph();
  /// What the program itself says that the database should be; null: nothing.
  [[nodiscard]] Catalog (*models() const)() { return invocation_.models; }
  /// The revisions of the database at hand.
  [[nodiscard]] const RevisionSet& own();
  [[nodiscard]] DatabaseUrl url();
  /// The server that is named for scratch databases alone; none: the database's own may do.
  [[nodiscard]] std::optional<DatabaseUrl> scratch_url();

  /// Opens the database for reading, without creating it.
  [[nodiscard]] Session& reading();
  /// Opens it for changes; an SQLite file that is not there is created.
  [[nodiscard]] Session& writing();
  /// Opens it for changes to what is in it: an SQLite file that is not there is not created.
  /// @throws Error(database_missing)
  [[nodiscard]] Session& writing_to_existing();
  /// The rows of the version table; none where the SQLite file is not there yet.
  [[nodiscard]] DatabaseState state();
  /// True where the database is an SQLite file that is not there yet: nothing is applied, and
  /// reading creates nothing.
  [[nodiscard]] bool not_there_yet();

  /// How the database is opened, by the configuration and this call.
  [[nodiscard]] SessionOptions session_options(bool read_only);
  /// What --sql needs to know of the database, which is not opened.
  [[nodiscard]] SessionOptions offline_options();

  /// What `--confirm` must say, and how backups call the database: the name in the configuration;
  /// of `[database]` that of the database itself.
  [[nodiscard]] std::string confirmed_name();

  /// The repeatable scripts of the database at hand, in the order in which they run.
  [[nodiscard]] const std::vector<RepeatableScript>& scripts();
  /// What the journal knows of them; nothing where the SQLite file is not there yet.
  [[nodiscard]] std::map<std::string, ScriptRecord> script_records(
      std::string_view kind = script_kind);
  /// @param command  what was called: "scripts run"
  [[nodiscard]] ScriptRequest script_request(const std::string& command);
  /// The seeds of the database and the environment at hand.
  [[nodiscard]] const std::vector<RepeatableScript>& seeds();
  [[nodiscard]] SeedRequest seed_request(const std::string& command);
  [[nodiscard]] RunRequest run_request(Direction direction, std::string target);
  /// What `--confirm` of this call agrees to for a database that is `protected`.
  /// @param command  what needs it: "upgrade", "db drop"
  /// @throws Error(wrong_confirmation)
  [[nodiscard]] Consent consent(const std::string& command);
  /// The same, with what to type also where the database is not protected.
  [[nodiscard]] Consent consent_to_drop(const std::string& command);
  /// What is true and what to type where the database failed before anything was changed.
  void complete(Error& error) const;
  /// The same where the files cannot be read or run.
  void complete_of_files(Error& error) const;
  /// What `work` answers; an error of it is completed.
  template <typename Work>
  auto completing(const Work& work) const {
    try {
      return work();
    } catch (Error& error) {
      complete(error);
      throw;
    }
  }
  /// What a run is told to stop by, instead of by signals alone.
  void stop_by(std::stop_token token) { stop_ = std::move(token); }
  /// Forgets the open database: it is about to be dropped.
  void close() { session_.reset(); }
  /// The options of this call that another command needs to mean the same database, ready to type:
  /// " --database shop". A password is ***.
  [[nodiscard]] std::string flags() const;
  /// The call as it may be typed again. @param options  of the command itself
  [[nodiscard]] std::string command_again(const std::string& options) const;

 private:
  Session& open(bool read_only);
  [[nodiscard]] bool applied_elsewhere(const Revision& revision);

  Invocation& invocation_;
  std::optional<std::string> environment_;
  std::optional<std::string> named_;
  std::optional<std::string> alone_;  ///< a URL
  std::optional<Project> project_;
  std::optional<DatabaseSettings> database_;
  std::unique_ptr<RevisionGraph> graph_;
  std::optional<RevisionSet> own_;
  std::optional<std::vector<RepeatableScript>> scripts_;
  std::optional<std::vector<RepeatableScript>> seeds_;
  std::unique_ptr<Session> session_;
  std::stop_token stop_ = SignalWatch::token();
};

}  // namespace aludel
