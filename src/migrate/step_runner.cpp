#include "migrate/step_runner.hpp"

#include "migrate/segments.hpp"

namespace aludel {

namespace {

void run_segment(StepBooks& books, int k) {
  const auto begin = StepBooks::Clock::now();
  const Segment& segment = books.segment(k);
  books.session.clean_if_dirty();
  if (segment.batched) {
    run_batched(books, k);
  } else {
    segment.autocommit ? run_autocommit(books, k) : run_transaction(books, k);
  }
  books.progress.segments_done = k + 1;
  books.progress.batch_rows.clear();
  books.session.tell(SegmentDone{books.work.revision, k + 1, books.count(), segment.autocommit,
                                 StepBooks::elapsed(begin)});
}

}  // namespace

void run_step(Session& session, const StepWork& work, DatabaseState& state,
              StepProgress& progress) {
  StepBooks books(session, work, state, progress);
  const auto begin = StepBooks::Clock::now();
  const std::string first_line = work.message.substr(0, work.message.find('\n'));
  books.first = state.in_progress ? state.in_progress->done() : 0;
  progress.segments_done = books.first;
  session.tell(StepStarted{work.revision, first_line, books.script.direction, work.index,
                           work.total, books.count(), books.first});
  if (state.in_progress && state.in_progress->intent) settle_open_intent(books);
  for (int k = books.first; k < books.count(); ++k) run_segment(books, k);
  session.tell(StepDone{
      work.revision, first_line, books.script.direction, books.script.statement_count,
      books.count(), books.count() == 1 && !books.segment(0).batched, StepBooks::elapsed(begin)});
}

}  // namespace aludel
