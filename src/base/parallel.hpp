#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace aludel {

/// Calls `work(i)` for every i below `count`, on as many threads as pay: one for each
/// `worth_a_thread` calls, not more than the machine has. Returns when all are done.
/// @param work  thread-safe for different i; must not throw
template <typename Work>
void for_each_in_parallel(std::size_t count, std::size_t worth_a_thread, const Work& work) {
  const std::size_t workers = std::clamp<std::size_t>(
      count / worth_a_thread, 1, std::max(1U, std::thread::hardware_concurrency()));
  const std::size_t share = (count + workers - 1) / workers;
  const auto do_share = [&](std::size_t begin) {
    for (std::size_t i = begin; i < std::min(begin + share, count); ++i) work(i);
  };
  std::vector<std::jthread> threads;
  for (std::size_t worker = 1; worker < workers; ++worker)
    threads.emplace_back(do_share, worker * share);
  do_share(0);
}

}  // namespace aludel
