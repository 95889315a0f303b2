#pragma once

#include <string>
#include <vector>

#include "db/url.hpp"

namespace aludel {

/// What a pipeline of checks and deployment needs to know of a project. Flags are ready for a
/// shell.
struct CiPipeline {
  DatabaseUrl::Kind kind = DatabaseUrl::Kind::postgresql;
  std::string name;           ///< of the database where several are configured, fit for a file's
  std::string folder;         ///< of the configuration, from the repository's top; empty: the top
  std::string config;         ///< the configuration's name in it
  std::string config_flag;    ///< " -c other.toml"; empty: it is found
  std::string database_flag;  ///< " --database prices"; empty: there is one
  std::string deploy_flag;    ///< " --env production"
  std::string confirm;        ///< " --confirm scratch": even the scratch database is protected
  bool protected_ = false;    ///< the database that is deployed to
  std::vector<std::string> secrets;  ///< variables that its URL is made of
};

/// The text of a workflow for GitHub Actions, and of a pipeline for GitLab CI.
[[nodiscard]] std::string github_pipeline(const CiPipeline& pipeline);
[[nodiscard]] std::string gitlab_pipeline(const CiPipeline& pipeline);

/// What both run, one line of sh each. The scratch database is at $SCRATCH_URL.
[[nodiscard]] std::string scratch_url(const CiPipeline& pipeline, const std::string& host);
/// @param junit  the file for the results, as sh writes it; empty: none
[[nodiscard]] std::vector<std::string> check_lines(const CiPipeline& pipeline,
                                                   const std::string& junit);
/// Writes plan.md into `folder`: what `head` does to a database that is where `base` is.
[[nodiscard]] std::vector<std::string> plan_lines(const CiPipeline& pipeline,
                                                  const std::string& base,
                                                  const std::string& folder);
[[nodiscard]] std::string deploy_line(const CiPipeline& pipeline);
/// What to know of the backup that it makes, as lines of comment.
[[nodiscard]] std::vector<std::string> deploy_comment(const CiPipeline& pipeline);

/// The lines, each behind `indent` blanks.
[[nodiscard]] std::string block(const std::vector<std::string>& lines, int indent);

/// The first line of plan.md, by which a comment is found again.
[[nodiscard]] std::string plan_mark(const CiPipeline& pipeline);

}  // namespace aludel
