#include "base/child_process.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/code.hpp"

extern char** environ;

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& what, int error) {
  throw Error(diagnostic(Code::external_command, what + ": " + std::strerror(error)));
}

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) fail("cannot make a pipe", errno);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  [[nodiscard]] int end(std::size_t which) const { return ends_[which]; }
  void close_end(std::size_t which) {
    if (ends_[which] >= 0) close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

/// A file in memory: however much it is, writing it waits for nobody.
class Input {
 public:
  explicit Input(const std::string& text) {
    if (text.empty()) return;
    descriptor_ = memfd_create("input", MFD_CLOEXEC);
    if (descriptor_ < 0) fail("cannot make a file in memory", errno);
    std::size_t written = 0;
    while (written < text.size()) {
      const ssize_t count = write(descriptor_, text.data() + written, text.size() - written);
      if (count < 0 && errno != EINTR) fail("cannot write a file in memory", errno);
      if (count > 0) written += static_cast<std::size_t>(count);
    }
    lseek(descriptor_, 0, SEEK_SET);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;
  ~Input() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_ = -1;
};

std::vector<std::string> variables_with(const std::map<std::string, std::string>& more) {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    if (!more.contains(std::string(text.substr(0, text.find('='))))) entries.emplace_back(text);
  }
  for (const auto& [name, value] : more) entries.push_back(name + '=' + value);
  return entries;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

/// Between fork and exec only what is safe in a signal handler: other threads may hold locks.
[[noreturn]] void become(char* const* words, char* const* variables, const char* folder, int input,
                         int output, int errors, int failure, pid_t parent) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);  // it ended before the line above
  umask(S_IRWXG | S_IRWXO);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  std::signal(SIGPIPE, SIG_DFL);
  if (input < 0) input = open("/dev/null", O_RDONLY | O_CLOEXEC);
  const bool is_there = *folder == '\0' || chdir(folder) == 0;
  if (is_there && dup2(input, 0) >= 0 && dup2(output, 1) >= 0 && dup2(errors, 2) >= 0)
    execve(words[0], words, variables);
  const int error = errno;
  const ssize_t ignored = write(failure, &error, sizeof error);
  _exit(ignored < 0 ? 126 : 127);
}

class Child {
 public:
  explicit Child(const ChildRequest& request) : request_(request) {
    std::vector<std::string> words = request.words;
    std::vector<std::string> variables = variables_with(request.environment);
    const auto word_pointers = pointers(words);
    const auto variable_pointers = pointers(variables);
    const Input input(request.input);
    Pipe failure;
    const pid_t parent = getpid();
    pid_ = fork();
    if (pid_ < 0) fail("cannot start " + request.words.front(), errno);
    if (pid_ == 0)
      become(word_pointers.data(), variable_pointers.data(), request.folder.c_str(),
             input.descriptor(), out_.end(1), err_.end(1), failure.end(1), parent);
    failure.close_end(1);
    out_.close_end(1);
    err_.close_end(1);
    int error = 0;
    ssize_t got = 0;
    while ((got = read(failure.end(0), &error, sizeof error)) < 0 && errno == EINTR) {
    }
    if (got == 0) return;
    wait();
    fail("cannot start " + request.words.front(), error);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (ended_) return;
    kill(-pid_, SIGKILL);
    wait();
  }

  ChildResult run() {
    while (out_.end(0) >= 0 || err_.end(0) >= 0) {
      std::array<pollfd, 2> waiting{pollfd{out_.end(0), POLLIN, 0}, pollfd{err_.end(0), POLLIN, 0}};
      const int ready = poll(waiting.data(), waiting.size(), ended_ ? 0 : 100);
      if (ready < 0 && errno != EINTR) break;
      if (waiting[0].revents != 0) {
        take(out_, result_.output, request_.discard_output);
        if (request_.keep_end) shorten(result_.output, result_.output_lines_dropped);
      }
      if (waiting[1].revents != 0) {
        take(err_, result_.errors, false);
        if (request_.keep_end) shorten(result_.errors, result_.errors_lines_dropped);
      }
      if (ended_ && (ready == 0 || Clock::now() > read_until_)) break;
      look_around();
    }
    if (!ended_) wait();
    if (request_.stop.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
    result_.exit_status = WIFSIGNALED(status_) ? 128 + WTERMSIG(status_) : WEXITSTATUS(status_);
    return std::move(result_);
  }

 private:
  void look_around() {
    if (ended_) return;
    const auto now = Clock::now();
    if (waitpid(pid_, &status_, WNOHANG) == pid_) {
      ended_ = true;  // its id may be another's from here on
      read_until_ = now + std::chrono::milliseconds(200);
      return;
    }
    if (request_.stop.stop_requested() && !asked_to_end_) {
      asked_to_end_ = now;
      kill(-pid_, SIGTERM);
    }
    if (asked_to_end_ && now - *asked_to_end_ > std::chrono::seconds(5)) kill(-pid_, SIGKILL);
    if (!request_.tick || now - last_tick_ < std::chrono::milliseconds(500)) return;
    last_tick_ = now;
    request_.tick();
  }

  static void take(Pipe& pipe, std::string& to, bool discard) {
    std::array<char, 65536> buffer;
    const ssize_t count = read(pipe.end(0), buffer.data(), buffer.size());
    if (count > 0 && !discard) to.append(buffer.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EINTR)) pipe.close_end(0);
  }

  static void shorten(std::string& text, long long& dropped) {
    constexpr std::size_t kept = 64UL * 1024;
    if (text.size() < 16 * kept) return;
    const std::size_t line_end = text.rfind('\n', text.size() - kept);
    const std::size_t end = line_end == std::string::npos ? text.size() - kept : line_end + 1;
    dropped += std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    text.erase(0, end);
  }

  void wait() {
    while (waitpid(pid_, &status_, 0) < 0 && errno == EINTR) {
    }
    ended_ = true;
  }

  const ChildRequest& request_;
  Pipe out_;
  Pipe err_;
  pid_t pid_ = -1;
  bool ended_ = false;
  int status_ = 0;
  ChildResult result_;
  std::optional<Clock::time_point> asked_to_end_;
  Clock::time_point last_tick_ = Clock::now();
  Clock::time_point read_until_;  ///< what was printed before its end
};

}  // namespace

ChildResult run_child(const ChildRequest& request) {
  return Child(request).run();
}

}  // namespace aludel
