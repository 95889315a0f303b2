#include "cli/ci/pipeline.hpp"

#include <fmt/format.h>

namespace aludel {

namespace {

std::string aludel(const CiPipeline& pipeline) {
  return "aludel" + pipeline.config_flag + pipeline.database_flag;
}

std::string call(const CiPipeline& pipeline, const std::string& command) {
  return aludel(pipeline) + " --url \"$SCRATCH_URL\" " + command;
}

/// A file is there or is made; a server may still be coming up.
std::string waiting(const CiPipeline& pipeline) {
  return pipeline.kind == DatabaseUrl::Kind::sqlite ? "" : "--wait 60s ";
}

}  // namespace

std::string scratch_url(const CiPipeline& pipeline, const std::string& host) {
  return pipeline.kind == DatabaseUrl::Kind::sqlite ? "sqlite:///scratch.db"
                                                    : "postgresql://postgres@" + host + "/scratch";
}

std::vector<std::string> check_lines(const CiPipeline& pipeline, const std::string& junit) {
  const bool file = pipeline.kind == DatabaseUrl::Kind::sqlite;
  return {
      "# Models that a command prints need what the command needs: install it before.",
      call(pipeline, (file ? "" : "--scratch-url \"$SCRATCH_URL\" ") + waiting(pipeline) + "test" +
                         (junit.empty() ? "" : " --junit \"" + junit + '"')),
      "# As a deployment runs it, with the scripts.",
      call(pipeline, "upgrade"),
      call(pipeline, "scripts run"),
      call(pipeline, "check --pending"),
  };
}

std::vector<std::string> plan_lines(const CiPipeline& pipeline, const std::string& base,
                                    const std::string& folder) {
  const std::string config =
      folder + "/base/" + (pipeline.folder.empty() ? "" : pipeline.folder + "/") + pipeline.config;
  return {
      fmt::format("git worktree add --detach \"{}/base\" \"{}\"", folder, base),
      call(pipeline, waiting(pipeline) + "db drop --if-exists" + pipeline.confirm),
      call(pipeline, "db create"),
      fmt::format("if [ -f \"{0}\" ]; then", config),
      fmt::format("  aludel{} -c \"{}\" --url \"$SCRATCH_URL\" upgrade", pipeline.database_flag,
                  config),
      "fi",
      fmt::format("{} > \"{}/plan.txt\"", call(pipeline, "plan"), folder),
      "{",
      "  echo '" + plan_mark(pipeline) + "'",
      "  echo '### What this does to the database" +
          (pipeline.name.empty() ? "" : " " + pipeline.name) + "'",
      "  echo '~~~~~'",
      fmt::format("  head -c 60000 \"{}/plan.txt\"", folder),
      "  echo '~~~~~'",
      fmt::format("}} > \"{}/plan.md\"", folder),
  };
}

std::string deploy_line(const CiPipeline& pipeline) {
  return aludel(pipeline) + pipeline.deploy_flag + " " + waiting(pipeline) + "deploy --backup" +
         (pipeline.protected_ ? "" : " --restore-on-failure");
}

std::vector<std::string> deploy_comment(const CiPipeline& pipeline) {
  const bool file = pipeline.kind == DatabaseUrl::Kind::sqlite;
  std::vector<std::string> lines;
  if (pipeline.protected_) {
    lines = {
        "# The database is protected. What would lose data is refused: a revision that is meant",
        "# to says `-- aludel:allow-data-loss REASON`. `--restore-on-failure` needs `--confirm",
        "# NAME`, which would agree to every loss of the run as well: so a backup is put back",
        "# by hand, by `aludel db restore BACKUP --confirm NAME`."};
  }
  if (!file && pipeline.protected_) {
    lines.emplace_back(
        "# It is gone with this job unless `backup_directory` names a folder that stays.");
  } else if (!file) {
    lines.emplace_back(
        "# The backup lives as long as this job: it is there to be put back. Others belong "
        "elsewhere.");
  }
  return lines;
}

std::string block(const std::vector<std::string>& lines, int indent) {
  std::string text;
  for (const std::string& line : lines)
    text += std::string(static_cast<std::size_t>(indent), ' ') + line + "\n";
  return text;
}

std::string plan_mark(const CiPipeline& pipeline) {
  return "<!-- aludel plan" + (pipeline.name.empty() ? "" : " " + pipeline.name) + " -->";
}

}  // namespace aludel
