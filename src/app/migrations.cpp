#include "app/migrations.hpp"

#include <algorithm>
#include <utility>

#include "base/code.hpp"
#include "base/file.hpp"
#include "revision/compiled.hpp"
#include "revision/problem_place.hpp"
#include "revision/resolve.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// The program takes a missing folder for an empty one, since git keeps none; an application that
/// was told a folder and finds nothing in it was deployed wrongly.
void check_folder(const fs::path& folder) {
  std::error_code ignored;
  if (fs::is_directory(folder, ignored)) return;
  Diagnostic problem = diagnostic(Code::revision_file_unreadable,
                                  "there is no folder " + shown_path(folder) + " of revisions");
  problem.next = "name the folder that holds the revision files, for example migrations/versions";
  throw Error(std::move(problem));
}

void refuse_the_folder_above(const fs::path& folder) {
  std::error_code ignored;
  if (!fs::is_directory(folder / "versions", ignored)) return;
  Diagnostic problem =
      diagnostic(Code::revision_file_unreadable, "no revision is in " + shown_path(folder));
  problem.hint = "did you mean " + shown_path(folder / "versions") + "?";
  throw Error(std::move(problem));
}

Migrations checked(LoadedRevisions loaded) {
  fs::path names_from = fs::current_path();
  RevisionGraph graph(std::move(loaded.revisions));
  for (const GraphProblem& problem : graph.problems())
    loaded.problems.push_back(in_its_file(graph, problem));
  if (!loaded.problems.empty()) throw Error(std::move(loaded.problems));
  return Migrations(std::make_shared<const Migrations::Data>(
      Migrations::Data{std::move(graph), std::move(names_from)}));
}

}  // namespace

std::size_t Migrations::size() const noexcept {
  return data_->graph.size();
}

std::vector<std::string> Migrations::heads() const {
  std::vector<std::string> ids;
  for (const RevisionIndex head : heads_of(data_->graph, data_->graph.all()))
    ids.push_back(data_->graph[head].id);
  std::ranges::sort(ids);
  return ids;
}

Migrations load_migrations(const fs::path& folder) {
  check_folder(folder);
  Migrations migrations = checked(load_revisions({{.folder = folder, .database = {}}}));
  if (migrations.size() == 0) refuse_the_folder_above(folder);
  return migrations;
}

Migrations compiled_migrations(std::span<const CompiledRevision> revisions) {
  return checked(compiled_revisions(revisions));
}

}  // namespace aludel
