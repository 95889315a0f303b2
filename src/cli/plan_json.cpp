#include <nlohmann/json.hpp>

#include "cli/json.hpp"
#include "cli/plan_text.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

using Json = nlohmann::ordered_json;

Json number_or_null(long long number) {
  return number < 0 ? Json() : Json(number);
}
Json text_or_null(std::string_view text) {
  return text.empty() ? Json() : Json(text);
}

Json json_of(const TouchedTable& table, const Facts& facts) {
  const RelationFacts* relation = facts.find(table.name);
  return {{"table", text_or_null(shown(table.name))},
          {"lock", name_of(table.lock)},
          {"blocks_reads", blocks_reads(table.lock)},
          {"blocks_writes", blocks_writes(table.lock)},
          {"work", name_of(table.work)},
          {"certain", table.certain},
          {"why", text_or_null(table.why)},
          {"new", table.is_new},
          {"stops_others", stops_others(table, facts)},
          {"rows", relation == nullptr ? Json() : number_or_null(relation->rows)},
          {"bytes", relation == nullptr ? Json() : number_or_null(relation->bytes)},
          {"partitions", relation == nullptr ? 0 : relation->partitions},
          {"hint", text_or_null(table.hint)}};
}

Json json_of(const LossCount& count) {
  return count.number ? Json(*count.number) : Json();
}

Json json_of(const PlannedStatement& statement, const SourceText& source, const Facts& facts) {
  Json tables = Json::array();
  for (const TouchedTable& table : statement.effects.tables)
    tables.push_back(json_of(table, facts));
  Json losses = Json::array();
  for (const PlannedLoss& loss : statement.losses) {
    losses.push_back({{"what", shown(loss.what, loss.count)},
                      {"certain", !loss.what.may},
                      {"when_called", loss.what.when_called},
                      {"count", json_of(loss.count)},
                      {"exact", loss.count.exact}});
  }
  Json changes = Json::array();
  for (const PlannedChange& change : statement.changes) {
    changes.push_back({{"table", shown(change.table)},
                       {"count", json_of(change.count)},
                       {"exact", change.count.exact}});
  }
  const Statement& text = statement.statement->source;
  return {{"statement", statement.statement->number},
          {"line", source.line_of(text.tokens.front().span.begin)},
          {"sql", source.slice(text.span)},
          {"known", statement.effects.known},
          {"tables", tables},
          {"losses", losses},
          {"changes", changes}};
}

Json json_of(const PlannedSegment& segment, std::size_t k, const SourceText& source,
             const Facts& facts) {
  Json statements = Json::array();
  for (const PlannedStatement& statement : segment.statements)
    statements.push_back(json_of(statement, source, facts));
  Json batch;
  if (segment.segment->batched) {
    const BatchDirective& asked = segment.segment->batched->asked;
    batch = {{"table", asked.table}, {"key", asked.key}, {"size", asked.size}};
  }
  return {{"segment", k},
          {"kind", segment.segment->autocommit ? "autocommit"
                   : segment.segment->batched  ? "batched"
                                               : "transaction"},
          {"done", segment.done},
          {"batch", batch},
          {"statements", statements}};
}

Json milliseconds_or_null(const std::optional<std::chrono::milliseconds>& time) {
  return time ? Json(time->count()) : Json();
}

Json json_of(const PlannedStep& step, const Facts& facts) {
  Json segments = Json::array();
  for (std::size_t k = 0; k < step.segments.size(); ++k)
    segments.push_back(json_of(step.segments[k], k + 1, step.script->source, facts));
  Json verify = Json::array();
  for (const ScriptStatement& query : step.script->verify) verify.push_back(query.sql);
  return {{"revision", step.revision->id},
          {"message", step.revision->message},
          {"direction", name_of(step.script->direction)},
          {"path", step.revision->path},
          {"lock_timeout_ms", milliseconds_or_null(step.script->timeouts.lock)},
          {"statement_timeout_ms", milliseconds_or_null(step.script->timeouts.statement)},
          {"allow_data_loss",
           step.script->allow_data_loss ? Json(*step.script->allow_data_loss) : Json()},
          {"segments", segments},
          {"verify", verify},
          {"known_at_its_turn", step.script->at_its_turn}};
}

}  // namespace

Json plan_json(const Preview& preview) {
  Json steps = Json::array();
  for (const PlannedStep& step : preview.plan.steps)
    steps.push_back(json_of(step, preview.plan.facts));
  Json losses = Json::array();
  for (const Loss& loss : losses_of(preview.plan)) losses.push_back(aludel::json_of(loss));
  Json back = Json::array();
  for (const WayBack& each : preview.way_back) {
    back.push_back({{"revision", each.revision},
                    {"reversible", each.reversible},
                    {"reason", text_or_null(each.reason)},
                    {"loses", each.loses}});
  }
  Json progress;
  if (preview.state.in_progress) {
    progress = {{"revision", preview.state.in_progress->revision},
                {"direction", name_of(preview.state.in_progress->direction)},
                {"segments_done", preview.state.in_progress->done()},
                {"segments", preview.state.in_progress->segments}};
  }
  return {{"rows_before", preview.state.rows},
          {"rows_after", preview.rows_after},
          {"in_progress", progress},
          {"database_asked", preview.plan.asked},
          {"losses", losses},
          {"steps", steps},
          {"way_back", back}};
}

}  // namespace aludel
