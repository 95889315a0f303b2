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

bool is_of_identity(const ObjectSetting& setting) {
  return setting.kind == sequence_name || setting.kind == sequence_comment;
}

bool is_of(const ObjectSetting& setting, PartOf what) {
  return !setting.kind.ends_with(trigger_of_partition) &&
         setting.kind.ends_with("CONSTRAINT") == (what == PartOf::constraint);
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

void keep_sequence_names(Catalog& catalog, const Table& table, std::string_view column,
                         const ObjectName& to_table, std::string_view to_column,
                         const Rules& rules) {
  for (const Column& one : table.columns) {
    if (!one.identity || rules.dialect == "sqlite" || (!column.empty() && one.name != column))
      continue;
    const std::string new_column(to_column.empty() ? std::string_view(one.name) : to_column);
    std::string name = identity_sequence(table.name, one.name).name;
    std::erase_if(catalog.settings, [&](const ObjectSetting& setting) {
      const bool is_it = setting.kind == sequence_name &&
                         same_name(setting.part, one.name, rules) &&
                         (same_name(setting.object, table.name, rules) ||
                          same_name(setting.object, to_table, rules));
      if (is_it) name = setting.value;
      return is_it;
    });
    if (name == identity_sequence(to_table, new_column).name) continue;
    insert_sorted(catalog.settings, ObjectSetting{.kind = std::string(sequence_name),
                                                  .object = to_table,
                                                  .part = new_column,
                                                  .value = name});
  }
}

void drop_settings_of_trigger(Catalog& catalog, const ObjectName& table, std::string_view trigger,
                              const Rules& rules) {
  for (const Table& part : catalog.tables) {
    if (!part.partition_of || !same_name(part.partition_of->parent, table, rules)) continue;
    std::erase_if(catalog.settings, [&](const ObjectSetting& one) {
      return one.kind.ends_with(trigger_of_partition) && same_name(one.object, part.name, rules) &&
             same_name(one.part, trigger, rules);
    });
    drop_settings_of_trigger(catalog, part.name, trigger, rules);
  }
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
