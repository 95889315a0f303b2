#include "app/compare/hazards.hpp"

#include <algorithm>
#include <array>

#include "lint/lock_text.hpp"
#include "lint/loss_text.hpp"
#include "migrate/plan.hpp"
#include "migrate/section_text.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

/// The changes as the text of a revision, in which the line of a statement is its change's number.
Script as_script(const std::vector<RenderedChange>& changes, const Dialect& dialect,
                 int server_version) {
  SectionText text;
  text.begin(Direction::up, {});
  int number = 0;
  for (const RenderedChange& change : changes) {
    ++number;
    for (const RenderedStatement& statement : change.rendering.statements)
      text.add(statement, number);
  }
  return compile_script(read_body(text.take("changes"), dialect.sql()), Direction::up, dialect,
                        server_version, {});
}

void add_losses(const PlannedStatement& statement, std::vector<Hazard>& hazards) {
  for (const PlannedLoss& loss : statement.losses) {
    hazards.push_back(
        {"data-loss", (loss.what.may ? "may lose " : "loses ") + shown(loss.what, loss.count)});
  }
}

/// @param online  a NOT NULL stands behind a valid check of the same, so that no row is read
void add_work(const PlannedStatement& statement, const Facts& facts, bool online,
              std::vector<Hazard>& hazards) {
  for (const TouchedTable& table : statement.effects.tables) {
    if (online && table.question == Question::not_null) continue;
    if (table.is_new || table.name.empty()) continue;
    const bool rewrites = table.work == Work::rewrite;
    const bool reads = table.work == Work::scan || table.work == Work::build;
    if (!rewrites && !(reads && blocks_writes(table.lock))) continue;
    std::string text = lock_sentence(table, facts);
    if (!table.hint.empty()) text += "; safer: " + std::string(table.hint);
    hazards.push_back({rewrites ? "table-rewrite" : "blocking-scan", std::move(text)});
  }
}

}  // namespace

void find_hazards(std::vector<RenderedChange>& changes, const Dialect& dialect, int server_version,
                  Connection* live) {
  if (changes.empty()) return;
  const Script script = as_script(changes, dialect, server_version);
  const Revision revision;
  const std::array input{PlanInput{.revision = &revision, .script = &script}};
  const PlanOptions options{.dialect = dialect.sql(), .server_version = server_version};
  const Plan plan = live == nullptr ? make_plan(input, options)
                                    : look_up(*live, input, options, LookFor::everything, false);
  for (const PlannedSegment& segment : plan.steps.front().segments) {
    for (const PlannedStatement& statement : segment.statements) {
      const auto line = static_cast<std::size_t>(
          script.source.line_of(statement.statement->source.tokens.front().span.begin));
      RenderedChange& change = changes.at(line - 1);
      add_losses(statement, change.hazards);
      add_work(statement, plan.facts, change.online, change.hazards);
    }
  }
}

}  // namespace aludel
