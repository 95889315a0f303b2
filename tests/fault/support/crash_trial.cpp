#include "fault/support/crash_trial.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace aludel::testing {

namespace {

using nlohmann::json;

std::string said(const Outcome& outcome) {
  return "exit code " + std::to_string(outcome.exit_code) + ", signal " +
         std::to_string(outcome.signal) + "\n" + outcome.out + outcome.err;
}

bool boasts(const std::string& text) {
  for (const std::string& line : split(text, '\n')) {
    if (line.starts_with("applied ") || line.starts_with("undone ")) return true;
  }
  return false;
}

/// Connection loss is told apart from a refusal, and both from a lock that was not had. A fault
/// behind the last piece of work may pass unnoticed.
bool may_end_with(const FaultPlan& plan, int exit_code) {
  switch (plan.fault) {
    case Fault::none: return exit_code == 0;
    case Fault::kill: return false;
    case Fault::interrupt: return exit_code == 143 || exit_code == 0;
    case Fault::cut:
    case Fault::tear:
    case Fault::end_session:
    case Fault::call: return exit_code == 8 || exit_code == 0;
    case Fault::refuse: break;
  }
  if (plan.sqlstate == "57P03" || plan.sqlstate == "53300") return exit_code == 8;  // not let in
  if (plan.sqlstate == "53100" || plan.sqlstate == "57014") return exit_code == 4 || exit_code == 0;
  return exit_code == 5 || exit_code == 0;
}

}  // namespace

std::vector<FaultPlan> all_faults(const std::vector<std::string>& units) {
  // What the server refuses with is one of each kind at each unit, in turn.
  constexpr std::array to_be_tried_again{"40001", "40P01", "55P03"};
  constexpr std::array final_ones{"53100", "57014"};
  constexpr std::array at_the_door{"57P03", "53300"};
  constexpr std::chrono::milliseconds late{80};
  std::vector<FaultPlan> plans;
  for (int at = 1; at <= static_cast<int>(units.size()); ++at) {
    const auto n = static_cast<std::size_t>(at);
    const std::string& unit = units[n - 1];
    for (const Fault fault : {Fault::kill, Fault::cut}) {
      for (const bool answered : {false, true})
        plans.push_back({.fault = fault, .at = at, .answered = answered});
      if (n % 3 == 0)
        plans.push_back({.fault = fault, .at = at, .answered = n % 2 == 0, .linger = late});
    }
    plans.push_back({.fault = Fault::tear, .at = at});
    plans.push_back({.fault = Fault::interrupt, .at = at, .answered = n % 2 == 0});
    const auto refuse = [&](const char* state) {
      plans.push_back({.fault = Fault::refuse, .at = at, .sqlstate = state});
    };
    if (unit == "startup") {
      for (const char* state : at_the_door) refuse(state);
      continue;
    }
    plans.push_back({.fault = Fault::end_session, .at = at});
    if (unit == "copy end") {  // there is one way to refuse the rest of the rows
      refuse("57014");
    } else if (unit != "sync" && unit != "copy data" && unit != "ROLLBACK") {
      refuse(to_be_tried_again.at(n % to_be_tried_again.size()));
      refuse(final_ones.at(n % final_ones.size()));
    }
  }
  return plans;
}

void CrashTrial::start_from(std::size_t state) {
  if (fresh_ != state) states_.start_from(state);
  fresh_ = state;
}

void CrashTrial::begin(const Move& move) {
  start_from(move.from);
  states_.project().be_at(std::max(move.from, move.to));
}

Undisturbed CrashTrial::run_undisturbed(const Move& move) {
  begin(move);
  const long long journal = states_.last_journal_row(move.from);
  Undisturbed result{.before = states_.look(journal), .after = {}, .units = {}};
  proxy_.arm({});
  fresh_.reset();
  const Outcome outcome =
      states_.project().run(states_.with_variables(move.command), proxy_.url(states_.copy()));
  if (outcome.exit_code != 0) throw std::runtime_error(describe(move) + ": " + said(outcome));
  states_.wait_until_left();
  result.after = states_.look(journal);
  result.units = proxy_.conversation().units;
  return result;
}

namespace {

bool differ_in_journal_alone(const Snapshot& left, const Snapshot& before) {
  return left.catalog == before.catalog && left.data == before.data && left.rows == before.rows;
}

}  // namespace

std::string CrashTrial::run_disturbed(const Move& move, const Undisturbed& wanted,
                                      const FaultPlan& plan) {
  problems_.clear();
  if (move_ != describe(move)) {
    move_ = describe(move);
    finished_ = {wanted.before};
  }
  begin(move);
  const long long journal = states_.last_journal_row(move.from);
  if (plan.fault == Fault::call) states_.forget_copying();
  proxy_.arm(plan);
  const Outcome outcome =
      states_.project().run(states_.with_variables(move.command), proxy_.url(states_.copy()));
  const bool struck = proxy_.conversation().struck;
  if (plan.fault == Fault::call) states_.reconnect();
  std::optional<Snapshot> left;  // unknown while the first run's session is still at it
  if (plan.linger.count() == 0) {
    if (!states_.wait_until_left()) complain("the first run's session is not over");
    left = states_.look(journal);
  }
  fresh_.reset();
  if (struck && left && differ_in_journal_alone(*left, wanted.before)) fresh_ = move.from;
  if (!struck) {
    if (outcome.exit_code == 0) return {};  // it took another way this time, and never came there
    return describe(move) + ": no fault was injected, and it failed: " + said(outcome);
  }
  ++faults_;
  ++endings_[describe(FaultPlan{
                 .fault = plan.fault, .answered = plan.answered, .sqlstate = plan.sqlstate}) +
             " -> " + std::to_string(outcome.exit_code)];
  check_ending(outcome, plan);
  if (left) check_what_is_now(outcome, wanted.before, *left);
  if (!left || std::ranges::find(finished_, *left) == finished_.end()) {
    fresh_.reset();
    if (left) check_status();
    run_again(move);
    if (!states_.wait_until_left()) complain("the last run's session is not over");
    problems_ += difference(wanted.after, states_.look(journal));
    if (left && problems_.empty()) finished_.push_back(*left);
  }
  if (fresh_ && *left != wanted.before) states_.forget_journal(journal);
  if (problems_.empty()) return {};
  return describe(move) + ": " + describe(plan) + ": " +
         wanted.units.at(static_cast<std::size_t>(plan.at - 1)) + "\n" + problems_ +
         "the first run: " + said(outcome);
}

std::string CrashTrial::run_killed(const Move& move, const Undisturbed& wanted,
                                   std::mt19937& random) {
  problems_.clear();
  begin(move);
  fresh_.reset();
  while (true) {
    Process process =
        states_.project().start(states_.with_variables(move.command), states_.url(states_.copy()));
    // Mostly soon; sometimes late enough for the longest step on a slow machine.
    const unsigned limit = random() % 8 == 0 ? 2000000 : 120000;
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(random() % limit);
    while (process.running() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    process.signal(SIGKILL);
    const Outcome outcome = process.wait();
    if (outcome.signal == SIGKILL) {
      ++faults_;
      continue;
    }
    if (outcome.exit_code == 0) break;
    if (outcome.exit_code == 9 && settle()) continue;
    complain(said(outcome));
    break;
  }
  if (!states_.wait_until_left()) complain("the last run's session is not over");
  problems_ += difference(wanted.after, states_.look(states_.last_journal_row(move.from)));
  return problems_.empty() ? "" : describe(move) + ": " + problems_;
}

void CrashTrial::check_ending(const Outcome& outcome, const FaultPlan& plan) {
  if (plan.fault == Fault::kill) {
    if (outcome.signal != SIGKILL) complain("it was not killed");
    return;
  }
  // Behind the last piece of work a signal ends the program as it ends every other one.
  const bool was_done = !outcome.err.contains("error[");
  if (plan.fault == Fault::interrupt && outcome.signal == SIGTERM && was_done) return;
  if (!may_end_with(plan, outcome.exit_code)) complain("this fault has another exit code");
  if (outcome.exit_code == 0) return;
  const std::string all = outcome.out + outcome.err;
  if (boasts(all)) complain("it speaks of success");
  for (const char* part : {"error[E", "= now: ", "= next: "}) {
    if (!all.contains(part)) complain(std::string("it does not say \"") + part + "\"");
  }
}

/// "Nothing was kept" is true, or not said.
void CrashTrial::check_what_is_now(const Outcome& outcome, const Snapshot& before,
                                   const Snapshot& found) {
  if (!outcome.err.contains("now: nothing ")) return;
  if (may_be_of_the_last_step(outcome.err)) return;
  std::string changed = difference(before.data, found.data);
  for (const std::string& line : split(difference(before.catalog, found.catalog), '\n')) {
    if (!line.empty() && !line.contains("aludel_")) changed += line + "\n";
  }
  if (!changed.empty()) complain("it says that nothing was kept, but:\n" + changed);
}

/// `status` works, tells the rows, and changes nothing.
void CrashTrial::check_status() {
  const std::string url = states_.url(states_.copy());
  const auto books = [&] {
    return std::pair(take_snapshot(states_.inside(), 0).rows, last_journal_row(states_.inside()));
  };
  const auto before = books();
  const Outcome outcome = states_.project().run({"status", "--json"}, url);
  if (books() != before) complain("status changes the bookkeeping");
  const json answer = json::parse(outcome.out, nullptr, false);
  if (outcome.exit_code != 0 || answer.is_discarded()) return complain("status: " + said(outcome));
  const json& status = answer.at("result");
  if (status.at("rows") != json(before.first)) complain("status tells other rows");
  if (!status.at("never_run").empty() || !status.at("applied_by_other_tool").empty())
    complain("rows and journal disagree: " + outcome.out);
}

void CrashTrial::run_again(const Move& move) {
  ++runs_again_;
  const std::string url = states_.url(states_.copy());
  for (int attempt = 1;; ++attempt) {
    const Outcome outcome = states_.project().run(states_.with_variables(move.command), url);
    if (outcome.exit_code == 0) break;
    if (outcome.exit_code != 9 || attempt > 2 || !settle())
      return complain("the same command again: " + said(outcome));
  }
  const Outcome status = states_.project().run({"status", "--json"}, url);
  const json answer = json::parse(status.out, nullptr, false);
  if (status.exit_code != 0 || answer.is_discarded() ||
      !answer["result"]["in_progress"].is_null() || !answer["result"]["never_run"].empty() ||
      !answer["result"]["applied_by_other_tool"].empty())
    complain("status at the end: " + said(status));
}

/// Answers what the program asks where nothing in the database tells: as a person would who looks.
bool CrashTrial::settle() {
  const std::string url = states_.url(states_.copy());
  const Outcome status = states_.project().run({"status", "--json"}, url);
  const json answer = json::parse(status.out, nullptr, false);
  if (answer.is_discarded() || !answer["result"]["in_progress"].is_object()) return false;
  const std::string id = answer["result"]["in_progress"]["revision"];
  const auto revision = std::ranges::find(corpus_, id, &CorpusRevision::id);
  if (revision == corpus_.end() || revision->applied_when.empty()) return false;
  const bool applied = states_.inside().query(revision->applied_when).rows.at(0).at(0) == "t";
  const Outcome outcome =
      states_.project().run({"repair", applied ? "--applied" : "--rolled-back"}, url);
  if (outcome.exit_code != 0) complain("repair: " + said(outcome));
  return outcome.exit_code == 0;
}

}  // namespace aludel::testing
