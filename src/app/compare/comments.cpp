#include "app/compare/comments.hpp"

#include "base/text.hpp"

namespace aludel {

namespace {

constexpr std::size_t width = 100;

/// `text` in lines of comment; what it holds cannot end them.
std::string comment(std::string_view lead, const std::string& text) {
  std::string lines;
  std::string line(lead);
  for (const std::string& word : split(replace_all(text, "\n", " "), ' ')) {
    if (line.size() > lead.size() && line.size() + 1 + word.size() > width) {
      lines += line + "\n";
      line = std::string(lead) + " ";
    }
    line += " " + word;
  }
  return lines + line + "\n";
}

}  // namespace

std::string not_done(std::string_view lead, const std::vector<Refusal>& refusals) {
  std::string lines;
  for (const Refusal& refusal : refusals)
    lines += comment(lead, "not done: " + refusal.object + ": " + refusal.reason);
  return lines;
}

std::string risks(std::string_view lead, const std::vector<Hazard>& hazards) {
  std::string lines;
  for (const Hazard& hazard : hazards)
    lines += comment(lead, std::string(hazard.code) + ": " + hazard.text);
  return lines;
}

}  // namespace aludel
