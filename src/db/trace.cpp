#include "db/trace.hpp"

namespace aludel {

Traced::Traced(const TraceHook& hook, const Request& request)
    : hook_(hook), request_(request), begin_(std::chrono::steady_clock::now()) {
  if (hook_) hook_({.request = request_});
}

Traced::~Traced() {
  if (!ended_) end(nullptr);
}

void Traced::answered(const Result& result) {
  end(&result);
}

void Traced::end(const Result* result) {
  ended_ = true;
  if (!hook_) return;
  const auto took = std::chrono::steady_clock::now() - begin_;
  hook_({.request = request_,
         .took = std::chrono::duration_cast<std::chrono::microseconds>(took),
         .result = result});
}

}  // namespace aludel
