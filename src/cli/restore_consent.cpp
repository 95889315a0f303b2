#include "cli/restore_consent.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

/// Revisions that the backup's database was at, and this project has no file of.
std::vector<std::string> unknown_rows(Workspace& workspace, const Manifest& manifest) {
  std::vector<std::string> unknown;
  try {
    const RevisionGraph& graph = workspace.graph();
    std::ranges::copy_if(manifest.rows, std::back_inserter(unknown),
                         [&](const std::string& row) { return !graph.find(row); });
  } catch (const Error&) {
    // A broken revision file is no reason to leave a database broken: it is told where it matters.
  }
  return unknown;
}

std::vector<std::string> reasons_to_ask(Workspace& workspace, const RestoreRequest& request) {
  std::vector<std::string> reasons;
  const std::string& name = request.settings.database;
  if (workspace.database().protected_) reasons.push_back("the database " + name + " is protected");
  if (request.manifest.database != name)
    reasons.push_back("the backup was made of " + request.manifest.database + ", not of " + name);
  if (!is_from_the_same_place(request.manifest, request.settings))
    reasons.push_back("the backup was made elsewhere: of " + request.manifest.url);
  if (const auto unknown = unknown_rows(workspace, request.manifest); !unknown.empty())
    reasons.push_back("the backup is at " + join(unknown, ", ") +
                      ", of which this project has no file");
  return reasons;
}

}  // namespace

std::string agree_to_restore(Workspace& workspace, const Arguments& arguments,
                             const RestoreRequest& request, const RestoreTarget& target) {
  const std::string& name = request.settings.database;
  const auto confirmed = arguments.get("confirm");
  if (confirmed && *confirmed != name) {
    Diagnostic problem =
        diagnostic(Code::wrong_confirmation,
                   "--confirm names `" + *confirmed + "`, and this restore is into `" + name + "`");
    problem.now = "nothing was changed";
    problem.next = "look which database is meant, then confirm it";
    throw Error(std::move(problem));
  }
  if (confirmed) return "confirmed: " + name;
  if (!target.exists || target.is_empty) return {};
  std::vector<std::string> reasons = reasons_to_ask(workspace, request);
  if (reasons.empty()) return {};
  Diagnostic problem =
      diagnostic(Code::consent_needed, "this restore would replace " + name + " (" + target.what +
                                           "), and nobody agreed to that");
  problem.notes = std::move(reasons);
  problem.now = "nothing was changed";
  problem.next = "`" + request.again + " --confirm " + shell_quoted(name) + "` if it may be lost";
  throw Error(std::move(problem));
}

}  // namespace aludel
