#pragma once

#include <chrono>
#include <functional>
#include <optional>

namespace aludel {

struct Request;
struct Result;

/// What is told of one statement: first without `took`, when the database begins with it, then with
/// it, when it was answered.
struct StatementTrace {
  const Request& request;
  std::optional<std::chrono::microseconds> took = std::nullopt;
  const Result* result = nullptr;  ///< null: not there yet, or it failed
};

/// Must not throw, and must not use the connection.
using TraceHook = std::function<void(const StatementTrace&)>;

/// Tells of one statement from its construction on. Who goes without `answered` has failed.
class Traced {
 public:
  Traced(const TraceHook& hook, const Request& request);
  Traced(const Traced&) = delete;
  Traced& operator=(const Traced&) = delete;
  ~Traced();

  void answered(const Result& result);

 private:
  void end(const Result* result);

  const TraceHook& hook_;
  const Request& request_;
  std::chrono::steady_clock::time_point begin_;
  bool ended_ = false;
};

}  // namespace aludel
