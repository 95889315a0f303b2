#include "migrate/offline_range.hpp"

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/state.hpp"
#include "revision/quoted.hpp"
#include "revision/stamp_plan.hpp"
#include "revision/target.hpp"

namespace aludel {

namespace {

constexpr const char* no_database = "`--sql` asks no database";

[[noreturn]] void refuse(std::string message, std::string next) {
  Diagnostic problem = diagnostic(Code::bad_target, std::move(message));
  problem.hint = no_database;
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

void refuse_current(const std::string& text) {
  if (text.empty() || parse_target(text).symbol != "current") return;
  refuse("`current` is known to the database alone",
         "write the revision that the database is at; `aludel current` tells");
}

bool counts_from_rows(const std::string& text) {
  if (text.empty()) return false;
  const Target target = parse_target(text);
  return target.symbol.empty() && target.relative();
}

}  // namespace

OfflineRange parse_offline_range(std::string_view text) {
  OfflineRange range;
  const std::size_t colon = text.find(':');
  range.is_range = colon != std::string_view::npos;
  if (range.is_range) {
    range.from = trim(text.substr(0, colon));
    range.to = trim(text.substr(colon + 1));
  } else {
    range.to = text;
  }
  if (range.to.contains(':')) {
    refuse("the range " + aludel::quoted(text) + " has more than one colon",
           "write FROM:TO, a target each");
  }
  for (const std::string& part : split(range.from, ',')) {
    refuse_current(part);
    if (counts_from_rows(part)) {
      refuse("the range " + aludel::quoted(text) + " begins at " + aludel::quoted(part) +
                 ", which counts from what is applied",
             "write the revision that the database is at before the colon");
    }
  }
  refuse_current(range.to);
  if (range.from.empty() && counts_from_rows(range.to)) {
    refuse(aludel::quoted(range.to) + " counts from what is applied",
           "write where the database is before it: `FROM:" + range.to + "`");
  }
  return range;
}

std::vector<std::string> rows_at(const RevisionGraph& graph, const RevisionSet& own,
                                 const std::string& from) {
  const std::vector<std::string> parts = split(from, ',');
  return sorted_ids(graph, plan_stamp(graph, own, {}, parts));
}

}  // namespace aludel
