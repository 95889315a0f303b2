#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "aludel/database.hpp"
#include "aludel/error.hpp"
#include "aludel/event.hpp"

/// Migrations from inside an application: what the program `aludel` does, as functions. They are
/// safe to call at start-up by any number of processes and threads at once, on the same database
/// too: each step is applied once. They print nothing, end no process, install no signal handlers
/// and read no configuration file; everything that goes wrong is an aludel::Error, whose `now` says
/// what is true of the database then. A process that is killed in the middle loses nothing: the
/// next call goes on where it stopped. Behind a pooler in transaction mode all of this holds too; a
/// revision that needs a session of its own is refused there (E0805) before anything runs.
///
/// Example:
/// ```cpp
/// aludel::Options options;
/// options.events = [](const aludel::Event& event) {
///   if (const auto* done = std::get_if<aludel::StepDone>(&event))
///     std::printf("migrated: %s %s\n", done->revision.c_str(), done->message.c_str());
/// };
/// try {
///   const aludel::Migrations migrations = aludel::load_migrations("migrations/versions");
///   aludel::upgrade("sqlite:///app.db", migrations, "head", options);
/// } catch (const aludel::Error& error) {
///   std::fprintf(stderr, "%s\n%s\n", error.what(), error.diagnostic().now.c_str());
///   std::exit(error.exit_code());
/// }
/// ```
namespace aludel {

/// The revisions of a folder: their ids, messages, and how they need each other. A value that is
/// cheap to copy (copies share what was read) and never changes, so threads may share one. Holds no
/// open file; the SQL of a revision is read from its file when it runs.
class Migrations {
 public:
  Migrations(const Migrations&) = default;
  Migrations& operator=(const Migrations&) = default;

  /// How many revisions there are.
  [[nodiscard]] std::size_t size() const noexcept;
  /// The ids that no other revision comes after, sorted; one where the history has no open branch.
  [[nodiscard]] std::vector<std::string> heads() const;

  struct Data;  ///< what was read; known to the library alone
  explicit Migrations(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  [[nodiscard]] const Data& data() const noexcept { return *data_; }

 private:
  std::shared_ptr<const Data> data_;  // never null: a Migrations is copied, not moved from
};

/// Reads the headers of the revision files (`.sql`, and Alembic's `.py`) in `folder`, not in its
/// sub-folders. A relative path counts from the current directory of this moment. All revisions of
/// the folder are taken to belong to the database at hand, whatever `database:` their headers say.
/// @throws Error with everything that is wrong in one report (`Error::report`), each with its file
///         and line: a folder that is not there (E0301), a header that cannot be read, a missing
///         parent, a circle, two files with one id (E0301 to E0309)
/// Cost: some microseconds a file.
[[nodiscard]] Migrations load_migrations(const std::filesystem::path& folder);

/// Leave to end sessions that keep a statement of a revision from its lock. Never ended are other
/// runs of Aludel, autovacuum, and what is no session of a client. Each one is told and journalled.
struct KillBlockers {
  enum class Only { idle, any };
  /// How long it must have been in the way; with `idle` it must have been idle for as long.
  std::chrono::milliseconds after = std::chrono::seconds(30);
  Only only = Only::idle;  ///< idle: inside a transaction, with no statement running

  bool operator==(const KillBlockers&) const = default;
};

/// How a call works. Every default is what the program does by default.
struct Options {
  /// Where progress is told; empty: nowhere. Called on the thread that called, until the call
  /// returns. Must not throw, and must not call back into the library for the same database.
  EventSink events = {};
  /// Tell `events` of each statement that is sent, and of its answer: StatementSent and
  /// StatementAnswered. Those of the sessions that only watch are left out.
  bool echo = false;
  /// A stop request, from any thread, cancels the running statement; the call rolls back, gives its
  /// locks back and throws Error(E1301).
  std::stop_token stop = {};

  /// The version table. Empty: `aludel_version`, unless the database turns out to be Alembic's
  /// (E0703). Set it to `alembic_version` to go on where Alembic stands.
  std::string version_table = {};
  std::string version_table_schema = {};  ///< PostgreSQL; empty: as the session resolves the name

  /// For the migration lock, or on SQLite for the file's lock; then E0501.
  std::chrono::milliseconds lock_wait = std::chrono::minutes(5);
  /// For a table's lock, an attempt; zero: as long as it takes. Attempts are repeated for a minute
  /// in all, then E0502. PostgreSQL.
  std::chrono::milliseconds lock_timeout = std::chrono::seconds(5);
  /// For one statement; none: as long as it takes. PostgreSQL.
  std::optional<std::chrono::milliseconds> statement_timeout = std::nullopt;
  /// None: whoever is in the way is told and waited for. PostgreSQL.
  std::optional<KillBlockers> kill_blockers = std::nullopt;
  /// How long a server that is not up yet is tried again; zero: once.
  std::chrono::milliseconds connect_wait = std::chrono::milliseconds(0);

  /// SQLite: what `PRAGMA foreign_keys` is while revisions run; none: SQLite's default, off.
  std::optional<bool> foreign_keys = std::nullopt;
  /// Values of the {{placeholders}} that revisions declare, by name.
  std::map<std::string, std::string> variables = {};
  /// A call that would lose data (DROP TABLE, DELETE …; also what cannot be judged, as CALL) is
  /// refused (E0601) before anything runs, where neither `data_loss_reason` nor an
  /// `allow-data-loss` line of the revision agrees to it. What would be lost is told as Loss events
  /// in any case.
  bool protect_data = false;
  /// The agreement; kept in the journal. Empty: none.
  std::string data_loss_reason = {};
  /// All steps in one transaction, or nothing of them. E0318 where a statement cannot be in one.
  bool one_transaction = false;
};

/// A revision that a call applied, or undid.
struct RanStep {
  std::string revision;
  std::string message;  ///< all of it, lines joined by LF
  Direction direction = Direction::up;
  std::chrono::milliseconds duration{};

  bool operator==(const RanStep&) const = default;
};

/// What a call did. Rows are those of the version table: the ids that stand for everything
/// applied, sorted; none at base.
struct Report {
  std::vector<RanStep> steps;     ///< by this call, in order; empty: nothing was to be done
  std::vector<Loss> losses = {};  ///< what the steps lost, as told before them
  int by_others = 0;              ///< steps of the plan that another run did meanwhile
  std::vector<std::string> rows_before;
  std::vector<std::string> rows_after;

  bool operator==(const Report&) const = default;
};

/// Applies what `target` needs and what is not applied, oldest first, each revision in a
/// transaction of its own together with its row. Where nothing is to be done no lock is taken and
/// nothing is written.
/// @param target  `head` (refused where there are several), `heads`, an id or the beginning of one,
///                a branch label, `+1` …: as `aludel upgrade` takes it
/// @throws Error  of `retryable` diagnostics the same call may succeed later. Whatever is thrown,
///                revisions that were done stay done, and the one that failed left nothing behind,
///                or is in progress (`current`) where a statement of it cannot run in a
///                transaction; the next call goes on with it.
Report upgrade(const Database& database, const Migrations& migrations,
               std::string_view target = "head", const Options& options = {});

/// Undoes what is applied above `target`, newest first: `-1`, `base`, an id that stays, as
/// `aludel downgrade` takes it. No default: undoing is never meant by accident.
/// @throws Error  as upgrade; E0314 for a revision without a way back, before anything runs
Report downgrade(const Database& database, const Migrations& migrations, std::string_view target,
                 const Options& options = {});

/// A revision of which some segments are done and others not: it stopped at, or behind, a statement
/// that cannot run inside a transaction.
struct HalfDone {
  std::string revision;
  Direction direction = Direction::up;
  int segments_done = 0;
  int segments = 0;
  /// The statement, from 1, of which nobody saw the end; the next run looks what became of it.
  std::optional<int> statement_in_doubt = std::nullopt;
  /// Of the next segment, where it runs in batches and was begun: rows passed, and rows to pass
  /// where that was counted.
  std::optional<long long> rows_done = std::nullopt;
  std::optional<long long> rows_total = std::nullopt;

  bool operator==(const HalfDone&) const = default;
};

/// Where a database stands.
struct Current {
  std::vector<std::string> rows;  ///< of the version table, sorted; none at base
  std::optional<HalfDone> in_progress = std::nullopt;

  bool operator==(const Current&) const = default;
};

/// Reads where a database stands: no lock, no write, and nothing is created. An SQLite file that
/// is not there yet is at base.
/// @throws Error  E0703, E0704, or of connecting (E08…)
[[nodiscard]] Current current(const Database& database, const Options& options = {});

struct PendingRevision {
  std::string revision;
  std::string message;
  std::filesystem::path file;

  bool operator==(const PendingRevision&) const = default;
};

/// The revisions that `upgrade` to `target` would apply, in that order, the one in progress
/// included. Reads as `current` does.
/// @throws Error  as current; for targets as upgrade; E0701 where a row has no file; E0901 where a
///                revision stopped half-way that `upgrade` would not go on with
[[nodiscard]] std::vector<PendingRevision> pending(const Database& database,
                                                   const Migrations& migrations,
                                                   std::string_view target = "heads",
                                                   const Options& options = {});

}  // namespace aludel
