#include "fault/support/crash_states.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <thread>
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
      corpus_(corpus),
      has_commands_(std::ranges::any_of(
          corpus, [](const CorpusRevision& each) { return !each.command.empty(); })),
      name_("fault_" + random_hex(5)),
      copy_(name_ + "_copy"),
      side_(name_ + "_side"),
      project_(corpus),
      server_(connect_to(server_url_)) {
  make_roles(*server_);
}

CrashStates::~CrashStates() {
  try {
    inside_.reset();
    for (const auto& [k, state] : states_) drop(state.database);
    drop(copy_);
    drop(side_);
  } catch (const Error&) {
    // The server is thrown away after the tests, and all of this with it.
  }
}

const CrashStates::State& CrashStates::state(std::size_t k) {
  if (const auto made = states_.find(k); made != states_.end()) return made->second;
  const auto above = states_.lower_bound(k);
  const bool is_lowest = above == states_.begin();
  const std::size_t before = is_lowest ? 0 : std::prev(above)->first;
  const std::size_t from = has_commands_ && k > 0 ? k - 1 : before;
  if (has_commands_ && k > 0) {
    (void)state(from);
    start_from(from);
  } else if (is_lowest) {
    inside_.reset();
    drop(copy_);
    server_->query("CREATE DATABASE " + copy_ + " TEMPLATE template0");
    run_all(inside(), FaultProxy::prepare_refusals());
  } else {
    start_from(from);
  }
  std::vector<Words> commands;
  if (has_commands_) {
    if (k > 0) commands = {command_of(corpus_[k - 1])};
    project_.be_at(k);
  } else {
    for (const std::string& head : heads_of(std::span(corpus_).first(k)))
      commands.push_back({"upgrade", head});
  }
  for (const Words& command : commands) {
    const Outcome outcome = project_.run(with_variables(command), url(copy_));
    if (outcome.exit_code != 0)
      throw std::runtime_error("the corpus does not run:\n" + outcome.err);
  }
  const State made{name_ + "_" + std::to_string(k), aludel::testing::last_journal_row(inside()),
                   has_side()};
  inside_.reset();
  wait_until_left();
  server_->query("CREATE DATABASE " + made.database + " TEMPLATE " + copy_);
  return states_.emplace(k, made).first->second;
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

void CrashStates::start_from(std::size_t k) {
  const State& wanted = state(k);
  inside_.reset();
  drop(copy_);
  // Half the time of the copy by way of the WAL, and this is most of what a fault costs.
  server_->query("CREATE DATABASE " + copy_ + " TEMPLATE " + wanted.database +
                 " STRATEGY file_copy");
  const bool there = has_side();
  if (there && !wanted.side) drop(side_);
  if (!there && wanted.side) server_->query("CREATE DATABASE " + side_ + " TEMPLATE template0");
}

void CrashStates::forget_journal(long long after) {
  inside().query("DELETE FROM public.aludel_journal WHERE id > " + std::to_string(after));
  inside().query(
      "DELETE FROM public.aludel_text t WHERE NOT EXISTS (SELECT FROM public.aludel_journal "
      "WHERE t.digest IN (upgrade_digest, downgrade_digest, statement_digest))");
}

void CrashStates::reconnect() {
  inside_.reset();
  server_ = connect_to(server_url_);
}

Connection& CrashStates::inside() {
  if (!inside_ || !inside_->usable()) inside_ = connect_to(url(copy_));
  return *inside_;
}

Snapshot CrashStates::look(long long journal_after) {
  Snapshot snapshot = take_snapshot(inside(), journal_after);
  snapshot.catalog.push_back(has_side() ? "the database beside it" : "no database beside it");
  return snapshot;
}

bool CrashStates::wait_until_left() {
  const std::string others = "SELECT FROM pg_stat_activity WHERE datname = '" + copy_ +
                             "' AND application_name <> 'test' AND backend_type = 'client backend'";
  const auto begin = std::chrono::steady_clock::now();
  while (!server_->query(others).rows.empty()) {
    if (std::chrono::steady_clock::now() - begin > std::chrono::seconds(20)) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace aludel::testing
