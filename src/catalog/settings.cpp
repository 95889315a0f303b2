#include "catalog/settings.hpp"

#include <algorithm>
#include <set>

#include "catalog/lookup.hpp"
#include "catalog/order.hpp"
#include "catalog/sql_words.hpp"

namespace aludel {

ObjectName index_of(const ObjectSetting& setting, const Rules& rules) {
  const bool names_one = setting.kind == "CLUSTER" || setting.value.starts_with("USING INDEX ");
  if (!names_one) return {};
  const SqlWords words = words_of(setting.value, rules);
  return words.words.empty() ? ObjectName()
                             : ObjectName(setting.object.schema, words.words.back().text);
}

bool is_of(const ObjectSetting& setting, PartOf what) {
  return setting.kind.ends_with("CONSTRAINT") == (what == PartOf::constraint);
}

void drop_settings(Catalog& catalog, const ObjectName& object, PartOf what, std::string_view part,
                   const Rules& rules) {
  std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
    return is_of(one, what) && same_name(one.object, object, rules) &&
           same_name(one.part, part, rules);
  });
}

void rename_in_settings(Catalog& catalog, const ObjectName& object, PartOf what,
                        std::string_view from, std::string_view to, const Rules& rules) {
  for (ObjectSetting& one : catalog.settings) {
    const bool is_meant = is_of(one, what) && same_name(one.object, object, rules) &&
                          same_name(one.part, from, rules);
    if (is_meant) one.part = to;
  }
  sort_objects(catalog.settings);
}

void drop_settings_of_lost_indexes(Catalog& catalog) {
  const auto is_of_index = [](const ObjectSetting& one) { return one.kind == index_statistics; };
  if (std::ranges::none_of(catalog.settings, is_of_index)) return;
  std::set<std::pair<std::string, std::string>> indexes;
  const auto add = [&](const auto& owner) {
    for (const Index& index : owner.indexes) indexes.emplace(owner.name.schema, index.name);
  };
  std::ranges::for_each(catalog.tables, add);
  std::ranges::for_each(catalog.views, add);
  std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
    return is_of_index(one) && !indexes.contains({one.object.schema, one.object.name});
  });
}

bool keeps(const Domain& domain, const Check& check) {
  Check valid = check;
  valid.not_valid = false;
  return std::ranges::any_of(domain.checks,
                             [&](const Check& one) { return one == check || one == valid; });
}

}  // namespace aludel
