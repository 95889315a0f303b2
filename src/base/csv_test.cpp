#include "base/csv.hpp"

#include <algorithm>
#include <cstring>
#include <random>

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {
namespace {

/// Reads a text in pieces of `piece` bytes, as a file comes.
CsvReader reader_of(std::string text, std::size_t piece = 3) {
  return {"a.csv",
          [text = std::move(text), piece, at = std::size_t{0}](char* to, std::size_t size) mutable {
            const std::size_t count = std::min({piece, size, text.size() - at});
            std::memcpy(to, text.data() + at, count);
            at += count;
            return count;
          }};
}

/// "line: a|b|∅"; NULL is ∅.
std::vector<std::string> records_of(const std::string& text) {
  CsvReader reader = reader_of(text);
  std::vector<std::string> records;
  CsvRecord record;
  while (reader.next(record)) {
    std::string shown = std::to_string(record.line) + ": ";
    for (std::size_t i = 0; i < record.fields.size(); ++i)
      shown += (i == 0 ? "" : "|") + (record.fields[i].is_null ? "∅" : record.fields[i].text);
    records.push_back(shown);
  }
  return records;
}

using Lines = std::vector<std::string>;

TEST(Csv, FieldsStandBetweenCommasAndRecordsOnLines) {
  EXPECT_EQ(records_of("a,b\n1, 2 \n"), (Lines{"1: a|b", "2: 1| 2 "}));
  EXPECT_EQ(records_of("a,b\r\n1,2"), (Lines{"1: a|b", "2: 1|2"}));
  EXPECT_EQ(records_of(""), Lines{});
}

TEST(Csv, AnEmptyFieldIsNullAndAQuotedOneIsEmpty) {
  EXPECT_EQ(records_of(",\"\",\n"), Lines{"1: ∅||∅"});
}

TEST(Csv, QuotesKeepCommasLineEndsAndDoubledQuotes) {
  EXPECT_EQ(records_of("\"a,b\",\"x\r\ny\nz\",\"\"\"\"\n2\n"),
            (Lines{"1: a,b|x\r\ny\nz|\"", "4: 2"}));
}

TEST(Csv, AByteOrderMarkAndEmptyLinesArePassedOver) {
  EXPECT_EQ(records_of("\xEF\xBB\xBFx\n\n\r\ny\n"), (Lines{"1: x", "4: y"}));
}

TEST(Csv, CommentsStandBeforeTheFirstRecordOnly) {
  CsvReader reader = reader_of("# one\r\n#two\nx\n#y\n");
  CsvRecord record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(reader.comments(), (Lines{"# one", "#two"}));
  EXPECT_EQ(record.line, 3);
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.fields.front().text, "#y");
}

TEST(Csv, PlacesAreCountedInCharactersOfTheirOwnLine) {
  CsvReader reader = reader_of("größe,\"a\nbc\",d\n");
  CsvRecord record;
  ASSERT_TRUE(reader.next(record));
  const Place first = reader.place(record.fields[1], "here");
  EXPECT_EQ(first.line, 1);
  EXPECT_EQ(first.column, 7);
  EXPECT_EQ(first.excerpt, "größe,\"a");
  EXPECT_EQ(first.length, 2);
  const Place last = reader.place(record.fields[2]);
  EXPECT_EQ(last.line, 2);
  EXPECT_EQ(last.column, 5);
  EXPECT_EQ(last.excerpt, "bc\",d");
}

struct Broken {
  std::string text;
  int line;
  int column;
  std::string message;
};

TEST(Csv, WhatIsNoneIsRefusedAtItsPlace) {
  const std::string nul("a\n1,\0\n", 6);
  for (const Broken& each :
       {Broken{"a\n1,\"x\ny,z\n", 2, 3, "is not closed"},
        Broken{"a\nx\"y\n", 2, 2, "a quote stands inside"},
        Broken{"\"a\" \n", 1, 4, "goes on behind its closing quote"},
        Broken{"a\rb\n", 1, 2, "carriage return"}, Broken{"é,\xC3(\n", 1, 3, "is not UTF-8"},
        Broken{"\xFF\xFEx", 1, 1, "UTF-16"}, Broken{nul, 2, 3, "NUL"}}) {
    try {
      (void)records_of(each.text);
      FAIL() << each.text;
    } catch (const Error& error) {
      EXPECT_EQ(error.diagnostic().code, info(Code::bad_csv).id);
      EXPECT_NE(error.diagnostic().message.find(each.message), std::string::npos)
          << error.diagnostic().message;
      ASSERT_TRUE(error.diagnostic().place);
      EXPECT_EQ(error.diagnostic().place->line, each.line) << each.text;
      EXPECT_EQ(error.diagnostic().place->column, each.column) << each.text;
    }
  }
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  const std::vector<std::string> pieces{"a", ",", "\"", "\n",  "\r\n", "\r",
                                        "#", " ", "é",  "\\N", ";"};
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::vector<std::pair<std::string, bool>>> rows(1 + random() % 4);
    const std::size_t width = 2 + random() % 3;
    std::string text;
    for (auto& row : rows) {
      for (std::size_t i = 0; i < width; ++i) {
        std::string value;
        for (auto k = random() % 5; k > 0; --k) value += pieces[random() % pieces.size()];
        const bool is_null = value.empty() && random() % 2 == 0;
        text += (i == 0 ? "" : ",") + csv_field(value, is_null);
        row.emplace_back(value, is_null);
      }
      text += random() % 2 == 0 ? "\n" : "\r\n";
    }
    CsvReader reader = reader_of(text, 1 + random() % 7);
    CsvRecord record;
    for (const auto& row : rows) {
      ASSERT_TRUE(reader.next(record)) << text;
      ASSERT_EQ(record.fields.size(), width) << text;
      for (std::size_t i = 0; i < width; ++i) {
        ASSERT_EQ(record.fields[i].text, row[i].first) << text;
        ASSERT_EQ(record.fields[i].is_null, row[i].second) << text;
      }
    }
    ASSERT_FALSE(reader.next(record)) << text;
  }
}

}  // namespace
}  // namespace aludel
