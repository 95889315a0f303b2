// Models beside a database: `check`, `diff`, `revision --autogenerate`, on real servers.
#include <csignal>
#include <fstream>

#include <unistd.h>

#include "db/support/fixture.hpp"
#include "db/support/offline.hpp"

namespace aludel::testing {
namespace {

class Models : public OnDatabase {
 protected:
  void SetUp() override {
    OnDatabase::SetUp();
    if (database) project.emplace(database->url(), "models = [\"models\"]\n");
  }
  void models(const std::string& sql) { project->write("models/all.sql", sql); }
  /// Writes a revision of what the models say, and applies it.
  void follow_models(const Words& more = {}) {
    Words words{"revision", "-a", "-m", "next"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome written = run(words);
    ASSERT_EXIT_CODE(0, written);
    ASSERT_TRUE(says(written.out, "_next.sql"));
    ASSERT_EXIT_CODE(0, run({"upgrade"}));
  }
};
class ModelsOnPostgresql : public Models {};
class ModelsOnSqlite : public Models {};
ALUDEL_ON_EVERY_DATABASE(Models);
ALUDEL_ON_POSTGRESQL(ModelsOnPostgresql);
ALUDEL_ON_SQLITE(ModelsOnSqlite);

constexpr const char* first_models =
    "CREATE VIEW named AS SELECT p.id, u.name FROM posts p JOIN users u ON u.id = p.user_id;\n"
    "CREATE TABLE posts (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id),"
    " body text);\n"
    "CREATE INDEX ix_posts_user ON posts (user_id);\n"
    "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) NOT NULL CHECK (name IN ('a', "
    "'b')), mail text);\n";

TEST_P(Models, InWhateverOrderAreMadeByARevisionAndFoundAgain) {
  models(first_models);
  const Outcome differs = run({"check"});
  ASSERT_EXIT_CODE(1, differs);
  EXPECT_TRUE(says(differs.out, "create table users\n"));
  EXPECT_TRUE(says(differs.err, "error[E0002]: the database and the models differ: "));
  follow_models();
  const Outcome agrees = run({"check"});
  ASSERT_EXIT_CODE(0, agrees);
  EXPECT_TRUE(says(agrees.err, "the database and the models agree"));
  ASSERT_EXIT_CODE(0, run({"check", "--from", "history"}));
  const Outcome nothing = run({"revision", "-a", "-m", "none"});
  ASSERT_EXIT_CODE(0, nothing);
  EXPECT_EQ(nothing.out, "") << "no file is written where nothing differs";
}

TEST_P(Models, ARenameKeepsTheRowsUpAndDown) {
  models(first_models);
  follow_models();
  database->run("INSERT INTO users VALUES (1, 'a', 'a@x');\nINSERT INTO posts VALUES (1, 1, 'x');");
  std::string changed = first_models;
  changed.replace(changed.find("mail text"), 9, "email text DEFAULT '-', age integer");
  models(changed);
  const Outcome unclear = run({"revision", "-a", "-m", "next"});
  ASSERT_EXIT_CODE(6, unclear);
  EXPECT_TRUE(says(unclear.err, "column users.mail goes, and email comes"));
  EXPECT_TRUE(says(unclear.err, "--rename users.mail=email`"));
  follow_models({"--rename", "users.mail=email", "--version-path", "migrations/versions"});
  EXPECT_EQ(rows("SELECT id, name, email, age FROM users"), Lines{"1|a|a@x|∅"});
  EXPECT_EQ(rows("SELECT * FROM named"), Lines{"1|a"});
  ASSERT_EXIT_CODE(0, run({"check"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(rows("SELECT * FROM users"), Lines{"1|a|a@x"});
  EXPECT_EQ(rows("SELECT * FROM posts"), Lines{"1|1|x"});
}

TEST_P(Models, ARenameMayStandInTheModels) {
  models(first_models);
  follow_models();
  database->run("INSERT INTO users VALUES (1, 'a', 'a@x');");
  std::string changed = first_models;
  changed.replace(changed.find("mail text"), 9, "email text");
  models("-- aludel:rename users.mail=email\n" + changed);
  follow_models();
  EXPECT_EQ(rows("SELECT id, email FROM users"), Lines{"1|a@x"});
  ASSERT_EXIT_CODE(0, run({"check"})) << "a rename that is done is no fault";
}

TEST_P(Models, ACommandIsEndedWithTheProgramThatAskedIt) {
  for (const char* setting : {"models_command", "url_command"}) {
    SCOPED_TRACE(setting);
    const std::string line = std::string(setting) + " = \"touch asked; exec sleep 60\"\n";
    project->write("aludel.toml", "[aludel]\nscript_location = \"migrations\"\n[database]\n" +
                                      (setting == std::string_view("models_command")
                                           ? "url = \"" + database->url() + "\"\n" + line
                                           : line + "models = [\"models\"]\n"));
    models(first_models);
    Process waiting = project->start({"check"});
    const std::filesystem::path asked = project->folder() / "asked";
    ASSERT_TRUE(eventually([&] { return std::filesystem::exists(asked); }));
    const auto begin = std::chrono::steady_clock::now();
    waiting.signal(SIGINT);
    const Outcome outcome = waiting.wait();
    EXPECT_EXIT_CODE(130, outcome);
    EXPECT_TRUE(says(outcome.err, "interrupted"));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
    std::filesystem::remove(asked);
  }
}

TEST_P(Models, WhatAppliedRevisionsHaveMadeIsTheirsWhereTheDatabaseIsBehind) {
  models("CREATE TABLE t (id integer PRIMARY KEY, mail text);\n");
  project->add("aaaa0001", "CREATE TABLE t (id integer PRIMARY KEY, name text);", "DROP TABLE t;");
  project->add("bbbb0002", "ALTER TABLE t RENAME COLUMN name TO mail;",
               "ALTER TABLE t RENAME COLUMN mail TO name;");
  ASSERT_EXIT_CODE(0, run({"upgrade", "aaaa0001"}));
  const Outcome behind = run({"check"});
  EXPECT_EXIT_CODE(1, behind);
  EXPECT_TRUE(says(behind.out, "perhaps a rename: column t.name to mail")) << behind.out;
  EXPECT_TRUE(says(behind.err, "behind the revisions: 1 revision not applied"));
  EXPECT_TRUE(says(behind.err, "`aludel upgrade` first"));
  EXPECT_FALSE(says(behind.err, "left alone"));
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  EXPECT_EXIT_CODE(0, run({"check"}));
}

TEST_P(Models, ADatabaseThatIsAheadOfTheFilesIsNotChecked) {
  models("CREATE TABLE t (id integer PRIMARY KEY);\n");
  project->add("aaaa0001", "CREATE TABLE t (id integer PRIMARY KEY);", "DROP TABLE t;");
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  std::filesystem::remove(project->file_of("aaaa0001"));
  for (const Words& words : {Words{"check"}, {"revision", "-a", "-m", "more"}}) {
    const Outcome refused = run(words);
    EXPECT_EXIT_CODE(7, refused);
    EXPECT_TRUE(says(refused.err, "names revision `aaaa0001`, and no file has that id"));
  }
}

TEST_P(Models, WhatNoRevisionHasMadeIsLeftAlone) {
  models(first_models);
  follow_models();
  database->run("CREATE TABLE by_hand (x integer);\nCREATE INDEX ix_by_hand ON posts (body);");
  const Outcome agrees = run({"check"});
  ASSERT_EXIT_CODE(0, agrees);
  EXPECT_TRUE(says(agrees.err, "left alone: table by_hand, which neither the models have nor"));
  const Outcome all = run({"check", "--drop-foreign"});
  ASSERT_EXIT_CODE(1, all);
  EXPECT_EQ(all.out.substr(0, all.out.find("    data-loss")),
            "drop index ix_by_hand of posts\ndrop table by_hand\n");
  std::string without = first_models;
  without.erase(without.find("CREATE INDEX"), without.find(";\n", without.find("CREATE INDEX")) +
                                                  2 - without.find("CREATE INDEX"));
  models(without);
  const Outcome ours = run({"check"});
  ASSERT_EXIT_CODE(1, ours);
  EXPECT_TRUE(says(ours.out, "drop index ix_posts_user of posts"));
  EXPECT_FALSE(says(ours.out, "by_hand"));
  ASSERT_EXIT_CODE(0, run({"check", "--exclude", "index:ix_*"}));
  ASSERT_EXIT_CODE(0, run({"check", "--include", "table:users"}));
}

TEST_P(Models, AreComparedWithWhatIsAppliedAlone) {
  models(first_models);
  project->add("aaaa0001", "CREATE TABLE other (id integer);", "DROP TABLE other;");
  const Outcome pending = run({"revision", "-a", "-m", "next"});
  ASSERT_EXIT_CODE(1, pending);
  EXPECT_TRUE(says(pending.err, "the database is not up to date: 1 revision not applied"));
  ASSERT_EXIT_CODE(0, run({"revision", "-a", "-m", "next", "--from", "history"}));
  ASSERT_EXIT_CODE(0, run({"upgrade"}));
  ASSERT_EXIT_CODE(0, run({"check"}));
}

TEST_P(Models, OfACommandAreSql) {
  project.emplace(database->url(), "models_command = \"cat all.txt\"\n");
  project->write("all.txt", first_models);
  follow_models();
  ASSERT_EXIT_CODE(0, run({"check"}));
  project->write("all.txt", " \n");
  const Outcome nothing = run({"check"});
  ASSERT_EXIT_CODE(2, nothing);
  EXPECT_TRUE(says(nothing.err, "printed nothing: cat all.txt"));
  std::filesystem::remove(project->folder() / "all.txt");
  const Outcome failed = run({"check"});
  ASSERT_EXIT_CODE(10, failed);
  EXPECT_TRUE(says(failed.err, "failed with exit status 1: cat all.txt"));
  EXPECT_TRUE(says(failed.err, "No such file"));
}

TEST_P(Models, ThatAreWrongAreShownWhereTheyAre) {
  models("CREATE TABLE a (id integer);\nCREATE TABLE b (id integer,, v text);\n");
  const Outcome syntax = run({"check"});
  ASSERT_EXIT_CODE(3, syntax);
  EXPECT_TRUE(says(syntax.err, "error[E0331]: the database refused statement 2 of the models"));
  EXPECT_TRUE(says(syntax.err, "models/all.sql:2:28"));
  models("CREATE TABLE a (id integer);\n");
  project->write("models/twice.sql", "\nCREATE TABLE a (id integer);\n");
  const Outcome twice = run({"check"});
  ASSERT_EXIT_CODE(3, twice);
  EXPECT_TRUE(says(twice.err, "models/twice.sql:2:1"));
  EXPECT_TRUE(says(twice.err, "models/all.sql:1 makes one of this name, too"));
  std::filesystem::remove(project->folder() / "models/twice.sql");
  models("CREATE VIEW v AS SELECT * FROM missing;\n");
  const Outcome missing = run({"check"});
  ASSERT_EXIT_CODE(3, missing);
  EXPECT_TRUE(says(missing.err, "missing"));
  EXPECT_TRUE(says(missing.err, "models/all.sql:1:"));
  EXPECT_TRUE(says(missing.err, "nothing was changed: models are executed in a scratch database"));
  models("");
  std::filesystem::remove(project->folder() / "models/all.sql");
  ASSERT_EXIT_CODE(2, run({"check"}));
}

TEST_P(Models, OfAnyTwoStatesTheDifferenceIsTold) {
  models(first_models);
  follow_models();
  project->write("other.sql",
                 "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) NOT "
                 "NULL);\n");
  EXPECT_TRUE(says(run({"diff", "database", "other.sql"}).out, "drop table posts"));
  EXPECT_TRUE(says(run({"diff", "base", "other.sql", "--sql"}).out, "CREATE TABLE "));
  ASSERT_EXIT_CODE(0, run({"diff", "head", "models"}));
  ASSERT_EXIT_CODE(0, run({"diff", "history", database->url()}));
  ASSERT_EXIT_CODE(0, run({"diff", "base", "base"}));
  ASSERT_EXIT_CODE(2, run({"diff", "base", "nowhere.sql"}));
  ASSERT_EXIT_CODE(3, run({"diff", "base", "nobody"}));
  ASSERT_EXIT_CODE(2, run({"diff", "base"}));
}

TEST_P(Models, TheSqlOfADifferenceMakesIt) {
  database->run(
      "CREATE TABLE users (id integer PRIMARY KEY, name text);\n"
      "INSERT INTO users VALUES (1, 'a');");
  models(first_models);
  const Outcome script = run({"diff", "database", "models", "--sql"});
  ASSERT_EXIT_CODE(1, script);
  ASSERT_EXIT_CODE(0, run_script(*database, script.out));
  EXPECT_EQ(rows("SELECT id, name FROM users"), Lines{"1|a"});
  ASSERT_EXIT_CODE(0, run({"check"}));
}

TEST_P(Models, ABaselineIsTheDatabaseAgain) {
  database->run(
      "CREATE TABLE users (id integer PRIMARY KEY, name varchar(20) DEFAULT 'x');\n"
      "CREATE INDEX ix_name ON users (name);\nCREATE VIEW names AS SELECT name FROM users;");
  database->disconnect();
  const TestProject fresh(database->url());
  std::filesystem::remove_all(fresh.folder() / "migrations");
  std::filesystem::remove(fresh.folder() / "aludel.toml");
  const Outcome begun = fresh.run({"init", "--from-database", database->url()});
  ASSERT_EXIT_CODE(0, begun);
  EXPECT_TRUE(says(begun.out, "_baseline.sql"));
  ASSERT_EXIT_CODE(0, fresh.run({"current", "--check-heads"}));
  ASSERT_EXIT_CODE(0, fresh.run({"diff", "history", "database"}));
  const TestDatabase other(database->server());
  ASSERT_EXIT_CODE(0, fresh.run({"upgrade", "--url", other.url()}));
  ASSERT_EXIT_CODE(0, fresh.run({"diff", database->url(), other.url()}));
}

TEST_P(ModelsOnSqlite, ABaselineHasVirtualTablesToo) {
  database->run(
      "CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT);\n"
      "CREATE VIRTUAL TABLE found USING fts5(body);\n"
      "CREATE TRIGGER found_new AFTER INSERT ON notes BEGIN INSERT INTO found (rowid, body) VALUES "
      "(new.id, new.body); END;");
  database->disconnect();
  const TestProject fresh(database->url());
  std::filesystem::remove_all(fresh.folder() / "migrations");
  std::filesystem::remove(fresh.folder() / "aludel.toml");
  ASSERT_EXIT_CODE(0, fresh.run({"init", "--from-database", database->url()}));
  TestDatabase other(database->server());
  ASSERT_EXIT_CODE(0, fresh.run({"upgrade", "--url", other.url()}));
  other.run("INSERT INTO notes (body) VALUES ('a word');");
  EXPECT_EQ(lines_of(other.connect()->query("SELECT body FROM found WHERE found MATCH 'word'")),
            Lines{"a word"});
  const Outcome printed = fresh.run({"inspect"});
  EXPECT_TRUE(says(printed.out, "CREATE VIRTUAL TABLE found USING fts5(body);"));
  EXPECT_FALSE(says(printed.out, "not printed"));
}

TEST_P(Models, DatabasesAreLookedAtWithoutAProject) {
  database->run("CREATE TABLE t (a integer);");
  TestDatabase other(database->server());
  other.run("CREATE TABLE s (a integer);\nDROP TABLE s;");
  std::filesystem::remove_all(project->folder() / "migrations");
  std::filesystem::remove_all(project->folder() / ".aludel");
  std::filesystem::remove(project->folder() / "aludel.toml");
  const Outcome differs = run({"diff", other.url(), database->url()});
  ASSERT_EXIT_CODE(1, differs);
  EXPECT_TRUE(says(differs.out, "create table t"));
  const Outcome printed = run({"inspect", "--url", database->url()});
  ASSERT_EXIT_CODE(0, printed);
  project->write("all.sql", printed.out);
  ASSERT_EXIT_CODE(0, run({"diff", database->url(), "all.sql"}));
  EXPECT_FALSE(std::filesystem::exists(project->folder() / ".aludel"));
  ASSERT_EXIT_CODE(2, run({"inspect"}));
  ASSERT_EXIT_CODE(2, run({"diff", "all.sql", "base"}));
  ASSERT_EXIT_CODE(2, run({"diff", database->url(), other.url(), "-c", "none.toml"}));
}

TEST_P(Models, AStartMayBeRefusedWhereTheDatabaseIsAnotherOne) {
  models(first_models);
  follow_models();
  ASSERT_EXIT_CODE(0, run({"start", "--verify", "refuse", "--", "true"}));
  database->run("DROP VIEW named;");
  const Outcome warned = run({"start", "--verify", "warn", "--", "true"});
  ASSERT_EXIT_CODE(0, warned);
  EXPECT_TRUE(says(warned.err, "the database is not what the models say: 1 change"));
  const Outcome refused = run({"start", "--verify", "refuse", "--", "echo", "started"});
  ASSERT_EXIT_CODE(1, refused);
  EXPECT_TRUE(says(refused.err, "create view named"));
  EXPECT_TRUE(says(refused.err, "the application was not started"));
  EXPECT_FALSE(says(refused.out, "started"));
  ASSERT_EXIT_CODE(2, run({"start", "--verify", "refus", "--", "true"}));
}

TEST_P(ModelsOnPostgresql, TablesWithRowsAreChangedWhileOthersGoOn) {
  models(first_models);
  follow_models();
  database->run("INSERT INTO users VALUES (1, 'a', 'm');\nINSERT INTO posts VALUES (1, 1, 'x');");
  models(std::string(first_models) +
         "ALTER TABLE posts ALTER body SET NOT NULL;\nCREATE INDEX ix_body ON posts (body);\n"
         "ALTER TABLE posts ADD CONSTRAINT uq_body UNIQUE (body);\n"
         "ALTER TABLE users ADD CONSTRAINT ck_mail CHECK (mail <> '');\n");
  const Outcome plain = run({"diff", "database", "models", "--sql", "--plain"});
  EXPECT_FALSE(says(plain.out, "\nCREATE INDEX CONCURRENTLY"));
  EXPECT_TRUE(says(plain.out, "\n-- blocking-scan: "));
  const Outcome online = run({"diff", "database", "models", "--sql"});
  for (const char* part : {"CREATE INDEX CONCURRENTLY ix_body", "UNIQUE USING INDEX uq_body",
                           "VALIDATE CONSTRAINT ck_mail", "CHECK (body IS NOT NULL) NOT VALID"})
    EXPECT_TRUE(says(online.out, part));
  EXPECT_FALSE(says(run({"check"}).out, "blocking-scan"));
  follow_models();
  ASSERT_EXIT_CODE(0, run({"check"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
}

TEST_P(ModelsOnPostgresql, AnIndexIsReplacedWithoutAGap) {
  const std::string tables = "CREATE TABLE t (a integer, b integer);\n";
  models(tables + "CREATE INDEX ix ON t (a);\n");
  follow_models();
  models(tables + "CREATE INDEX ix ON t (b);\n");
  EXPECT_FALSE(says(run({"diff", "database", "models", "--sql"}).out, "RENAME"));
  database->run("INSERT INTO t VALUES (1, 1);");
  const std::string online = run({"diff", "database", "models", "--sql"}).out;
  const std::size_t aside = online.find("ALTER INDEX ix RENAME TO aludel_old_");
  const std::size_t built = online.find("CREATE INDEX CONCURRENTLY ix ON t (b)");
  const std::size_t gone = online.find("DROP INDEX CONCURRENTLY aludel_old_");
  ASSERT_NE(gone, std::string::npos) << online;
  EXPECT_LT(aside, built);
  EXPECT_LT(built, gone);
  follow_models();
  ASSERT_EXIT_CODE(0, run({"check"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(value("SELECT string_agg(indexdef, ';') FROM pg_indexes WHERE tablename = 't'"),
            "CREATE INDEX ix ON public.t USING btree (a)");
}

TEST_P(ModelsOnPostgresql, PartitionsGetTheirIndexOneByOne) {
  const std::string tables =
      "CREATE TABLE p (a integer, b integer) PARTITION BY RANGE (a);\n"
      "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10) PARTITION BY LIST (b);\n"
      "CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1);\n"
      "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);\n";
  models(tables);
  follow_models();
  database->run("INSERT INTO p VALUES (1, 1), (11, 2);");
  models(tables + "CREATE INDEX ix ON p (b, a) WHERE b > 0;\nCOMMENT ON INDEX ix IS 'x';\n");
  EXPECT_FALSE(says(run({"check"}).out, "blocking-scan"));
  const std::string online = run({"diff", "database", "models", "--sql"}).out;
  for (const char* part : {"CREATE INDEX ix ON ONLY p (b, a)", "ON ONLY p1 (b, a)",
                           "CONCURRENTLY p2_b_a_idx ON p2 (b, a)", "ATTACH PARTITION p2_b_a_idx"})
    EXPECT_TRUE(says(online, part));
  follow_models();
  ASSERT_EXIT_CODE(0, run({"check"}));
  EXPECT_EQ(value("SELECT count(*) || ' ' || bool_and(indisvalid) FROM pg_index WHERE "
                  "indrelid IN (SELECT relid FROM pg_partition_tree('p'))"),
            "4 true");
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  ASSERT_EXIT_CODE(1, run({"check"}));
}

TEST_P(ModelsOnPostgresql, AScratchDatabaseDoesNotSurviveItsProgram) {
  // The time tells this session from those of the tests beside it.
  const std::string sleeping =
      "FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60." + std::to_string(getpid()) + ")'";
  models("SELECT pg_sleep(60." + std::to_string(getpid()) + ");\n");
  database->disconnect();
  Process stuck = project->start({"check"});
  ASSERT_TRUE(eventually([&] { return value("SELECT count(*) " + sleeping) == "1"; }));
  const std::string scratch = value("SELECT datname " + sleeping);
  EXPECT_EQ(scratch.substr(0, 15), "aludel_scratch_");
  stuck.signal(SIGKILL);
  (void)stuck.wait();
  ASSERT_TRUE(eventually([&] {
    return value("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '" +
                 scratch + "'") == "0";
  })) << "the server notices late that its client is gone";
  models(first_models);
  ASSERT_EXIT_CODE(1, run({"check"}));
  EXPECT_EQ(value("SELECT count(*) FROM pg_database WHERE datname = '" + scratch + "'"), "0");
}

TEST_P(ModelsOnPostgresql, WithoutTheRightToMakeDatabasesTheWaysAreTold) {
  models(first_models);
  const std::string role = "aludel_test_plain_" + database->name();
  database->run("CREATE ROLE " + role + " LOGIN;");
  std::string url = database->url();
  url.replace(url.find("user=postgres"), 13, "user=" + role);
  const Outcome refused = run({"check", "--url", url});
  EXPECT_EXIT_CODE(2, refused);
  EXPECT_TRUE(says(refused.err, "no scratch database can be made: " + role + " may not make"));
  EXPECT_TRUE(says(refused.err, "ALTER ROLE " + role + " CREATEDB"));
  EXPECT_TRUE(says(refused.err, "scratch_url"));
  project.emplace(url, "models = [\"models\"]\nscratch_url = \"" + database->url() + "\"\n");
  models(first_models);
  EXPECT_EXIT_CODE(1, run({"check"}));
  database->run("DROP ROLE " + role + ";");
}

TEST_P(ModelsOnPostgresql, ACatalogThatMayNotBeReadIsToldWithTheGrantThatHelps) {
  const std::string role = "aludel_test_blind_" + database->name();
  database->run("CREATE ROLE " + role +
                " LOGIN;\nREVOKE SELECT ON pg_catalog.pg_proc FROM PUBLIC;");
  std::string url = database->url();
  url.replace(url.find("user=postgres"), 13, "user=" + role);
  for (const Words& words : {Words{"inspect", "--url", url}, {"diff", url, "base"}}) {
    const Outcome refused = run(words);
    EXPECT_EXIT_CODE(4, refused);
    EXPECT_TRUE(says(refused.err,
                     "the catalog cannot be read: permission denied for table pg_proc "
                     "(SQLSTATE 42501)"));
    EXPECT_TRUE(says(refused.err, "which lacks SELECT on TABLE pg_catalog.pg_proc"));
    EXPECT_TRUE(says(refused.err, "`GRANT SELECT ON pg_catalog.pg_proc TO " + role + "`"));
  }
  database->run("DROP ROLE " + role + ";");
}

TEST_P(ModelsOnPostgresql, OwnersAndDefaultPrivilegesAreComparedWhenAsked) {
  const std::string role = "aludel_test_owner_" + database->name();
  database->run("CREATE ROLE " + role + ";");
  const std::string tables =
      "CREATE TABLE t (id integer);\nCREATE SCHEMA s;\nCREATE TABLE s.u (id serial);\n"
      "CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';\n"
      "CREATE TYPE mood AS ENUM ('ok');\n";
  models(tables);
  follow_models();
  models(tables + "ALTER TABLE s.u OWNER TO " + role + ";\nALTER SCHEMA s OWNER TO " + role +
         ";\nALTER FUNCTION f(integer) OWNER TO " + role + ";\nALTER TYPE mood OWNER TO " + role +
         ";\nCREATE TABLE s.n (id integer);\nALTER TABLE s.n OWNER TO " + role +
         ";\nALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO " + role +
         ";\nALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;\n");
  const std::string silent = run({"check"}).out;
  EXPECT_TRUE(says(silent, "create table s.n"));
  EXPECT_FALSE(says(silent, "give "));
  std::ofstream(project->folder() / "aludel.toml", std::ios::app) << "compare_owners = true\n";
  const std::string found = run({"check"}).out;
  for (const char* part : {"give schema s to ", "give table s.u to ", "give function f to ",
                           "give enum mood to ", "give table s.n to ", "give a default privilege"})
    EXPECT_TRUE(says(found, part));
  EXPECT_FALSE(says(found, "give table t to "));
  follow_models();
  ASSERT_EXIT_CODE(0, run({"check"}));
  EXPECT_EQ(value("SELECT string_agg(relname, ' ' ORDER BY relname) FROM pg_class WHERE relowner = "
                  "'" +
                  role + "'::regrole AND relkind IN ('r', 'S')"),
            "n u u_id_seq");
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  models(tables);
  ASSERT_EXIT_CODE(0, run({"check"}));
  std::ofstream(project->folder() / "aludel.toml", std::ios::app) << "compare_owner = true\n";
  ASSERT_EXIT_CODE(2, run({"check"}));
  database->run("DROP OWNED BY " + role + ";\nDROP ROLE " + role + ";");
}

TEST_P(ModelsOnPostgresql, OfAProtectedDatabaseNeedAScratchServer) {
  project.emplace(database->url(), "models = [\"models\"]\nprotected = true\n");
  models(first_models);
  const Outcome refused = run({"check"});
  ASSERT_EXIT_CODE(2, refused);
  EXPECT_TRUE(says(refused.err, "the database is protected, and its server with it"));
}

TEST_P(ModelsOnPostgresql, ReachNoFurtherThanTheirDatabase) {
  for (const char* sql : {"CREATE ROLE somebody;", "ALTER SYSTEM SET work_mem = '1MB';",
                          "COPY a TO PROGRAM 'true';", "DROP DATABASE x;"}) {
    models(std::string("CREATE TABLE a (id integer);\n") + sql + "\n");
    const Outcome refused = run({"check"});
    ASSERT_EXIT_CODE(3, refused);
    EXPECT_TRUE(says(refused.err, "this reaches beyond it"));
    EXPECT_TRUE(says(refused.err, "models/all.sql:2:1"));
  }
}

TEST_P(ModelsOnSqlite, ATableIsRebuiltWithItsRowsThoughForeignKeysAreOn) {
  project.emplace(database->url(), "models = [\"models\"]\nforeign_keys = true\n");
  models(first_models);
  follow_models();
  database->run("INSERT INTO users VALUES (1, 'a', 'm');\nINSERT INTO posts VALUES (1, 1, 'x');");
  std::string changed = first_models;
  changed.replace(changed.find("mail text"), 9, "mail text NOT NULL");
  models(changed);
  follow_models();
  EXPECT_EQ(rows("SELECT * FROM posts"), Lines{"1|1|x"});
  ASSERT_EXIT_CODE(0, run({"check"}));
  ASSERT_EXIT_CODE(0, run({"downgrade"}));
  EXPECT_EQ(rows("SELECT * FROM posts"), Lines{"1|1|x"});
}

}  // namespace
}  // namespace aludel::testing
