#include "lint/lock_text.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "lint/loss_text.hpp"

namespace aludel {

namespace {

std::string size_of(const TouchedTable& table, const Facts& facts) {
  const RelationFacts* relation = facts.find(table.name);
  if (relation == nullptr) return {};
  std::string text;
  if (relation->rows >= 0)
    text = shown_number(relation->rows, false) + (relation->rows == 1 ? " row" : " rows");
  if (relation->bytes >= 0) text += (text.empty() ? "" : ", ") + shown_bytes(relation->bytes);
  if (relation->partitions > 0)
    text += fmt::format(", with {}", counted(relation->partitions, "partition"));
  return text.empty() ? "" : " (" + text + ")";
}

}  // namespace

std::string work_words(Work work) {
  switch (work) {
    case Work::scan: return "reads all rows";
    case Work::scan_twice: return "reads all rows twice and waits for older transactions";
    case Work::build: return "reads all rows and builds an index";
    case Work::rewrite: return "writes the whole table anew";
    case Work::query: return "its query runs";
    default: return {};
  }
}

std::string lock_sentence(const TouchedTable& table, const Facts& facts) {
  const std::string what = table.name.empty() ? "" : " on " + shown(table.name);
  const std::string blocked = blocks_reads(table.lock)    ? "blocks reads and writes"
                              : blocks_writes(table.lock) ? "blocks writes"
                                                          : "";
  const std::string work = work_words(table.work);
  std::string text = std::string(name_of(table.lock)) + what + size_of(table, facts) + ": ";
  if (!work.empty() && !blocked.empty()) {
    text += blocked + " while it " + work;
  } else if (!work.empty()) {
    text += work + "; others go on";
  } else if (!blocked.empty()) {
    text += blocked + ", for a moment";
  } else {
    text += "others go on";
  }
  if (table.certain) return text + (table.why.empty() ? "" : " (" + table.why + ")");
  return text + (table.why.starts_with("unless") ? ", " + table.why : ", perhaps");
}

}  // namespace aludel
