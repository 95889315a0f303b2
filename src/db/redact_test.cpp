#include "db/redact.hpp"

#include <random>

#include <gtest/gtest.h>

namespace aludel {
namespace {

TEST(Redacted, HidesThePasswordOfAUrl) {
  EXPECT_EQ(redacted("postgresql://me:secret@host/db"), "postgresql://me:***@host/db");
  EXPECT_EQ(redacted("postgresql+asyncpg://me:secret@h1:1,h2:2/db?sslmode=require"),
            "postgresql+asyncpg://me:***@h1:1,h2:2/db?sslmode=require");
  EXPECT_EQ(redacted("postgresql://host/db?user=me&password=secret&sslmode=require"),
            "postgresql://host/db?user=me&password=***&sslmode=require");
}

TEST(Redacted, LeavesTextsWithoutASecretAsTheyAre) {
  for (const char* text :
       {"", "sqlite:///app.db", "postgresql://me@host:5432/db", "postgresql://[::1]:5432/db",
        "http://localhost:8080/?a=b", "host=h user=me", "a = b, c == d", "://", "=", "password"}) {
    EXPECT_EQ(redacted(text), text);
  }
}

TEST(Redacted, HidesAPasswordWithEverySpecialCharacter) {
  EXPECT_EQ(redacted("postgresql://me:a@b/c:d#e?f%g h@host/db"), "postgresql://me:***@host/db");
  EXPECT_EQ(redacted("postgresql://me:a?user=b@host/db"), "postgresql://me:***@host/db");
}

TEST(Redacted, HidesWhatIsAPasswordWhereTheHostIsMissing) {
  EXPECT_EQ(redacted("postgresql://me:secret"), "postgresql://me:***");
  EXPECT_EQ(redacted("postgresql://me:sec/ret?a=b"), "postgresql://me:***");
}

TEST(Redacted, FindsUrlsInsideOtherTexts) {
  EXPECT_EQ(redacted("cannot reach postgresql://me:s3@cret@h/db, nor mysql://u:x@h"),
            "cannot reach postgresql://me:***@h/db, nor mysql://u:***@h");
  EXPECT_EQ(redacted("url = \"postgresql://me:secret@h/db\""),
            "url = \"postgresql://me:***@h/db\"");
}

TEST(Redacted, HidesValuesOfNamesThatAreSecrets) {
  EXPECT_EQ(redacted("host=h password=secret user=me"), "host=h password=*** user=me");
  EXPECT_EQ(redacted("password = 'a b\\'c' user=me"), "password = *** user=me");
  EXPECT_EQ(redacted("PGPASSWORD=secret psql"), "PGPASSWORD=*** psql");
  EXPECT_EQ(redacted("password='never closed"), "password=***");
  EXPECT_EQ(redacted("password=a://b:c@d"), "password=***");
  EXPECT_EQ(redacted("password=a\\ b c"), "password=*** c");
}

TEST(Redacted, HidesTheRestOfAMessageBehindTheNameOfASecret) {
  EXPECT_EQ(redacted_message("login: password: hunter2"), "login: password: ***");
  EXPECT_EQ(redacted_message("{\"password\": \"hunter2\"}"), "{\"password\": ***");
  EXPECT_EQ(redacted_message("set --api-key hunter2 first"), "set --api-key ***");
  EXPECT_EQ(redacted_message("sent Bearer hunter2"), "sent Bearer ***");
  EXPECT_EQ(redacted_message("https://me:a@h/x?token=hunter2"), "https://me:***@h/x?token=***");
  for (const char* harmless : {"", "password", "no password", "wrong token", "a monkey: 2", "x:y"})
    EXPECT_EQ(redacted_message(harmless), harmless);
}

TEST(Redacted, HidesAPasswordWhateverItHolds) {
  const auto seed = std::random_device()();
  std::mt19937 random(seed);
  const std::string_view alphabet = "a:/@?=&'\\ #%p+[]1\n";
  for (int i = 0; i < 20'000; ++i) {
    std::string password = "Q";  // stands nowhere else
    for (unsigned k = 0; k < random() % 20; ++k) password += alphabet[random() % alphabet.size()];
    password += "Q";
    for (const char* tail : {"@host/db", "@host/db?sslmode=require", ""}) {
      const std::string text = "postgresql://user:" + password + tail;
      EXPECT_EQ(redacted(text).find(password), std::string::npos)
          << "seed " << seed << ": " << text;
    }
  }
}

TEST(Redacted, TakesLinearTime) {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += "a://=password:@ ";
  EXPECT_FALSE(redacted(text).empty());
  EXPECT_FALSE(redacted(std::string(1'000'000, '=')).empty());
  EXPECT_FALSE(redacted(std::string(1'000'000, ':')).empty());
  EXPECT_FALSE(redacted_message(text).empty());
  EXPECT_FALSE(redacted_message(std::string(1'000'000, 'a')).empty());
  EXPECT_FALSE(redacted_message("a" + std::string(1'000'000, ' ')).empty());
}

}  // namespace
}  // namespace aludel
