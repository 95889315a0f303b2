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

}  // namespace
}  // namespace aludel
