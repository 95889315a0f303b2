#include "cli/plan_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "base/source.hpp"
#include "base/text.hpp"
#include "cli/revision_text.hpp"
#include "lint/lock_text.hpp"

namespace aludel {

namespace {

/// Up to so many statements all are shown; of more, those that somebody should know of.
constexpr int all_shown = 30;
/// A table below this is read and written so fast that nobody notices.
constexpr long long small_bytes = 8LL * 1024 * 1024;
constexpr long long small_rows = 20'000;

std::string cut(std::string text, std::size_t width) {
  if (character_count(text) <= width) return text;
  text.resize(offset_of_character(text, width > 0 ? width - 1 : 0));
  return text + "…";
}

/// `text` in lines of at most `width` characters; the first behind `lead`, the others below it.
void wrap(std::vector<std::string>& lines, const std::string& lead, std::string_view text,
          std::size_t width) {
  const std::string below(character_count(lead), ' ');
  std::string line = lead;
  bool empty = true;
  for (const std::string& word : split(text, ' ')) {
    if (word.empty()) continue;
    if (!empty && character_count(line) + 1 + character_count(word) > width) {
      lines.push_back(line);
      line = below;
      empty = true;
    }
    line += (empty ? "" : " ") + word;
    empty = false;
  }
  lines.push_back(line);
}

bool on_a_file(Lock lock) {
  return lock == Lock::file_write || lock == Lock::file_exclusive;
}

/// Locks that every statement of the kind takes, and of which nobody has to know.
bool is_ordinary(const TouchedTable& table) {
  if (table.is_new || table.name.empty()) return table.work != Work::rewrite;
  const bool works = !work_words(table.work).empty();
  if (on_a_file(table.lock)) return !works;
  return !works && !blocks_writes(table.lock);
}

class PlanText {
 public:
  PlanText(const Preview& preview, const PlanTextOptions& options)
      : preview_(preview), plan_(preview.plan), options_(options) {
    for (const PlannedStep& step : plan_.steps) {
      statements_ += step.script->statement_count;
      for (const PlannedSegment& segment : step.segments) {
        stopping_ += std::ranges::count_if(segment.statements, [this](const auto& statement) {
          return std::ranges::any_of(statement.effects.tables, [this](const TouchedTable& table) {
            return stops_others(table, plan_.facts);
          });
        });
      }
    }
  }

  std::vector<std::string> lines() {
    for (const PlannedStep& step : plan_.steps) show(step);
    summary();
    return std::move(lines_);
  }

 private:
  [[nodiscard]] bool fold() const { return !options_.verbose && statements_ > all_shown; }

  /// A step of which nothing is worth a line of its own.
  [[nodiscard]] bool is_folded(const PlannedStep& step) const {
    if (!fold() || step.segments.size() != 1 || step.segments.front().segment->autocommit ||
        step.segments.front().segment->batched || step.script->allow_data_loss ||
        step.script->at_its_turn)
      return false;
    const auto& statements = step.segments.front().statements;
    return std::ranges::all_of(statements, [this](const PlannedStatement& statement) {
      return below_statement(statement).empty();
    });
  }

  void show(const PlannedStep& step) {
    if (is_folded(step)) {
      lines_.push_back(cut(fmt::format("{} {}  {}  ({}: nobody waits)",
                                       step.script->direction == Direction::up ? "↑" : "↓",
                                       step.revision->id, short_message(*step.revision),
                                       counted(step.script->statement_count, "statement")),
                           options_.width));
      return;
    }
    const bool up = step.script->direction == Direction::up;
    lines_.push_back(cut(
        fmt::format("{} {}  {}", up ? "↑" : "↓", step.revision->id, short_message(*step.revision)),
        options_.width));
    lines_.push_back("  " + step.script->source.name());
    const Timeouts& timeouts = step.script->timeouts;
    if (timeouts.lock) lines_.push_back("  lock timeout " + format_duration(*timeouts.lock));
    if (timeouts.statement)
      lines_.push_back("  statement timeout " + format_duration(*timeouts.statement));
    if (step.script->allow_data_loss)
      wrap(lines_, "  may lose data: ", *step.script->allow_data_loss, options_.width);
    const std::size_t count = step.segments.size();
    for (std::size_t k = 0; k < count; ++k) show(step, step.segments[k], k + 1, count);
    for (const ScriptStatement& query : step.script->verify)
      lines_.push_back(statement_line(step, query, "verify "));
    if (step.script->at_its_turn) {
      wrap(lines_, "    ",
           "what this does is known when its turn comes: SQL that only the database can follow "
           "stands before it",
           options_.width);
    } else if (step.script->statement_count == 0) {
      lines_.push_back("    nothing to run");
    }
  }

  void show(const PlannedStep& step, const PlannedSegment& segment, std::size_t k,
            std::size_t count) {
    if (count > 1) {
      const std::string kind = segment.segment->autocommit ? "outside a transaction"
                               : segment.segment->batched  ? "in batches"
                                                           : "a transaction";
      lines_.push_back(fmt::format("  segment {} of {}, {}{}", k, count, kind,
                                   segment.done ? ": done by an earlier run" : ""));
    } else if (segment.segment->autocommit) {
      lines_.emplace_back("  outside a transaction");
    }
    if (segment.segment->batched) {
      const BatchDirective& batch = segment.segment->batched->asked;
      lines_.push_back(fmt::format("    of {} by {}, {} rows at first", batch.table,
                                   join(batch.key, ", "), batch.size));
    }
    int folded = 0;
    for (const PlannedStatement& statement : segment.statements) {
      std::vector<std::string> below = below_statement(statement);
      if (fold() && below.empty()) {
        ++folded;
        continue;
      }
      lines_.push_back(statement_line(step, *statement.statement, ""));
      std::ranges::move(below, std::back_inserter(lines_));
    }
    if (folded > 0)
      lines_.push_back(fmt::format("    {:>4}  {}", "…",
                                   counted(folded, "statement") + " that nobody waits for"));
  }

  [[nodiscard]] std::string statement_line(const PlannedStep& step,
                                           const ScriptStatement& statement,
                                           const std::string& before) const {
    const SourceText& source = step.script->source;
    const int line = source.line_of(statement.source.tokens.front().span.begin);
    std::string rows;
    if (statement.rows)
      rows = " -- with " + with_commas(static_cast<long long>(statement.rows->size())) + " rows";
    return cut(
        fmt::format("    {:>4}  {}{}{}", line, before, one_line(source, statement.source), rows),
        options_.width);
  }

  [[nodiscard]] std::vector<std::string> below_statement(const PlannedStatement& statement) const {
    std::vector<std::string> lines;
    const std::string indent(10, ' ');
    for (const PlannedLoss& loss : statement.losses) {
      const std::string verb = loss.what.when_called ? "would lose, when it is called:"
                               : loss.what.may       ? "may lose"
                                                     : "loses";
      wrap(lines, indent + "- " + verb + " ", shown(loss.what, loss.count), options_.width);
    }
    for (const PlannedChange& change : statement.changes) {
      wrap(lines, indent,
           "changes " +
               (change.count.number ? std::string(change.count.at_most ? "up to " : "") +
                                          shown_number(*change.count.number, change.count.exact) +
                                          (*change.count.number == 1 ? " row" : " rows")
                                    : std::string("an unknown number of rows")) +
               " of " + shown(change.table),
           options_.width);
    }
    for (const TouchedTable& table : strongest(statement.effects.tables)) {
      if (is_ordinary(table) || (fold() && is_quick(table))) continue;
      const bool stops = stops_others(table, plan_.facts);
      wrap(lines, indent + (stops ? "! " : ""), lock_sentence(table, plan_.facts), options_.width);
      if (stops && !table.hint.empty())
        wrap(lines, indent + "  safer: ", table.hint, options_.width);
    }
    if (!statement.effects.known) lines.push_back(indent + "what it locks is not known");
    return lines;
  }

  /// A lock that is held for a moment, on a table that is small.
  [[nodiscard]] bool is_quick(const TouchedTable& table) const {
    const RelationFacts* relation = plan_.facts.find(table.name);
    return work_words(table.work).empty() && relation != nullptr && relation->bytes >= 0 &&
           relation->bytes < small_bytes;
  }

  /// One entry a table: several actions of an ALTER TABLE take the strongest lock of them.
  [[nodiscard]] static std::vector<TouchedTable> strongest(const std::vector<TouchedTable>& all) {
    std::vector<TouchedTable> result;
    for (const TouchedTable& table : all) {
      const auto same = std::ranges::find(result, table.name, &TouchedTable::name);
      if (same == result.end()) {
        result.push_back(table);
        continue;
      }
      const Lock lock = std::max(same->lock, table.lock);
      if (table.work > same->work || (table.work == same->work && table.lock > same->lock))
        *same = table;
      same->lock = lock;
    }
    return result;
  }

  void summary() {
    lines_.emplace_back();
    summarise_losses();
    if (stopping_ > 0) {
      lines_.push_back(fmt::format(
          "blocks    {} (marked !): others wait as long as it works, and the table is not small",
          counted(stopping_, "statement")));
    }
    summarise_way_back();
  }

  void summarise_losses() {
    const std::vector<Loss> losses = losses_of(plan_);
    if (losses.empty()) {
      lines_.emplace_back("loses     nothing");
      return;
    }
    for (std::size_t i = 0; i < losses.size(); ++i) {
      const Loss& loss = losses[i];
      wrap(lines_, i == 0 ? "loses     " : "          ",
           fmt::format("{}{}  ({}, line {})", loss.certain ? "" : "perhaps ", loss.what,
                       loss.revision, loss.line),
           options_.width);
    }
  }

  void summarise_way_back() {
    if (preview_.way_back.empty()) return;
    constexpr std::size_t shown_at_most = 8;
    std::vector<const WayBack*> worth;
    for (const WayBack& back : preview_.way_back) {
      if (!back.reversible || !back.loses.empty()) worth.push_back(&back);
    }
    if (worth.empty()) lines_.emplace_back("way back  loses nothing that its text names");
    for (std::size_t i = 0; i < worth.size(); ++i) {
      if (!options_.verbose && worth.size() > shown_at_most && i + 1 == shown_at_most) {
        lines_.push_back(fmt::format("          … {} more (-v shows them)", worth.size() - i));
        return;
      }
      const WayBack& back = *worth[i];
      wrap(lines_, i == 0 ? "way back  " : "          ",
           back.revision + (back.reversible ? ": would lose " + join(back.loses, ", ")
                                            : ": none, " + back.reason),
           options_.width);
    }
  }

  const Preview& preview_;
  const Plan& plan_;
  const PlanTextOptions& options_;
  int statements_ = 0;
  std::ptrdiff_t stopping_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace

bool stops_others(const TouchedTable& table, const Facts& facts) {
  if (table.is_new || !blocks_writes(table.lock) || work_words(table.work).empty()) return false;
  const RelationFacts* relation = facts.find(table.name);
  if (table.name.empty() && facts.file_bytes >= 0) return facts.file_bytes >= small_bytes;
  if (relation == nullptr) return !facts.absent(table.name);
  if (relation->bytes >= 0) return relation->bytes >= small_bytes;
  return relation->rows < 0 || relation->rows >= small_rows;
}

std::string one_line(const SourceText& source, const Statement& statement) {
  std::string text;
  std::size_t end = statement.tokens.front().span.begin;
  for (const Token& token : statement.tokens) {
    if (token.kind == TokenKind::copy_data) break;
    if (token.span.begin > end) text += ' ';
    for (const char c : source.slice(token.span)) text += is_space(c) ? ' ' : c;
    end = token.span.end;
    if (text.size() > 1000) break;
  }
  return text;
}

std::vector<std::string> plan_text(const Preview& preview, const PlanTextOptions& options) {
  return PlanText(preview, options).lines();
}

}  // namespace aludel
