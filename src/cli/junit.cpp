#include "cli/junit.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/console.hpp"

namespace aludel {

namespace {

/// Bytes of a character of UTF-8 that XML 1.0 has; 0: there is none here.
std::size_t xml_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned first = byte(0);
  if (first < 0x80) return first >= 0x20 || first == '\t' || first == '\n' ? 1 : 0;
  const std::size_t size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return 0;
  unsigned code = first & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr unsigned first_of_size[]{0, 0, 0x80, 0x800, 0x10000};
  const bool is_one = code >= first_of_size[size] && code <= 0x10FFFF &&
                      (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
  return is_one ? size : 0;
}

/// @param line_end  what stands for LF
std::string escaped(std::string_view text, std::string_view line_end) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = xml_character(text);
    const char c = size == 1 ? text.front() : '\0';
    switch (c) {
      case '&': result += "&amp;"; break;
      case '<': result += "&lt;"; break;
      case '>': result += "&gt;"; break;
      case '"': result += "&quot;"; break;
      case '\n': result += line_end; break;
      case '\t': result += "&#9;"; break;
      default: result += size == 0 ? "?" : std::string(text.substr(0, size));
    }
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return result;
}

std::string attribute(std::string_view name, std::string_view value) {
  return fmt::format(" {}=\"{}\"", name, escaped(value, "&#10;"));
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{:.3f}", std::chrono::duration<double>(time).count());
}

/// What is counted of cases, as attributes.
std::string counts(const std::vector<const TestCase*>& cases) {
  const auto count = [&](TestOutcome outcome) {
    return std::ranges::count(cases, outcome, &TestCase::outcome);
  };
  std::chrono::milliseconds time{};
  for (const TestCase* test : cases) time += test->duration;
  return fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{}\"",
                     cases.size(), count(TestOutcome::failed), count(TestOutcome::skipped),
                     seconds(time));
}

std::string element(const TestCase& test) {
  std::string text = "    <testcase" + attribute("classname", "aludel." + test.group) +
                     attribute("name", test.name) +
                     (test.file.empty() ? "" : attribute("file", test.file)) +
                     attribute("time", seconds(test.duration));
  if (test.outcome == TestOutcome::passed) return text + "/>\n";
  text += ">\n";
  if (test.outcome == TestOutcome::skipped)
    return text + "      <skipped" + attribute("message", test.message) + "/>\n    </testcase>\n";
  return text + "      <failure" + attribute("message", test.message) + attribute("type", "E0002") +
         ">" + escaped(details_of(test, false), "\n") + "</failure>\n    </testcase>\n";
}

}  // namespace

std::string details_of(const TestCase& test, bool colour) {
  std::string text = join(test.details, "\n");
  for (const Diagnostic& problem : test.problems) {
    if (!text.empty()) text += "\n";
    text += trim(render_diagnostic(problem, colour));
  }
  if (test.next.empty()) return text;
  return text + (text.empty() ? "" : "\n") + "next: " + test.next;
}

std::string junit_of(const std::vector<TestCase>& cases) {
  std::vector<std::string> groups;
  std::vector<const TestCase*> all;
  for (const TestCase& test : cases) {
    all.push_back(&test);
    if (std::ranges::find(groups, test.group) == groups.end()) groups.push_back(test.group);
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                     attribute("name", "aludel test") + counts(all) + ">\n";
  for (const std::string& group : groups) {
    std::vector<const TestCase*> of_group;
    for (const TestCase* test : all) {
      if (test->group == group) of_group.push_back(test);
    }
    text += "  <testsuite" + attribute("name", group) + counts(of_group) + ">\n";
    for (const TestCase* test : of_group) text += element(*test);
    text += "  </testsuite>\n";
  }
  return text + "</testsuites>\n";
}

}  // namespace aludel
