#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace aludel {

/// How far something has come that moves many bytes. Told at most twice a second, from the first
/// second on.
struct Transfer {
  std::string what;        ///< "dumping", "checking"
  long long done = 0;      ///< bytes
  long long total = 0;     ///< 0: not known
  bool estimated = false;  ///< `total` is only about right
  std::chrono::milliseconds elapsed{};
};
using TransferSink = std::function<void(const Transfer&)>;

/// Tells a sink how far one thing has come.
class TransferMeter {
 public:
  TransferMeter(const TransferSink& sink, std::string_view what, long long total,
                bool estimated = false)
      : sink_(sink), transfer_{.what = std::string(what), .total = total, .estimated = estimated} {}

  void at(long long done, long long total) {
    transfer_.total = total;
    at(done);
  }
  void at(long long done) {
    transfer_.done = done;
    const auto now = Clock::now();
    transfer_.elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - begin_);
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(500);
    sink_(transfer_);
  }
  void add(long long more) { at(transfer_.done + more); }

 private:
  using Clock = std::chrono::steady_clock;
  const TransferSink& sink_;
  Transfer transfer_;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point next_ = begin_ + std::chrono::seconds(1);
};

}  // namespace aludel
