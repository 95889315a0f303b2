#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/models/scratch_state.hpp"

namespace aludel {

/// Where states of models are kept, so that models which have not changed need no scratch database.
/// A cache: what is missing or spoilt there is found out anew, and what cannot be written is not.
struct ModelCache {
  std::filesystem::path folder;  ///< empty: nothing is kept
};

/// As `state_of_models`, from the cache where models, server (version, encoding, locale, settings,
/// user) and program are the same. Models that make extensions, and owners, are not kept, since
/// these are the server's to change.
[[nodiscard]] KnownState cached_state_of_models(const ScratchPlace& place,
                                                const SessionOptions& options,
                                                const std::vector<SourceText>& files,
                                                const ModelCache& cache,
                                                WithRights rights = WithRights::no);

}  // namespace aludel
