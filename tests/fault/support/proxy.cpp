#include "fault/support/proxy.hpp"

#include <cstring>
#include <stdexcept>

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fault/support/proxy_state.hpp"

namespace aludel::testing {

namespace {

sockaddr_un address_of(const std::string& folder) {
  const std::string path = folder + "/.s.PGSQL.5432";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

std::string parameter(const std::string& url, const std::string& name) {
  const std::size_t begin = url.find(name + "=") + name.size() + 1;
  return url.substr(begin, url.find('&', begin) - begin);
}

void accept_all(const std::stop_token& stop, FaultProxy::State& state) {
  while (!stop.stop_requested()) {
    pollfd listener{state.listener, POLLIN, 0};
    if (poll(&listener, 1, 50) <= 0) continue;
    const int client = accept4(state.listener, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) continue;
    const int server = connect_to_socket(state.server_folder);
    if (server < 0) {
      close(client);
      continue;
    }
    const std::scoped_lock lock(state.mutex);
    state.links.emplace_back([client, server, &state](const std::stop_token& end) {
      run_link(end, client, server, state);
    });
  }
}

}  // namespace

std::string describe(const FaultPlan& plan) {
  std::string text;
  switch (plan.fault) {
    case Fault::none: return "nothing";
    case Fault::kill: text = "SIGKILL"; break;
    case Fault::interrupt: text = "SIGTERM"; break;
    case Fault::cut: text = "cut"; break;
    case Fault::tear: text = "torn message"; break;
    case Fault::refuse: text = "refusal " + plan.sqlstate; break;
    case Fault::end_session: text = "session ended"; break;
    case Fault::call: text = "server restart"; break;
  }
  if (plan.fault != Fault::refuse && plan.fault != Fault::tear)
    text += plan.answered ? " behind" : " before";
  if (plan.linger.count() > 0) text += ", the server notices late,";
  return text + " unit " + std::to_string(plan.at);
}

int connect_to_socket(const std::string& folder) {
  const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(folder);
  if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return server;
  close(server);
  return -1;
}

FaultProxy::FaultProxy(const std::string& server_url) : state_(std::make_unique<State>()) {
  state_->server_url = server_url;
  state_->server_folder = parameter(server_url, "host");
  state_->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_un address = address_of(state_->folder.path().string());
  if (bind(state_->listener, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(state_->listener, 64) != 0) {
    throw std::runtime_error("the proxy cannot listen");
  }
  state_->accepting = std::jthread(
      [state = state_.get()](const std::stop_token& stop) { accept_all(stop, *state); });
}

FaultProxy::~FaultProxy() {
  state_->accepting = {};
  arm({});
  close(state_->listener);
}

std::string FaultProxy::url(const std::string& database) const {
  return "postgresql:///" + database + "?host=" + state_->folder.path().string() +
         "&user=" + parameter(state_->server_url, "user");
}

void FaultProxy::arm(FaultPlan plan) {
  std::vector<std::jthread> ended;
  {
    const std::scoped_lock lock(state_->mutex);
    ended = std::move(state_->links);
    state_->links.clear();
  }
  for (std::jthread& link : ended) link.request_stop();
  ended.clear();  // joins: they write into what is forgotten below
  const std::scoped_lock lock(state_->mutex);
  state_->plan = std::move(plan);
  state_->seen = {};
}

Conversation FaultProxy::conversation() const {
  const std::scoped_lock lock(state_->mutex);
  return state_->seen;
}

std::string FaultProxy::prepare_refusals() {
  return R"sql(CREATE SCHEMA fault;
CREATE TABLE fault.refusal (sqlstate text);
CREATE FUNCTION fault.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''injected refusal of the COMMIT'' USING ERRCODE = NEW.sqlstate; END';
CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON fault.refusal DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fault.refuse();
GRANT USAGE ON SCHEMA fault TO PUBLIC;
GRANT INSERT ON fault.refusal TO PUBLIC;
)sql";
}

}  // namespace aludel::testing
