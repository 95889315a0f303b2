#include "fault/support/own_server.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

#include "db/support/process.hpp"

namespace aludel::testing {

namespace {

std::string parameter(const std::string& url, const std::string& name) {
  const std::size_t begin = url.find(name + "=") + name.size() + 1;
  return url.substr(begin, url.find('&', begin) - begin);
}

/// PostgreSQL refuses to run as root. `nobody` is on every system.
std::string as_server_user() {
  return geteuid() == 0
             ? "setpriv --reuid=nobody --regid=$(id -g nobody) --clear-groups env HOME=/ "
             : "";
}

void shell(const std::string& script, const std::filesystem::path& folder) {
  const Outcome outcome = run_process({"sh", "-ec", script}, {.folder = folder});
  if (outcome.exit_code != 0) throw std::runtime_error(script + ": " + outcome.out + outcome.err);
}

}  // namespace

OwnServer::OwnServer(Server made_as, const std::string& hba, const std::string& settings) {
  const std::filesystem::path link =
      std::filesystem::path(parameter(url_of(made_as).value(), "host")) / "pg_ctl";
  binaries_ = std::filesystem::read_symlink(link).parent_path();
  if (geteuid() == 0) shell("chown nobody .", folder());
  shell(as_server_user() + binaries_.string() +
            "/initdb -D data -U postgres -A trust -E UTF8 --no-locale --no-sync",
        folder());
  std::ofstream(folder() / "data/pg_hba.conf") << hba;
  std::ofstream(folder() / "data/postgresql.conf", std::ios::app)
      << "listen_addresses = ''\nunix_socket_directories = '" << folder().string()
      << "'\nshared_buffers = 32MB\ntimezone = 'UTC'\nfsync = off\nfull_page_writes = off\n"
      << settings;
  start();
}

OwnServer::~OwnServer() {
  try {
    control("-m immediate stop");
  } catch (const std::runtime_error&) {
    // It has ended by itself, which the test has noticed.
  }
}

void OwnServer::control(const std::string& words) const {
  shell(as_server_user() + binaries_.string() + "/pg_ctl -D data -w " + words + " >/dev/null",
        folder());
}

void OwnServer::restart_at_once() const {
  control("-m immediate -l log -t 60 restart");
}

void OwnServer::start() const {
  control("-l log -t 60 start");
}

void OwnServer::stop() const {
  control("-m fast stop");
}

std::string OwnServer::log() const {
  std::ostringstream text;
  text << std::ifstream(folder() / "log", std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace aludel::testing
