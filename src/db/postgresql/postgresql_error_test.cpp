#include "db/postgresql/postgresql_error.hpp"

#include <gtest/gtest.h>

#include "base/code.hpp"

namespace aludel {
namespace {

TEST(PostgresqlError, FindsTheSqlstateOfAVerboseMessageInAnyLanguage) {
  EXPECT_EQ(
      sqlstate_in("connection to server on socket \"/x/.s.PGSQL.5432\" failed: FATAL:  3D000: "
                  "Datenbank »shop« existiert nicht\nLOCATION:  InitPostgres, postinit.c:885"),
      "3D000");
  EXPECT_EQ(sqlstate_in("ВАЖНО:  28P01: пользователь \"a\" не прошёл проверку"), "28P01");
  for (const char* without : {"", "failed: Connection refused", "FATAL:  database \"x\" is not",
                              "FATAL:  12345", "FATAL:  ab:12: x"})
    EXPECT_EQ(sqlstate_in(without), "");
}

TEST(PostgresqlError, KnowsARefusalByItsSqlstateWhateverItsWords) {
  const auto message_of = [](const char* state) {
    return connection_diagnostic({.message = "FATAL:  etwas anderes",
                                  .sqlstate = state,
                                  .database = "shop",
                                  .user = "ann",
                                  .host = "db1",
                                  .port = "5432"});
  };
  EXPECT_EQ(message_of("3D000").code, info(Code::database_missing).id);
  EXPECT_EQ(message_of("28P01").message, "PostgreSQL refused the password of \"ann\"");
  EXPECT_EQ(message_of("28000").message, "PostgreSQL does not let \"ann\" in from here");
  EXPECT_TRUE(message_of("57P03").retryable);
  EXPECT_EQ(message_of("53300").message, "PostgreSQL on db1:5432 has no free connection");
  EXPECT_EQ(message_of("").message, "cannot reach PostgreSQL on db1:5432");
}

TEST(PostgresqlError, TellsWhichLimitOfConnectionsIsReached) {
  const auto refused = [](const std::string& words, const std::string& user) {
    return connection_diagnostic({.message = "connection to server at \"shop\" failed: " + words,
                                  .sqlstate = "53300",
                                  .database = "shop",
                                  .user = user,
                                  .host = "shop"});
  };
  const auto expect = [](const Diagnostic& problem, const std::string& message_end,
                         const std::string& next_end) {
    EXPECT_TRUE(problem.message.ends_with(message_end)) << problem.message;
    EXPECT_TRUE(problem.next.ends_with(next_end)) << problem.next;
    EXPECT_TRUE(problem.retryable);
  };
  const std::string of_database = "`ALTER DATABASE \"shop\" CONNECTION LIMIT …`, as its owner";
  const std::string all = "max_connections, `ALTER DATABASE \"shop\" CONNECTION LIMIT …` or ";
  expect(refused("FATAL:  too many connections for database \"shop\"", "ann"),
         "for the database \"shop\"", of_database);
  expect(refused("FATAL:  too many connections for database \"shop\"", "shop"),
         "for the database \"shop\"", of_database);
  expect(refused("FATAL:  zu viele Verbindungen für Datenbank »shop«", "ann"),
         "for the database \"shop\"", of_database);
  expect(refused("FATAL:  too many connections for role \"ann\"", "ann"), "for the role \"ann\"",
         "`ALTER ROLE \"ann\" CONNECTION LIMIT …`, as one who may alter it");
  expect(refused("FATAL:  sorry, too many clients already", "ann"), "no free connection",
         "raise max_connections");
  expect(refused("FATAL:  zu viele Verbindungen für Rolle »shop«", "shop"), "no free connection",
         all + "`ALTER ROLE \"shop\" CONNECTION LIMIT …`");
  expect(refused("FATAL:  tut mir leid, schon zu viele Verbindungen", "ann"), "no free connection",
         all + "`ALTER ROLE \"ann\" CONNECTION LIMIT …`");
}

}  // namespace
}  // namespace aludel
