#include "base/file_limit.hpp"

#include <csignal>

namespace aludel {

namespace {

volatile std::sig_atomic_t reached = 0;

extern "C" void on_limit(int) {
  reached = 1;
}

}  // namespace

void survive_file_limit() {
  std::signal(SIGXFSZ, on_limit);  // unlike an ignored signal it is not inherited by other programs
}

bool file_limit_was_reached() {
  const bool was = reached != 0;
  reached = 0;
  return was;
}

}  // namespace aludel
