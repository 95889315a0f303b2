#pragma once

#include <deque>
#include <functional>
#include <vector>

#include "migrate/journal.hpp"

namespace aludel {

/// Statements to send in one go, each with what is done with its result. Owns its texts.
class Pipeline {
 public:
  /// Answers false when the pipeline must not go on.
  using OnResult = std::function<bool(const Result&)>;

  void add(std::string sql) { add(OwnedRequest{std::move(sql), {}}); }
  void add(OwnedRequest request, OnResult on_result = {}) {
    owned_.push_back(std::move(request));
    requests_.push_back(owned_.back().request());
    on_result_.push_back(std::move(on_result));
  }
  /// A statement of a revision: its own rows, if it gives any, are nobody's to read.
  /// @param copy_data, rows  as of a Request
  void add_script(std::string sql, std::optional<std::string_view> copy_data, OnResult on_result,
                  const CellRows* rows = nullptr) {
    add(OwnedRequest{std::move(sql), {}}, std::move(on_result));
    requests_.back().copy_data = copy_data;
    requests_.back().rows = rows;
    requests_.back().keep_rows = false;
  }

  [[nodiscard]] std::size_t size() const { return requests_.size(); }

  /// Sends all of it. `done` counts the statements that were answered, so that after an Error it is
  /// the index of the one that failed. @return false when a result stopped it
  bool run(Connection& connection, std::size_t& done) {
    bool stopped = false;
    connection.run(requests_, [&](std::size_t index, const Result& result) {
      stopped = on_result_[index] && !on_result_[index](result);
      if (!stopped) done = index + 1;
      return !stopped;
    });
    return !stopped;
  }

 private:
  std::deque<OwnedRequest> owned_;  // a deque: requests point into its elements
  std::vector<Request> requests_;
  std::vector<OnResult> on_result_;
};

}  // namespace aludel
