#pragma once

#include "migrate/step_books.hpp"

namespace aludel {

// How each kind of segment runs, from its begin to its `done`. `k` counts from 0.
// @throws StateMoved; Error as run_step

void run_transaction(StepBooks& books, int k);

/// Intent, statement, done.
void run_autocommit(StepBooks& books, int k);
/// What became of an autocommit statement that was begun is found out before anything else,
/// whatever the file says by now.
void settle_open_intent(StepBooks& books);

/// One statement, batch by batch of its table's rows; each is committed with the key that it came
/// to, so that another run goes on from there.
void run_batched(StepBooks& books, int k);

}  // namespace aludel
