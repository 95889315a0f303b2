#include <gtest/gtest.h>

#include "base/code.hpp"
#include "cli/config_readers.hpp"
#include "cli/database_url.hpp"

namespace aludel {
namespace {

Project parsed(const std::string& text, std::string_view section = "alembic") {
  Project project;
  project.root = "/project";
  read_alembic_ini(SourceText("alembic.ini", text), section, project);
  return project;
}

Project with(const std::string& lines) {
  return parsed("[alembic]\nscript_location = %(here)s/alembic\n" + lines);
}

std::string refusal(const std::string& text) {
  try {
    (void)parsed(text);
    return "accepted";
  } catch (const Error& error) {
    return error.diagnostic().message;
  }
}

TEST(AlembicIni, IsReadAsAlembicReadsIt) {
  const Project project = parsed(R"(# comment
[alembic]
script_location = %(here)s/alembic
file_template = %%(year)d%%(month).2d%%(day).2d_%%(rev)s-%%(slug)s
timezone = UTC
truncate_slug_length = 60
recursive_version_locations = true
sqlalchemy.url = postgresql+psycopg2://me:100%%25@host/db ; no comment

[loggers]
keys = root,sqlalchemy
args = (sys.stderr,)
)");
  EXPECT_TRUE(project.from_alembic_ini);
  EXPECT_EQ(project.script_location, "/project/alembic");
  EXPECT_EQ(project.file_template, "{year}{month}{day}_{rev}-{slug}");
  EXPECT_EQ(project.timezone, "UTC");
  EXPECT_EQ(project.truncate_slug_length, 60U);
  EXPECT_TRUE(project.recursive_version_locations);
  ASSERT_EQ(project.databases.size(), 1U);
  EXPECT_EQ(project.databases[0].version_table, "alembic_version");
  EXPECT_TRUE(project.databases[0].version_table_was_set);
  EXPECT_EQ(project.databases[0].url->text, "postgresql+psycopg2://me:100%25@host/db ; no comment");
}

TEST(AlembicIni, HasAlembicsDefaults) {
  const Project project = with("");
  EXPECT_EQ(project.file_template, "{rev}_{slug}");
  EXPECT_EQ(project.timezone, "");
  EXPECT_FALSE(project.recursive_version_locations);
  EXPECT_FALSE(project.databases.at(0).url);
}

TEST(AlembicIni, CutsVersionLocationsAsItSays) {
  using Paths = std::vector<std::filesystem::path>;
  const Paths wanted{"/project/a", "/b"};
  EXPECT_EQ(with("version_locations = a /b").version_locations, wanted);
  EXPECT_EQ(with("version_locations = a, /b").version_locations, wanted);
  EXPECT_EQ(with("version_locations = a:/b\nversion_path_separator = os").version_locations,
            wanted);
  EXPECT_EQ(with("version_locations = a;/b\npath_separator = ;").version_locations, wanted);
  EXPECT_EQ(with("path_separator = newline\nversion_locations =\n  a\n  /b\n").version_locations,
            wanted);
  EXPECT_EQ(with("path_separator = space\nversion_locations = %(here)s/a /b").version_locations,
            wanted);
}

TEST(AlembicIni, TakesValuesFromDefaultAndFromOtherKeys) {
  const Project project = parsed("[DEFAULT]\nbase = db\n[x]\nScript_Location: %(base)s/m\n", "x");
  EXPECT_EQ(project.script_location, "/project/db/m");
}

TEST(AlembicIni, KeepsLongUrlsWhole) {
  const std::string url = "postgresql://me@host/" + std::string(10'000, 'x');
  EXPECT_EQ(with("sqlalchemy.url = " + url).databases.at(0).url->text, url);
}

TEST(AlembicIni, ExpandsNoVariablesInAUrl) {
  const Project project = with("sqlalchemy.url = sqlite:///${HOME}$x.db");
  EXPECT_EQ(database_url(project, project.databases[0]).sqlite_path, "/project/${HOME}$x.db");
}

TEST(AlembicIni, TellsOfASinglePercentSignWhenTheUrlIsNeeded) {
  const Project project = with("sqlalchemy.url = postgresql://me:secret%40x@host/db");
  try {
    (void)database_url(project, project.databases[0]);
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.diagnostic().message, "`sqlalchemy.url`: a `%` is written `%%` in this file");
    EXPECT_EQ(error.diagnostic().place->line, 3);
    EXPECT_EQ(error.diagnostic().place->excerpt, "sqlalchemy.url = postgresql://me:***@host/db");
  }
}

TEST(AlembicIni, MaySayHowLongLocksAreWaitedFor) {
  const Project project =
      with("lock_timeout = 2s\nlock_retry = 3m\nlock_wait = 10m\nstatement_timeout = 1h\n");
  const DatabaseSettings& settings = project.databases.at(0);
  EXPECT_EQ(settings.lock_timeout, std::chrono::seconds(2));
  EXPECT_EQ(settings.lock_retry, std::chrono::minutes(3));
  EXPECT_EQ(settings.lock_wait, std::chrono::minutes(10));
  EXPECT_EQ(settings.statement_timeout, std::chrono::hours(1));
  EXPECT_EQ(refusal("[alembic]\nscript_location = a\nlock_retry = soon\n"),
            "`lock_retry`: `soon` is not a duration: it does not begin with a number");
}

TEST(AlembicIni, WithTheTemplatesUrlHasNone) {
  const Project project = with("sqlalchemy.url = driver://user:pass@localhost/dbname");
  EXPECT_FALSE(project.databases.at(0).url);
}

TEST(AlembicIni, OfTheMultidbTemplateNamesItsDatabases) {
  const Project project =
      with("databases = one, two\n[one]\nsqlalchemy.url = sqlite:///1.db\n[two]\nx = y\n");
  ASSERT_EQ(project.databases.size(), 2U);
  EXPECT_EQ(project.databases[0].name, "one");
  EXPECT_EQ(project.databases[0].url->text, "sqlite:///1.db");
  EXPECT_FALSE(project.databases[1].url);
}

TEST(AlembicIni, IsRefusedWhereItCannotBeUnderstood) {
  EXPECT_EQ(refusal("[alembic]\n\nno equals sign\n"), "alembic.ini is not a valid INI file");
  EXPECT_EQ(refusal(std::string("[alembic]\na=\0", 13)), "alembic.ini holds a NUL character");
  EXPECT_EQ(refusal("[other]\na = b\n"), "alembic.ini has no section [alembic]");
  EXPECT_EQ(refusal("[alembic]\na = b\n"), "[alembic] of alembic.ini has no script_location");
  EXPECT_EQ(refusal("[alembic]\nscript_location = app:migrations\n"),
            "`script_location`: folders inside a Python package cannot be found");
  EXPECT_EQ(refusal("[alembic]\nscript_location = %(none)s\n"),
            "`script_location`: it names `%(none)s`, and there is no such value");
  EXPECT_EQ(refusal("[alembic]\nscript_location = %(script_location)s\n"),
            "`script_location`: its %(name)s references do not end");
  EXPECT_EQ(refusal("[alembic]\nscript_location = a\nfile_template = %%(revv)s\n"),
            "`file_template`: `{revv}` is not a field; did you mean `rev`?");
  EXPECT_EQ(refusal("[alembic]\nscript_location = a\ntruncate_slug_length = x\n"),
            "`truncate_slug_length`: it must be a number from 1 on");
  EXPECT_EQ(refusal("[alembic]\nscript_location = a\npath_separator = |\n"),
            "`path_separator`: it must be one of os, space, newline, `:` and `;`");
}

TEST(AlembicIni, ThatNamesItselfOverAndOverEndsSoon) {
  std::string text = "[alembic]\nscript_location = ";
  for (int i = 0; i < 20; ++i) text += "%(script_location)s";
  EXPECT_EQ(refusal(text), "`script_location`: its %(name)s references do not end");
  std::string lines;
  for (int i = 0; i < 100'000; ++i) lines += "a = b\n c\n";
  EXPECT_EQ(with(lines).script_location, "/project/alembic");
}

}  // namespace
}  // namespace aludel
