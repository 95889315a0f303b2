#pragma once

#include "aludel/error.hpp"

namespace aludel {

/// Does a part of `work`; where that fails outside of a step, `work.complete` says what is true and
/// what to type.
template <typename Work, typename Part>
auto told_whole(Work work, Part part) {
  try {
    return part(work);
  } catch (Error& error) {
    work.complete(error);
    throw;
  }
}

}  // namespace aludel
