#include "fault/support/disk_trial.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "db/sqlite/sqlite_connection.hpp"
#include "fault/support/sqlite_snapshot.hpp"

namespace aludel::testing {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string said(const Outcome& outcome) {
  return "exit code " + std::to_string(outcome.exit_code) + ", signal " +
         std::to_string(outcome.signal) + "\n" + outcome.out + outcome.err;
}

std::string ending_of(const Outcome& outcome) {
  return outcome.signal != 0 ? "signal " + std::to_string(outcome.signal)
                             : "exit " + std::to_string(outcome.exit_code);
}

std::vector<std::string> lines_of_file(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

void copy_files(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::create_directories(to);
  for (const auto& entry : fs::directory_iterator(from))
    fs::copy_file(entry.path(), to / entry.path().filename());
}

/// What is not bookkeeping.
std::string difference_of_users(const Snapshot& wanted, const Snapshot& found) {
  const auto without_bookkeeping = [](std::vector<std::string> catalog) {
    std::erase_if(catalog, [](const std::string& object) { return object.contains("aludel_"); });
    return catalog;
  };
  return difference(wanted.data, found.data) +
         difference(without_bookkeeping(wanted.catalog), without_bookkeeping(found.catalog));
}

/// SQLite puts names that it changes into quotes. A run that begins behind it renders other texts
/// than one that foresees the change, which mean the same.
Snapshot without_spelling(Snapshot found) {
  for (std::string& object : found.catalog) std::erase(object, '"');
  for (std::string& step : found.done) step.erase(step.rfind('|'));
  return found;
}

}  // namespace

std::vector<DiskFaultPlan> all_disk_faults(const std::vector<std::string>& calls) {
  std::vector<DiskFaultPlan> plans;
  bool changed = true;  // since the call that was killed before last
  for (int at = 1; at <= static_cast<int>(calls.size()); ++at) {
    const std::string& call = calls[static_cast<std::size_t>(at - 1)];
    const auto add = [&](const char* fault, unsigned seed = 0) {
      plans.push_back({fault, at, call, seed});
    };
    add("io_error");
    add("dead");
    if (call.starts_with("write growing")) add("full");
    if (changed) {
      add("kill");
      for (unsigned seed = 1; seed <= 3; ++seed) add("power", seed);
    }
    changed = std::ranges::none_of(std::array{"read", "map", "lock"},
                                   [&](const char* quiet) { return call.starts_with(quiet); });
  }
  return plans;
}

DiskTrial::DiskTrial(const std::vector<CorpusRevision>& corpus, std::string journal_mode,
                     std::string program, const fs::path& folder)
    : corpus_(corpus),
      journal_mode_(std::move(journal_mode)),
      program_(std::move(program)),
      project_("${DATABASE_URL}", database_lines(corpus)),
      database_folder_(folder.empty() ? folder_.path() / "database" : folder) {
  write_files(project_, corpus, 0);
}

Outcome DiskTrial::run(const Words& words, ProcessOptions how) const {
  Words all{program_};
  all.insert(all.end(), words.begin(), words.end());
  how.folder = project_.folder();
  how.environment["DATABASE_URL"] = "sqlite:///" + file().string();
  return run_process(all, std::move(how));
}

const fs::path& DiskTrial::state(std::size_t k) {
  if (const auto known = states_.find(k); known != states_.end()) return known->second;
  if (k == 0) {
    fs::remove_all(folder());
    fs::create_directories(folder());
    open_sqlite({.path = file().string(), .access = Access::read_write})
        ->query("PRAGMA journal_mode = " + journal_mode_);
  } else {
    start_from(k - 1);
    write_files(project_, corpus_, k);
    const Outcome outcome = run(command_of(corpus_[k - 1]));
    if (outcome.exit_code != 0) throw std::runtime_error(corpus_[k - 1].id + ": " + said(outcome));
  }
  const fs::path kept = folder_.path() / ("state" + std::to_string(k));
  copy_files(folder(), kept);
  return states_.emplace(k, kept).first->second;
}

void DiskTrial::start_from(std::size_t k) {
  const fs::path from = state(k);
  copy_files(from, folder());
}

void DiskTrial::begin(const Move& move) {
  start_from(move.from);
  write_files(project_, corpus_, std::max(move.from, move.to));
}

DiskMove DiskTrial::run_undisturbed(const Move& move) {
  begin(move);
  journal_ = last_sqlite_journal_row(state(move.from) / "app.db");
  const fs::path log = folder_.path() / "calls";
  ended_well_.clear();
  DiskMove result{.move = move, .before = look_at_copy(), .after = {}, .calls = {}};
  const Outcome outcome = run(move.command, {.environment = {{"ALUDEL_DISK_LOG", log.string()}}});
  if (outcome.exit_code != 0) throw std::runtime_error(describe(move) + ": " + said(outcome));
  result.after = look_at_copy();
  result.calls = lines_of_file(log);
  const CorpusRevision& revision = corpus_[std::max(move.from, move.to) - 1];
  const bool in_doubt = move.command[0] == "upgrade" && !revision.applied_when.empty();
  const bool in_batches =
      revision.text.contains("-- aludel:batch") || revision.text.contains("op.backfill(");
  const bool in_one = std::ranges::find(move.command, "--transaction") != move.command.end();
  result.is_atomic = in_one || (result.after.done.size() == 1 && !in_doubt && !in_batches);
  return result;
}

Snapshot DiskTrial::look_at_copy() {
  const fs::path copy = folder_.path() / "copy";
  copy_files(folder(), copy);
  fs::remove(copy / "app.db-shm");
  Snapshot found = take_sqlite_snapshot(copy / "app.db", journal_);
  return has_code(corpus_) ? without_spelling(std::move(found)) : found;
}

std::vector<std::string> DiskTrial::files_left() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder())) {
    if (entry.path().extension() != ".db-shm" && entry.file_size() > 0)
      names.push_back(entry.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

std::string DiskTrial::run_disturbed(const DiskMove& move, const DiskFaultPlan& plan) {
  begin(move.move);
  const fs::path log = folder_.path() / "struck";
  fs::remove(log);
  const Outcome outcome =
      run(move.move.command, {.environment = {{"ALUDEL_DISK_FAULT", plan.fault},
                                              {"ALUDEL_DISK_AT", std::to_string(plan.at)},
                                              {"ALUDEL_DISK_SEED", std::to_string(plan.seed)},
                                              {"ALUDEL_DISK_LOG", log.string()}}});
  if (lines_of_file(log) == std::vector<std::string>{"struck"}) ++faults_;
  return judge(outcome, move, plan);
}

std::string DiskTrial::run_without_room(const DiskMove& move, const DiskFaultPlan& plan,
                                        const ProcessOptions& how,
                                        const std::function<void()>& take,
                                        const std::function<void()>& give) {
  begin(move.move);
  take();
  const Outcome outcome = run(move.move.command, how);
  give();
  if (outcome.exit_code != 0) ++faults_;
  return judge(outcome, move, plan);
}

std::string DiskTrial::judge(const Outcome& outcome, const DiskMove& move,
                             const DiskFaultPlan& plan) {
  problems_.clear();
  said_last_ = outcome.out + outcome.err;
  ++endings_[plan.fault + " -> " + ending_of(outcome)];
  try {
    check_ending(outcome, move, plan);
    const Left left{files_left(), look_at_copy()};
    check_what_is_left(outcome, move, left.snapshot);
    if (std::ranges::find(ended_well_, left) == ended_well_.end()) {
      run_again(move);
      problems_ += difference(move.after, look_at_copy());
      if (problems_.empty()) ended_well_.push_back(left);
    }
  } catch (const Error& error) {
    complain("the file: " + error.diagnostic().message + ": " + error.diagnostic().detail);
  }
  if (problems_.empty()) return {};
  return journal_mode_ + ": " + describe(move.move) + ": " + plan.fault + " at call " +
         std::to_string(plan.at) + " (" + plan.call + "), seed " + std::to_string(plan.seed) +
         "\n" + problems_ + "the first run: " + said(outcome);
}

void DiskTrial::check_ending(const Outcome& outcome, const DiskMove& move,
                             const DiskFaultPlan& plan) {
  if (plan.fault == "kill" || plan.fault == "power") {
    if (outcome.signal != SIGKILL) complain("it was not killed");
    return;
  }
  if (outcome.exit_code == 0) {  // SQLite could do without the call
    problems_ += difference(move.after, look_at_copy());
    return;
  }
  if (outcome.exit_code != (plan.fault == "full" ? 4 : 8))
    complain("this fault has another exit code");
  const std::string all = outcome.out + outcome.err;
  for (const std::string& line : split(all, '\n')) {
    if (line.starts_with("applied ") || line.starts_with("undone "))
      complain("it speaks of success");
  }
  for (const char* part : {"error[E", "= now: ", "= next: "}) {
    if (!all.contains(part)) complain(std::string("it does not say \"") + part + "\"");
  }
  if (all.contains("statement 0")) complain("statements are numbered from 1");
  if (plan.fault == "full" && !all.contains("E0403"))
    complain("it does not say that the disk is full");
}

/// The old state, or one that the journal tells of; and what was said of it is true.
void DiskTrial::check_what_is_left(const Outcome& outcome, const DiskMove& move,
                                   const Snapshot& left) {
  check_no_debris(left);
  if (left.done.empty() && left.rows == move.before.rows) {
    const std::string changed = difference_of_users(move.before, left);
    if (move.is_atomic && !changed.empty()) complain("the old state is not intact:\n" + changed);
    if (outcome.err.contains("now: nothing ") && !changed.empty())
      complain("it says that nothing was kept, but:\n" + changed);
  } else if (outcome.err.contains("now: nothing ") && !may_be_of_the_last_step(outcome.err)) {
    complain("it says that nothing was kept, but steps were");
  }
  const std::size_t at = outcome.err.find("the database is at ");
  if (at == std::string::npos) return;
  const std::string rows = left.rows.empty() ? "base" : join(left.rows, ", ");
  if (!outcome.err.substr(at).starts_with("the database is at " + rows))
    complain("the database is at " + rows + ", and it says another place");
}

/// Whatever was left, no table is half made anew, and none has rows that refer to nothing.
void DiskTrial::check_no_debris(const Snapshot& left) {
  for (const std::string& object : left.catalog) {
    if (object.contains("aludel_new_")) complain("a table that was being made is left: " + object);
    if (has_code(corpus_) && object.starts_with("violation ")) complain(object);
  }
}

std::string DiskTrial::run_killed(const DiskMove& move, std::mt19937& random) {
  begin(move.move);
  problems_.clear();
  const std::string url = "sqlite:///" + file().string();
  Words words{program_};
  words.insert(words.end(), move.move.command.begin(), move.move.command.end());
  while (problems_.empty()) {
    Process process(words, {.folder = project_.folder(), .environment = {{"DATABASE_URL", url}}});
    // Mostly soon; sometimes late enough for the longest step on a slow machine.
    const unsigned limit = random() % 8 == 0 ? 1000000 : 60000;
    const auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(random() % limit);
    while (process.running() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    process.signal(SIGKILL);
    const Outcome outcome = process.wait();
    check_no_debris(look_at_copy());
    if (outcome.signal != SIGKILL) {
      if (outcome.exit_code != 0) complain(said(outcome));
      break;
    }
    ++faults_;
  }
  problems_ += difference(move.after, look_at_copy());
  return problems_.empty() ? "" : journal_mode_ + ": " + describe(move.move) + ": " + problems_;
}

void DiskTrial::run_again(const DiskMove& move) {
  for (int attempt = 1;; ++attempt) {
    const Outcome outcome = run(move.move.command);
    if (outcome.exit_code == 0) break;
    if (outcome.exit_code != 9 || attempt > 2 || !settle())
      return complain("the same command again: " + said(outcome));
  }
  const Outcome status = run({"status", "--json"});
  const json answer = json::parse(status.out, nullptr, false);
  if (status.exit_code != 0 || answer.is_discarded() ||
      !answer["result"]["in_progress"].is_null() || !answer["result"]["never_run"].empty() ||
      !answer["result"]["applied_by_other_tool"].empty())
    complain("status at the end: " + said(status));
}

/// Answers what the program asks where nothing in the database tells: as a person would who looks.
bool DiskTrial::settle() {
  const Outcome status = run({"status", "--json"});
  const json answer = json::parse(status.out, nullptr, false);
  if (answer.is_discarded() || !answer["result"]["in_progress"].is_object()) return false;
  const std::string id = answer["result"]["in_progress"]["revision"];
  const auto revision = std::ranges::find(corpus_, id, &CorpusRevision::id);
  if (revision == corpus_.end() || revision->applied_when.empty()) return false;
  const bool applied = open_sqlite({.path = file().string(), .access = Access::read_write})
                           ->query(revision->applied_when)
                           .rows.at(0)
                           .at(0) == "1";
  const Outcome outcome = run({"repair", applied ? "--applied" : "--rolled-back"});
  if (outcome.exit_code != 0) complain("repair: " + said(outcome));
  return outcome.exit_code == 0;
}

}  // namespace aludel::testing
