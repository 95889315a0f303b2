#include "migrate/seeds/run_seeds.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/own_tables.hpp"
#include "migrate/seeds/replace_rows.hpp"
#include "migrate/seeds/seed_order.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Two files for one table have to mean the same rows.
void refuse_other_keys(const std::vector<const FittedSeed*>& seeds) {
  std::map<std::string, const FittedSeed*> first;
  for (const FittedSeed* seed : seeds) {
    const auto [other, is_new] = first.emplace(seed->table.name, seed);
    std::vector<std::string> a = other->second->key;
    std::vector<std::string> b = seed->key;
    std::ranges::sort(a);
    std::ranges::sort(b);
    if (is_new || a == b) continue;
    Diagnostic problem = diagnostic(
        Code::seed_misfit,
        "seeds " + other->second->seed->name + " and " + seed->seed->name + " are for the table " +
            seed->table.shown + " and find its rows by different keys: (" +
            join(other->second->key, ", ") + ") and (" + join(seed->key, ", ") + ")");
    problem.now = "nothing was changed by this run";
    problem.next = "name the same key in both";
    throw Error(std::move(problem));
  }
}

class SeedRun {
 public:
  explicit SeedRun(const SeedRequest& request) : request_(request) {}

  SeedReport execute(Session& session) {
    ScriptRequest scripts{.scripts = request_.seeds,
                          .only = request_.only,
                          .again = request_.again,
                          .graph = request_.graph,
                          .own = request_.own,
                          .variables = request_.variables,
                          .consent = request_.consent,
                          .command = request_.command,
                          .flags = request_.flags,
                          .kind = seed_kind,
                          .rows = {.arrange = [this](Session& on, std::vector<ScriptState>& pending,
                                                     bool locked) { arrange(on, pending, locked); },
                                   .run =
                                       [this](Session& on, DatabaseState& state,
                                              const std::vector<ScriptState>& pending,
                                              std::size_t total, StepProgress& progress) {
                                         return load(on, state, pending, total, progress);
                                       }}};
    if (request_.replace) {
      scripts.rows.finish = [this](Session& on, DatabaseState& state) {
        report_.replaced = replace_rows(on, to_replace(), state, request_.consent);
      };
    }
    if (request_.again && request_.only.empty()) {
      for (const RepeatableScript& seed : request_.seeds) scripts.only.push_back(seed.name);
    }
    ScriptReport ran = run_scripts(session, scripts);
    merge(std::move(ran));
    return std::move(report_);
  }

 private:
  void arrange(Session& session, std::vector<ScriptState>& pending, bool locked) {
    fitted_.clear();
    std::vector<Diagnostic> problems;
    for (const ScriptState& state : pending) {
      if (!state.script->csv) continue;
      try {
        const FittedSeed& fitted =
            fitted_
                .emplace(state.script->name,
                         fit_seed(session.connection(), session.dialect().sql(), *state.script))
                .first->second;
        refuse_own_tables(fitted, session.dialect().sql(), session.bookkeeping());
      } catch (const Error& error) {
        problems.insert(problems.end(), error.report().begin(), error.report().end());
      }
    }
    for (Diagnostic& problem : problems) {
      if (problem.next.empty()) problem.next = "correct the file, then `" + request_.command + "`";
    }
    if (!problems.empty()) throw Error(std::move(problems));
    std::vector<const RepeatableScript*> seeds;
    std::vector<const FittedSeed*> fitted;
    std::vector<const FittedSeed*> files;
    for (const ScriptState& state : pending) {
      seeds.push_back(state.script);
      const auto found = fitted_.find(state.script->name);
      fitted.push_back(found == fitted_.end() ? nullptr : &found->second);
      if (fitted.back() != nullptr) files.push_back(fitted.back());
    }
    refuse_other_keys(files);
    groups_.clear();
    std::vector<ScriptState> ordered;
    for (SeedGroup& group : order_seeds(seeds, fitted)) {
      for (std::size_t& member : group.members) {
        ordered.push_back(pending[member]);
        groups_[seeds[member]->name] = group;
      }
    }
    pending = std::move(ordered);
    if (!request_.replace || told_) return;
    for (const FittedSeed* file : files) files_.insert_or_assign(file->seed->name, *file);
    add_files_of_the_same_tables(session);
    look_at_losses(session, locked);
  }

  /// The rows of a file that is not loaded now are nobody's to delete.
  void add_files_of_the_same_tables(Session& session) {
    std::set<std::string> tables;
    for (const auto& [name, fitted] : files_) tables.insert(fitted.table.name);
    for (const RepeatableScript& seed : request_.seeds) {
      if (!seed.csv || files_.contains(seed.name)) continue;
      FittedSeed other = fit_seed(session.connection(), session.dialect().sql(), seed);
      if (tables.contains(other.table.name)) files_.emplace(seed.name, std::move(other));
    }
    refuse_other_keys(to_replace());
  }

  /// What --replace deletes is told, and agreed to, before anything runs.
  void look_at_losses(Session& session, bool locked) {
    const bool agreed = !request_.consent.needed || !request_.consent.reason.empty();
    if (agreed && !locked) return;  // told once, when nobody else changes anything
    std::vector<Loss> losses = rows_to_lose(session, to_replace());
    if (!agreed) refuse_losses(losses);
    for (const Loss& loss : losses) session.tell(loss);
    report_.losses = std::move(losses);
    told_ = true;
  }

  [[noreturn]] void refuse_losses(const std::vector<Loss>& losses) const {
    Diagnostic problem =
        diagnostic(Code::consent_needed, "the database " + request_.consent.database +
                                             " is protected, and --replace "
                                             "deletes rows");
    for (const Loss& loss : losses) problem.notes.push_back(loss.revision + ": " + loss.what);
    if (losses.empty()) problem.notes.emplace_back("just now there are none that are in no file");
    problem.now = "nothing was changed";
    problem.next = request_.consent.how;
    throw Error(std::move(problem));
  }

  [[nodiscard]] std::vector<const FittedSeed*> to_replace() const {
    std::vector<const FittedSeed*> files;
    for (const auto& [name, fitted] : files_) files.push_back(&fitted);
    return files;
  }

  std::size_t load(Session& session, DatabaseState& state, const std::vector<ScriptState>& pending,
                   std::size_t total, StepProgress& progress) {
    const SeedGroup& group = groups_.at(pending.front().script->name);
    std::vector<LoadItem> items;
    for (std::size_t i = 0; i < group.members.size(); ++i) {
      const ScriptState& each = pending.at(i);
      items.push_back({&fitted_.at(each.script->name), group.late_columns[i], each.record.digest});
      session.tell(StepStarted{each.script->name, "", Direction::up, total - pending.size() + i + 1,
                               total, 1, 0});
    }
    for (LoadedSeed& loaded : load_group(session, items, group.refers_to_itself, state, progress)) {
      session.tell(StepDone{loaded.name, description_of(loaded), Direction::up, 1, 1, true,
                            loaded.duration});
      report_.seeds.push_back(std::move(loaded));
    }
    return items.size();
  }

  /// What ran, in the order in which it did: CSV files were reported by themselves.
  void merge(ScriptReport ran) {
    std::vector<LoadedSeed> in_order;
    for (const RanStep& step : ran.scripts) {
      const auto loaded = std::ranges::find(report_.seeds, step.revision, &LoadedSeed::name);
      if (loaded != report_.seeds.end()) {
        in_order.push_back(std::move(*loaded));
      } else {
        in_order.push_back({.name = step.revision, .table = {}, .duration = step.duration});
      }
    }
    report_.seeds = std::move(in_order);
    report_.losses.insert(report_.losses.end(), ran.losses.begin(), ran.losses.end());
  }

  const SeedRequest& request_;
  std::map<std::string, FittedSeed> fitted_;  ///< of those that are pending, by name
  std::map<std::string, FittedSeed> files_;   ///< of all of this run that --replace looks at
  std::map<std::string, SeedGroup> groups_;
  bool told_ = false;
  SeedReport report_;
};

}  // namespace

std::string description_of(const LoadedSeed& seed) {
  if (seed.table.empty()) return {};
  return with_commas(seed.rows) + (seed.rows == 1 ? " row: " : " rows: ") +
         with_commas(seed.inserted) + " inserted, " + with_commas(seed.updated) + " updated, " +
         with_commas(seed.unchanged()) + " unchanged" +
         (seed.missing == 0
              ? ""
              : "; " + with_commas(seed.missing) + " kept out by a trigger or rule of the table");
}

SeedReport run_seeds(Session& session, const SeedRequest& request) {
  return SeedRun(request).execute(session);
}

}  // namespace aludel
