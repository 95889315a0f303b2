#include "db/postgresql/postgresql_open.hpp"

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <future>
#include <map>
#include <string>
#include <string_view>
#include <thread>

#include <locale.h>
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

/// Words of a server (libpq puts two blanks before those alone) that mean nothing to
/// connection_diagnostic.
bool is_foreign(const char* message) {
  const std::string text = message == nullptr ? "" : message;
  return text.find(":  ") != std::string::npos &&
         connection_diagnostic({.message = text}).message.starts_with("cannot reach");
}

std::string value_or_empty(const char* text) {
  return text == nullptr ? "" : text;
}

/// libpq's words are known by what they say, so that they must be English here, whatever language
/// the program that embeds this has chosen. Counts for this thread alone.
class EnglishMessages {
 public:
  EnglishMessages() : english_(newlocale(LC_MESSAGES_MASK, "C", locale_t{})) {
    if (english_ != locale_t{}) before_ = uselocale(english_);
  }
  EnglishMessages(const EnglishMessages&) = delete;
  EnglishMessages& operator=(const EnglishMessages&) = delete;
  ~EnglishMessages() {
    if (english_ == locale_t{}) return;
    uselocale(before_);
    freelocale(english_);
  }

 private:
  locale_t english_;
  locale_t before_{};
};

struct Attempt {
  PgHandle handle;
  std::string refusal;  ///< the server's SQLSTATE, where its words are not known
};

class Connecting {
 public:
  explicit Connecting(const Parameters& parameters) {
    for (const auto& [key, value] : parameters) {
      keys_.push_back(key.c_str());
      values_.push_back(value.c_str());
    }
    keys_.push_back(nullptr);
    values_.push_back(nullptr);
  }

  Attempt attempt() const {
    const EnglishMessages english;
    Attempt made{PgHandle(pq_.connectdbParams(keys_.data(), values_.data(), 0)), {}};
    if (made.handle && pq_.status(made.handle.get()) != CONNECTION_OK &&
        is_foreign(pq_.errorMessage(made.handle.get())))
      made.refusal = ask_for_refusal();
    return made;
  }

 private:
  /// A server speaks the language of its `lc_messages`, which a session cannot choose before it is
  /// let in, and libpq tells the code beside the words only where it is asked step by step.
  [[nodiscard]] std::string ask_for_refusal() const {
    const PgHandle handle(pq_.connectStartParams(keys_.data(), values_.data(), 0));
    if (!handle || pq_.status(handle.get()) == CONNECTION_BAD) return {};
    pq_.setErrorVerbosity(handle.get(), PQERRORS_VERBOSE);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    for (auto state = PGRES_POLLING_WRITING; std::chrono::steady_clock::now() < deadline;) {
      pollfd waiting{pq_.socket(handle.get()),
                     static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
      if (poll(&waiting, 1, 100) <= 0) continue;
      state = pq_.connectPoll(handle.get());
      if (state == PGRES_POLLING_OK) return {};
      if (state == PGRES_POLLING_FAILED)
        return sqlstate_in(value_or_empty(pq_.errorMessage(handle.get())));
    }
    return {};
  }

  const Libpq& pq_ = libpq();
  std::vector<const char*> keys_;
  std::vector<const char*> values_;
};

}  // namespace

PgHandle connect_postgresql(const PostgresqlOpen& request) {
  const Libpq& pq = libpq();
  // libpq alone knows how several hosts and their timeouts go together, and only its blocking call
  // does it: so that waiting can be interrupted it is made on a thread of its own, which ends by
  // itself when nobody waits for it any more.
  auto connecting = std::make_shared<std::promise<Attempt>>();
  std::future<Attempt> connected = connecting->get_future();
  std::thread([connecting, parameters = completed(request)] {
    connecting->set_value(Connecting(parameters).attempt());
  }).detach();
  while (connected.wait_for(std::chrono::milliseconds(50)) != std::future_status::ready) {
    if (request.stop.stop_requested())
      throw Error(diagnostic(Code::interrupted, "interrupted while connecting"));
  }
  Attempt attempt = connected.get();
  PgHandle handle = std::move(attempt.handle);
  if (!handle) throw Error(diagnostic(Code::internal, "libpq is out of memory"));
  if (pq.status(handle.get()) == CONNECTION_OK) return handle;
  throw Error(connection_diagnostic({.message = value_or_empty(pq.errorMessage(handle.get())),
                                     .sqlstate = attempt.refusal,
                                     .database = value_or_empty(pq.db(handle.get())),
                                     .user = value_or_empty(pq.user(handle.get())),
                                     .host = value_or_empty(pq.host(handle.get())),
                                     .port = value_or_empty(pq.port(handle.get()))}));
}

}  // namespace aludel
