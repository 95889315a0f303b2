#include "revision/new_file.hpp"

#include <gtest/gtest.h>

#include "revision/header.hpp"
#include "revision/testing/refusal.hpp"

namespace aludel {

namespace {

using namespace std::chrono;

constexpr auto noon = sys_days(2026y / November / 21) + 12h + 3min + 4s;

Revision sample() {
  Revision revision;
  revision.id = "8f3c";
  revision.message = "Fill the day!\n\nOf each price.";
  revision.down_revision = {"a", "b"};
  revision.branch_labels = {"billing"};
  revision.depends_on = {"c"};
  revision.database = "shop";
  revision.created = "2026-11-21 12:03:04+00:00";
  return revision;
}

TEST(NewFile, TheSlugIsTheWordsOfTheMessagesFirstLine) {
  EXPECT_EQ(slug_of("Fill the day!", 40), "fill_the_day");
  EXPECT_EQ(slug_of("  --  ", 40), "");
  EXPECT_EQ(slug_of("First line\nsecond", 40), "first_line");
  EXPECT_EQ(slug_of("../../etc/passwd", 40), "etc_passwd");
}

TEST(NewFile, ALongSlugIsCutBehindAWordAndNeverInsideACharacter) {
  EXPECT_EQ(slug_of("one two three", 9), "one_two");
  EXPECT_EQ(slug_of("onetwothree", 6), "onetwo");
  EXPECT_EQ(slug_of("ööö", 3), "ö");
}

TEST(NewFile, IsNamedByTheTemplate) {
  const Revision revision = sample();
  EXPECT_EQ(file_name_for(revision, {}, noon), "20261121_8f3c_fill_the_day");
  EXPECT_EQ(file_name_for(revision, {.file_template = "{year}-{hour}{minute}{second}_{rev}"}, noon),
            "2026-120304_8f3c");
  EXPECT_EQ(file_name_for(revision, {.file_template = "{epoch}"}, noon), "1795262584");
}

TEST(NewFile, WithoutAMessageTheNameEndsBehindTheId) {
  Revision revision = sample();
  revision.message.clear();
  EXPECT_EQ(file_name_for(revision, {}, noon), "20261121_8f3c");
}

TEST(NewFile, ATokenThatIsNotKnownIsAnsweredWithTheNearest) {
  const auto problem =
      testing::refusal([] { (void)file_name_for(sample(), {.file_template = "{slugg}"}, noon); });
  ASSERT_TRUE(testing::has_code(problem, Code::bad_value));
  EXPECT_EQ(problem->hint, "did you mean `slug`?");
}

TEST(NewFile, TimesAreThoseOfTheZone) {
  EXPECT_EQ(created_now("UTC", noon), "2026-11-21 12:03:04+00:00");
  const auto problem = testing::refusal([] { (void)created_now("Moon/Tycho", noon); });
  EXPECT_TRUE(testing::has_code(problem, Code::bad_value));
  EXPECT_TRUE(testing::refusal([] { (void)created_now("../../etc/passwd", noon); }));
}

TEST(NewFile, IsReadBackAsWhatWasWritten) {
  const Revision revision = sample();
  std::vector<Diagnostic> problems;
  Revision read = read_sql_header(SourceText("a", new_revision_text(revision)), problems);
  EXPECT_TRUE(problems.empty());
  read.lines = {};
  EXPECT_EQ(read, revision);
}

}  // namespace

}  // namespace aludel
