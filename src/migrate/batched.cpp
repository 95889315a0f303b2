#include "migrate/batched.hpp"

#include "base/text.hpp"

namespace aludel {

namespace {

std::string bound(const BatchDirective& batch, const std::string& literals) {
  return batch.key.size() == 1 ? literals : "(" + literals + ")";
}

}  // namespace

std::string row_of(const BatchDirective& batch, const std::string& qualifier) {
  std::string columns;
  for (const std::string& column : batch.key) {
    if (!columns.empty()) columns += ", ";
    columns += (qualifier.empty() ? "" : qualifier + ".") + column;
  }
  return batch.key.size() == 1 ? columns : "(" + columns + ")";
}

std::string condition_on(const BatchDirective& batch, const std::string& qualifier,
                         const KeyRange& range) {
  const std::string key = row_of(batch, qualifier);
  const std::string upper = key + " <= " + bound(batch, range.upper);
  if (range.lower.empty()) return "(" + upper + ")";
  return "(" + key + " > " + bound(batch, range.lower) + " AND " + upper + ")";
}

std::string key_of(const BatchDirective& batch, const std::string& literals) {
  return row_of(batch, "") + " = " + bound(batch, literals);
}

std::string sql_for(const Batched& batched, const KeyRange& range) {
  return batched.before + condition_on(batched.asked, batched.alias, range) + batched.after;
}

}  // namespace aludel
