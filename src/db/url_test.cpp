#include "db/url.hpp"

#include <random>

#include <gtest/gtest.h>

#include "base/code.hpp"
#include "db/percent.hpp"

namespace aludel {
namespace {

using Kind = DatabaseUrl::Kind;

DatabaseUrl parsed(std::string_view text) {
  return parse_url(text, "/project");
}

/// Everything that would be shown for a refused URL.
std::string refusal(std::string_view text) {
  try {
    const DatabaseUrl url = parsed(text);
    return "accepted as " + url.text_without_password;
  } catch (const Error& error) {
    const Diagnostic& problem = error.diagnostic();
    EXPECT_EQ(problem.code, info(Code::bad_url).id);
    std::string all =
        problem.message + '\n' + problem.detail + '\n' + problem.hint + '\n' + problem.next;
    for (const std::string& note : problem.notes) all += '\n' + note;
    return all;
  }
}

bool holds(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

#define EXPECT_HOLDS(text, part) EXPECT_TRUE(holds(text, part)) << (text)

TEST(SqliteUrl, WithThreeSlashesIsRelativeAndWithFourAbsolute) {
  EXPECT_EQ(parsed("sqlite:///app.db").sqlite_path, "/project/app.db");
  EXPECT_EQ(parsed("sqlite:///data/../app.db").sqlite_path, "/project/app.db");
  EXPECT_EQ(parsed("sqlite:////var/app.db").sqlite_path, "/var/app.db");
  EXPECT_EQ(parsed("sqlite+aiosqlite:///app.db").sqlite_path, "/project/app.db");
  EXPECT_EQ(parsed("SQLite:///app.db").kind, Kind::sqlite);
}

TEST(SqliteUrl, WithoutAFileIsADatabaseInMemory) {
  EXPECT_EQ(parsed("sqlite://").sqlite_path, "");
  EXPECT_EQ(parsed("sqlite:///:memory:").sqlite_path, "");
  EXPECT_HOLDS(refusal("sqlite::memory:"), "write `sqlite://`");
  EXPECT_HOLDS(refusal("sqlite:///"), "names no file");
}

TEST(SqliteUrl, WithTheWrongNumberOfSlashesIsExplained) {
  EXPECT_HOLDS(refusal("sqlite:app.db"), "write `sqlite:///app.db`");
  EXPECT_HOLDS(refusal("sqlite:/var/app.db"), "write `sqlite:////var/app.db`");
  EXPECT_HOLDS(refusal("sqlite://app.db"), "SQLite has none");
  EXPECT_HOLDS(refusal("sqlite://data/app.db"), "write `sqlite:///data/app.db`");
  EXPECT_HOLDS(refusal("data/app.db"), "write `sqlite:///data/app.db`");
}

TEST(SqliteUrl, IsPercentDecodedAndLosesPythonsParameters) {
  EXPECT_EQ(parsed("sqlite:///a%20b%3F.db").sqlite_path, "/project/a b?.db");
  EXPECT_EQ(parsed("sqlite:///app.db?check_same_thread=False").sqlite_path, "/project/app.db");
  EXPECT_HOLDS(refusal("sqlite:///app.db?mode=ro"), "no parameter `mode`");
  EXPECT_HOLDS(refusal("sqlite:///100%.db"), "written `%25`");
  EXPECT_HOLDS(refusal("sqlite:///a%00b"), "hexadecimal");
}

TEST(PostgresqlUrl, IsTakenApart) {
  const DatabaseUrl url = parsed(
      "postgresql+asyncpg://me:p%40ss@host:5433/shop?sslmode=require&application_name=a%20b");
  EXPECT_EQ(url.kind, Kind::postgresql);
  EXPECT_EQ(url.user, "me");
  EXPECT_EQ(url.password, "p@ss");
  EXPECT_EQ(url.host, "host");
  EXPECT_EQ(url.port, "5433");
  EXPECT_EQ(url.database, "shop");
  EXPECT_EQ(url.libpq_conninfo,
            "host='host' port='5433' dbname='shop' user='me' password='p@ss' sslmode='require' "
            "application_name='a b'");
  EXPECT_EQ(url.text_without_password,
            "postgresql+asyncpg://me:***@host:5433/shop?sslmode=require&application_name=a%20b");
}

TEST(PostgresqlUrl, MayLeaveEverythingToTheEnvironment) {
  EXPECT_EQ(parsed("postgresql://").libpq_conninfo, "");
  EXPECT_EQ(parsed("postgres:///shop").libpq_conninfo, "dbname='shop'");
  EXPECT_EQ(parsed("postgresql://?service=prod").libpq_conninfo, "service='prod'");
}

TEST(PostgresqlUrl, NamesHostsAsLibpqDoes) {
  EXPECT_EQ(parsed("postgresql://h1,h2:5433/db").libpq_conninfo,
            "host='h1,h2' port=',5433' dbname='db'");
  EXPECT_EQ(parsed("postgresql://[::1]:5432/db").libpq_conninfo,
            "host='::1' port='5432' dbname='db'");
  EXPECT_EQ(parsed("postgresql:///db?host=/run/pg").libpq_conninfo, "host='/run/pg' dbname='db'");
  EXPECT_EQ(parsed("postgresql://%2Frun%2Fpg/db").libpq_conninfo, "host='/run/pg' dbname='db'");
}

TEST(PostgresqlUrl, QuotesWhatLibpqWouldMisread) {
  EXPECT_EQ(parsed("postgresql://m'e:a%5Cb%20c@h/d%27b").libpq_conninfo,
            "host='h' dbname='d\\'b' user='m\\'e' password='a\\\\b c'");
}

TEST(PostgresqlUrl, LosesParametersOfOtherDriversOnly) {
  EXPECT_EQ(
      parsed("postgresql://h/db?prepared_statement_cache_size=0&pgbouncer=true").libpq_conninfo,
      "host='h' dbname='db'");
  EXPECT_EQ(parsed("postgresql://h/db?ssl=require").libpq_conninfo,
            "host='h' dbname='db' sslmode='require'");
  EXPECT_HOLDS(refusal("postgresql://h/db?schema=app"), "options=-csearch_path%3DNAME");
  EXPECT_HOLDS(refusal("postgresql://h/db?sslmod=require"), "did you mean `sslmode`?");
  EXPECT_HOLDS(refusal("postgresql://h/db?ssl=perhaps"), "sslmode=");
  EXPECT_HOLDS(refusal("postgresql:///db?host=a&host=b"), "`host` twice");
  EXPECT_HOLDS(refusal("postgresql:///db?host=a:5432"), "host1:5432,host2:5432");
  EXPECT_HOLDS(refusal("postgresql://h/db?sslmode"), "name=value");
}

TEST(PostgresqlUrl, AcceptsAnAtSignInAParameter) {
  const DatabaseUrl url = parsed("postgresql://host:5432/db?user=me@azure&password=se@cret");
  EXPECT_EQ(url.user, "me@azure");
  EXPECT_EQ(url.password, "se@cret");
  EXPECT_EQ(url.text_without_password, "postgresql://host:5432/db?user=me@azure&password=***");
}

TEST(PostgresqlUrl, ExplainsEachSpecialCharacterOfAPassword) {
  const std::string shown = refusal("postgresql://me:pa@ss@host/db");
  EXPECT_HOLDS(shown,
               "the password in the database URL holds `@`, which must be percent-encoded there");
  EXPECT_HOLDS(shown, "`@` is written `%40`");
  EXPECT_HOLDS(shown,
               "write `postgresql://me:***@host/db` with the encoded password in place of ***");
  EXPECT_FALSE(holds(shown, "pa@ss"));
  EXPECT_HOLDS(refusal("postgresql://me:pa/ss@host/db"), "`/` is written `%2F`");
  EXPECT_HOLDS(refusal("postgresql://me:pa:ss@host/db"), "`:` is written `%3A`");
  EXPECT_HOLDS(refusal("postgresql://me:pa#ss@host/db"), "`#` is written `%23`");
  EXPECT_HOLDS(refusal("postgresql://me:pa?ss@host/db"), "`?` is written `%3F`");
  EXPECT_HOLDS(refusal("postgresql://me:100%@host/db"), "`%` is written `%25`");
  EXPECT_HOLDS(refusal("postgresql://me:pa ss@host/db"), "a blank is written `%20`");
  EXPECT_HOLDS(refusal("postgresql://me:1/2@host/db"), "`/` is written `%2F`");
  EXPECT_HOLDS(refusal("mysql://me:pa@ss@host/db"), "write `mysql://me:***@host/db`");
}

TEST(PostgresqlUrl, ExplainsSpecialCharactersElsewhere) {
  EXPECT_HOLDS(refusal("postgresql://me@azure:secret@host/db"),
               "write `postgresql://me%40azure:***@host/db`");
  EXPECT_HOLDS(refusal("postgresql://me:secret@host/my db"),
               "write `postgresql://me:***@host/my%20db`");
  EXPECT_HOLDS(refusal("postgresql://me:secret@host/a#b"),
               "write `postgresql://me:***@host/a%23b`");
  EXPECT_HOLDS(refusal("postgresql://host#x/db"), "write `postgresql://host%23x/db`");
  EXPECT_HOLDS(refusal("postgresql://host/100%?sslmode=require"), "`%` is written `%25`");
}

TEST(PostgresqlUrl, RefusesWhatIsNoPortOrHostAndHidesIt) {
  EXPECT_HOLDS(refusal("postgresql://me:secret"), "not a port number");
  EXPECT_FALSE(holds(refusal("postgresql://me:secret"), "secret"));
  EXPECT_HOLDS(refusal("postgresql://u@host:70000/db"), "1 to 65535");
  EXPECT_HOLDS(refusal("postgresql://u@::1/db"), "in brackets");
  EXPECT_HOLDS(refusal("postgresql://[::1/db"), "never closed");
  EXPECT_HOLDS(refusal("postgresql://[]/db"), "no address");
  EXPECT_HOLDS(refusal("postgresql://[::1]x/db"), "can follow");
}

TEST(PostgresqlUrl, MayBeLibpqsOwnText) {
  const DatabaseUrl url = parsed("host=/run/pg dbname = shop user='m\\'e' password='a b'");
  EXPECT_EQ(url.kind, Kind::postgresql);
  EXPECT_EQ(url.libpq_conninfo, "host='/run/pg' dbname='shop' user='m\\'e' password='a b'");
  EXPECT_EQ(url.text_without_password, "host='/run/pg' dbname='shop' user='m\\'e' password=***");
  EXPECT_HOLDS(refusal("host=h password='secret"),
               "`password` in the connection text has no closing quote");
  EXPECT_FALSE(holds(refusal("host=h password='secret"), "secret"));
  EXPECT_HOLDS(refusal("host=h oops"), "name=value");
  EXPECT_HOLDS(refusal("host=h host=i"), "`host` twice");
}

TEST(MariadbUrl, IsTakenApartToo) {
  const DatabaseUrl url = parsed("mysql+pymysql://me:secret@host:3306/shop?charset=utf8mb4");
  EXPECT_EQ(url.kind, Kind::mariadb);
  EXPECT_EQ(url.password, "secret");
  EXPECT_EQ(url.database, "shop");
  EXPECT_EQ(url.parameters, (std::vector<DatabaseUrl::Parameter>{{"charset", "utf8mb4"}}));
  EXPECT_EQ(parsed("mariadb://h/db").kind, Kind::mariadb);
}

TEST(DatabaseUrl, WithAnUnknownSchemeNamesTheNearest) {
  EXPECT_HOLDS(refusal("postgressql://h/db"), "did you mean `postgresql`?");
  EXPECT_HOLDS(refusal("sqlite3:///app.db"), "did you mean `sqlite`?");
  EXPECT_HOLDS(refusal("pgsql://h/db"), "did you mean `postgresql`?");
  EXPECT_HOLDS(refusal("oracle://h/db"), "URLs begin with");
  EXPECT_HOLDS(refusal("jdbc:postgresql://h/db"), "leave out `jdbc:`");
  EXPECT_HOLDS(refusal("postgresql:/h/db"), "followed by `//`");
  EXPECT_HOLDS(refusal(""), "is empty");
  EXPECT_HOLDS(refusal("  "), "is empty");
  EXPECT_HOLDS(refusal("shop"), "no scheme");
  EXPECT_FALSE(holds(refusal("me:secret@host/db"), "secret"));
}

TEST(DatabaseUrl, NeverShowsAPasswordHoweverItIsWritten) {
  const auto seed = std::random_device()();
  std::mt19937 random(seed);
  const std::string_view alphabet = "aZ0@/:#?%&= ='\"\\+.~!*[],;\t";
  for (int i = 0; i < 20'000; ++i) {
    std::string password = "Q";  // stands nowhere else in the URLs
    for (unsigned k = 0; k < 1 + random() % 12; ++k)
      password += alphabet[random() % alphabet.size()];
    password += "Q";
    for (const char* tail :
         {"@host/db", "@host:1/db?sslmode=require", "@[::1]/x?user=a@b", "@h1,h2/", "@"}) {
      const std::string text = "postgresql://user:" + password + tail;
      EXPECT_FALSE(holds(refusal(text), password)) << "seed " << seed << ": " << text;
    }
  }
}

TEST(DatabaseUrl, ReadsBackEveryPasswordThatIsEncoded) {
  const auto seed = std::random_device()();
  std::mt19937 random(seed);
  for (int i = 0; i < 5'000; ++i) {
    std::string password;
    for (unsigned k = 0; k < random() % 12; ++k) password += static_cast<char>(1 + random() % 255);
    const DatabaseUrl url = parsed("postgresql://user:" + percent_encode(password) + "@host/db");
    EXPECT_EQ(url.password, password) << "seed " << seed;
    EXPECT_EQ(url.text_without_password, "postgresql://user:***@host/db") << "seed " << seed;
  }
}

TEST(DatabaseUrl, OfAMillionCharactersTakesLinearTime) {
  for (const char* piece : {"@", ":", "a=b&", "%41", "[", ",", "?", "/"}) {
    std::string text = "postgresql://";
    while (text.size() < 1'000'000) text += piece;
    EXPECT_FALSE(refusal(text).empty());
    EXPECT_FALSE(refusal("a=b " + text).empty());
  }
}

}  // namespace
}  // namespace aludel
