#include "cli/sandbox.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/host.hpp"
#include "base/text.hpp"
#include "dialect/dialect.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

std::string contents(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// In the child, which shares nothing but what was made before: files for its output, its folder.
[[noreturn]] void become(const char* command, char* const* environment, const char* folder,
                         const char* out, const char* err) {
  const auto use = [](const char* path, int flags, int as) {
    const int file = open(path, flags, 0600);
    return file >= 0 && dup2(file, as) >= 0;
  };
  const bool ready = chdir(folder) == 0 && use("/dev/null", O_RDONLY, STDIN_FILENO) &&
                     use(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO) &&
                     use(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  if (ready) execle("/bin/sh", "sh", "-c", command, nullptr, environment);
  _exit(127);
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Of a URL as scripts/test-servers writes it: postgresql:///postgres?host=FOLDER&user=NAME
std::string folder_of(const std::string& url) {
  const std::size_t host = url.find("host=");
  return host == std::string::npos ? "" : url.substr(host + 5, url.find('&', host) - host - 5);
}

}  // namespace

Sandbox::Sandbox() {
  std::string pattern = (fs::temp_directory_path() / "aludel-cli.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
  folder_ = fs::canonical(pattern);
  for (const char* name : {"bin", "home", "project"}) fs::create_directory(folder_ / name);
  fs::create_symlink(ALUDEL_PROGRAM, folder_ / "bin/aludel");
  environment_ = {{"PATH", (folder_ / "bin").string() + ":" + variable("PATH")},
                  {"HOME", (folder_ / "home").string()},
                  {"LC_ALL", "C.UTF-8"},
                  {"TERM", "dumb"}};
  for (const char* kept : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    if (std::getenv(kept) != nullptr) environment_[kept] = variable(kept);
  }
}

Sandbox::~Sandbox() {
  try {
    if (server_) server_->query("DROP DATABASE IF EXISTS " + database_ + " WITH (FORCE)");
  } catch (const std::exception&) {
    // The servers of the tests are thrown away as a whole.
  }
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

void Sandbox::write(const std::string& path, std::string_view text) const {
  const fs::path file = folder_ / "project" / path;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

void Sandbox::use_sqlite() const {
  write("aludel.toml", "[database]\nurl = \"sqlite:///app.db\"\n");
}

bool Sandbox::use_postgresql() {
  const auto url = test_server();
  if (!url) return false;
  static int count = 0;
  database_ = "aludel_cli_" + std::to_string(process_id()) + "_" + std::to_string(++count);
  const DatabaseUrl parsed = parse_url(*url, folder_);
  server_ =
      dialect_for(parsed).connect(parsed, {.read_only = false, .foreign_keys = {}, .stop = {}});
  server_->query("CREATE DATABASE " + database_);
  server_folder_ = folder_of(*url);
  set("DATABASE_URL", replace_all(*url, "/postgres?", "/" + database_ + "?"));
  write("aludel.toml", "[database]\nurl = \"${DATABASE_URL}\"\n");
  return true;
}

bool Sandbox::use_pooled() {
  const std::string url = variable("ALUDEL_TEST_PGBOUNCER_TRANSACTION");
  if (url.empty() || !use_postgresql()) return false;
  pooler_folder_ = folder_of(url);
  set("POOLED_URL", replace_all(url, "/postgres?", "/" + database_ + "?"));
  write("aludel.toml", "[database]\nurl = \"${POOLED_URL}\"\n");
  return true;
}

CommandOutput Sandbox::run(const std::string& command) const {
  std::vector<std::string> variables;
  for (const auto& [name, value] : environment_) variables.push_back(name + '=' + value);
  std::vector<char*> environment;
  for (std::string& each : variables) environment.push_back(each.data());
  environment.push_back(nullptr);
  const std::string work = (folder_ / "project").string();
  const std::string out = (folder_ / "out").string();
  const std::string err = (folder_ / "err").string();
  const pid_t child = fork();
  if (child == 0)
    become(command.c_str(), environment.data(), work.c_str(), out.c_str(), err.c_str());
  const int status = wait_for(child);
  return {without_names(contents(out)), without_names(contents(err)), status};
}

std::string Sandbox::without_names(std::string text) const {
  text = replace_all(std::move(text), (folder_ / "project").string(), "/sandbox");
  text = replace_all(std::move(text), folder_.string(), "/above");
  if (!database_.empty()) text = replace_all(std::move(text), database_, "app");
  if (!server_folder_.empty()) text = replace_all(std::move(text), server_folder_, "/server");
  if (!pooler_folder_.empty()) text = replace_all(std::move(text), pooler_folder_, "/pooler");
  return text;
}

std::optional<std::string> test_server() {
  const std::string urls = variable("ALUDEL_TEST_POSTGRESQL");
  if (!urls.empty()) return urls.substr(0, urls.find(' '));
  if (variable("CI") == "true" || !variable("REQUIRE_SERVERS").empty())
    throw std::runtime_error("ALUDEL_TEST_POSTGRESQL is not set, and the servers are required");
  return std::nullopt;
}

}  // namespace aludel
