#include "migrate/plan.hpp"

#include <algorithm>

#include "lint/object_tracker.hpp"
#include "migrate/batch_queries.hpp"
#include "migrate/count_losses.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// The statement for all rows, or for those that are left of an earlier run.
std::string batched_text(const Batched& batched, const std::optional<BatchState>& so_far,
                         SqlDialect dialect) {
  const std::size_t columns = batched.asked.key.size();
  const bool is_begun =
      so_far && is_key(so_far->position, columns, dialect) && is_key(so_far->end, columns, dialect);
  if (is_begun) return sql_for(batched, {.lower = so_far->position, .upper = so_far->end});
  return batched.before + "TRUE" + batched.after;
}

/// The text that is judged, where it is not what the file has: variables are put in.
/// @param so_far  how far the segment has come
std::string other_text(const Script& script, const Segment& segment,
                       const ScriptStatement& statement, const std::optional<BatchState>& so_far,
                       SqlDialect dialect) {
  if (segment.batched) return batched_text(*segment.batched, so_far, dialect);
  return script.source.slice(statement.source.span) == statement.sql ? std::string()
                                                                     : statement.sql;
}

StatementEffects judged(const Script& script, const Segment& segment,
                        const ScriptStatement& statement, const std::optional<BatchState>& so_far,
                        const PlanOptions& options) {
  const std::string text = other_text(script, segment, statement, so_far, options.dialect);
  if (text.empty())
    return effects_of(script.source, statement.source, options.dialect, options.server_version);
  const SourceText source(script.source.name(), text);
  const auto split = split_statements(source, {0, source.text().size()}, options.dialect);
  if (split.statements.empty()) return {};
  return effects_of(source, split.statements.front(), options.dialect, options.server_version);
}

PlannedStep plan_step(const PlanInput& input, const PlanOptions& options, const Facts* facts,
                      ObjectTracker& tracker) {
  PlannedStep step{.revision = input.revision, .script = input.script, .segments = {}};
  int index = 0;
  for (const Segment& segment : input.script->segments) {
    PlannedSegment& planned = step.segments.emplace_back();
    planned.segment = &segment;
    planned.done = index++ < input.segments_done;
    const bool is_next = index == input.segments_done + 1;
    tracker.begin_segment();
    if (planned.done) continue;
    for (const ScriptStatement& statement : segment.statements) {
      PlannedStatement& each = planned.statements.emplace_back();
      each.statement = &statement;
      each.effects =
          judged(*input.script, segment, statement, is_next ? input.batch : std::nullopt, options);
      if (facts != nullptr) {
        settle(each.effects, *facts, [&](const ObjectName& table, const std::string& column) {
          return tracker.is_as_found(table, column);
        });
      }
      tracker.follow(each.effects);
      for (const PossibleLoss& loss : each.effects.losses) each.losses.push_back({loss, {}});
      for (const ChangedRows& change : each.effects.changes)
        each.changes.push_back({change.table, {}});
    }
  }
  return step;
}

/// Rows that were put into temporary tables, and from there into a table that stays.
void forgive_kept(Plan& plan, const ObjectTracker& tracker) {
  const auto is_kept = [&](const PossibleLoss& loss) {
    return loss.held && tracker.is_kept(*loss.held);
  };
  for (PlannedStep& step : plan.steps) {
    for (PlannedSegment& segment : step.segments) {
      for (PlannedStatement& statement : segment.statements) {
        std::erase_if(statement.effects.losses, is_kept);
        std::erase_if(statement.losses,
                      [&](const PlannedLoss& loss) { return is_kept(loss.what); });
      }
    }
  }
}

void ask_for(const StatementEffects& effects, LookFor look_for, bool may_call,
             FactsRequest& request) {
  for (const PossibleLoss& loss : effects.losses) {
    const bool relation = loss.kind != LossKind::type && loss.kind != LossKind::schema &&
                          loss.kind != LossKind::database && loss.kind != LossKind::extension;
    if (relation && !loss.object.empty()) request.relations.insert(loss.object);
    if (loss.cascade && !loss.object.empty())
      request.cascades.insert({loss.kind, loss.object, loss.column});
  }
  for (const Copied& copied : effects.copied) request.relations.insert(copied.from);
  for (const Created& created : effects.created) {
    if (created.only_if_missing) request.relations.insert(created.name);
  }
  for (const AddedColumn& added : effects.added_columns) {
    if (added.only_if_missing) request.relations.insert(added.table);
  }
  for (const Renamed& renamed : effects.renamed) {
    if (renamed.what == ObjectClass::relation) request.relations.insert(renamed.from);
  }
  if (may_call) {
    request.functions.insert(effects.called.begin(), effects.called.end());
    for (const Created& created : effects.created)
      request.functions.insert(created.calls.begin(), created.calls.end());
    for (const Fires& fires : effects.fires) request.functions.insert(fires.routine.name);
    for (const Written& written : effects.written) request.written.insert(written.table);
  }
  for (const TouchedTable& table : effects.tables) {
    const bool wanted = look_for == LookFor::everything || table.question == Question::type_change;
    if (wanted && !table.name.empty()) request.relations.insert(table.name);
    if (wanted) request.functions.insert(table.functions.begin(), table.functions.end());
  }
}

bool must_ask(const StatementEffects& effects, bool may_call) {
  return std::ranges::any_of(effects.losses,
                             [](const PossibleLoss& loss) { return !loss.when_called; }) ||
         !effects.copied.empty() ||
         (may_call && (!effects.called.empty() || !effects.written.empty()));
}

template <typename Each>
void for_each_statement(const Plan& plan, Each each) {
  for (const PlannedStep& step : plan.steps) {
    for (const PlannedSegment& segment : step.segments) {
      for (const PlannedStatement& statement : segment.statements) each(statement);
    }
  }
}

}  // namespace

bool PlannedStep::loses() const {
  return std::ranges::any_of(segments, [](const PlannedSegment& segment) {
    return std::ranges::any_of(segment.statements, [](const PlannedStatement& statement) {
      return std::ranges::any_of(statement.losses,
                                 [](const PlannedLoss& loss) { return !loss.what.when_called; });
    });
  });
}

bool Plan::loses() const {
  return std::ranges::any_of(steps, &PlannedStep::loses);
}

Plan make_plan(std::span<const PlanInput> steps, const PlanOptions& options, const Facts* facts) {
  Plan plan{.dialect = options.dialect, .steps = {}, .facts = {}, .asked = facts != nullptr};
  ObjectTracker tracker(options.dialect, facts, options.foreign_keys);
  for (const PlanInput& input : steps) {
    tracker.begin_revision();
    plan.steps.push_back(plan_step(input, options, facts, tracker));
  }
  forgive_kept(plan, tracker);
  if (facts != nullptr) plan.facts = *facts;
  return plan;
}

Plan look_up(Connection& connection, std::span<const PlanInput> steps, const PlanOptions& options,
             LookFor look_for, bool may_call) {
  Plan draft = make_plan(steps, options);
  bool ask = look_for == LookFor::everything;
  FactsRequest request;
  for_each_statement(draft, [&](const PlannedStatement& statement) {
    ask = ask || must_ask(statement.effects, may_call);
    ask_for(statement.effects, look_for, may_call, request);
  });
  if (!ask) return draft;
  const Facts facts = read_facts(connection, options.dialect, request);
  Plan plan = make_plan(steps, options, &facts);
  count_losses(connection, plan, look_for);
  return plan;
}

std::vector<Loss> losses_of(const Plan& plan) {
  std::vector<Loss> losses;
  for (const PlannedStep& step : plan.steps) {
    for (const PlannedSegment& segment : step.segments) {
      for (const PlannedStatement& statement : segment.statements) {
        for (const PlannedLoss& loss : statement.losses) {
          if (loss.what.when_called) continue;
          const auto& tokens = statement.statement->source.tokens;
          losses.push_back({.revision = step.revision->id,
                            .direction = step.script->direction,
                            .what = shown(loss.what, loss.count),
                            .certain = !loss.what.may,
                            .count = loss.count.number,
                            .exact = loss.count.exact,
                            .file = step.script->source.name(),
                            .line = step.script->source.line_of(tokens.front().span.begin)});
        }
      }
    }
  }
  return losses;
}

}  // namespace aludel
