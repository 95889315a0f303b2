// What Alembic does on recorded revision graphs, compared with what we do. tests/vectors/README.md
// says how; ALUDEL_GRAPH_VECTORS adds more files (paths or folders, separated by ':').
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "revision/applied.hpp"
#include "revision/plan_steps.hpp"
#include "revision/testing/graph_of.hpp"
#include "revision/version_rows.hpp"

namespace aludel {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::Ids;

struct Vector {
  RevisionGraph graph;
  Ids rows;
  std::string command;
  std::string target;
  std::optional<std::string> error;
  Ids steps;
  std::set<std::string> rows_after;
};

struct Outcome {
  std::optional<Diagnostic> error;
  std::vector<RevisionIndex> steps;
  RevisionSet applied;
  std::vector<RevisionIndex> rows_after;
};

Ids strings(const json& list) {
  return list.get<Ids>();
}

Vector read_vector(const json& entry) {
  std::vector<Revision> revisions;
  for (const json& from : entry.at("revisions")) {
    Revision revision;
    revision.id = from.at("revision");
    revision.down_revision = strings(from.at("down_revision"));
    revision.depends_on = strings(from.at("depends_on"));
    revision.branch_labels = strings(from.at("branch_labels"));
    revisions.push_back(std::move(revision));
  }
  Vector vector{.graph = RevisionGraph(std::move(revisions)),
                .rows = strings(entry.at("rows")),
                .command = entry.at("command"),
                .target = entry.at("target"),
                .error = {},
                .steps = {},
                .rows_after = {}};
  if (entry.contains("error")) {
    vector.error = entry.at("error");
  } else {
    vector.steps = strings(entry.at("steps"));
    vector.rows_after = entry.at("rows_after").get<std::set<std::string>>();
  }
  return vector;
}

Outcome run(const Vector& vector) {
  const RevisionSet own = vector.graph.all();
  Outcome outcome;
  outcome.applied = applied_state(vector.graph, own, vector.rows).applied;
  try {
    const StepPlan plan = vector.command == "upgrade"
                              ? plan_upgrade(vector.graph, own, vector.rows, vector.target)
                              : plan_downgrade(vector.graph, own, vector.rows, vector.target);
    for (const Step& step : plan.steps) {
      outcome.steps.push_back(step.revision);
      step.direction == Direction::up ? outcome.applied.insert(step.revision)
                                      : outcome.applied.erase(step.revision);
    }
  } catch (const Error& error) {
    outcome.error = error.diagnostic();
  }
  outcome.rows_after = version_rows(vector.graph, outcome.applied, own);
  return outcome;
}

bool every_order_is_fixed(const RevisionGraph& graph) {
  return std::ranges::all_of(
      graph.revisions(), [](const Revision& revision) { return revision.depends_on.size() < 2; });
}

bool same_steps(const Vector& vector, const Outcome& outcome) {
  Ids steps = testing::ids(vector.graph, outcome.steps);
  if (every_order_is_fixed(vector.graph)) return steps == vector.steps;
  Ids wanted = vector.steps;
  std::ranges::sort(steps);
  std::ranges::sort(wanted);
  return steps == wanted;
}

bool same_outcome(const Vector& vector, const Outcome& outcome) {
  if (vector.error || outcome.error) return vector.error.has_value() == outcome.error.has_value();
  const Ids after = testing::ids(vector.graph, outcome.rows_after);
  return same_steps(vector, outcome) && std::set(after.begin(), after.end()) == vector.rows_after;
}

/// Where we differ from Alembic on purpose: when, and why. `recorded` is how often that is so in
/// our own file, so that a new difference cannot hide behind an old reason.
struct Deviation {
  std::string_view reason;
  int recorded;
  bool (*applies)(const Vector&, const Outcome&);
};

bool is_refusal(const Outcome& outcome, Code code) {
  return outcome.error && outcome.error->code == info(code).id;
}

const Deviation deviations[] = {
    {"a head that another revision depends on is no head of its own: one is left, and `head` means "
     "it (Alembic finds "
     "several, and `upgrade head` fails for ever)",
     4,
     [](const Vector& vector, const Outcome& outcome) {
       return vector.error == "MultipleHeads" && vector.target.starts_with("head") &&
              !outcome.error && testing::is_antichain(vector.graph, outcome.rows_after);
     }},
    {"`-N` with several rows: Alembic takes the row that the database returns first, we name the "
     "candidates",
     13,
     [](const Vector& vector, const Outcome& outcome) {
       return vector.command == "downgrade" && vector.target.starts_with('-') &&
              vector.rows.size() > 1 && !vector.error &&
              is_refusal(outcome, Code::ambiguous_target);
     }},
    {"`X@-N` above the revision that X is written in, or where X is only implied by a row: Alembic "
     "refuses, though one way "
     "down is in X's lineage",
     5,
     [](const Vector& vector, const Outcome& outcome) {
       return vector.error == "RevisionError" && vector.command == "downgrade" &&
              vector.target.contains("@-") && !outcome.error && !outcome.steps.empty();
     }},
    {"Alembic leaves a row that another row implies", 1,
     [](const Vector& vector, const Outcome& outcome) {
       if (vector.error || outcome.error || !same_steps(vector, outcome)) return false;
       const Ids theirs(vector.rows_after.begin(), vector.rows_after.end());
       const RevisionSet rows = testing::indexes_of(vector.graph, theirs);
       return maximal(vector.graph, rows) == outcome.rows_after &&
              rows.size() > outcome.rows_after.size();
     }},
    {"Alembic ends in a Python traceback", 0,
     [](const Vector& vector, const Outcome&) {
       return vector.error == "KeyError" || vector.error == "AssertionError";
     }},
};

std::vector<fs::path> extra_files() {
  std::vector<fs::path> files;
  const char* named =
      std::getenv("ALUDEL_GRAPH_VECTORS");  // NOLINT(concurrency-mt-unsafe): nobody sets it
  for (const std::string& part : split(named == nullptr ? "" : named, ':')) {
    if (part.empty()) continue;
    if (!fs::is_directory(part)) {
      files.emplace_back(part);
      continue;
    }
    for (const auto& entry : fs::directory_iterator(part)) {
      if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
  }
  std::ranges::sort(files);
  return files;
}

void expect_invariant(const Vector& vector, const Outcome& outcome) {
  EXPECT_EQ(vector.graph.closure(outcome.rows_after), outcome.applied);
  EXPECT_TRUE(testing::is_antichain(vector.graph, outcome.rows_after));
  std::vector<RevisionIndex> upward = outcome.steps;
  if (vector.command == "downgrade") std::ranges::reverse(upward);
  EXPECT_TRUE(testing::is_upward(vector.graph, upward));
  EXPECT_FALSE(outcome.error && outcome.error->message.empty());
}

/// How often each deviation was needed.
std::vector<int> compare_file(const fs::path& path) {
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  std::vector<int> needed(std::size(deviations));
  int number = 0;
  const json entries = json::parse(in);
  for (const json& entry : entries) {
    SCOPED_TRACE(path.filename().string() + " number " + std::to_string(number++));
    const Vector vector = read_vector(entry);
    EXPECT_TRUE(vector.graph.problems().empty());
    const Outcome outcome = run(vector);
    expect_invariant(vector, outcome);
    if (same_outcome(vector, outcome)) continue;
    const auto* reason = std::ranges::find_if(
        deviations, [&](const Deviation& deviation) { return deviation.applies(vector, outcome); });
    if (reason != std::end(deviations)) {
      ++needed[static_cast<std::size_t>(reason - std::begin(deviations))];
      continue;
    }
    ADD_FAILURE() << vector.command << ' ' << vector.target << " at " << join(vector.rows, " ")
                  << "\n  wanted: " << vector.error.value_or(join(vector.steps, " "))
                  << "\n  got:    "
                  << (outcome.error ? outcome.error->message
                                    : join(testing::ids(vector.graph, outcome.steps), " "));
  }
  EXPECT_GT(number, 0);
  return needed;
}

TEST(Vectors, DoWhatAlembicDoesButForTheListedReasons) {
  const fs::path own = fs::path(ALUDEL_SOURCE_DIR) / "tests/vectors/revision_graphs.json";
  const std::vector<int> needed = compare_file(own);
  for (std::size_t i = 0; i < needed.size(); ++i) {
    EXPECT_EQ(needed[i], deviations[i].recorded) << deviations[i].reason;
  }
}

TEST(Vectors, OfOtherFilesAreHeldToo) {
  for (const fs::path& path : extra_files()) compare_file(path);
}

}  // namespace
}  // namespace aludel
