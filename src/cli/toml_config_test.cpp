#include <gtest/gtest.h>

#include "base/code.hpp"
#include "cli/config_readers.hpp"

namespace aludel {
namespace {

Project parsed(const std::string& text) {
  Project project;
  project.root = "/project";
  project.variables = Variables(VariableMap{{"DIR", "db"}});
  read_aludel_toml(SourceText("aludel.toml", text), project);
  return project;
}

std::vector<Diagnostic> report(const std::string& text) {
  try {
    (void)parsed(text);
    return {};
  } catch (const Error& error) {
    return error.report();
  }
}

Project in_environment(const std::string& name, const std::string& text) {
  Project project;
  project.root = "/project";
  project.environment = name;
  read_aludel_toml(SourceText("aludel.toml", text), project);
  return project;
}

TEST(Environments, AreLaidOverTheDatabase) {
  const std::string text = R"([database]
url = "sqlite:///dev.db"
migration_url = "sqlite:///direct.db"
lock_wait = "7s"

[environments.staging]
url_command = "print-url"
protected = true

[environments.slow]
lock_wait = "1m"
)";
  EXPECT_EQ(in_environment("", text).environments, (std::vector<std::string>{"slow", "staging"}));
  EXPECT_FALSE(in_environment("", text).databases[0].protected_);
  const DatabaseSettings staging = in_environment("staging", text).databases.at(0);
  EXPECT_FALSE(staging.url) << "the place is another one";
  EXPECT_FALSE(staging.migration_url) << "the development's way in is not staging's";
  EXPECT_EQ(staging.url_command->text, "print-url");
  EXPECT_TRUE(staging.protected_);
  EXPECT_EQ(staging.lock_wait, std::chrono::seconds(7));
  const DatabaseSettings slow = in_environment("slow", text).databases.at(0);
  EXPECT_EQ(slow.url->text, "sqlite:///dev.db");
  EXPECT_EQ(slow.migration_url->text, "sqlite:///direct.db");
  EXPECT_EQ(slow.lock_wait, std::chrono::minutes(1));
}

TEST(Environments, NameEachOfSeveralDatabases) {
  const std::string text = R"([databases.shop]
url = "sqlite:///shop.db"
[databases.prices]
url = "sqlite:///prices.db"
[environments.ci.databases.prices]
url = "sqlite:///ci.db"
)";
  const Project project = in_environment("ci", text);
  EXPECT_EQ(project.databases.at(0).url->text, "sqlite:///shop.db");
  EXPECT_EQ(project.databases.at(1).url->text, "sqlite:///ci.db");
}

TEST(Environments, MayBeAllThereIs) {
  const std::string text = "[environments.ci]\nurl = \"sqlite:///ci.db\"\n";
  EXPECT_EQ(in_environment("ci", text).databases.at(0).url->text, "sqlite:///ci.db");
}

TEST(Environments, AreCheckedAlsoWhereTheyAreNotUsed) {
  const auto one = [](const std::string& text) {
    const auto problems = report(text);
    return problems.size() == 1 ? problems[0].message + "; " + problems[0].hint : "none or several";
  };
  EXPECT_EQ(one("[database]\n[environments.ci]\nprotectd = true\n"),
            "`[environments.ci]` has no key `protectd`; did you mean `protected`?");
  EXPECT_EQ(one("[databases.a]\n[databases.b]\n[environments.ci]\nurl = 'x'\n"),
            "`environments.ci`: this is said of `[database]`, and the project has several; write "
            "`[environments.ci.databases.a]`");
  EXPECT_EQ(one("[databases.shop]\n[environments.ci.databases.shpo]\nurl = 'x'\n"),
            "`environments.ci.databases`: there is no database `shpo`; did you mean `shop`?");
  EXPECT_EQ(one("[environments.all]\nprotected = true\n"),
            "`environments.all`: no environment can have this name; `--env all` means every one");
  EXPECT_EQ(one("environments = 3\n"), "`environments` must be tables: `[environments.NAME]`; ");
  EXPECT_EQ(one("[database]\n[environments.ci]\nurl = \"${ONLY_THERE}\"\nversion_table = "
                "\"${NOT_HERE}\"\n"),
            "none or several");
}

TEST(AludelToml, MayBeEmpty) {
  const Project project = parsed("");
  EXPECT_EQ(project.script_location, "/project/migrations");
  EXPECT_EQ(project.file_template, "{year}{month}{day}_{rev}_{slug}");
  EXPECT_EQ(project.revision_id, RevisionIdScheme{});
  EXPECT_TRUE(project.databases.empty());
}

TEST(AludelToml, SaysEverythingAboutTheProject) {
  const Project project = parsed(R"([aludel]
script_location = "${DIR}/migrations"
version_locations = ["a", "/b"]
recursive_version_locations = true
file_template = "{rev}_{slug}"
revision_id = "sequence:4"
timezone = "Europe/Berlin"
truncate_slug_length = 60
)");
  EXPECT_EQ(project.script_location, "/project/db/migrations");
  EXPECT_EQ(project.version_locations, (std::vector<std::filesystem::path>{"/project/a", "/b"}));
  EXPECT_TRUE(project.recursive_version_locations);
  EXPECT_EQ(project.revision_id, (RevisionIdScheme{RevisionIdScheme::Kind::sequence, 4}));
  EXPECT_EQ(project.timezone, "Europe/Berlin");
  EXPECT_EQ(project.truncate_slug_length, 60U);
}

TEST(AludelToml, SaysEverythingAboutDatabasesInTheFilesOrder) {
  const Project project = parsed(R"([databases.shop]
url = "${SHOP_URL}"
models = ["models/*.sql"]
version_table = "versions"
version_table_schema = "ops"
version_locations = ["shop"]
protected = true
foreign_keys = true
lock_timeout = "500ms"
statement_timeout = 30
lock_wait = "5m"
lock_retry = "90s"
lease_time = "10s"
migration_url = "${SHOP_DIRECT_URL}"

[databases.audit]
url_file = "audit.url"

[database]
url_command = "pass show db"
)");
  ASSERT_EQ(project.databases.size(), 3U);
  EXPECT_EQ(project.databases[0].name, "");
  EXPECT_EQ(project.databases[0].url_command->text, "pass show db");
  EXPECT_FALSE(project.databases[0].version_table_was_set);
  const DatabaseSettings& shop = project.databases[1];
  EXPECT_EQ(shop.name, "shop");
  EXPECT_EQ(shop.url->text, "${SHOP_URL}");
  EXPECT_EQ(shop.url->key, "databases.shop.url");
  EXPECT_EQ(shop.url->place.line, 2);
  EXPECT_EQ(shop.models, (std::vector<std::string>{"models/*.sql"}));
  EXPECT_EQ(shop.version_table, "versions");
  EXPECT_EQ(shop.version_table_schema, "ops");
  EXPECT_TRUE(shop.version_table_was_set);
  EXPECT_EQ(shop.version_locations, (std::vector<std::filesystem::path>{"/project/shop"}));
  EXPECT_TRUE(shop.protected_);
  EXPECT_EQ(shop.foreign_keys, true);
  EXPECT_EQ(shop.lock_timeout, std::chrono::milliseconds(500));
  EXPECT_EQ(shop.statement_timeout, std::chrono::seconds(30));
  EXPECT_EQ(shop.lock_wait, std::chrono::minutes(5));
  EXPECT_EQ(shop.lock_retry, std::chrono::seconds(90));
  EXPECT_EQ(shop.lease_time, std::chrono::seconds(10));
  EXPECT_EQ(shop.migration_url->text, "${SHOP_DIRECT_URL}");
  EXPECT_EQ(shop.migration_url->key, "databases.shop.migration_url");
  EXPECT_EQ(project.databases[2].name, "audit");
}

TEST(AludelToml, IsToldAllItsProblemsAtOnceInTheirOrder) {
  const auto problems = report(R"([aludel]
script_lokation = "x"
truncate_slug_length = "forty"

[databse]
[database]
protected = "yes"
lock_wait = "soon"
url = 5
models = ["${NONE}", 1]
nonsense = 1
)");
  std::vector<std::pair<int, std::string>> found;
  for (const Diagnostic& problem : problems)
    found.emplace_back(problem.place->line, problem.message);
  EXPECT_EQ(
      found,
      (std::vector<std::pair<int, std::string>>{
          {2, "`[aludel]` has no key `script_lokation`"},
          {3, "`aludel.truncate_slug_length` must be a number from 1 to 200"},
          {5, "`databse` is not a table of aludel.toml"},
          {7, "`database.protected` must be true or false"},
          {8, "`database.lock_wait`: `soon` is not a duration: it does not begin with a number"},
          {9, "`database.url` must be a string"},
          {10, "`database.models` needs the variable NONE, which is not set"},
          {10, "`database.models` must be a string"},
          {11, "`[database]` has no key `nonsense`"}}));
  EXPECT_EQ(problems[0].hint, "did you mean `script_location`?");
  EXPECT_EQ(problems[0].place->column, 1);
  EXPECT_EQ(problems[0].place->length, 15);
  EXPECT_EQ(problems[0].place->excerpt, "script_lokation = \"x\"");
  EXPECT_EQ(problems[2].hint, "did you mean `database`?");
  EXPECT_EQ(problems[2].place->column, 2);
  EXPECT_TRUE(problems[8].hint.starts_with("known here: url, url_command")) << problems[8].hint;
}

TEST(AludelToml, RefusesSettingsThatContradictOrCannotBe) {
  EXPECT_EQ(report("[database]\nurl = \"a\"\nurl_file = \"b\"\n").at(0).message,
            "`database.url_file` and `database.url` both say where the database is");
  EXPECT_EQ(report("[databases]\nurl = \"a\"\n").at(0).next,
            "write `[database]`, or `[databases.NAME]` for each of several");
  EXPECT_EQ(report("database = 1").at(0).message, "`database` must be a table: `[database]`");
  EXPECT_EQ(report("[aludel]\nfile_template = \"{yaer}_{rev}\"").at(0).message,
            "`aludel.file_template`: `{yaer}` is not a field; did you mean `year`?");
  for (const char* text :
       {"revision_id = \"uuid\"", "revision_id = \"sequence:0\"", "script_location = \"\"",
        "script_location = \"a\\u0000\"", "file_template = \"{rev\"", "timezone = 1",
        "version_locations = \"a\"", "truncate_slug_length = 0"}) {
    EXPECT_EQ(report(std::string("[aludel]\n") + text).size(), 1U) << text;
  }
}

TEST(AludelToml, RefusesALeaseThatEndsBetweenTwoStatements) {
  EXPECT_EQ(report("[database]\nlease_time = \"500ms\"").at(0).message,
            "`database.lease_time`: it is shorter than 1 s");
}

TEST(AludelToml, PointsAtASyntaxErrorAndShowsNoPassword) {
  const auto problems = report("[database]\nurl = \"postgresql://me:secret@h/db\" oops\n");
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].code, info(Code::config_syntax).id);
  EXPECT_EQ(problems[0].place->line, 2);
  EXPECT_EQ(problems[0].place->excerpt.find("secret"), std::string::npos)
      << problems[0].place->excerpt;
  EXPECT_EQ(problems[0].place->label.find("secret"), std::string::npos) << problems[0].place->label;
}

TEST(AludelToml, RefusesAHeaderThatIsNoKey) {
  for (const char* text :
       {"[/db]\n", "[=]\n", "[", "[[", "[a", "[a.", "[a./]\n", "[ /", "\uFCBF = 1", "a = \uFCBF"}) {
    const auto problems = report(text);
    ASSERT_EQ(problems.size(), 1U) << text;
    EXPECT_EQ(problems[0].code, info(Code::config_syntax).id) << text;
  }
}

TEST(AludelToml, WithALongListTakesLinearTime) {
  std::string text = "[database]\nmodels = [";
  for (int i = 0; i < 50'000; ++i) text += "\"a\",\n";
  EXPECT_EQ(parsed(text + "]").databases[0].models.size(), 50'000U);
}

}  // namespace
}  // namespace aludel
