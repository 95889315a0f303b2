#include "cli/junit.hpp"

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(JUnit, EscapesWhatXmlDoesNotHold) {
  const std::vector<TestCase> cases{
      {.group = "empty",
       .name = "a \"b\" <c> & d\n\x01\xff\xef\xbf\xbf\xed\xa0\x80 é 😀",
       .outcome = TestOutcome::failed,
       .message = "one\ntwo",
       .details = {"x < y", "\tz"}}};
  const std::string xml = junit_of(cases);
  EXPECT_TRUE(xml.contains("name=\"a &quot;b&quot; &lt;c&gt; &amp; d&#10;???????? é 😀\"")) << xml;
  EXPECT_TRUE(xml.contains("message=\"one&#10;two\"")) << xml;
  EXPECT_TRUE(xml.contains(">x &lt; y\n&#9;z</failure>")) << xml;
}

TEST(JUnit, CountsByGroup) {
  using std::chrono::milliseconds;
  const std::vector<TestCase> cases{
      {.group = "project", .name = "single head", .duration = milliseconds(1)},
      {.group = "empty", .name = "a up", .duration = milliseconds(1200)},
      {.group = "empty",
       .name = "a down",
       .file = "versions/a.sql",
       .outcome = TestOutcome::skipped,
       .message = "it has no downgrade"},
  };
  EXPECT_EQ(junit_of(cases),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"aludel test\" tests=\"3\" failures=\"0\" errors=\"0\" "
            "skipped=\"1\" time=\"1.201\">\n"
            "  <testsuite name=\"project\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" "
            "time=\"0.001\">\n"
            "    <testcase classname=\"aludel.project\" name=\"single head\" time=\"0.001\"/>\n"
            "  </testsuite>\n"
            "  <testsuite name=\"empty\" tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"1\" "
            "time=\"1.200\">\n"
            "    <testcase classname=\"aludel.empty\" name=\"a up\" time=\"1.200\"/>\n"
            "    <testcase classname=\"aludel.empty\" name=\"a down\" file=\"versions/a.sql\" "
            "time=\"0.000\">\n"
            "      <skipped message=\"it has no downgrade\"/>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n");
}

}  // namespace
}  // namespace aludel
