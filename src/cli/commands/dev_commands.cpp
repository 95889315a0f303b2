// `dev up`, `dev down`, `dev status`, `dev url`: a private PostgreSQL for the project.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/databases/databases.hpp"
#include "app/dev/dev_server.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/workspace.hpp"
#include "lint/loss_text.hpp"

namespace aludel::commands {

namespace {

DevServer server_of(Workspace& workspace, Console& console) {
  const Project& project = workspace.project();
  return {.project = std::filesystem::weakly_canonical(project.root),
          .pg_bin = project.pg_bin,
          .tell = [&console](const std::string& what) { console.show(Remark{what}); },
          .stop = SignalWatch::token()};
}

/// One for each configured database, or for the one that was named.
std::vector<std::string> databases_of(Invocation& invocation, Workspace& workspace,
                                      const DevServer& server) {
  if (invocation.arguments.has("database"))
    return {dev_database(server, workspace.database().name)};
  std::vector<std::string> names;
  for (const DatabaseSettings& each : workspace.project().databases)
    names.push_back(dev_database(server, each.name));
  if (names.empty()) names.push_back(dev_database(server, ""));
  return names;
}

}  // namespace

int dev_up(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const DevServer server = server_of(workspace, console);
  const auto databases = databases_of(invocation, workspace, server);
  const bool started = aludel::dev_up(server, databases);
  nlohmann::ordered_json urls = nlohmann::ordered_json::object();
  for (const std::string& each : databases) {
    urls[each] = aludel::dev_url(server, each);
    console.print(aludel::dev_url(server, each));
  }
  console.result({{"started", started}, {"urls", urls}});
  console.note(started ? "PostgreSQL is up" : "PostgreSQL was up already");
  if (databases.size() == 1) console.note("next: `export DATABASE_URL=\"$(aludel dev url)\"`");
  return 0;
}

int dev_down(Invocation& invocation) {
  const SignalWatch signals;
  Workspace workspace(invocation);
  const DevServer server = server_of(workspace, invocation.console);
  const bool stopped = aludel::dev_down(server);
  const bool asked = invocation.arguments.has("delete");
  const bool deleted = asked && dev_delete(server);
  invocation.console.result({{"stopped", stopped}, {"deleted", deleted}});
  invocation.console.note(std::string(stopped ? "PostgreSQL is down" : "PostgreSQL was not up") +
                          (deleted ? ", and its data is removed"
                           : asked ? ", and there is no data of it"
                                   : ""));
  return 0;
}

int dev_status(Invocation& invocation) {
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const DevServer server = server_of(workspace, console);
  const DevStatus status = aludel::dev_status(server);
  nlohmann::ordered_json result{{"made", status.made}, {"running", status.pid.has_value()}};
  if (!status.made) {
    console.print("server     none yet: `aludel dev up` makes it");
    console.result(std::move(result));
    return 0;
  }
  console.print("server     " +
                (status.version.empty() ? "data that is not whole: `aludel dev down --delete` "
                                          "removes it, `aludel dev up` makes it anew"
                                        : "PostgreSQL " + status.version) +
                (status.version.empty() ? ""
                 : status.pid           ? ", running as pid " + std::to_string(*status.pid)
                                        : ", not running: `aludel dev up` starts it"));
  result["version"] = status.version;
  if (status.pid) result["pid"] = *status.pid;
  for (const std::string& each : databases_of(invocation, workspace, server)) {
    const std::string url = aludel::dev_url(server, each);
    console.print("database   " + url);
    result["urls"][each] = url;
  }
  console.print("data       " + shown_path(status.data) + ", " + shown_bytes(status.bytes));
  console.print("log        " + shown_path(status.log));
  result["data"] = status.data.string();
  result["bytes"] = status.bytes;
  result["log"] = status.log.string();
  console.result(std::move(result));
  return 0;
}

int dev_url(Invocation& invocation) {
  Workspace workspace(invocation);
  Console& console = invocation.console;
  const DevServer server = server_of(workspace, console);
  const std::string url = aludel::dev_url(server, dev_database(server, workspace.database().name));
  console.print(url);
  console.result({{"url", url}});
  if (!aludel::dev_status(server).pid) console.note("it is not up: `aludel dev up`");
  return 0;
}

}  // namespace aludel::commands
