// `db drop` and `db reset` of databases that cannot be looked into, or not be used afterwards.
#include "db/support/fixture.hpp"

namespace aludel::testing {
namespace {

/// It belongs to a role that is no superuser, so that limits and rights count.
class UnseenDatabases : public OnPostgresql {
 protected:
  void SetUp() override {
    OnPostgresql::SetUp();
    if (!project) return;
    role = "aludel_owner_" + database->name();
    server = connect_to(url_of(GetParam()).value());
    server->query("CREATE ROLE " + role + " LOGIN CREATEDB");
    server->query("ALTER DATABASE " + database->name() + " OWNER TO " + role);
    set_up_project("");
    rows("CREATE TABLE asset (id INTEGER)");
    rows("INSERT INTO asset VALUES (1), (2)");
    rows("ALTER TABLE asset OWNER TO " + role);
    database->disconnect();
  }
  void TearDown() override {
    if (!server) return;
    server->query("DROP DATABASE IF EXISTS " + database->name() + " WITH (FORCE)");
    server->query("DROP ROLE " + role);
  }
  void set_up_project(const std::string& more) {
    std::string url = database->url();
    const std::size_t user = url.find("user=postgres");
    url.replace(user, std::string("user=postgres").size(), "user=" + role);
    project->write("aludel.toml", "[database]\nurl = \"" + url + "\"\n" + more);
  }
  void alter(const std::string& how) {
    server->query("ALTER DATABASE " + database->name() + " " + how);
  }
  long long tables_left() {
    alter("ALLOW_CONNECTIONS true");
    alter("CONNECTION LIMIT -1");
    server->query("GRANT CONNECT ON DATABASE " + database->name() + " TO PUBLIC");
    return std::stoll(value("SELECT count(*) FROM pg_class WHERE relname = 'asset'"));
  }
  void expect_refused(const Words& words, const std::string& reason) {
    const Outcome refused = project->run(words);
    EXPECT_EXIT_CODE(6, refused);
    EXPECT_TRUE(says(refused.err, "error[E0601]"));
    EXPECT_TRUE(says(refused.err, "cannot be looked into: " + reason));
    EXPECT_TRUE(says(refused.err, "nothing was changed"));
    EXPECT_TRUE(says(refused.err, " --confirm " + database->name() + "`"));
    EXPECT_FALSE(says(refused.err, "no table"));
  }

  std::string role;
  std::unique_ptr<Connection> server;
};
ALUDEL_ON_POSTGRESQL(UnseenDatabases);

TEST_P(UnseenDatabases, WhereNobodyMayConnectConsentIsAskedFor) {
  alter("ALLOW_CONNECTIONS false");
  const std::string reason = "database \"" + database->name() + "\" is not currently accepting";
  expect_refused({"db", "drop"}, reason);
  expect_refused({"db", "reset", "--force"}, reason);
  expect_refused({"db", "init", "--drop-first"}, reason);
  set_up_project("protected = true\n");
  expect_refused({"db", "drop"}, reason);
  EXPECT_EQ(tables_left(), 1);
}

TEST_P(UnseenDatabases, WhereItsLimitIsReachedConsentIsAskedFor) {
  const auto other = [&] {
    const std::string url = database->url();
    const std::size_t user = url.find("user=postgres");
    return connect_to(std::string(url).replace(user, 13, "user=" + role));
  }();
  alter("CONNECTION LIMIT 1");
  expect_refused({"db", "reset", "--force"}, "too many connections for database");
  EXPECT_EQ(other->query("SELECT * FROM asset").rows.size(), 2U);
}

TEST_P(UnseenDatabases, WithConsentItIsDroppedAndWhatIsNotKnownIsTold) {
  const std::string& name = database->name();
  server->query("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC, " + role);
  expect_refused({"db", "drop"}, "permission denied for database");
  const Outcome dropped = project->run({"db", "drop", "--confirm", name});
  EXPECT_EXIT_CODE(0, dropped);
  EXPECT_TRUE(says(dropped.err, "dropping " + name + ", which holds"));
  EXPECT_TRUE(says(dropped.err, "cannot be looked into: permission denied for database"));
}

TEST_P(UnseenDatabases, AResetTellsThatConnectionsAreAllowedAgain) {
  const std::string& name = database->name();
  alter("ALLOW_CONNECTIONS false");
  const Outcome reset = project->run({"db", "reset", "--confirm", name});
  EXPECT_EXIT_CODE(0, reset);
  EXPECT_TRUE(says(
      reset.err, "cannot be kept: `ALTER DATABASE \"" + name + "\" WITH ALLOW_CONNECTIONS false`"));
  EXPECT_EQ(tables_left(), 0);
}

TEST_P(UnseenDatabases, AResetToOneThatCannotBeWrittenSaysThatTheOldOneIsGone) {
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER PRIMARY KEY);");
  alter("SET default_transaction_read_only = on");
  const Outcome reset = project->run({"db", "reset"});
  EXPECT_NE(reset.exit_code, 0);
  EXPECT_TRUE(says(reset.err,
                   "the database " + database->name() + " was dropped and is there anew, empty"));
  EXPECT_FALSE(says(reset.err, "nothing was changed"));
}

TEST_P(UnseenDatabases, AResetToOneThatCannotBeEnteredSaysThatTheOldOneIsGone) {
  const std::string& name = database->name();
  project->add("aaaa0001", "CREATE TABLE asset (id INTEGER PRIMARY KEY);");
  server->query("REVOKE CONNECT ON DATABASE " + name + " FROM PUBLIC, " + role);
  const Outcome reset = project->run({"db", "reset", "--confirm", name});
  EXPECT_NE(reset.exit_code, 0);
  EXPECT_TRUE(says(reset.err, "the database " + name + " was dropped and is there anew, empty"));
  EXPECT_FALSE(says(reset.err, "nothing was changed"));
}

}  // namespace
}  // namespace aludel::testing
