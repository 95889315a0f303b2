#pragma once

#include <functional>
#include <string>

#include "migrate/step_books.hpp"

namespace aludel {

/// Runs `look`, our own questions about the table of segment `k`, as its statement sees it: with
/// what the segments before it did to the session. In a transaction of its own, so that a lock on
/// the table is not waited for without limit: a question that waits holds up all who come behind
/// it. Tried again like a step that met a lock.
/// @throws Error where the database refuses one; all that `look` throws
void look_at_rows(StepBooks& books, int k, const std::function<void()>& look);
/// The same for one query.
[[nodiscard]] Result ask_about_rows(StepBooks& books, int k, const std::string& query);

}  // namespace aludel
