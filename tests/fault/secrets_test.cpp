// A password, wherever it was placed and whatever goes wrong, stands in nothing that is printed,
// stored, logged by the server, or to be seen in the list of processes.
#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "base/text.hpp"
#include "db/support/project.hpp"
#include "fault/support/own_server.hpp"
#include "fault/support/proof.hpp"

namespace aludel::testing {
namespace {

/// What is searched for: no form of writing the rest changes it, and all of the rest is between.
constexpr std::array needles{"Zk9vQx", "Wq7Lp2", "Xu4Rn8"};
const std::string password =
    std::string(needles[0]) + "@/:?#" + needles[1] + R"(%&="' \+[é]{}$)" + needles[2];
const std::string wrong_password =
    std::string(needles[0]) + "@/wrong " + needles[1] + "@ " + needles[2];

using Environment = std::map<std::string, std::string>;

std::string percent_encoded(const std::string& text) {
  std::string encoded;
  for (const char c : text) {
    char buffer[4];
    std::snprintf(buffer, sizeof buffer, "%%%02X",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    encoded += std::isalnum(static_cast<unsigned char>(c)) != 0 ? std::string(1, c) : buffer;
  }
  return encoded;
}

std::string escaped(const std::string& text, const std::string& special) {
  std::string result;
  for (const char c : text) {
    if (special.contains(c)) result += '\\';
    result += c;
  }
  return result;
}

/// A project whose configuration finds its password somewhere.
struct Place {
  std::string name;
  std::string url_setting;  ///< the line of aludel.toml
  std::map<std::string, std::string> files = {};
  Environment environment = {};
  bool can_connect = true;
};

std::string content(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

/// What `ps` can show of any process.
std::string process_list() {
  std::string all;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    if (std::isdigit(static_cast<unsigned char>(entry.path().filename().string()[0])) != 0)
      all += content(entry.path() / "cmdline") + content(entry.path() / "comm");
  }
  return all;
}

class Secrets : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!url_of(Server::postgresql)) {
      if (servers_are_required()) FAIL() << "there is no PostgreSQL";
      GTEST_SKIP() << "there is no PostgreSQL: `scripts/test-servers run ctest …` brings it";
    }
    server.emplace(Server::postgresql, "local all postgres trust\nlocal all all scram-sha-256\n",
                   "log_statement = all\nlog_connections = on\nlog_min_messages = debug1\n"
                   "log_min_error_statement = debug1\n");
    postgres = connect_to(server->url());
    postgres->query("SET log_statement = 'none'");
    postgres->query("SET log_min_error_statement = 'panic'");
    postgres->query("SET log_min_messages = 'panic'");
    postgres->query("CREATE ROLE ann LOGIN PASSWORD $q$" + password + "$q$");
  }

  [[nodiscard]] std::string url(const std::string& secret) const {
    return "postgresql://ann" + (secret.empty() ? "" : ":" + secret) +
           "@/shop?host=" + server->folder().string();
  }
  [[nodiscard]] std::vector<Place> places(const std::string& secret) const;
  void search(const std::string& text, const std::string& where) {
    ++searched;
    for (const char* needle : needles) {
      if (text.contains(needle))
        ADD_FAILURE() << "the password stands in " << where << ":\n" << text.substr(0, 4000);
    }
  }
  Outcome run(const TestProject& project, const Place& place, const Words& words);
  void run_everything(const Place& place, bool may_connect);

  std::optional<OwnServer> server;
  std::unique_ptr<Connection> postgres;
  int searched = 0;
};

std::vector<Place> Secrets::places(const std::string& secret) const {
  const std::string encoded = percent_encoded(secret);
  const std::string folder = server->folder().string();
  const std::string without = "url = '" + url("") + "'";
  std::string unencoded;  // as people write it first
  for (const char c : secret) {
    if (c != '\'') unencoded += c;
  }
  return {
      {"the URL", "url = '" + url(encoded) + "'"},
      {"the URL, not encoded", "url = '''" + url(unencoded) + "'''", {}, {}, false},
      {"a parameter of the URL", "url = '" + url("") + "&password=" + encoded + "'"},
      {"the environment's URL", "url = \"${DATABASE_URL}\"", {}, {{"DATABASE_URL", url(encoded)}}},
      {".env", "url = \"${DATABASE_URL}\"", {{".env", "DATABASE_URL='" + url(encoded) + "'\n"}}},
      {"a variable put into the URL",
       "url = \"" + url("${SECRET|url}") + "\"",
       {},
       {{"SECRET", secret}}},
      {"a variable put in as it is",
       "url = \"" + url("${SECRET}") + "\"",
       {},
       {{"SECRET", secret}},
       false},
      {"PGPASSWORD", without, {}, {{"PGPASSWORD", secret}}},
      {"the passfile",
       without,
       {{"pass", "*:*:*:ann:" + escaped(secret, ":\\") + "\n"}},
       {{"PGPASSFILE", "pass"}}},
      {"the service file",
       "url = 'postgresql:///?service=shop'",
       {{"services",
         "[shop]\nhost=" + folder + "\nuser=ann\ndbname=shop\npassword=" + secret + "\n"}},
       {{"PGSERVICEFILE", "services"}}},
      {"a file with the URL", "url_file = \"secret.url\"", {{"secret.url", url(encoded) + "\n"}}},
      {"a command that prints the URL",
       "url_command = \"cat secret.url\"",
       {{"secret.url", url(encoded) + "\n"}}},
      {"a command that fails",
       "url_command = \"cat secret.url >&2; exit 3\"",
       {{"secret.url", url(encoded) + "\n"}},
       {},
       false},
  };
}

Outcome Secrets::run(const TestProject& project, const Place& place, const Words& words) {
  Process process = project.start(words, {.environment = place.environment});
  std::string seen;
  while (process.running()) {
    seen += process_list();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const Outcome outcome = process.wait();
  std::string command = place.name + ", `aludel";
  for (const std::string& word : words) command += " " + word;
  search(outcome.out, command + "`, output");
  search(outcome.err, command + "`, error stream");
  search(seen, command + "`, list of processes");
  return outcome;
}

void Secrets::run_everything(const Place& place, bool may_connect) {
  SCOPED_TRACE(place.name);
  postgres->query("DROP DATABASE IF EXISTS shop WITH (FORCE)");
  postgres->query("CREATE DATABASE shop OWNER ann");
  TestProject project("sqlite://");
  project.write("aludel.toml", "[aludel]\nscript_location = \"migrations\"\n[database]\n" +
                                   place.url_setting + "\n");
  for (const auto& [name, text] : place.files) {
    project.write(name, text);
    std::filesystem::permissions(project.folder() / name, std::filesystem::perms(0600));
  }
  project.add("aaaa0001",
              "CREATE TABLE asset (id integer);\nDO $$ BEGIN RAISE NOTICE 'by % in %', "
              "current_user, inet_client_addr(); END $$;",
              "DROP TABLE asset;");
  project.add("aaaa0002", "CREATE INDEX CONCURRENTLY ix ON asset (id);\nSELECT pg_sleep(0.1);",
              "DROP INDEX ix;");
  const bool connects = may_connect && place.can_connect;
  const int first = run(project, place, {"upgrade"}).exit_code;
  EXPECT_EQ(first == 0, connects) << place.name << ": exit code " << first;
  for (const Words& words : {Words{"status"},
                             {"status", "--json"},
                             {"current", "-v"},
                             {"history", "-v"},
                             {"check", "--pending"},
                             {"journal"},
                             {"plan", "--json"},
                             {"upgrade", "--log-format", "json"},
                             {"downgrade", "-1", "--json"},
                             {"upgrade", "head", "--sql"},
                             {"stamp", "aaaa0001"},
                             {"ensure-version"},
                             {"repair", "--applied"},
                             {"upgrade", "nowhere"},
                             {"--url", "nonsense", "status"}}) {
    (void)run(project, place, words);
  }
  project.add("aaaa0003", "SELECT count(*) FROM asset WHERE nothing;");
  (void)run(project, place, {"upgrade", "--json"});
  (void)run(project, place, {"upgrade"});
  project.change("aaaa0003", "SELECT pg_terminate_backend(pg_backend_pid());");
  (void)run(project, place, {"upgrade"});
  project.change("aaaa0003", "SELECT pg_sleep(20);");
  if (connects) {
    Process process = project.start({"upgrade"}, {.environment = place.environment});
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    process.signal(SIGTERM);
    const Outcome outcome = process.wait();
    search(outcome.out + outcome.err, place.name + ", an interrupted run");
    const auto inside = connect_to(with_database(server->url(), "shop"));
    for (const char* table : {"aludel_journal", "aludel_text", "aludel_version"}) {
      const auto stored =
          lines_of(inside->query(std::string("SELECT t::text FROM ") + table + " AS t"));
      search(join(stored, "\n"), place.name + ", " + table);
      EXPECT_FALSE(stored.empty()) << table;
    }
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(project.folder())) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && name != "aludel.toml" && !place.files.contains(name))
      search(content(entry.path()), place.name + ", the file " + name);
  }
}

TEST_F(Secrets, StandInNothingThatIsPrintedStoredOrListed) {
  for (const Place& place : places(password)) run_everything(place, true);
  search(server->log(), "the server's log");
  tell_figures("texts searched for the password: " + std::to_string(searched));
  EXPECT_GT(searched, 500);
}

TEST_F(Secrets, OfAnOptionLeaveTheListOfProcesses) {
  // The option can be seen for a moment. The tests beside this one search the same list of
  // processes, so that this password has to be another one than theirs.
  const std::string own = "Bd3Tm6@own";
  const TestProject project(server->url());
  Process process =
      project.start({"status", "--wait", "2s", "--url",
                     "postgresql://ann:" + percent_encoded(own) + "@/shop?host=/nowhere"});
  EXPECT_TRUE(eventually([&] { return process_list().contains("ann:***@/shop"); }));
  ASSERT_TRUE(process.running());
  EXPECT_FALSE(process_list().contains("Bd3Tm6"));
  const Outcome outcome = process.wait();
  EXPECT_FALSE((outcome.out + outcome.err).contains("Bd3Tm6")) << outcome.out << outcome.err;
}

/// All of them, or a few where not everything is to be proven.
std::vector<Place> some_of(std::vector<Place> places) {
  if (proof()) return places;
  const unsigned seed = chosen_seed();
  std::ranges::shuffle(places, std::mt19937(seed));
  places.resize(4);
  return places;
}

TEST_F(Secrets, AreNotToldWhereTheyAreWrong) {
  for (const Place& place : some_of(places(wrong_password))) run_everything(place, false);
  search(server->log(), "the server's log");
}

TEST_F(Secrets, AreNotToldWhereTheServerIsNotReached) {
  for (Place place : some_of(places(password))) {
    const auto elsewhere = [&](std::string& text) {
      const std::size_t at = text.find(server->folder().string());
      if (at != std::string::npos) text.replace(at, server->folder().string().size(), "/nowhere");
    };
    elsewhere(place.url_setting);
    for (auto& [name, text] : place.files) elsewhere(text);
    for (auto& [name, text] : place.environment) elsewhere(text);
    run_everything(place, false);
  }
}

}  // namespace
}  // namespace aludel::testing
