#include "revision/database_legs.hpp"

#include <gtest/gtest.h>

#include "revision/testing/graph_of.hpp"

namespace aludel::testing {
namespace {

/// "shop: heads; log: b2 c3"
std::string legs_of(std::string_view text, const Ids& databases) {
  const RevisionGraph graph = graph_of(text);
  std::vector<RevisionSet> own;
  for (const std::string& name : databases) own.push_back(graph.of_database(name));
  Ids shown;
  for (const DatabaseLeg& leg : database_legs(graph, own))
    shown.push_back(databases[leg.database] + ": " + join(leg.targets, " "));
  return join(shown, "; ");
}

TEST(DatabaseLegs, ADatabaseThatNeedsNoOtherIsOneLeg) {
  EXPECT_EQ(legs_of("a in shop; b<-a in shop; c in log", {"shop", "log"}),
            "shop: heads; log: heads");
}

TEST(DatabaseLegs, WhatIsNeededElsewhereIsAppliedFirst) {
  EXPECT_EQ(legs_of("a in shop depends c; c in log", {"shop", "log"}), "log: heads; shop: heads");
}

TEST(DatabaseLegs, DatabasesThatNeedEachOtherTakeTurns) {
  EXPECT_EQ(
      legs_of("a in shop; b<-a in shop depends l; l in log depends a; z in shop", {"shop", "log"}),
      "shop: a z; log: heads; shop: heads");
}

TEST(DatabaseLegs, ADatabaseThatIsLeftOutIsTakenToBeApplied) {
  EXPECT_EQ(legs_of("a in shop depends c; c in log", {"shop"}), "shop: heads");
}

TEST(DatabaseLegs, ADatabaseWithoutRevisionsIsMadeAllTheSame) {
  EXPECT_EQ(legs_of("a in shop", {"log", "shop"}), "log: heads; shop: heads");
}

TEST(DatabaseLegs, ANeedThatIsParentAndDependencyCountsOnce) {
  EXPECT_EQ(legs_of("a in shop; b<-a in shop depends a", {"shop"}), "shop: heads");
}

}  // namespace
}  // namespace aludel::testing
