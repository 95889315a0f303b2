#include "catalog/settings.hpp"

#include <algorithm>

#include "catalog/sql_words.hpp"

namespace aludel {

ObjectName index_of(const ObjectSetting& setting, const Rules& rules) {
  const bool names_one = setting.kind == "CLUSTER" || setting.value.starts_with("USING INDEX ");
  if (!names_one) return {};
  const SqlWords words = words_of(setting.value, rules);
  return words.words.empty() ? ObjectName()
                             : ObjectName(setting.object.schema, words.words.back().text);
}

bool keeps(const Domain& domain, const Check& check) {
  Check valid = check;
  valid.not_valid = false;
  return std::ranges::any_of(domain.checks,
                             [&](const Check& one) { return one == check || one == valid; });
}

}  // namespace aludel
