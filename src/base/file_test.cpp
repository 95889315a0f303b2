#include "base/file.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace aludel {

namespace {

namespace fs = std::filesystem;

class File : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "aludel-file.XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }

  /// What reading `name` as text is refused with; empty where it is read.
  [[nodiscard]] Diagnostic refusal(const std::string& name) const {
    try {
      (void)read_text(folder_ / name, Code::revision_file_unreadable);
    } catch (const Error& error) {
      return error.diagnostic();
    }
    return {};
  }

  fs::path folder_;
};

TEST_F(File, IsReadWholeWhateverItsSize) {
  for (const std::size_t size : {0U, 1U, 16383U, 16384U, 16385U, 100000U}) {
    write("f", std::string(size, 'x'));
    EXPECT_EQ(read_file(folder_ / "f", Code::config_unreadable).size(), size);
  }
}

TEST_F(File, AFolderAPipeAndADeviceAreRefusedAndDoNotHang) {
  fs::create_directory(folder_ / "folder");
  ASSERT_EQ(mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  fs::create_symlink("/dev/zero", folder_ / "device");
  for (const char* name : {"folder", "pipe", "device", "nothing"}) {
    EXPECT_EQ(refusal(name).code, info(Code::revision_file_unreadable).id) << name;
  }
}

TEST_F(File, TextThatIsNotUtf8NamesTheByte) {
  write("latin1.sql", "-- ok\n-- Caf\xE9 au lait\n");
  const Diagnostic problem = refusal("latin1.sql");
  ASSERT_TRUE(problem.place);
  EXPECT_EQ(problem.place->line, 2);
  EXPECT_EQ(problem.place->column, 7);
  EXPECT_EQ(problem.place->excerpt, "-- Caf? au lait");
  EXPECT_EQ(problem.place->label, "byte 0xE9 is not part of a UTF-8 character");
}

TEST_F(File, ANewFileReplacesNone) {
  write_new_file(folder_ / "new", "text");
  EXPECT_EQ(read_file(folder_ / "new", Code::config_unreadable), "text");
  try {
    write_new_file(folder_ / "new", "other");
    FAIL() << "it was replaced";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, info(Code::file_exists).id);
  }
  EXPECT_EQ(read_file(folder_ / "new", Code::config_unreadable), "text");
}

TEST_F(File, IsShownAsOneWouldTypeIt) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  EXPECT_EQ(shown_path(folder_ / "a/b.sql"), "a/b.sql");
  EXPECT_EQ(shown_path("./a/../b"), "b");
  EXPECT_EQ(shown_path("/etc/passwd"), "/etc/passwd");
  fs::current_path(before);
}

}  // namespace

}  // namespace aludel
