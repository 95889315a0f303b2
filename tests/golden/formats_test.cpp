// docs/formats.md, held to the code: its tables and its worked examples.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/code.hpp"
#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "dialect/postgresql/parts.hpp"
#include "revision/directives.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

using Row = std::vector<std::string>;

std::string page() {
  return read_file(ALUDEL_SOURCE_DIR "/docs/formats.md", Code::config_unreadable);
}

/// From the heading `title` to the next one.
std::string chapter(const std::string& title) {
  const std::string text = page();
  const std::size_t begin = text.find("# " + title + "\n");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find("\n#", begin + 1) - begin);
}

/// The cells of the table in a chapter, without its head and without the quotes of code.
std::vector<Row> table_in(const std::string& title) {
  std::vector<Row> rows;
  for (const std::string& line : split(chapter(title), '\n')) {
    if (!line.starts_with("| ")) continue;
    Row cells = split(line.substr(1, line.size() - 2), '|');
    for (std::string& cell : cells) cell = replace_all(cell, "`", "");
    rows.push_back(std::move(cells));
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

/// The text of the `index`-th block of code in a chapter.
std::string block_in(const std::string& title, int index) {
  const std::string text = chapter(title);
  std::size_t at = 0;
  for (int i = 0; i < 2 * index + 1; ++i) at = text.find("\n```", at) + 1;
  const std::size_t begin = text.find('\n', at) + 1;
  return text.substr(begin, text.find("\n```", begin) - begin);
}

std::string words_for(DirectivePlace place) {
  switch (place) {
    case DirectivePlace::section_start: return "begins a section";
    case DirectivePlace::file_or_section: return "before the first section, or in one";
    case DirectivePlace::file: return "before the first section";
    case DirectivePlace::statement: return "above a statement";
    case DirectivePlace::scripts_and_seeds: return "scripts and seeds";
  }
  return {};
}

std::string words_for(DirectiveArguments arguments) {
  switch (arguments) {
    case DirectiveArguments::none: return "none";
    case DirectiveArguments::words: return "words";
    case DirectiveArguments::rest: return "the rest of the line";
    case DirectiveArguments::own: return "its own";
  }
  return {};
}

TEST(Formats, TheTableOfDiagnosticsIsThatOfTheCode) {
  std::vector<Row> wanted;
  for (const CodeInfo& code : all_codes()) {
    wanted.push_back(
        {std::string(code.id), std::to_string(code.exit_code), std::string(code.meaning)});
  }
  std::ranges::sort(wanted);
  EXPECT_EQ(table_in("Diagnostics"), wanted);
}

TEST(Formats, EveryExitCodeOfADiagnosticIsExplained) {
  std::string codes;
  for (const Row& row : table_in("Exit codes")) codes += row[0] + ", ";
  for (const CodeInfo& code : all_codes())
    EXPECT_NE((", " + codes).find(", " + std::to_string(code.exit_code) + ", "), std::string::npos)
        << code.id << " ends with " << code.exit_code;
}

TEST(Formats, TheChapterOnJsonKnowsEveryCommand) {
  const std::string text = chapter("JSON");
  for (const CommandSpec& command : all_commands())
    EXPECT_NE(text.find("`" + std::string(command.name) + "`"), std::string::npos) << command.name;
}

TEST(Formats, TheTableOfDirectivesIsThatOfTheCode) {
  std::vector<Row> wanted;
  for (const DirectiveInfo& directive : all_directives()) {
    wanted.push_back(
        {std::string(directive.name), words_for(directive.place), words_for(directive.arguments)});
  }
  EXPECT_EQ(table_in("Directives"), wanted);
}

TEST(Formats, TheWorkedExampleOfADigestIsRightOnEveryDialect) {
  const std::string sql = block_in("Digests", 0);
  const std::vector<std::string> lines = split(block_in("Digests", 1), '\n');
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ("1:" + sha256_hex(replace_all(lines[0], "␟", "\x1F")), lines[1]);
  for (const SqlDialect dialect :
       {SqlDialect::sqlite, SqlDialect::postgresql, SqlDialect::mariadb}) {
    const RevisionBody body =
        read_body(SourceText("example.sql", "-- aludel:upgrade\n" + sql), dialect);
    EXPECT_EQ(digest_of(body.source, body.upgrade.value()), lines[1]);
  }
}

TEST(Formats, TheRowsOfCopyAreTheLastTokenOfTheirStatement) {
  const RevisionBody body =
      read_body(SourceText("example.sql",
                           "-- aludel:upgrade\nCOPY t (a) FROM STDIN;\n1\n2\n\\.\n-- a comment\n"),
                SqlDialect::postgresql);
  const std::string tokens =
      "COPY\x1Ft\x1F(\x1F"
      "a\x1F)\x1F"
      "FROM\x1FSTDIN\x1F"
      "1\n2\n\\.\n\x1F;";
  EXPECT_EQ(digest_of(body.source, body.upgrade.value()), "1:" + sha256_hex(tokens));
}

TEST(Formats, TheTableOfLeasesIsThatOfTheCode) {
  Bookkeeping bookkeeping;
  bookkeeping.lease = "aludel_lease";
  EXPECT_EQ(replace_all(postgresql::lease_table(bookkeeping).back(), "IF NOT EXISTS ", ""),
            block_in("aludel_lease", 0));
}

TEST(Formats, TheWorkedExampleOfTheLockKeyIsRight) {
  const auto digest = sha256("aludel:public.aludel_version");
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = (key << 8U) | digest.at(i);
  EXPECT_EQ(block_in("The migration lock", 0), std::to_string(static_cast<std::int64_t>(key)));
  EXPECT_NE(chapter("The migration lock")
                .find("`" + sha256_hex("aludel:public.aludel_version").substr(0, 16) + "`"),
            std::string::npos);
}

}  // namespace

}  // namespace aludel
