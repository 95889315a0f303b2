#include "revision/load.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

namespace aludel {

namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

std::string file_of(const std::string& id) {
  return "-- revision: " + id + "\n\n-- aludel:upgrade\n-- aludel:downgrade\n";
}

RevisionLocation location(const fs::path& folder, std::string database = {},
                          bool recursive = false) {
  return {.folder = folder, .database = std::move(database), .recursive = recursive};
}

class Load : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "aludel-load.XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  [[nodiscard]] static Names ids(const LoadedRevisions& loaded) {
    Names names;
    for (const Revision& revision : loaded.revisions) names.push_back(revision.id);
    return names;
  }

  fs::path folder_;
};

TEST_F(Load, GivesTheRevisionsSortedByNameAndPassesOverWhatIsNone) {
  write("b.sql", file_of("b"));
  write("a.sql", file_of("a"));
  write("c.py", "revision = 'c'\ndown_revision = None\n");
  for (const char* other :
       {"README.md", ".#a.sql", "#a.sql#", "a.sql~", "__init__.py", "a.sql.orig"})
    write(other, "not a revision\n");
  const LoadedRevisions loaded = load_revisions({location(folder_)});
  EXPECT_TRUE(loaded.problems.empty());
  EXPECT_EQ(ids(loaded), (Names{"a", "b", "c"}));
  EXPECT_EQ(loaded.revisions[2].kind, RevisionKind::alembic);
}

TEST_F(Load, AFolderThatIsNotThereHoldsNoRevisions) {
  const LoadedRevisions loaded = load_revisions({location(folder_ / "nothing")});
  EXPECT_TRUE(loaded.revisions.empty() && loaded.problems.empty());
}

TEST_F(Load, SubFoldersAreEnteredWhereThatIsAskedFor) {
  write("a.sql", file_of("a"));
  write("2025/b.sql", file_of("b"));
  EXPECT_EQ(ids(load_revisions({location(folder_)})), (Names{"a"}));
  EXPECT_EQ(ids(load_revisions({location(folder_, {}, true)})), (Names{"a", "b"}));
}

TEST_F(Load, AFileReachedTwiceCountsOnce) {
  write("a.sql", file_of("a"));
  fs::create_directory_symlink(folder_, folder_ / "again");
  EXPECT_EQ(ids(load_revisions({location(folder_), location(folder_ / "again")})), (Names{"a"}));
}

TEST_F(Load, TheFoldersDatabaseIsThatOfFilesThatNameNone) {
  write("a.sql", file_of("a"));
  write("b.sql", "-- revision: b\n-- database: other\n\n-- aludel:upgrade\n");
  const LoadedRevisions loaded = load_revisions({location(folder_, "shop")});
  EXPECT_EQ(loaded.revisions[0].database, "shop");
  EXPECT_EQ(loaded.revisions[1].database, "other");
}

TEST_F(Load, EveryProblemOfEveryFileIsReportedAndTheRestIsRead) {
  write("a.sql", file_of("a"));
  write("b.sql", "SELECT 1;\n");
  write("c.sql", "-- revision: c\n-- nonsense: x\n");
  fs::create_directory(folder_ / "d.sql");
  fs::create_symlink("nowhere", folder_ / "e.sql");
  write("f.cpp", "int x;\n");
  const LoadedRevisions loaded = load_revisions({location(folder_)});
  EXPECT_EQ(loaded.problems.size(), 6U);  // c.sql has two
  EXPECT_EQ(ids(loaded), (Names{"a", "c"}));
}

TEST_F(Load, APythonTwinOfOurRevisionIsPassedOver) {
  write("a.sql", file_of("a"));
  write("a_twin.py", "revision = 'a'\ndown_revision = None\n");
  const LoadedRevisions loaded = load_revisions({location(folder_)});
  ASSERT_EQ(ids(loaded), (Names{"a"}));
  EXPECT_EQ(loaded.revisions[0].kind, RevisionKind::sql);
}

TEST_F(Load, APythonFileOfTheSameIdAndOtherParentsIsNoTwin) {
  write("a.sql", file_of("a"));
  write("b.py", "revision = 'a'\ndown_revision = 'z'\n");
  EXPECT_EQ(ids(load_revisions({location(folder_)})), (Names{"a", "a"}));
}

TEST_F(Load, ReadsManyFilesInTheOrderOfTheirNames) {
  Names expected;
  for (int i = 1000; i < 2600; ++i) {  // enough for several threads
    expected.push_back("r" + std::to_string(i));
    write(expected.back() + ".sql", file_of(expected.back()));
  }
  EXPECT_EQ(ids(load_revisions({location(folder_)})), expected);
}

}  // namespace

}  // namespace aludel
