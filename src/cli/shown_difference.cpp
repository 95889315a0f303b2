#include "cli/shown_difference.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace aludel {

void show_difference(Console& console, const ComparedStates& compared) {
  for (const RenderedChange& change : compared.changes) {
    for (const std::string& line : change.what) console.print(line);
    for (const Hazard& hazard : change.hazards)
      console.print("    " + console.yellow(hazard.code) + ": " + hazard.text);
  }
  for (const Refusal& refusal : compared.refusals)
    console.print("not done: " + refusal.object + ": " + refusal.reason);
}

void note_not_compared(Console& console, const ComparedStates& compared) {
  for (const std::string& object : compared.not_compared) console.note("not compared: " + object);
  for (const std::string& object : compared.not_ours)
    console.note("left alone: " + object +
                 ", which neither the models have nor a revision has made (--drop-foreign)");
}

nlohmann::ordered_json difference_json(const ComparedStates& compared) {
  using Json = nlohmann::ordered_json;
  Json changes = Json::array();
  for (const RenderedChange& change : compared.changes) {
    Json statements = Json::array();
    for (const RenderedStatement& statement : change.rendering.statements)
      statements.push_back(statement.sql);
    Json hazards = Json::array();
    for (const Hazard& hazard : change.hazards)
      hazards.push_back({{"code", hazard.code}, {"text", hazard.text}});
    changes.push_back({{"what", change.what}, {"statements", statements}, {"hazards", hazards}});
  }
  Json refusals = Json::array();
  for (const Refusal& refusal : compared.refusals)
    refusals.push_back({{"object", refusal.object}, {"reason", refusal.reason}});
  return {{"changes", changes},
          {"refusals", refusals},
          {"left_alone", compared.not_ours},
          {"not_compared", compared.not_compared}};
}

std::string counted_differences(const ComparedStates& compared) {
  long long changes = 0;
  for (const RenderedChange& change : compared.changes)
    changes += static_cast<long long>(change.what.size());
  std::string text = counted(changes, "change");
  if (!compared.refusals.empty())
    text += ", " + std::to_string(compared.refusals.size()) + " that cannot be made";
  return text;
}

}  // namespace aludel
