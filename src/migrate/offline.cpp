#include "migrate/offline.hpp"

#include <algorithm>
#include <map>

#include "aludel/version.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/compile_steps.hpp"
#include "migrate/failure.hpp"
#include "migrate/offline_range.hpp"
#include "migrate/offline_step.hpp"
#include "migrate/one_transaction.hpp"
#include "migrate/own_tables.hpp"
#include "revision/applied.hpp"
#include "revision/describe.hpp"
#include "revision/section.hpp"
#include "revision/stamp_plan.hpp"
#include "revision/version_rows.hpp"

namespace aludel {

namespace {

/// What stands above every script.
void write_header(OfflineWriter& writer, const std::string& what, const OfflineScript& script) {
  const std::string& table = writer.settings().bookkeeping.key;
  writer.comment(std::string("Aludel ") + version + ": " + what + ", for " +
                 std::string(writer.forms().system));
  writer.comment("");
  writer.comment("Run it by: " + std::string(writer.forms().command));
  if (what != "the bookkeeping tables") {
    writer.comment("It changes nothing unless " + table + " holds " +
                   (script.rows_before.empty() ? "no row, or is not there,"
                                               : "exactly " + join(script.rows_before, ", ")) +
                   " and no revision stopped half-way.");
    writer.comment("Where it is stopped on its way, aludel goes on from there.");
  }
  for (const std::string& condition : script.conditions) writer.comment("Before it: " + condition);
  writer.blank_line();
}

class RunScript {
 public:
  RunScript(const SessionOptions& options, const RunRequest& request)
      : request_(request), graph_(request.graph), writer_(options) {}

  OfflineScript write() {
    const OfflineRange range = complete(parse_offline_range(request_.target));
    result_.rows_before = rows_at(graph_, request_.own, range.from);
    plan(range.to);
    OfflineCheck check;
    check.state = OfflineState{.rows = result_.rows_before, .progress = {}};
    compile(check);
    RunningRows running(graph_, request_.own,
                        applied_state(graph_, request_.own, result_.rows_before).applied);
    for (const Step& step : steps_) {
      step.direction == Direction::up ? running.insert(step.revision)
                                      : running.erase(step.revision);
      rows_.push_back(sorted_ids(graph_, running.rows()));
    }
    result_.rows_after = rows_.empty() ? result_.rows_before : rows_.back();
    result_.revisions = steps_.size();
    write_header(writer_,
                 std::string(name_of(request_.direction)) + " from " +
                     shown_rows(result_.rows_before) + " to " + shown_rows(result_.rows_after) +
                     ", " + counted(static_cast<long long>(steps_.size()), "revision"),
                 result_);
    if (request_.consent.needed && !steps_.empty()) {
      writer_.comment(
          "The database is protected: `aludel plan` shows what this loses, and who runs it");
      writer_.comment("agrees to it.");
      writer_.blank_line();
    }
    writer_.open(std::move(check));
    for (std::size_t i = 0; i < steps_.size(); ++i) write_step_at(i);
    finish();
    result_.text = writer_.take();
    return std::move(result_);
  }

 private:
  [[nodiscard]] OfflineRange complete(OfflineRange range) const {
    const bool up = request_.direction == Direction::up;
    if (!up && (range.from.empty() || range.to.empty())) {
      Diagnostic problem =
          diagnostic(Code::bad_target, "`downgrade --sql` needs both ends of the way: FROM:TO");
      problem.hint = "`--sql` asks no database where it is";
      problem.next = "`aludel downgrade head:-1 --sql`, say";
      throw Error(std::move(problem));
    }
    if (range.from.empty()) range.from = "base";
    if (range.to.empty()) range.to = "head";
    return range;
  }

  void plan(const std::string& target) {
    const bool up = request_.direction == Direction::up;
    StepPlan plan = up ? plan_upgrade(graph_, request_.own, result_.rows_before, target)
                       : plan_downgrade(graph_, request_.own, result_.rows_before, target);
    steps_ = std::move(plan.steps);
    for (const RevisionIndex each : plan.foreign) {
      result_.conditions.push_back("revision " + graph_[each].id + " of the database " +
                                   graph_[each].database +
                                   (up ? " must be applied" : " must not be applied"));
    }
  }

  /// All that can be known without a database, before a line is written.
  void compile(OfflineCheck& check) {
    compile_steps(request_, steps_, writer_.dialect(), writer_.forms().server_version,
                  {.rows = result_.rows_before}, scripts_, [this](const Script& script) {
                    check_obstacles(writer_.forms(), script);
                    refuse_own_tables(script, writer_.dialect(), writer_.forms().server_version,
                                      writer_.settings().bookkeeping,
                                      writer_.settings().version_table);
                  });
    for (const Step& step : steps_)
      check.longest_id = std::max(check.longest_id, character_count(graph_[step.revision].id));
    if (!request_.one_transaction) return;
    check.locks = check_one_transaction(
        graph_, steps_,
        [this](RevisionIndex revision) -> const Script& { return scripts_.at(revision); });
  }

  void write_step_at(std::size_t i) {
    const Step& step = steps_[i];
    const Revision& revision = graph_[step.revision];
    const Script& script = scripts_.at(step.revision);
    writer_.blank_line();
    writer_.comment(std::string(name_of(step.direction)) + " " +
                    titled(revision.id, revision.message) + ": " + script.source.name());
    write_step(writer_,
               {.revision = revision.id,
                .message = revision.message,
                .script = script,
                .rows_after = rows_[i],
                .opens_transaction = i == 0 || !request_.one_transaction,
                .closes_transaction = i + 1 == steps_.size() || !request_.one_transaction});
    if (!request_.one_transaction) tell(step);
  }

  void tell(const Step& step) {
    const std::string& message = graph_[step.revision].message;
    writer_.say((step.direction == Direction::up ? "applied " : "undone ") +
                graph_[step.revision].id + "  " + message.substr(0, message.find('\n')));
  }

  /// As a run ends: its own row.
  void finish() {
    writer_.blank_line();
    if (!steps_.empty()) {
      if (request_.one_transaction)
        std::ranges::for_each(steps_, [this](const Step& s) { tell(s); });
      JournalEntry entry;
      entry.kind = "run";
      entry.name = request_.target;
      entry.direction = request_.direction;
      entry.event = "done";
      entry.detail = counted(static_cast<long long>(steps_.size()), "revision") + ", by a script";
      writer_.begin({.lock_timeout = writer_.options().lock_timeout, .statement_timeout = {}});
      writer_.journal(entry, {.duration = std::string(writer_.forms().run_duration)});
      writer_.commit();
    }
    writer_.close();
    writer_.say("the database is at " + shown_rows(result_.rows_after));
  }

  const RunRequest& request_;
  const RevisionGraph& graph_;
  OfflineWriter writer_;
  OfflineScript result_;
  std::vector<Step> steps_;
  std::vector<std::vector<std::string>> rows_;  ///< of the version table, behind each step
  std::map<RevisionIndex, Script> scripts_;
};

}  // namespace

OfflineScript offline_run(const SessionOptions& options, const RunRequest& request) {
  return RunScript(options, request).write();
}

OfflineScript offline_stamp(const SessionOptions& options, const RevisionGraph& graph,
                            const RevisionSet& own, const std::vector<std::string>& targets) {
  std::vector<std::string> wanted;
  std::optional<std::string> from;
  for (const std::string& text : targets) {
    const OfflineRange range = parse_offline_range(text);
    const std::string begin = range.from.empty() ? "base" : range.from;
    if (from && *from != begin) {
      Diagnostic problem =
          diagnostic(Code::bad_target, "the ranges begin at different places, `" + *from +
                                           "` and `" + begin + "`: the database is at one");
      problem.next =
          "write the same FROM before each colon; several rows stand by commas: a1,b2:TO";
      throw Error(std::move(problem));
    }
    from = begin;
    wanted.push_back(range.to.empty() ? "head" : range.to);
  }
  OfflineWriter writer(options);
  OfflineScript script;
  script.rows_before = rows_at(graph, own, from.value_or("base"));
  script.rows_after = sorted_ids(graph, plan_stamp(graph, own, script.rows_before, wanted));
  OfflineCheck check;
  check.state = OfflineState{.rows = script.rows_before, .progress = {}};
  for (const std::string& row : script.rows_after)
    check.longest_id = std::max(check.longest_id, character_count(row));
  write_header(writer,
               "stamp from " + shown_rows(script.rows_before) + " to " +
                   shown_rows(script.rows_after) + ", nothing is run",
               script);
  writer.open(std::move(check));
  writer.blank_line();
  writer.begin({.lock_timeout = options.lock_timeout, .statement_timeout = {}});
  writer.row_edit_to(script.rows_after);
  std::vector<std::string> names = script.rows_after;
  if (names.empty()) names.emplace_back("base");
  for (const std::string& name : names) {
    JournalEntry entry;
    entry.name = name;
    entry.event = "stamped";
    writer.journal(entry);
  }
  writer.commit();
  writer.close();
  writer.say("stamped; the database is at " + shown_rows(script.rows_after));
  script.text = writer.take();
  return script;
}

OfflineScript offline_ensure_version(const SessionOptions& options) {
  OfflineWriter writer(options);
  OfflineScript script;
  write_header(writer, "the bookkeeping tables", script);
  writer.open({});
  writer.close();
  script.text = writer.take();
  return script;
}

}  // namespace aludel
