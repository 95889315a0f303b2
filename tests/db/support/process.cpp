#include "db/support/process.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace aludel::testing {

namespace {

std::filesystem::path empty_file() {
  std::string path = (std::filesystem::temp_directory_path() / "aludel-test-XXXXXX").string();
  const int file = mkstemp(path.data());
  if (file < 0) throw std::runtime_error("cannot make a temporary file");
  close(file);
  return path;
}

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The shell that runs the tests must not reach the program.
void clear_environment() {
  for (const char* name : {"DATABASE_URL", "ALUDEL_CONFIG", "ALEMBIC_CONFIG", "PGHOST", "PGPORT",
                           "PGUSER", "PGDATABASE", "PGOPTIONS", "PGAPPNAME", "PGSERVICE"}) {
    unsetenv(name);
  }
  setenv("NO_COLOR", "1", 1);
  setenv("LC_ALL", "C.UTF-8", 1);
}

[[noreturn]] void become(const std::vector<std::string>& words, const ProcessOptions& options,
                         const std::filesystem::path& out, const std::filesystem::path& err) {
  const int to_out = open(out.c_str(), O_WRONLY | O_TRUNC);
  const int to_err = open(err.c_str(), O_WRONLY | O_TRUNC);
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(to_out, STDOUT_FILENO);
  dup2(to_err, STDERR_FILENO);
  clear_environment();
  for (const auto& [name, value] : options.environment) setenv(name.c_str(), value.c_str(), 1);
  if (chdir(options.folder.c_str()) != 0) _exit(126);
  if (options.in_child) options.in_child();
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

}  // namespace

Process::Process(const std::vector<std::string>& words, ProcessOptions options)
    : options_(std::move(options)),
      begin_(std::chrono::steady_clock::now()),
      out_(empty_file()),
      err_(empty_file()) {
  std::fflush(nullptr);  // else a child that is no other program says again what the tests said
  pid_ = fork();
  if (pid_ < 0) throw std::runtime_error("cannot fork");
  if (pid_ == 0) become(words, options_, out_, err_);
}

Process::Process(Process&& other) noexcept
    : options_(std::move(other.options_)),
      begin_(other.begin_),
      out_(std::move(other.out_)),
      err_(std::move(other.err_)),
      pid_(std::exchange(other.pid_, -1)),
      ended_(other.ended_),
      status_(other.status_) {}

Process::~Process() {
  if (pid_ < 0) return;
  if (running()) {
    signal(SIGKILL);
    reap(0);
  }
  std::error_code ignored;
  std::filesystem::remove(out_, ignored);
  std::filesystem::remove(err_, ignored);
}

bool Process::reap(int flags) {
  if (!ended_) ended_ = waitpid(pid_, &status_, flags) == pid_;
  return ended_;
}

bool Process::running() {
  return !reap(WNOHANG);
}

void Process::signal(int number) const {
  if (!ended_) kill(pid_, number);
}

std::string Process::err_so_far() const {
  return content(err_);
}

Outcome Process::wait() {
  Outcome outcome;
  while (running()) {
    if (std::chrono::steady_clock::now() - begin_ > options_.timeout) {
      outcome.timed_out = true;
      signal(SIGKILL);
      reap(0);
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
  }
  if (WIFEXITED(status_)) outcome.exit_code = WEXITSTATUS(status_);
  if (WIFSIGNALED(status_)) outcome.signal = WTERMSIG(status_);
  outcome.out = content(out_);
  outcome.err = content(err_);
  return outcome;
}

Outcome run_process(const std::vector<std::string>& words, ProcessOptions options) {
  return Process(words, std::move(options)).wait();
}

bool eventually(const std::function<bool()>& true_now, std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (!true_now()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

}  // namespace aludel::testing
