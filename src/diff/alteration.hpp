#pragma once

#include <vector>

#include "catalog/fact.hpp"
#include "catalog/operation.hpp"

namespace aludel {

/// Where an action stands among those that need nothing of each other.
enum class Rank {
  schema,
  extension,
  revoke,
  drop_object,
  drop_trigger,
  drop_policy,
  drop_view,
  drop_foreign_key,
  drop_index,
  enumeration,
  domain,
  composite,
  sequence,
  function,
  table,
  partition,
  alter,
  drop_table,
  index,
  foreign_key,
  view,
  trigger,
  policy,
  object,
  setting,
  comment,
  grant,
  drop_function,
  drop_sequence,
  drop_type,
  drop_extension,
  drop_schema,
};

/// One operation of a difference, with what its place depends on.
struct Alteration {
  Operation operation;
  Rank rank;
  std::vector<Fact> needs = {};    ///< must be as they shall be
  std::vector<Fact> makes = {};    ///< are there behind it
  std::vector<Fact> changes = {};  ///< are otherwise behind it; no user of the old may be left
  std::vector<Fact> drops = {};    ///< are gone behind it
  std::vector<Fact> frees = {};    ///< are no longer used by what it drops or changes
};

/// Puts alterations in an order in which each finds what it needs: what frees something comes
/// before what drops or changes it, what drops a name before what makes it anew, what makes or
/// changes something before what needs it. Where that leaves a choice, by rank, then as they are
/// given; the changes of one table stay together where they can. Linear in what the alterations
/// name, but for a logarithm.
///
/// @return  indexes into `alterations`; of those that need each other in a circle nothing is known,
/// and
///          they come last
/// Source: A. B. Kahn, Topological sorting of large networks, 1962.
struct Ordered {
  std::vector<std::size_t> order;
  std::vector<std::size_t> in_a_circle;
};
[[nodiscard]] Ordered in_order(const std::vector<Alteration>& alterations);

}  // namespace aludel
