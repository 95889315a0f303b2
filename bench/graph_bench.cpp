// The graph on 10,000 revisions: building it, its heads, the longest plans.
#include <benchmark/benchmark.h>

#include "revision/plan_steps.hpp"
#include "revision/resolve.hpp"
#include "revision/testing/graph_of.hpp"
#include "revision/testing/random_graph.hpp"

namespace aludel {
namespace {

constexpr std::size_t revisions = 10'000;

/// A line: what most projects have.
std::vector<Revision> line() {
  testing::Random random(1);
  return testing::random_revisions(
      random,
      {.revisions = revisions, .root = 0, .fork = 0, .merge = 0, .dependency = 0, .label = 0});
}

/// Some forks, merges, dependencies and labels on a line.
std::vector<Revision> branches() {
  testing::Random random(1);
  return testing::random_revisions(
      random,
      {.revisions = revisions, .root = 1, .fork = 5, .merge = 2, .dependency = 2, .label = 1});
}

/// 300 branches of 33 revisions from one root, which wait for each other.
std::vector<Revision> fan() {
  std::vector<Revision> made(1);
  made[0].id = "root";
  for (int branch = 0; branch < 300; ++branch) {
    for (int i = 0; i < 33; ++i) {
      Revision revision;
      revision.id = "b" + std::to_string(branch) + "x" + std::to_string(i);
      revision.down_revision = {i == 0 ? "root" : made.back().id};
      made.push_back(std::move(revision));
    }
  }
  return made;
}

/// 5,000 branches of two.
std::vector<Revision> broom() {
  std::vector<Revision> made(1);
  made[0].id = "root";
  for (int branch = 0; branch < 5000; ++branch) {
    for (int i = 0; i < 2; ++i) {
      Revision revision;
      revision.id = "b" + std::to_string(branch) + "x" + std::to_string(i);
      revision.down_revision = {i == 0 ? "root" : made.back().id};
      made.push_back(std::move(revision));
    }
  }
  return made;
}

using Make = std::vector<Revision> (*)();

void build(benchmark::State& state, Make make) {
  const std::vector<Revision> files = make();
  for (auto _ : state) benchmark::DoNotOptimize(RevisionGraph(files));
}

void heads(benchmark::State& state, Make make) {
  const RevisionGraph graph(make());
  const RevisionSet own = graph.all();
  for (auto _ : state) benchmark::DoNotOptimize(heads_of(graph, own));
}

void upgrade_from_empty(benchmark::State& state, Make make) {
  const RevisionGraph graph(make());
  const RevisionSet own = graph.all();
  for (auto _ : state) benchmark::DoNotOptimize(plan_upgrade(graph, own, {}, "heads"));
}

void downgrade_to_base(benchmark::State& state, Make make) {
  const RevisionGraph graph(make());
  const RevisionSet own = graph.all();
  const testing::Ids rows = testing::ids(graph, heads_of(graph, own));
  for (auto _ : state) benchmark::DoNotOptimize(plan_downgrade(graph, own, rows, "base"));
}

#define SHAPE(name)                                                                 \
  BENCHMARK_CAPTURE(build, name, name)->Unit(benchmark::kMillisecond);              \
  BENCHMARK_CAPTURE(heads, name, name)->Unit(benchmark::kMillisecond);              \
  BENCHMARK_CAPTURE(upgrade_from_empty, name, name)->Unit(benchmark::kMillisecond); \
  BENCHMARK_CAPTURE(downgrade_to_base, name, name)->Unit(benchmark::kMillisecond)
SHAPE(line);
SHAPE(branches);
SHAPE(fan);
SHAPE(broom);
#undef SHAPE

}  // namespace
}  // namespace aludel
