#include "app/autogenerate/generated_sections.hpp"

#include <algorithm>
#include <ranges>

#include "app/compare/comments.hpp"
#include "app/compare/unbound_bodies.hpp"
#include "base/text.hpp"
#include "catalog/print_cpp.hpp"

namespace aludel {

namespace {

/// Why the way back is not to be had; empty: it is.
std::string why_irreversible(const ComparedStates& down) {
  std::vector<std::string> reasons;
  for (const Refusal& refusal : down.refusals)
    reasons.push_back(refusal.object + ": " + refusal.reason);
  return replace_all(join(reasons, "; "), "\n", " ");
}

}  // namespace

std::string generated_statements(const ComparedStates& compared) {
  std::string text = not_done("--", compared.refusals);
  const auto turns_off = [](const RenderedChange& change) {
    return change.rendering.foreign_keys_off;
  };
  if (std::ranges::any_of(compared.changes, turns_off)) text += "-- aludel:foreign-keys-off\n";
  for (const RenderedChange& change : compared.changes) {
    text += risks("--", change.hazards);
    for (const RenderedStatement& statement : change.rendering.statements) {
      if (statement.autocommit) text += "-- aludel:autocommit\n";
      text += statement.sql + ";\n";
    }
  }
  for (const std::string& query : checks_of(compared.changes))
    text += "-- aludel:verify\n" + query + ";\n";
  return text;
}

ComparedStates taken_back(const ComparedStates& up, const KnownState& from,
                          const Dialect& dialect) {
  CompareOptions options{.online = static_cast<bool>(up.holds_rows), .holds_rows = up.holds_rows};
  for (const Rename& rename : std::views::reverse(up.renamed))
    options.asked.push_back(word_of(reversed(rename)));
  return compare(up.after, from, dialect, nullptr, options);
}

NewSections generated_sql(const ComparedStates& up, const ComparedStates& down) {
  NewSections sections{.upgrade = generated_statements(up)};
  if (std::ranges::any_of(up.changes, makes_function))
    sections.upgrade = replace_all(std::string(leave_bodies_unread), "SET ", "SET LOCAL ") +
                       ";\n\n" + sections.upgrade;
  sections.irreversible = why_irreversible(down);
  if (sections.irreversible.empty()) sections.downgrade = generated_statements(down);
  return sections;
}

NewSections generated_baseline(const ComparedStates& up, std::string irreversible) {
  NewSections sections{.upgrade = generated_statements(up)};
  sections.irreversible = std::move(irreversible);
  return sections;
}

NewSections generated_cpp(const ComparedStates& up) {
  std::string text = not_done("  //", up.refusals);
  for (const RenderedChange& change : up.changes) {
    text += risks("  //", change.hazards);
    for (const std::string& line : split(print_cpp(change.operation), '\n'))
      text += line.empty() ? "" : "  " + line + "\n";
  }
  return {.upgrade = std::move(text)};
}

}  // namespace aludel
