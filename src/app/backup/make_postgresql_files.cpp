#include "app/backup/backup_rights.hpp"
#include "app/backup/count_rows.hpp"
#include "app/backup/dump_watch.hpp"
#include "app/backup/make_files.hpp"
#include "app/backup/postgresql_tools.hpp"
#include "app/databases/database_properties.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "db/redact.hpp"
#include "lint/loss_text.hpp"
#include "migrate/state.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// A transaction that sees one moment, which pg_dump can share.
class SharedMoment {
 public:
  explicit SharedMoment(Connection& connection) : connection_(connection) {
    connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    // As pg_dump: rows that a policy hides must not be missing unseen.
    connection.query("SET LOCAL row_security = off");
    connection.query("SET LOCAL statement_timeout = 0");
    name_ = connection.query("SELECT pg_export_snapshot()").rows.at(0).at(0).value_or("");
  }
  SharedMoment(const SharedMoment&) = delete;
  SharedMoment& operator=(const SharedMoment&) = delete;
  ~SharedMoment() {
    try {
      connection_.set_stop_token({});
      if (connection_.usable() && connection_.in_transaction()) connection_.query("ROLLBACK");
    } catch (const Error&) {
      // It has changed nothing, and ends with the connection.
    }
  }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  Connection& connection_;
  std::string name_;
};

long long size_of(const fs::path& folder) {
  long long size = 0;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    const auto bytes = entry.file_size(failed);
    if (!failed) size += static_cast<long long>(bytes);
  }
  return size;
}

/// pg_dump before 16 knows gzip alone, by the number of its level.
std::string compression_argument(const std::string& setting, int major) {
  if (major >= 16) return setting;
  if (setting == "none") return "0";
  if (setting == "gzip") return "6";
  if (setting.starts_with("gzip:")) return setting.substr(5);
  Diagnostic problem =
      diagnostic(Code::bad_value, "`backup_compression`: pg_dump " + std::to_string(major) +
                                      " does not know `" + setting + "`");
  problem.next =
      "write \"none\", \"gzip\" or \"gzip:1\" to \"gzip:9\", or install the tools of "
      "PostgreSQL 16 or newer";
  throw Error(std::move(problem));
}

void dump(Session& session, const BackupSettings& settings, const PostgresqlTools& tools,
          const std::string& snapshot, const fs::path& to, long long database_size) {
  const std::string database =
      session.connection().query("SELECT current_database()").rows.at(0).at(0).value_or("");
  const ChildConnection connection = child_connection(session.options().url, database);
  ChildRequest request{
      .words = {tools.dump(), "--no-password", "--format=directory",
                "--jobs=" + std::to_string(settings.jobs), "--snapshot=" + snapshot,
                "--file=" + to.string(),
                "--lock-wait-timeout=" + std::to_string(session.options().lock_wait.count())},
      .environment = connection.environment,
      .discard_output = true,
      .stop = session.options().stop};
  if (!settings.compression.empty())
    request.words.push_back("--compress=" +
                            compression_argument(settings.compression, tools.major));
  request.words.push_back("--dbname=" + connection.conninfo);
  TransferMeter meter(settings.sink, "dumping a database of " + shown_bytes(database_size), 0);
  DumpWatch watch(session);
  request.tick = [&] {
    meter.at(size_of(to));
    watch.look();
  };
  run_postgresql_tool(std::move(request));
}

}  // namespace

void check_dump(const fs::path& pg_restore, const fs::path& dump, const std::stop_token& stop) {
  for (const std::string& how : {std::string("--list"), std::string("--file=/dev/null")}) {
    const ChildResult result = run_child(
        {.words = {pg_restore, how, dump.string()}, .discard_output = true, .stop = stop});
    if (result.exit_status == 0) continue;
    Diagnostic problem =
        diagnostic(Code::backup_unverified, "the dump " + shown_path(dump) + " cannot be read");
    problem.detail = redacted(trim(result.errors));
    problem.next = "look at what pg_restore says, then make another backup";
    throw Error(std::move(problem));
  }
}

void make_postgresql_files(Session& session, const BackupSettings& settings, const fs::path& folder,
                           Manifest& manifest) {
  Connection& connection = session.connection();
  const int major = connection.server_version() / 10000;
  const PostgresqlTools tools =
      find_postgresql_tools(major, "the server is " + connection.server_name(), settings.pg_bin);
  manifest.dump_version = tools.version;
  try {
    const SharedMoment moment(connection);
    const DatabaseState state = read_state(session);
    manifest.rows = state.rows;
    if (state.in_progress) manifest.in_progress = state.in_progress->revision;
    manifest.properties = read_properties(
        connection, connection.query("SELECT current_database()").rows.at(0).at(0).value_or(""));
    manifest.database_size =
        integer(connection.query("SELECT pg_database_size(current_database())").rows.at(0).at(0))
            .value_or(0);
    dump(session, settings, tools, moment.name(), folder / dump_name, manifest.database_size);
    manifest.tables = count_rows_postgresql(connection);
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    const bool may_be_a_right =
        problem.sqlstate == "42501" || problem.code == info(Code::external_command).id;
    if (may_be_a_right && connection.usable()) explain_backup_rights(connection, problem);
    throw;
  }
  check_dump(tools.restore(), folder / dump_name, session.options().stop);
}

}  // namespace aludel
