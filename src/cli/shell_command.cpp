#include "cli/shell_command.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/code.hpp"

namespace aludel {

namespace {

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw Error(diagnostic(Code::external_command,
                             std::string("cannot make a pipe: ") + std::strerror(errno)));
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  void close_end(std::size_t which) {
    if (ends[which] >= 0) close(ends[which]);
    ends[which] = -1;
  }
  std::array<int, 2> ends{-1, -1};
};

/// Reads both pipes as they fill, so that neither can block the command, until both are closed or
/// a stop is requested.
void read_all(Pipe& out, Pipe& err, CommandResult& result, const std::stop_token& stop) {
  std::array<char, 4096> buffer{};
  while ((out.ends[0] >= 0 || err.ends[0] >= 0) && !stop.stop_requested()) {
    std::array<pollfd, 2> waiting{pollfd{out.ends[0], POLLIN, 0}, pollfd{err.ends[0], POLLIN, 0}};
    if (poll(waiting.data(), waiting.size(), 100) < 0 && errno != EINTR) return;
    for (std::size_t i = 0; i < 2; ++i) {
      if (waiting[i].revents == 0) continue;
      const ssize_t count = read(waiting[i].fd, buffer.data(), buffer.size());
      if (count > 0)
        (i == 0 ? result.output : result.errors)
            .append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR)) (i == 0 ? out : err).close_end(0);
    }
  }
}

}  // namespace

CommandResult run_shell(const std::string& command, const std::filesystem::path& folder,
                        const VariableMap& variables, const std::stop_token& stop) {
  std::vector<std::string> entries;
  for (const auto& [name, value] : variables) entries.push_back(name + '=' + value);
  std::vector<char*> environment;
  for (std::string& entry : entries) environment.push_back(entry.data());
  environment.push_back(nullptr);
  std::array<std::string, 3> words{"/bin/sh", "-c", command};
  std::array<char*, 4> arguments{words[0].data(), words[1].data(), words[2].data(), nullptr};

  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addchdir_np(&actions, folder.c_str());
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], 1);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], 2);
  pid_t child = 0;
  const int error = posix_spawn(&child, words[0].c_str(), &actions, nullptr, arguments.data(),
                                environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw Error(diagnostic(Code::external_command,
                           std::string("cannot start /bin/sh: ") + std::strerror(error)));
  }
  out.close_end(1);
  err.close_end(1);
  CommandResult result;
  read_all(out, err, result, stop);
  if (stop.stop_requested()) {
    kill(child, SIGTERM);
    throw Error(diagnostic(Code::interrupted, "interrupted"));
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.exit_status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return result;
}

}  // namespace aludel
