#include "catalog/print_cpp.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "aludel/operations.hpp"
#include "catalog/recording.hpp"
#include "catalog/testing/sample_operations.hpp"

namespace aludel {
namespace {

void say_what_was_printed(Operations& op) {
#include "catalog/testing/printed_operations.inc"
}

std::string printed(const std::vector<Operation>& operations) {
  std::string text;
  for (const Operation& each : operations) text += print_cpp(each) + "\n";
  return text;
}

std::string checked_in() {
  std::ifstream file(ALUDEL_SOURCE_DIR "/src/catalog/testing/printed_operations.inc");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(PrintCpp, PrintsWhatIsCompiledHere) {
  EXPECT_EQ(printed(testing::sample_operations()) + printed(testing::operations_without_a_call()),
            checked_in());
}

TEST(PrintCpp, PrintsCallsThatSayTheSameOperationAgain) {
  Recording recording;
  Operations op(recording);
  say_what_was_printed(op);
  const std::vector<Operation> samples = testing::sample_operations();
  ASSERT_GE(recording.operations.size(), samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i)
    EXPECT_EQ(recording.operations[i].operation, samples[i]) << print_cpp(samples[i]);
}

TEST(PrintCpp, IsTriedWithEachKindOfOperationAndChange) {
  std::set<std::size_t> operations;
  std::set<std::size_t> changes;
  for (const Operation& each : testing::sample_operations()) {
    operations.insert(each.index());
    if (const auto* alter = std::get_if<AlterTable>(&each)) {
      for (const TableChange& change : alter->changes) changes.insert(change.index());
    }
  }
  EXPECT_EQ(operations.size(), std::variant_size_v<Operation>);
  EXPECT_EQ(changes.size(), std::variant_size_v<TableChange>);
}

TEST(PrintCpp, LeavesOutWhatIsAsItIsAnyway) {
  EXPECT_EQ(print_cpp(AlterTable{"users", {AddColumn{{.name = "email", .type = text()}}}}),
            "op.add_column(\"users\", {.name = \"email\", .type = aludel::text()});");
}

TEST(PrintCpp, PrintsOneCallALineForEachChangeOfATable) {
  EXPECT_EQ(print_cpp(AlterTable{"users", {DropColumn{"a"}, SetStrict{}}}),
            "op.drop_column(\"users\", \"a\");\nop.set_strict(\"users\", true);");
}

TEST(PrintCpp, SaysThatAColumnOfSqlitesHasNoType) {
  EXPECT_EQ(print_cpp(AlterTable{"t", {AddColumn{{.name = "a"}}}}),
            "op.add_column(\"t\", {.name = \"a\", .type = aludel::text().on(\"sqlite\", \"\")});");
}

TEST(PrintCpp, BreaksALongListIntoLines) {
  EXPECT_EQ(print_cpp(CreateEnum{{"mood", {std::string(60, 'a'), std::string(30, 'b')}}}),
            "op.create_enum(\"mood\",\n               {\"" + std::string(60, 'a') +
                "\",\n                \"" + std::string(30, 'b') + "\"});");
}

TEST(PrintCpp, LeavesOutWhatTypesAreOnOtherDatabases) {
  const AlterColumn change{.name = "at",
                           .type = text().on("postgresql", "point").on("sqlite", "TEXT")};
  EXPECT_EQ(print_cpp(change, "t", "sqlite"),
            R"(op.alter_column("t", "at", {.type = aludel::text().on("sqlite", "TEXT")});)");
}

TEST(PrintCpp, ShowsQuotesAndLineEndsAsTheyAre) {
  EXPECT_EQ(print_cpp(Verify{"SELECT \"Id\"\nFROM t"}),
            "op.verify(R\"sql(SELECT \"Id\"\nFROM t)sql\");");
  EXPECT_EQ(print_cpp(Verify{"SELECT \"Id\""}), "op.verify(R\"(SELECT \"Id\")\");");
}

}  // namespace
}  // namespace aludel
