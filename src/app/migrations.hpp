#pragma once

#include <filesystem>

#include "aludel/migrate.hpp"
#include "revision/graph.hpp"

namespace aludel {

/// What stands behind a Migrations: the graph without problems, and the folder that its files'
/// names count from, so that they are found again after a change of the current directory.
struct Migrations::Data {
  RevisionGraph graph;
  std::filesystem::path names_from;

  [[nodiscard]] std::filesystem::path file_of(const Revision& revision) const {
    return names_from / revision.path;
  }
};

}  // namespace aludel
