#include <gtest/gtest.h>

#include "base/code.hpp"
#include "base/source.hpp"
#include "cli/console.hpp"

namespace aludel {

namespace {

Diagnostic at(const std::string& text, const std::string& marked, const std::string& label = "") {
  Diagnostic problem = diagnostic(Code::statement_refused, "it was refused");
  const SourceText source("a.sql", text);
  const std::size_t begin = source.text().find(marked);
  problem.place = source.place({begin, begin + marked.size()}, label);
  return problem;
}

/// The line of the excerpt and the one with its carets.
std::pair<std::string, std::string> excerpt(const Diagnostic& problem) {
  std::string text = render_diagnostic(problem, false);
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.erase(0, end + 1);
  }
  return {lines.at(3), lines.at(4)};
}

TEST(RenderDiagnostic, SaysWhatWhereWhyWhatIsNowAndWhatNext) {
  Diagnostic problem = at("SELECT 1;\nSELECT dat;\n", "dat", "no such column");
  problem.sqlstate = "42703";
  problem.hint = "Perhaps you meant \"day\".";
  problem.notes = {"a note"};
  problem.now = "nothing was kept";
  problem.next = "`aludel upgrade`";
  EXPECT_EQ(render_diagnostic(problem, false), R"(error[E0401]: it was refused
  --> a.sql:2:8
  |
2 | SELECT dat;
  |        ^^^ no such column
  |
   = server: HINT: Perhaps you meant "day".
   = note: a note
   = now: nothing was kept
   = next: `aludel upgrade`
)");
}

TEST(RenderDiagnostic, ATabIsOneBlankAndWideCharactersMoveTheCaretByTwo) {
  EXPECT_EQ(excerpt(at("\tSELECT dat;", "dat")).first, "1 |  SELECT dat;");
  EXPECT_EQ(excerpt(at("\tSELECT dat;", "dat")).second, "  |         ^^^");
  EXPECT_EQ(excerpt(at("価格 dat", "dat")).second, "  |      ^^^");
  EXPECT_EQ(excerpt(at("x 価格", "価格")).second, "  |   ^^^^");
}

TEST(RenderDiagnostic, ALongLineIsCutAroundItsCaret) {
  const std::string text = std::string(500, 'a') + " here " + std::string(500, 'b');
  const auto [line, carets] = excerpt(at(text, "here"));
  EXPECT_LT(line.size(), 130U);
  EXPECT_TRUE(line.starts_with("1 | …a") && line.ends_with("b…")) << line;
  // the ellipsis is three bytes and one column
  EXPECT_EQ(line.substr(carets.find('^') + 2, 4), "here");
}

TEST(RenderDiagnostic, CaretsEndWithTheLineThatIsShown) {
  const std::string text(5000, 'x');
  EXPECT_LT(excerpt(at(text, text)).second.size(), 130U);
}

TEST(RenderDiagnostic, NoTextCanTalkToTheTerminal) {
  Diagnostic problem = at("SELECT '\x1b[2J';", "SELECT", "said \x1b[31m\nof two lines");
  problem.message = "message \x1b]0;x\x07";
  problem.detail = "detail \x1b[1m\nsecond line";
  problem.notes = {"note \x1b[1m"};
  const std::string text = render_diagnostic(problem, false);
  EXPECT_EQ(text.find('\x1b'), std::string::npos) << text;
  EXPECT_EQ(text.find('\x07'), std::string::npos);
  EXPECT_NE(text.find("^^^^^^ said .[31m of two lines\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n             second line\n"), std::string::npos) << text;
}

TEST(RenderDiagnostic, AFileWithoutALineHasNoExcerpt) {
  Diagnostic problem = diagnostic(Code::not_runnable, "not yet");
  problem.place = Place{.file = "a.py", .excerpt = {}, .label = {}};
  EXPECT_EQ(render_diagnostic(problem, false), "error[E0321]: not yet\n  --> a.py\n");
}

TEST(RenderDiagnostic, ALineThatIsNotAtHandHasNoExcerpt) {
  Diagnostic problem = diagnostic(Code::not_runnable, "not yet");
  problem.place = Place{.file = "a.cpp", .line = 3, .excerpt = {}, .label = {}};
  EXPECT_EQ(render_diagnostic(problem, false), "error[E0321]: not yet\n  --> a.cpp:3\n");
}

TEST(RenderDiagnostic, NoLineEndsWithABlank) {
  const std::string text = render_diagnostic(at("\nSELECT", "\n", "why"), false);
  EXPECT_EQ(text.find(" \n"), std::string::npos) << text;
}

TEST(RenderDiagnostic, ColoursChangeNoText) {
  const Diagnostic problem = at("SELECT dat", "dat", "label");
  std::string coloured = render_diagnostic(problem, true);
  for (std::size_t begin = coloured.find('\x1b'); begin != std::string::npos;
       begin = coloured.find('\x1b')) {
    coloured.erase(begin, coloured.find('m', begin) - begin + 1);
  }
  EXPECT_EQ(coloured, render_diagnostic(problem, false));
}

}  // namespace

}  // namespace aludel
