#include "fault/support/crash_states.hpp"

#include <stdexcept>
#include <utility>

#include "base/host.hpp"
#include "fault/support/proxy.hpp"

namespace aludel::testing {

namespace {

/// Runs statements, each ended by a semicolon at the end of its line.
void run_all(Connection& connection, const std::string& sql) {
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = sql.find(";\n", begin)) != std::string::npos; begin = end + 2)
    connection.query(sql.substr(begin, end - begin));
}

void make_roles(Connection& server) {
  for (const char* role : {"fault_owner", "fault_reader"}) {
    try {
      server.query(std::string("CREATE ROLE ") + role);
    } catch (const Error& error) {
      const std::string& state = error.diagnostic().sqlstate;  // another test has made it
      if (state != "42710" && state != "23505") throw;
    }
  }
}

}  // namespace

CrashStates::CrashStates(std::string server_url, const std::vector<CorpusRevision>& corpus)
    : server_url_(std::move(server_url)),
      name_("fault_" + random_hex(5)),
      copy_(name_ + "_copy"),
      side_(name_ + "_side"),
      project_(corpus),
      server_(connect_to(server_url_)) {
  make_roles(*server_);
  make_states(corpus);
}

CrashStates::~CrashStates() {
  try {
    for (std::size_t k = 0; k < journal_.size(); ++k) drop(state_name(k));
    drop(copy_);
    drop(side_);
  } catch (const Error&) {
    // The server is thrown away after the tests, and all of this with it.
  }
}

void CrashStates::make_states(const std::vector<CorpusRevision>& corpus) {
  server_->query("CREATE DATABASE " + copy_ + " TEMPLATE template0");
  run_all(*connect_to(url(copy_)), FaultProxy::prepare_refusals());
  for (std::size_t k = 0; k <= corpus.size(); ++k) {
    if (k > 0) {
      const Outcome outcome =
          project_.run(with_variables({"upgrade", corpus[k - 1].id}), url(copy_));
      if (outcome.exit_code != 0) throw std::runtime_error("the corpus does not run:\n" + outcome.err);
    }
    wait_until_left();
    journal_.push_back(aludel::testing::last_journal_row(*connect_to(url(copy_))));
    sides_.push_back(has_side());
    wait_until_left();
    server_->query("CREATE DATABASE " + state_name(k) + " TEMPLATE " + copy_);
  }
}

std::string CrashStates::url(const std::string& database) const {
  return with_database(server_url_, database);
}

Words CrashStates::with_variables(Words command) const {
  command.insert(command.end(), {"-x", "side=" + side_});
  return command;
}

bool CrashStates::has_side() {
  return !server_->query("SELECT FROM pg_database WHERE datname = '" + side_ + "'").rows.empty();
}

void CrashStates::drop(const std::string& database) {
  server_->query("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
}

const std::string& CrashStates::start_from(std::size_t k) {
  drop(copy_);
  server_->query("CREATE DATABASE " + copy_ + " TEMPLATE " + state_name(k));
  const bool there = has_side();
  if (there && !sides_.at(k)) drop(side_);
  if (!there && sides_.at(k)) server_->query("CREATE DATABASE " + side_ + " TEMPLATE template0");
  return copy_;
}

Snapshot CrashStates::look(long long journal_after) {
  Snapshot snapshot = take_snapshot(*connect_to(url(copy_)), journal_after);
  snapshot.catalog.push_back(has_side() ? "the database beside it" : "no database beside it");
  return snapshot;
}

bool CrashStates::wait_until_left() {
  return eventually(
      [&] {
        return server_->query("SELECT FROM pg_stat_activity WHERE datname = '" + copy_ + "'").rows.empty();
      },
      std::chrono::seconds(10));
}

}  // namespace aludel::testing
