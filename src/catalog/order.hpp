#pragma once

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "aludel/catalog.hpp"

namespace aludel {

// Where an object stands among its like in a sorted catalog.
[[nodiscard]] inline const std::string& sort_key(const Schema& one) {
  return one.name;
}
[[nodiscard]] inline const std::string& sort_key(const Extension& one) {
  return one.name;
}
[[nodiscard]] inline const std::string& sort_key(const Index& one) {
  return one.name;
}
[[nodiscard]] inline const ObjectName& sort_key(const Enum& one) {
  return one.name;
}
[[nodiscard]] inline const ObjectName& sort_key(const Domain& one) {
  return one.name;
}
[[nodiscard]] inline const ObjectName& sort_key(const Sequence& one) {
  return one.name;
}
[[nodiscard]] inline const ObjectName& sort_key(const Table& one) {
  return one.name;
}
[[nodiscard]] inline const ObjectName& sort_key(const View& one) {
  return one.name;
}
[[nodiscard]] inline auto sort_key(const Function& one) {
  return std::tie(one.name, one.signature);
}
[[nodiscard]] inline auto sort_key(const Trigger& one) {
  return std::tie(one.table, one.name, one.schema);
}
[[nodiscard]] inline auto sort_key(const Policy& one) {
  return std::tie(one.table, one.name);
}
[[nodiscard]] inline auto sort_key(const Grant& one) {
  return std::tie(one.kind, one.object, one.signature, one.role, one.with_grant_option,
                  one.withheld);
}
[[nodiscard]] inline const ObjectName& sort_key(const CompositeType& one) {
  return one.name;
}
[[nodiscard]] inline auto sort_key(const OtherObject& one) {
  return std::tie(one.kind, one.name);
}
[[nodiscard]] inline auto sort_key(const ObjectSetting& one) {
  return std::tie(one.object, one.kind, one.part);
}
[[nodiscard]] inline auto sort_key(const Check& one) {
  return std::tie(one.name, one.expression);
}
/// By kind, then by name; those without a name by what they say.
[[nodiscard]] std::tuple<std::size_t, std::string, std::string> sort_key(
    const Constraint& constraint);

/// Puts `object` where it belongs among those that are sorted.
template <typename Object>
void insert_sorted(std::vector<Object>& objects, Object object) {
  const auto place = std::ranges::upper_bound(objects, sort_key(object), {},
                                              [](const Object& one) { return sort_key(one); });
  objects.insert(place, std::move(object));
}

template <typename Object>
void sort_objects(std::vector<Object>& objects) {
  std::ranges::stable_sort(objects, {}, [](const Object& one) { return sort_key(one); });
}

}  // namespace aludel
