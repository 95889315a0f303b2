#pragma once

#include <optional>
#include <string>
#include <vector>

namespace aludel {

enum class RevisionKind {
  sql,      ///< a .sql file of ours
  alembic,  ///< an Alembic .py file: known by its header, not runnable
  cpp,      ///< functions of this very program
};

struct Migration;

/// What a revision file says of itself. The body is read when it is run.
struct Revision {
  std::string id;
  std::vector<std::string> down_revision;  ///< parents; none: a base
  std::vector<std::string> depends_on;     ///< ids or branch labels
  std::vector<std::string> branch_labels;
  std::string database;  ///< whose it is; empty: the only one
  std::string message;   ///< all text before the header paragraph, lines joined by LF
  std::string created;
  std::string path;  ///< as a user would name it, from the current directory
  RevisionKind kind = RevisionKind::sql;
  const Migration* code = nullptr;       ///< of kind cpp: never null
  std::optional<std::string> text = {};  ///< the whole file, where it came with the program

  /// Lines (from 1) of the header's keys, for problems; 0: the key is not there.
  struct Lines {
    int revision = 0;
    int down_revision = 0;
    int branch_labels = 0;
    int depends_on = 0;
    bool operator==(const Lines&) const = default;
  } lines;

  bool operator==(const Revision&) const = default;
};

}  // namespace aludel
