#include "db/postgresql/postgresql_connection.hpp"

#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include <poll.h>

#include "base/code.hpp"
#include "base/text.hpp"
#include "db/postgresql/copy_text.hpp"
#include "db/postgresql/libpq.hpp"
#include "db/postgresql/postgresql_error.hpp"
#include "db/postgresql/postgresql_open.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

struct ClearResult {
  void operator()(PGresult* result) const { libpq().clear(result); }
};
using ResultHandle = std::unique_ptr<PGresult, ClearResult>;

constexpr std::size_t copy_chunk = 64 * 1024;

class PostgresqlConnection final : public Connection {
 public:
  explicit PostgresqlConnection(PgHandle handle) : pq_(libpq()), handle_(std::move(handle)) {
    pq_.setnonblocking(conn(), 1);
    notice_before_ = pq_.setNoticeReceiver(conn(), &on_notice, this);
  }
  ~PostgresqlConnection() override {
    if (!handle_ || handle_.get_deleter().is_ours) return;
    // What it calls with is not told by libpq: a receiver of one's own gets the connection's.
    pq_.setNoticeReceiver(conn(), notice_before_, nullptr);
    pq_.setnonblocking(conn(), 0);
  }

  Result query(const Request& request) override;
  void run(std::span<const Request> batch, const OnDone& on_done) override;

  [[nodiscard]] bool in_transaction() const override {
    const auto status = pq_.transactionStatus(conn());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
  }
  [[nodiscard]] bool usable() const override {
    return !lost_ && handle_ && pq_.status(conn()) == CONNECTION_OK;
  }
  void cancel() noexcept override;
  void set_stop_token(std::stop_token token) override { stop_ = std::move(token); }
  WaitHook set_wait_hook(WaitHook hook) override { return std::exchange(hook_, std::move(hook)); }
  void set_notice_handler(std::function<void(const Diagnostic&)> handler) override {
    notice_ = std::move(handler);
  }
  [[nodiscard]] std::string server_name() const override {
    const char* version = pq_.parameterStatus(conn(), "server_version");
    const std::string_view text = version == nullptr ? "" : version;
    return "PostgreSQL " + std::string(text.substr(0, text.find(' ')));
  }
  [[nodiscard]] int server_version() const override { return pq_.serverVersion(conn()); }
  [[nodiscard]] std::string backend() const override {
    if (session_.borrowed) return {};
    return session_.backend.empty() ? std::to_string(pq_.backendPID(conn())) : session_.backend;
  }

  void abandon() noexcept { abandoned_ = true; }
  void note_session(PostgresqlSession session) { session_ = std::move(session); }
  [[nodiscard]] const PostgresqlSession& session() const { return session_; }

  [[nodiscard]] PostgresqlTarget target() const {
    const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
    return {text(pq_.db(conn())), text(pq_.user(conn())), text(pq_.host(conn())),
            text(pq_.port(conn())), pq_.backendPID(conn())};
  }

 private:
  static void on_notice(void* self, const PGresult* result) {
    const auto* connection = static_cast<const PostgresqlConnection*>(self);
    if (connection->notice_) connection->notice_(postgresql_diagnostic(result));
  }

  [[nodiscard]] PGconn* conn() const { return handle_.get(); }
  void begin_wait();
  void wait_for_socket(short events);
  void look_around();
  void flush();
  ResultHandle next_result();
  void send(const Request& request, bool pipelined);
  Result read(const PGresult* result, bool keep_rows) const;
  Result copy(const Request& request);
  void put_rows(std::string_view rows);
  Result finish_simple(const Request& request);
  std::size_t run_pipeline(std::span<const Request> batch, std::size_t first,
                           const OnDone& on_done);
  void drain();
  [[noreturn]] void fail(const PGresult* result);
  [[noreturn]] void lose();
  [[noreturn]] void refuse_copy();

  const Libpq& pq_;
  PgHandle handle_;
  PQnoticeReceiver notice_before_ = nullptr;
  std::stop_token stop_;
  WaitHook hook_;
  std::function<void(const Diagnostic&)> notice_;
  Clock::time_point started_;
  Clock::time_point last_look_;
  std::optional<Clock::time_point> cancelled_;  ///< when the server was last asked to stop
  bool lost_ = false;
  bool abandoned_ = false;
  PostgresqlSession session_;
};

void PostgresqlConnection::cancel() noexcept {
  PGcancel* request = pq_.getCancel(conn());
  if (request == nullptr) return;
  std::array<char, 256> ignored{};
  pq_.cancel(request, ignored.data(), static_cast<int>(ignored.size()));
  pq_.freeCancel(request);
}

void PostgresqlConnection::begin_wait() {
  if (!usable()) lose();
  if (stop_.stop_requested()) throw Error(diagnostic(Code::interrupted, "interrupted"));
  started_ = last_look_ = Clock::now();
  cancelled_.reset();
}

/// Looks at the stop token and calls the hook, at most five times a second.
void PostgresqlConnection::look_around() {
  const auto now = Clock::now();
  // Asked again and again: a request that arrives between two statements of a pipeline stops
  // neither.
  if (stop_.stop_requested() && (!cancelled_ || now - *cancelled_ > milliseconds(300))) {
    cancelled_ = now;
    cancel();
  }
  if (!hook_ || now - last_look_ < milliseconds(200)) return;
  last_look_ = now;
  hook_(std::chrono::duration_cast<milliseconds>(now - started_));
  if (abandoned_) lose();
}

void PostgresqlConnection::wait_for_socket(short events) {
  pollfd socket{pq_.socket(conn()), events, 0};
  if (socket.fd < 0) lose();
  poll(&socket, 1, 100);
  if ((socket.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && pq_.consumeInput(conn()) == 0) lose();
  look_around();
}

void PostgresqlConnection::flush() {
  while (true) {
    const int state = pq_.flush(conn());
    if (state < 0) lose();
    if (state == 0) return;
    wait_for_socket(POLLIN | POLLOUT);
  }
}

ResultHandle PostgresqlConnection::next_result() {
  while (pq_.isBusy(conn()) != 0) wait_for_socket(POLLIN);
  return ResultHandle(pq_.getResult(conn()));
}

void PostgresqlConnection::send(const Request& request, bool pipelined) {
  const std::string sql(request.sql);
  if (request.parameters.empty() && !pipelined) {
    if (pq_.sendQuery(conn(), sql.c_str()) == 0) lose();
    return;
  }
  std::vector<const char*> values;
  for (const Value& value : request.parameters) values.push_back(value ? value->c_str() : nullptr);
  if (pq_.sendQueryParams(conn(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                          values.data(), nullptr, nullptr, 0) == 0) {
    lose();
  }
}

Result PostgresqlConnection::read(const PGresult* result, bool keep_rows) const {
  Result answer;
  answer.tag = pq_.cmdStatus(const_cast<PGresult*>(result));
  const std::string_view affected = pq_.cmdTuples(const_cast<PGresult*>(result));
  std::from_chars(affected.data(), affected.data() + affected.size(), answer.affected);
  const int columns = pq_.nfields(result);
  for (int i = 0; i < columns; ++i) answer.columns.emplace_back(pq_.fname(result, i));
  for (int row = 0; keep_rows && row < pq_.ntuples(result); ++row) {
    auto& values = answer.rows.emplace_back();
    for (int i = 0; i < columns; ++i) {
      const bool is_null = pq_.getisnull(result, row, i) != 0;
      const auto size = static_cast<std::size_t>(pq_.getlength(result, row, i));
      values.push_back(is_null ? Value() : Value(std::string(pq_.getvalue(result, row, i), size)));
    }
  }
  return answer;
}

namespace {

/// A COMMIT in a transaction that has failed is answered without an error, as a ROLLBACK (manual
/// page COMMIT): nobody may take that for kept.
bool is_rolled_back(const Request& request, const Result& answer) {
  return request.sql == "COMMIT" && answer.tag == "ROLLBACK";
}

[[noreturn]] void refuse_rolled_back() {
  Diagnostic problem = diagnostic(
      Code::statement_refused, "the server rolled the transaction back instead of committing it");
  problem.sqlstate = "25P02";
  problem.retryable = true;
  throw Error(std::move(problem));
}

}  // namespace

Result PostgresqlConnection::query(const Request& request) {
  begin_wait();
  Traced traced(trace_, request);
  send(request, false);
  flush();
  Result answer = request.is_copy() ? copy(request) : finish_simple(request);
  if (is_rolled_back(request, answer)) refuse_rolled_back();
  traced.answered(answer);
  return answer;
}

Result PostgresqlConnection::finish_simple(const Request& request) {
  Result answer;
  ResultHandle failed;
  while (ResultHandle result = next_result()) {
    switch (pq_.resultStatus(result.get())) {
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
      case PGRES_EMPTY_QUERY: answer = read(result.get(), request.keep_rows); break;
      case PGRES_COPY_IN: pq_.putCopyEnd(conn(), "the statement has no rows with it"); break;
      default: failed = std::move(result); break;
    }
    if (!usable()) break;  // a lost connection yields its error for ever
  }
  if (failed) fail(failed.get());
  return answer;
}

void PostgresqlConnection::put_rows(std::string_view rows) {
  while (!rows.empty() && !cancelled_) {
    const std::string_view part = rows.substr(0, copy_chunk);
    const int state = pq_.putCopyData(conn(), part.data(), static_cast<int>(part.size()));
    if (state < 0) lose();
    if (state == 0) {
      wait_for_socket(POLLIN | POLLOUT);
      continue;
    }
    rows.remove_prefix(part.size());
    flush();  // libpq moves all that waits in its buffer with each piece that the socket takes
  }
}

Result PostgresqlConnection::copy(const Request& request) {
  ResultHandle ready = next_result();
  if (!ready) lose();
  if (pq_.resultStatus(ready.get()) != PGRES_COPY_IN) {
    drain();
    fail(ready.get());
  }
  if (request.copy_data) put_rows(*request.copy_data);
  if (request.rows != nullptr) {
    std::string text;
    for (const std::vector<Cell>& row : *request.rows) {
      add_copy_row(row, text);
      if (text.size() < copy_chunk) continue;
      put_rows(text);
      text.clear();
      if (cancelled_) break;
    }
    put_rows(text);
  }
  while (pq_.putCopyEnd(conn(), cancelled_ ? "interrupted" : nullptr) == 0)
    wait_for_socket(POLLIN | POLLOUT);
  flush();
  return finish_simple(request);
}

void PostgresqlConnection::run(std::span<const Request> batch, const OnDone& on_done) {
  std::size_t next = 0;
  while (next < batch.size()) {
    if (batch[next].is_copy()) {  // COPY cannot travel in a pipeline
      if (!on_done(next, query(batch[next]))) return;
      ++next;
    } else {
      const std::size_t done = run_pipeline(batch, next, on_done);
      if (done == next || (done < batch.size() && !batch[done].is_copy())) return;  // told to stop
      next = done;
    }
  }
}

/// Sends from `first` up to the next COPY as one pipeline; answers the index after the last
/// statement done (less than all of them only when `on_done` said to stop).
std::size_t PostgresqlConnection::run_pipeline(std::span<const Request> batch, std::size_t first,
                                               const OnDone& on_done) {
  begin_wait();
  std::size_t last = first;
  while (last < batch.size() && !batch[last].is_copy()) ++last;
  if (pq_.enterPipelineMode(conn()) == 0) lose();

  // The server stops reading when its answers are not read, and libpq buffers what the server does
  // not take: so statements are handed over in windows, and answers are read between them.
  constexpr std::size_t window = 64;
  std::size_t sent = first;
  std::size_t done = first;
  bool synced = false;
  bool stopped = false;
  bool rolled_back = false;
  ResultHandle failed;
  std::optional<Traced> traced;
  traced.emplace(trace_, batch[first]);
  while (done < last && !failed && !stopped) {
    while (sent < last && sent - done < window) {
      send(batch[sent], true);
      ++sent;
      // Progress is told for a revision's own statements; the answers to ours may wait for the end,
      // but never for a full window.
      const bool told = !batch[sent - 1].keep_rows || sent - done == window;
      if (told && pq_.sendFlushRequest(conn()) == 0) lose();
    }
    if (sent == last && !synced) {
      if (pq_.pipelineSync(conn()) == 0) lose();
      synced = true;
    }
    flush();
    ResultHandle result = next_result();
    if (!result) {
      if (!usable()) lose();
      continue;
    }
    switch (pq_.resultStatus(result.get())) {
      case PGRES_COMMAND_OK:
      case PGRES_TUPLES_OK:
      case PGRES_EMPTY_QUERY:
        started_ = Clock::now();  // the next statement begins to run now
        {
          Result answer = read(result.get(), batch[done].keep_rows);
          traced->answered(answer);
          rolled_back = is_rolled_back(batch[done], answer);
          stopped = rolled_back || !on_done(done, std::move(answer));
          if (!stopped && ++done < last) traced.emplace(trace_, batch[done]);
          break;
        }
      case PGRES_COPY_IN:
      case PGRES_COPY_OUT:
      case PGRES_COPY_BOTH: refuse_copy();
      default: failed = std::move(result); break;
    }
  }
  if (!synced && usable()) {
    pq_.pipelineSync(conn());
    flush();
  }
  // To the synchronisation point: what was sent after a failure is skipped by the server and
  // answered as aborted.
  while (usable()) {
    const ResultHandle result = next_result();
    if (result && pq_.resultStatus(result.get()) == PGRES_PIPELINE_SYNC) break;
  }
  if (usable()) pq_.exitPipelineMode(conn());
  if (failed) fail(failed.get());
  if (!usable()) lose();
  if (rolled_back) refuse_rolled_back();
  return done;
}

void PostgresqlConnection::drain() {
  while (usable()) {
    if (!next_result()) return;
  }
}

void PostgresqlConnection::fail(const PGresult* result) {
  Diagnostic problem = postgresql_diagnostic(result);
  if (!usable() || problem.connection_lost) {
    lost_ = lost_ || pq_.status(conn()) != CONNECTION_OK;
    problem.code = info(Code::connection_lost).id;
    problem.connection_lost = true;
  } else if (problem.sqlstate == "57014" && stop_.stop_requested()) {
    problem.code = info(Code::interrupted).id;
  }
  throw Error(std::move(problem));
}

/// libpq cannot leave a COPY inside a pipeline (its manual, "Pipeline Mode"): the session is given
/// up, and the server rolls back.
void PostgresqlConnection::refuse_copy() {
  lost_ = true;
  handle_.reset(nullptr);
  Diagnostic problem =
      diagnostic(Code::statement_refused, "COPY cannot be used in this form in a revision");
  problem.hint = "COPY … FROM STDIN takes its rows from the lines below it, up to a line with \\.";
  throw Error(std::move(problem));
}

void PostgresqlConnection::lose() {
  lost_ = true;
  Diagnostic problem = diagnostic(Code::connection_lost, "the connection to the server was lost");
  problem.detail = trim(pq_.errorMessage(conn()));
  problem.connection_lost = true;
  throw Error(std::move(problem));
}

}  // namespace

std::unique_ptr<Connection> open_postgresql(const PostgresqlOpen& request) {
  return std::make_unique<PostgresqlConnection>(connect_postgresql(request));
}

std::unique_ptr<Connection> adopt_postgresql_handle(pg_conn* open) {
  return std::make_unique<PostgresqlConnection>(PgHandle(open, FinishConnection{.is_ours = false}));
}

void abandon(Connection& connection) noexcept {
  static_cast<PostgresqlConnection&>(connection).abandon();
}

void note_session(Connection& connection, PostgresqlSession session) {
  static_cast<PostgresqlConnection&>(connection).note_session(std::move(session));
}

const PostgresqlSession& postgresql_session(const Connection& connection) {
  return static_cast<const PostgresqlConnection&>(connection).session();
}

PostgresqlTarget postgresql_target(const Connection& connection) {
  return static_cast<const PostgresqlConnection&>(connection).target();
}

}  // namespace aludel
