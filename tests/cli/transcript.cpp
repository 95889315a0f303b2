#include "cli/transcript.hpp"

#include <stdexcept>

namespace aludel {

namespace {

constexpr std::string_view mark = "=== ";
constexpr std::string_view prompt = "$ ";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

TranscriptSection section_named(std::string_view heading) {
  const std::size_t blank = heading.find(' ');
  const std::string_view kind = heading.substr(0, blank);
  TranscriptSection section;
  if (blank != std::string_view::npos) section.argument = heading.substr(blank + 1);
  if (kind == "run" && section.argument.empty()) {
    section.kind = TranscriptSection::Kind::run;
  } else if (kind == "file" && !section.argument.empty()) {
    section.kind = TranscriptSection::Kind::file;
  } else if (heading == "project sqlite" || heading == "project postgresql" ||
             heading == "project pooled") {
    section.kind = TranscriptSection::Kind::project;
  } else {
    throw std::runtime_error("no section is called \"" + std::string(heading) + "\"");
  }
  return section;
}

void add_lines(std::string& shown, std::string_view text, std::string_view before) {
  const bool ends = text.empty() || text.ends_with('\n');
  for (const std::string_view line : lines_of(text)) {
    if (before.empty() && (line.starts_with(prompt) || line.starts_with(mark)))
      throw std::runtime_error("a line of the output looks like one of the transcript");
    shown.append(before);
    for (const char c : line) {
      if (c == '\x1b') {
        shown += "\\x1b";
      } else if (c == '\r') {
        shown += "\\r";
      } else {
        shown += c;
      }
    }
    shown += '\n';
  }
  if (!ends) shown.insert(shown.size() - 1, "\\c");
}

}  // namespace

Transcript parse_transcript(std::string_view text) {
  Transcript transcript;
  for (const std::string_view line : lines_of(text)) {
    if (line.starts_with(mark)) {
      transcript.sections.push_back(section_named(line.substr(mark.size())));
    } else if (transcript.sections.empty()) {
      transcript.title.append(line) += '\n';
    } else if (transcript.sections.back().kind != TranscriptSection::Kind::run) {
      transcript.sections.back().text.append(line) += '\n';
    } else if (line.starts_with(prompt)) {
      transcript.sections.back().commands.emplace_back(line.substr(prompt.size()));
    }
  }
  if (transcript.title.find_first_not_of('\n') == std::string::npos)
    throw std::runtime_error("a transcript begins with a sentence that names the behaviour");
  return transcript;
}

std::string shown_command(const std::string& command, const CommandOutput& output) {
  std::string shown = std::string(prompt) + command + '\n';
  add_lines(shown, output.out, "");
  add_lines(shown, output.err, "! ");
  if (output.exit_status != 0) shown += "[exit " + std::to_string(output.exit_status) + "]\n";
  return shown;
}

}  // namespace aludel
