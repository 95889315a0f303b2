#include "db/postgresql/postgresql_open.hpp"

#include <cstdlib>
#include <future>
#include <map>
#include <string>
#include <thread>

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

/// What PG* variables and a service file say counts before what we would like: libpq reads them
/// only where a parameter is not given.
bool named_elsewhere(const Parameters& given, const char* variable) {
  return given.contains("service") || std::getenv("PGSERVICE") != nullptr ||
         std::getenv(variable) != nullptr;
}

Parameters completed(const PostgresqlOpen& request) {
  Parameters parameters = parse(request.conninfo);
  const bool service = named_elsewhere(parameters, "PGSERVICE");
  if (!request.settings.empty() && !service)
    parameters["options"] = session_options(parameters, request.settings);
  if (!named_elsewhere(parameters, "PGCONNECT_TIMEOUT")) {
    parameters.try_emplace("connect_timeout", std::to_string(request.connect_timeout.count()));
  }
  if (!named_elsewhere(parameters, "PGAPPNAME"))
    parameters.try_emplace("application_name", request.application_name);
  if (!service) {
    parameters.try_emplace("keepalives_idle", "30");
    parameters.try_emplace("keepalives_interval", "10");
    parameters.try_emplace("keepalives_count", "3");
    parameters.try_emplace("tcp_user_timeout", "60000");
  }
  parameters["client_encoding"] = "UTF8";  // revision files are UTF-8
  return parameters;
}

std::string value_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

}  // namespace

PgHandle connect_postgresql(const PostgresqlOpen& request) {
  const Libpq& pq = libpq();
  // libpq alone knows how several hosts and their timeouts go together, and only its blocking call
  // does it: so that waiting can be interrupted it is made on a thread of its own, which ends by
  // itself when nobody waits for it any more.
  auto connecting = std::make_shared<std::promise<PgHandle>>();
  std::future<PgHandle> connected = connecting->get_future();
  std::thread([connecting, &pq, parameters = completed(request)] {
    std::vector<const char*> keys;
    std::vector<const char*> values;
    for (const auto& [key, value] : parameters) {
      keys.push_back(key.c_str());
      values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    connecting->set_value(PgHandle(pq.connectdbParams(keys.data(), values.data(), 0)));
  }).detach();
  while (connected.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
    if (request.stop.stop_requested())
      throw Error(diagnostic(Code::interrupted, "interrupted while connecting"));
  }
  PgHandle handle = connected.get();
  if (!handle) throw Error(diagnostic(Code::internal, "libpq is out of memory"));
  if (pq.status(handle.get()) == CONNECTION_OK) return handle;
  throw Error(connection_diagnostic(
      pq.errorMessage(handle.get()), value_or_empty(pq.db(handle.get())),
      value_or_empty(pq.user(handle.get())), value_or_empty(pq.host(handle.get())),
      value_or_empty(pq.port(handle.get()))));
}

}  // namespace aludel
