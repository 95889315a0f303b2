// Any text as a target or a range, on a graph with a fork, a merge, a dependency, labels, an
// implied head and two roots: either an answer or aludel::Error, nothing else.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "aludel/error.hpp"
#include "revision/history_range.hpp"
#include "revision/plan_steps.hpp"
#include "revision/resolve.hpp"
#include "revision/resolve_shown.hpp"
#include "revision/stamp_plan.hpp"
#include "revision/testing/graph_of.hpp"

namespace {

using aludel::testing::Ids;

template <typename Call>
void answered_or_refused(Call call) {
  try {
    call();
  } catch (const aludel::Error& error) {
    if (error.diagnostic().message.empty()) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const aludel::RevisionGraph graph = aludel::testing::graph_of(
      "aaaa1111; aaaa2222<-aaaa1111 labels left; bbbb3333<-aaaa1111 labels right; "
      "cccc4444<-aaaa2222,bbbb3333; "
      "dddd5555<-cccc4444; eeee6666 labels other; ffff7777<-eeee6666 depends aaaa2222; "
      "gggg8888<-ffff7777; "
      "hhhh9999<-bbbb3333; iiii0000 depends hhhh9999");
  static const aludel::RevisionSet own = graph.all();
  static const Ids states[] = {
      {}, {"aaaa1111"}, {"cccc4444", "ffff7777"}, {"dddd5555", "gggg8888", "iiii0000"}};

  const std::string text(data, data + size);
  for (const Ids& rows : states) {
    answered_or_refused([&] { (void)aludel::plan_upgrade(graph, own, rows, text); });
    answered_or_refused([&] { (void)aludel::plan_downgrade(graph, own, rows, text); });
    answered_or_refused([&] { (void)aludel::plan_stamp(graph, own, rows, Ids{text}); });
    answered_or_refused([&] { (void)aludel::resolve_shown(graph, own, rows, text); });
    answered_or_refused([&] { (void)aludel::history_range(graph, own, rows, text); });
  }
  answered_or_refused([&] { (void)aludel::resolve_parents(graph, own, text); });
  answered_or_refused([&] { (void)aludel::resolve_dependency(graph, text); });
  return 0;
}
