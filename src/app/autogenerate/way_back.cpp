#include "app/autogenerate/way_back.hpp"

#include "app/scratch/beyond_database.hpp"
#include "app/test/trial.hpp"

namespace aludel {

ComparedStates way_back(TestRequest request, RevisionIndex revision,
                        const std::vector<RenameWord>& renames) {
  std::vector<RevisionIndex> order;
  for (const Step& step :
       plan_upgrade(request.run.graph, request.run.own, {}, request.run.graph[revision].id).steps)
    order.push_back(step.revision);
  request.place = place_for_revisions(std::move(request.place), request.run, order);
  Trial trial(request);
  for (const RevisionIndex each : order) {
    if (each != revision) trial.run(each, Direction::up);
  }
  const KnownState before = trial.state();
  trial.run(revision, Direction::up);
  return compare(trial.state(), before, trial.session().dialect(), nullptr, {.asked = renames});
}

}  // namespace aludel
