#include "db/postgresql/postgresql_open.hpp"

#include <cstdlib>
#include <map>
#include <string>

#include <poll.h>

#include "base/code.hpp"
#include "base/text.hpp"
#include "db/postgresql/postgresql_error.hpp"

namespace aludel {

namespace {

using Parameters = std::map<std::string, std::string>;

Parameters taken(PQconninfoOption* options) {
  Parameters result;
  for (const PQconninfoOption* option = options; option != nullptr && option->keyword != nullptr;
       ++option) {
    if (option->val != nullptr) result[option->keyword] = option->val;
  }
  libpq().conninfoFree(options);
  return result;
}

Parameters parse(const std::string& conninfo) {
  char* message = nullptr;
  PQconninfoOption* options = libpq().conninfoParse(conninfo.c_str(), &message);
  if (options == nullptr) {
    Diagnostic problem = diagnostic(Code::bad_url, "libpq does not understand the database URL");
    // libpq quotes parts of the text here, the password may be among them: only what it calls the
    // problem is kept.
    const std::string words = message == nullptr ? "" : message;
    problem.detail = trim(words.substr(0, words.find('"')));
    libpq().freemem(message);
    throw Error(std::move(problem));
  }
  return taken(options);
}

/// Our settings go behind those that the user gives for the session (in the URL or PGOPTIONS),
/// which would be lost otherwise.
std::string session_options(const Parameters& given, const std::vector<std::string>& settings) {
  std::string options;
  if (const auto own = given.find("options"); own != given.end()) {
    options = own->second;
  } else if (const char* environment = std::getenv("PGOPTIONS"); environment != nullptr) {
    options = environment;
  }
  for (const std::string& setting : settings)
    options += (options.empty() ? "-c " : " -c ") + setting;
  return options;
}

Parameters completed(const PostgresqlOpen& request) {
  Parameters parameters = parse(request.conninfo);
  if (!request.settings.empty())
    parameters["options"] = session_options(parameters, request.settings);
  parameters.try_emplace("connect_timeout", std::to_string(request.connect_timeout.count()));
  if (std::getenv("PGAPPNAME") == nullptr)
    parameters.try_emplace("application_name", request.application_name);
  parameters.try_emplace("keepalives_idle", "30");
  parameters.try_emplace("keepalives_interval", "10");
  parameters.try_emplace("keepalives_count", "3");
  parameters.try_emplace("tcp_user_timeout", "60000");
  parameters["client_encoding"] = "UTF8";  // revision files are UTF-8
  return parameters;
}

std::string value_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

}  // namespace

PgHandle connect_postgresql(const PostgresqlOpen& request) {
  const Libpq& pq = libpq();
  const Parameters parameters = completed(request);
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : parameters) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  PgHandle handle(pq.connectStartParams(keys.data(), values.data(), 0));
  if (!handle) throw Error(diagnostic(Code::internal, "libpq is out of memory"));

  const auto timeout =
      std::chrono::seconds(std::max(2, std::atoi(parameters.at("connect_timeout").c_str())));
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  PostgresPollingStatusType state =
      pq.status(handle.get()) == CONNECTION_BAD ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
  std::string given_up;
  while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
    if (request.stop.stop_requested())
      throw Error(diagnostic(Code::interrupted, "interrupted while connecting"));
    if (std::chrono::steady_clock::now() > deadline) {
      given_up = "no answer within " + parameters.at("connect_timeout") + " s";
      break;
    }
    pollfd socket{pq.socket(handle.get()),
                  static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    if (poll(&socket, 1, 100) != 0) state = pq.connectPoll(handle.get());
  }
  if (state == PGRES_POLLING_OK) return handle;
  throw Error(connection_diagnostic(
      given_up.empty() ? pq.errorMessage(handle.get()) : given_up,
      value_or_empty(pq.db(handle.get())), value_or_empty(pq.user(handle.get())),
      value_or_empty(pq.host(handle.get())), value_or_empty(pq.port(handle.get()))));
}

}  // namespace aludel
