// One connection through the proxy: a thread that reads both ends.
#include <csignal>
#include <deque>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fault/support/proxy_state.hpp"
#include "fault/support/wire.hpp"

namespace aludel::testing {

namespace {

using wire::Message;
using wire::Unit;

void send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

/// @return false at the end of the stream
bool receive_some(int from, std::string& bytes) {
  char buffer[65536];
  const ssize_t got = recv(from, buffer, sizeof buffer, 0);
  if (got > 0) bytes.append(buffer, static_cast<std::size_t>(got));
  return got > 0;
}

class Link {
 public:
  Link(std::stop_token stop, int client, int server, FaultProxy::State& state)
      : stop_(std::move(stop)), client_(client), server_(server), state_(state) {}
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link() {
    close(client_);
    close(server_);
  }

  void run() {
    while (open_ && !stop_.stop_requested()) {
      pollfd ends[]{{client_, POLLIN, 0}, {server_, POLLIN, 0}};
      if (poll(ends, 2, 50) <= 0) continue;
      if (ends[1].revents != 0) from_server();
      if (open_ && ends[0].revents != 0) from_client();
    }
  }

 private:
  void from_client() {
    if (!receive_some(client_, client_bytes_)) open_ = false;
    while (const auto message = wire::take_message(client_bytes_, started_)) {
      started_ = true;
      if (message->type == 'H' && unit_.empty()) {
        send_all(server_, wire::bytes_of(*message));
        continue;
      }
      unit_.push_back(*message);
      if (!wire::ends_unit(*message)) continue;
      const Unit unit = std::exchange(unit_, {});
      // A farewell tells the server nothing, and the program may be gone when it is read.
      const bool farewell = unit.back().type == 'X';
      const bool strikes = !farewell && state_.count(wire::describe(unit));
      strikes ? strike(unit) : forward(unit);
      if (!open_) return;
    }
  }

  void forward(const Unit& unit) {
    expect_answer(unit.back());
    send_all(server_, wire::bytes_of(unit));  // a server that is gone is noticed in reading
  }

  /// Notes which message of the server will end its answer to the unit.
  void expect_answer(const Message& last) {
    switch (last.type) {
      case '\0': awaited_.push_back(wire::is_cancel_request(last) ? 'X' : '0'); break;
      case 'E':
        if (!skipping_) awaited_.push_back('E');
        break;
      case 'S': skipping_ = false; [[fallthrough]];
      case 'Q':
      case 'c':
      case 'f': awaited_.push_back(last.type); break;
      default: break;
    }
  }

  void note_answer(const Message& message) {
    const char front = awaited_.empty() ? ' ' : awaited_.front();
    switch (message.type) {
      case 'C':
      case 'I':
      case 's':
        if (front == 'E') awaited_.pop_front();
        break;
      case 'E':
        if (front == '0') awaited_.pop_front();
        if (front != 'E') break;
        while (!awaited_.empty() && awaited_.front() == 'E') awaited_.pop_front();
        skipping_ = awaited_.empty();
        break;
      case 'G':
        if (front == 'Q') awaited_.pop_front();
        break;
      case 'Z':
        if (front != 'E' && front != ' ') awaited_.pop_front();
        break;
      case 'K': backend_ = wire::int32_at(message.body, 0); break;
      default: break;
    }
  }

  /// Reads what the server has sent; it goes to the client, unless it is held back or swallowed.
  void from_server() {
    if (!receive_some(server_, server_bytes_)) open_ = false;
    while (const auto message = wire::take_message(server_bytes_, true)) {
      note_answer(*message);
      if (!swallowing_) held_ += wire::bytes_of(*message);
    }
    if (!holding_) release();
  }
  void release() {
    send_all(client_, held_);
    held_.clear();
  }

  /// Until the server has answered all that it was sent. Inside a pipeline it keeps its answers to
  /// itself until it is asked for them.
  void wait_for_answers() {
    if (!awaited_.empty() && awaited_.back() == 'E')
      send_all(server_, wire::bytes_of(wire::flush_request()));
    const auto begin = std::chrono::steady_clock::now();
    while (open_ && !awaited_.empty() && !stop_.stop_requested() &&
           std::chrono::steady_clock::now() - begin < std::chrono::seconds(30)) {
      pollfd end{server_, POLLIN, 0};
      if (poll(&end, 1, 50) > 0) from_server();
    }
  }

  void forward_and_hold_answer(const Unit& unit) {
    wait_for_answers();
    holding_ = true;
    forward(unit);
    wait_for_answers();
    holding_ = false;
  }

  void strike(const Unit& unit) {
    const FaultPlan plan = state_.plan;
    if (plan.fault == Fault::refuse) {
      if (refuse(unit, plan.sqlstate)) return state_.struck();
      return forward(unit);
    }
    if (plan.fault == Fault::tear) {
      const std::string bytes = wire::bytes_of(unit);
      send_all(server_, std::string_view(bytes).substr(0, bytes.size() / 2));
    } else if (plan.answered) {
      forward_and_hold_answer(unit);
    }
    state_.struck();
    switch (plan.fault) {
      case Fault::kill: signal_client(SIGKILL); return end(plan.linger);
      case Fault::cut:
      case Fault::tear: return end(plan.linger);
      case Fault::interrupt: signal_client(SIGTERM); break;
      case Fault::end_session: end_session(); break;
      case Fault::call: plan.hook(); break;
      case Fault::none:
      case Fault::refuse: break;
    }
    plan.answered ? release() : forward(unit);
  }

  void signal_client(int number) const {
    ucred peer{};
    socklen_t size = sizeof peer;
    if (getsockopt(client_, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.pid > 1)
      kill(peer.pid, number);
  }

  /// The client's end is closed at once, the server's when the time has come.
  void end(std::chrono::milliseconds linger) {
    open_ = false;
    shutdown(client_, SHUT_RDWR);
    const auto begin = std::chrono::steady_clock::now();
    while (!stop_.stop_requested() && std::chrono::steady_clock::now() - begin < linger)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

  void end_session() {
    connect_to(state_.server_url)
        ->query("SELECT pg_terminate_backend(" + std::to_string(backend_) + ", 2000)");
  }

  bool refuse(const Unit& unit, const std::string& sqlstate) {
    const char last = unit.back().type;
    if (last == '\0') {
      if (wire::is_cancel_request(unit.back())) return false;
      send_all(client_, wire::bytes_of(wire::fatal_error(sqlstate, "injected refusal")));
      open_ = false;
      return true;
    }
    if (last == 'c') {
      forward({wire::copy_fail("injected refusal")});
      return true;
    }
    if (last != 'Q' && last != 'E') return false;
    const std::string sql = wire::statement_of(unit);
    if (sql == "ROLLBACK") return false;
    if (sql == "COMMIT") {
      let_commit_fail(unit, sqlstate);
    } else {
      forward(wire::with_statement(
          unit, "DO $fault$ BEGIN RAISE EXCEPTION 'injected refusal' USING ERRCODE = '" + sqlstate +
                    "'; END $fault$"));
    }
    return true;
  }

  /// A deferred trigger refuses the COMMIT itself.
  void let_commit_fail(const Unit& commit, const std::string& sqlstate) {
    wait_for_answers();
    swallowing_ = true;
    forward(wire::with_statement(commit, "INSERT INTO fault.refusal VALUES ('" + sqlstate + "')"));
    wait_for_answers();
    swallowing_ = false;
    forward(commit);
  }

  std::stop_token stop_;
  int client_;
  int server_;
  FaultProxy::State& state_;
  bool open_ = true;
  bool started_ = false;  ///< the packet without a type has passed
  std::string client_bytes_;
  std::string server_bytes_;
  Unit unit_;
  std::deque<char> awaited_;  ///< types of the units that the server has not answered to the end
  bool skipping_ = false;     ///< behind an error the server passes over all up to a Sync
  bool holding_ = false;
  bool swallowing_ = false;
  std::string held_;
  int backend_ = 0;
};

}  // namespace

void run_link(std::stop_token stop, int client, int server, FaultProxy::State& state) {
  Link(std::move(stop), client, server, state).run();
}

}  // namespace aludel::testing
