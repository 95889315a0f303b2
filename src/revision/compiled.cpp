#include "revision/compiled.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "revision/header.hpp"

namespace aludel {

namespace {

Revision revision_of(const Migration& code, std::string path) {
  Revision revision;
  revision.id = code.id;
  revision.down_revision = code.down_revision;
  revision.depends_on = code.depends_on;
  revision.branch_labels = code.branch_labels;
  revision.database = code.database;
  revision.message = code.message;
  revision.created = code.created;
  revision.path = std::move(path);
  revision.kind = RevisionKind::cpp;
  revision.code = &code;
  return revision;
}

}  // namespace

LoadedRevisions compiled_revisions(std::span<const CompiledRevision> revisions) {
  std::vector<CompiledRevision> sorted(revisions.begin(), revisions.end());
  std::ranges::stable_sort(sorted, {}, &CompiledRevision::path);
  LoadedRevisions loaded;
  for (const CompiledRevision& each : sorted) {
    if (each.code != nullptr) {
      loaded.revisions.push_back(revision_of(*each.code, std::string(each.path)));
      continue;
    }
    const SourceText source{std::string(each.path), std::string(each.sql)};
    try {
      Revision revision = read_sql_header(source, loaded.problems);
      revision.path = each.path;
      revision.text = std::string(each.sql);
      if (revision.lines.revision != 0) loaded.revisions.push_back(std::move(revision));
    } catch (const Error& error) {
      std::ranges::copy(error.report(), std::back_inserter(loaded.problems));
    }
  }
  return loaded;
}

}  // namespace aludel
