#include "app/dev/server_user.hpp"

#include <array>
#include <cstdlib>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/code.hpp"
#include "base/host.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

ServerUser from(const passwd& entry) {
  return {.user = entry.pw_uid, .group = entry.pw_gid, .name = entry.pw_name, .is_another = true};
}

bool may_enter(const ServerUser& user, const struct stat& folder) {
  const mode_t bit = folder.st_uid == user.user    ? S_IXUSR
                     : folder.st_gid == user.group ? S_IXGRP
                                                   : S_IXOTH;
  return (folder.st_mode & bit) != 0;
}

}  // namespace

std::vector<std::string> ServerUser::prefix(const fs::path& folder) const {
  std::vector<std::string> words;
  if (is_another) {
    words = {"/usr/bin/setpriv", "--reuid=" + std::to_string(user),
             "--regid=" + std::to_string(group), "--clear-groups"};
  }
  const char* path = std::getenv("PATH");
  words.insert(words.end(), {"/usr/bin/env", "-i", "-C", folder.string(), "HOME=/", "LC_ALL=C",
                             std::string("PATH=") + (path == nullptr ? "/usr/bin:/bin" : path)});
  return words;
}

ServerUser server_user(const fs::path& folder) {
  if (geteuid() != 0) return {.user = geteuid(), .group = getegid(), .name = user_name()};
  struct stat status{};
  if (stat(folder.c_str(), &status) == 0 && status.st_uid != 0) {
    if (const passwd* entry = getpwuid(status.st_uid)) return from(*entry);
  }
  for (const char* name : {"postgres", "nobody"}) {
    if (const passwd* entry = getpwnam(name)) return from(*entry);
  }
  Diagnostic problem = diagnostic(Code::external_command,
                                  "PostgreSQL does not run as root, and there is no user "
                                  "`postgres` or `nobody` to run it as");
  problem.next = "give the project to a user (`chown -R USER " + shell_quoted(folder.string()) +
                 "`), or run this command as one (`runuser -u USER -- aludel dev up`)";
  throw Error(std::move(problem));
}

void give_to(const ServerUser& user, const fs::path& path) {
  if (!user.is_another) return;
  if (lchown(path.c_str(), user.user, user.group) == 0) return;
  throw Error(diagnostic(Code::external_command, "cannot give " + path.string() + " to `" +
                                                     user.name + "`, who is to run PostgreSQL"));
}

void require_entry(const ServerUser& user, const fs::path& path) {
  if (!user.is_another) return;
  fs::path folder = "/";
  for (const fs::path& part : path.parent_path().relative_path()) {
    folder /= part;
    struct stat status{};
    if (stat(folder.c_str(), &status) != 0 || may_enter(user, status)) continue;
    Diagnostic problem =
        diagnostic(Code::external_command, "PostgreSQL does not run as root but as `" + user.name +
                                               "`, who may not enter " + folder.string());
    problem.now = "nothing was started";
    problem.next = "`chmod o+x " + shell_quoted(folder.string()) +
                   "`, or keep the project elsewhere and as a user of its own";
    throw Error(std::move(problem));
  }
}

}  // namespace aludel
