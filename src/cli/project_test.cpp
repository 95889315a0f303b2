#include "cli/project.hpp"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/code.hpp"
#include "cli/database_url.hpp"

namespace aludel {
namespace {

namespace fs = std::filesystem;

class ProjectFiles : public testing::Test {
 protected:
  ProjectFiles() {
    std::string pattern = (fs::temp_directory_path() / "aludel-project-XXXXXX").string();
    root = mkdtemp(pattern.data());
    fs::create_directories(root / "deep" / "er");
    request.environment.current_directory = root / "deep" / "er";
    request.environment.variables = {{"PATH", "/usr/bin:/bin"}};
  }
  ~ProjectFiles() override { fs::remove_all(root); }

  void write(const fs::path& name, std::string_view text) const {
    std::ofstream(root / name) << text;
  }

  [[nodiscard]] Diagnostic refusal() const {
    try {
      const Project project = load_project(request);
      const DatabaseUrl url = database_url(project, pick_database(project, std::nullopt));
      return diagnostic(Code::internal, "accepted " + url.text_without_password);
    } catch (const Error& error) {
      return error.diagnostic();
    }
  }

  fs::path root;
  ProjectRequest request;
};

using LoadProject = ProjectFiles;

TEST_F(LoadProject, FindsTheNearestFileUpward) {
  write("aludel.toml", "");
  EXPECT_EQ(load_project(request).root, root);
  write("deep/alembic.ini", "[alembic]\nscript_location = here\n");
  EXPECT_EQ(load_project(request).script_location, root / "deep/here");
  write("deep/aludel.toml", "");
  EXPECT_FALSE(load_project(request).from_alembic_ini);
}

TEST_F(LoadProject, TakesTheMostSpecificNameOfAFile) {
  for (const char* name : {"found.toml", "alembic.toml", "aludel.toml", "option.toml"})
    write(name, "");
  request.environment.variables["ALEMBIC_CONFIG"] = (root / "alembic.toml").string();
  EXPECT_EQ(find_config(request), root / "alembic.toml");
  request.environment.variables["ALUDEL_CONFIG"] = "../../aludel.toml";
  EXPECT_EQ(find_config(request), root / "aludel.toml");
  request.config = "../../option.toml";
  EXPECT_EQ(find_config(request), root / "option.toml");
}

TEST_F(LoadProject, SaysWhereItLookedAndWhatToDo) {
  write("pyproject.toml", "[tool.alembic]\nscript_location = \"x\"\n");
  const Diagnostic problem = refusal();
  EXPECT_EQ(problem.code, info(Code::config_missing).id);
  EXPECT_NE(problem.detail.find((root / "deep/er").string()), std::string::npos);
  EXPECT_NE(problem.detail.find(root.string() + ","), std::string::npos);
  for (const char* way : {"aludel init", "-c FILE", "ALUDEL_CONFIG"}) {
    EXPECT_NE(problem.next.find(way), std::string::npos) << way;
  }
  ASSERT_EQ(problem.notes.size(), 1U);
  EXPECT_NE(problem.notes[0].find("[tool.alembic]"), std::string::npos);
}

TEST_F(LoadProject, RefusesWhatIsNoConfigurationFile) {
  request.config = "nowhere.toml";
  EXPECT_EQ(refusal().code, info(Code::config_missing).id);
  request.config = "..";
  EXPECT_NE(refusal().message.find("is a folder"), std::string::npos);
  write("pyproject.toml", "");
  request.config = root / "pyproject.toml";
  EXPECT_NE(refusal().message.find("pyproject.toml"), std::string::npos);
  write("aludel.yaml", "");
  request.config = root / "aludel.yaml";
  EXPECT_NE(refusal().message.find("neither"), std::string::npos);
  write("latin.toml", "a = \"\xE9\"");
  request.config = root / "latin.toml";
  EXPECT_NE(refusal().message.find("not UTF-8"), std::string::npos);
  request.config.reset();
  fs::create_directory(root / "aludel.toml");
  EXPECT_NE(refusal().message.find("cannot read"), std::string::npos);
}

TEST_F(LoadProject, ReadsDotenvBesideTheFileBelowTheProcess) {
  write("aludel.toml", "[database]\nurl = \"sqlite:///${NAME}.db\"\n");
  write(".env", "NAME=file\n");
  EXPECT_EQ(refusal().message, "accepted sqlite:///file.db");
  request.environment.variables["NAME"] = "process";
  EXPECT_EQ(refusal().message, "accepted sqlite:///process.db");
}

TEST_F(LoadProject, NeedsAVariableOnlyForItsUrl) {
  write("aludel.toml", "[database]\nurl = \"${DATABASE_URL}\"\n");
  EXPECT_EQ(load_project(request).databases.size(), 1U);
  const Diagnostic problem = refusal();
  EXPECT_EQ(problem.code, info(Code::undefined_variable).id);
  EXPECT_EQ(problem.place->line, 2);
  EXPECT_EQ(problem.place->column, 8);
}

using DatabaseUrlOfAProject = ProjectFiles;

TEST_F(DatabaseUrlOfAProject, IsRelativeToTheFileThatSaysIt) {
  write("aludel.toml", "[database]\nurl = \"sqlite:///app.db\"\n");
  const Project project = load_project(request);
  EXPECT_EQ(database_url(project, project.databases[0]).sqlite_path, root / "app.db");
}

TEST_F(DatabaseUrlOfAProject, IsAnotherForChangesWhereTheFileSaysSo) {
  write(".env", "DIRECT=postgresql://me:secret@db1/shop\n");
  write("aludel.toml", "[database]\nurl = \"postgresql://me@pool/shop\"\n");
  EXPECT_EQ(migration_url(load_project(request), load_project(request).databases[0])
                .text_without_password,
            "postgresql://me@pool/shop");
  write("aludel.toml",
        "[database]\nurl = \"postgresql://me@pool/shop\"\nmigration_url = \"${DIRECT}\"\n");
  const Project project = load_project(request);
  EXPECT_EQ(database_url(project, project.databases[0]).text_without_password,
            "postgresql://me@pool/shop");
  EXPECT_EQ(migration_url(project, project.databases[0]).text_without_password,
            "postgresql://me:***@db1/shop");
  write("aludel.toml",
        "[database]\nurl = \"sqlite://\"\nmigration_url = \"postgresql://me:secret@:x\"\n");
  const Project wrong = load_project(request);
  try {
    (void)migration_url(wrong, wrong.databases[0]);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().place->line, 3);
    EXPECT_EQ(error.diagnostic().place->excerpt.find("secret"), std::string::npos)
        << error.diagnostic().place->excerpt;
  }
}

TEST_F(DatabaseUrlOfAProject, MayComeFromACommand) {
  write(".env", "NAME=shop\n");
  write("aludel.toml", "[database]\nurl_command = \"echo postgresql://h/$NAME; pwd >&2\"\n");
  EXPECT_EQ(refusal().message, "accepted postgresql://h/shop");
}

TEST_F(DatabaseUrlOfAProject, FailsAsItsCommandDoesAndShowsNoPassword) {
  write("aludel.toml",
        "[database]\nurl_command = \"echo no postgresql://me:secret@h/db >&2; exit 3\"\n");
  const Diagnostic problem = refusal();
  EXPECT_EQ(problem.code, info(Code::external_command).id);
  EXPECT_EQ(problem.message, "`database.url_command` failed with exit status 3");
  EXPECT_EQ(problem.notes, (std::vector<std::string>{"no postgresql://me:***@h/db"}));
  EXPECT_EQ(problem.place->line, 2);
  write("aludel.toml", "[database]\nurl_command = \"kill -9 $$\"\n");
  EXPECT_EQ(refusal().message, "`database.url_command` failed with exit status 137");
}

TEST_F(DatabaseUrlOfAProject, ShowsNoPartOfAPasswordThatWasNotEncoded) {
  for (const char* url : {"postgresql://me:Q@/: Q@/shop", "postgresql://me:Q Q@h/shop",
                          "postgresql://me:Q 'Q' \"Q\" Q@h/shop"}) {
    write("aludel.toml", "[database]\nurl = \'\'\'" + std::string(url) + "\'\'\'\n");
    const Diagnostic problem = refusal();
    ASSERT_TRUE(problem.place);
    EXPECT_EQ(problem.place->excerpt.find('Q'), std::string::npos) << problem.place->excerpt;
  }
  write("secret.url", "postgresql://me:Q Q@h/db\n");
  write("aludel.toml", "[database]\nurl_command = \"cat secret.url >&2; exit 3\"\n");
  for (const std::string& note : refusal().notes)
    EXPECT_EQ(note.find('Q'), std::string::npos) << note;
}

TEST_F(DatabaseUrlOfAProject, MayStandInAFile) {
  write("secret.url", "postgresql://me:secret@h/db\n");
  write("aludel.toml", "[database]\nurl_file = \"secret.url\"\n");
  EXPECT_EQ(refusal().message, "accepted postgresql://me:***@h/db");
  write("aludel.toml", "[database]\nurl_file = \"nowhere.url\"\n");
  EXPECT_EQ(refusal().code, info(Code::config_unreadable).id);
  EXPECT_EQ(refusal().place->line, 2);
}

TEST_F(DatabaseUrlOfAProject, ThatIsWrongPointsAtItsSettingWithoutThePassword) {
  write("aludel.toml", "[database]\nurl = \"postgresql://me:se@cret@h/db\"\n");
  const Diagnostic problem = refusal();
  EXPECT_EQ(problem.code, info(Code::bad_url).id);
  EXPECT_EQ(problem.place->excerpt, "url = \"postgresql://me:***@h/db\"");
  EXPECT_EQ(problem.place->column, 8);
}

TEST_F(DatabaseUrlOfAProject, ThatIsNotSetIsAskedFor) {
  write("aludel.toml", "");
  EXPECT_EQ(refusal().message, "the configuration does not say where the database is");
  EXPECT_NE(refusal().next.find("--url"), std::string::npos);
}

Project project_with(const std::vector<std::string>& names) {
  Project project;
  project.script_location = "/p/migrations";
  for (const std::string& name : names) project.databases.push_back({.name = name});
  return project;
}

std::string picked(const Project& project, std::optional<std::string_view> name) {
  try {
    return '(' + pick_database(project, name).name + ')';
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().code, info(Code::unknown_database).id);
    return error.diagnostic().message + '|' + error.diagnostic().hint + error.diagnostic().next;
  }
}

TEST(PickDatabase, TakesTheNamedOneElseTheUnnamedElseTheOnlyOne) {
  EXPECT_EQ(picked(project_with({}), std::nullopt), "()");
  EXPECT_EQ(picked(project_with({"shop"}), std::nullopt), "(shop)");
  EXPECT_EQ(picked(project_with({"", "shop"}), std::nullopt), "()");
  EXPECT_EQ(picked(project_with({"audit", "shop"}), "shop"), "(shop)");
}

TEST(PickDatabase, NamesTheCandidatesOtherwise) {
  EXPECT_EQ(picked(project_with({"audit", "shop"}), std::nullopt),
            "there are 2 databases, and none was chosen: audit, shop|add `--database audit` or "
            "another of them");
  EXPECT_EQ(picked(project_with({"audit", "shop"}), "shpo"),
            "no database is named `shpo`|did you mean `shop`?");
  EXPECT_EQ(picked(project_with({"audit", "shop"}), "x"),
            "no database is named `x`|the databases are audit, shop");
  EXPECT_EQ(picked(project_with({""}), ""),
            "no database is named ``|the configuration names no database: leave out --database");
}

TEST(RevisionLocations, AreTheProjectsAndThenEachDatabasesOwn) {
  Project project = project_with({"audit", "shop"});
  project.databases[1].version_locations = {"/p/shop", "/p/both"};
  EXPECT_EQ(revision_locations(project),
            (std::vector<RevisionLocation>{
                {"/p/migrations/versions", ""}, {"/p/shop", "shop"}, {"/p/both", "shop"}}));
  project.version_locations = {"/p/a", "/p/both"};
  EXPECT_EQ(
      revision_locations(project),
      (std::vector<RevisionLocation>{{"/p/a", ""}, {"/p/shop", "shop"}, {"/p/both", "shop"}}));
}

}  // namespace
}  // namespace aludel
