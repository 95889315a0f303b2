#pragma once

#include <optional>

#include "cli/backups.hpp"
#include "migrate/run.hpp"

namespace aludel {

/// `--backup` and `--restore-on-failure` of an upgrade: made before its first step, and asked when
/// the run has failed.
class UpgradeBackup {
 public:
  /// Makes the backup, where something is to be done and there is something to back up.
  /// @throws Error(consent_needed) where the database is protected and a failure may replace it
  struct Options {
    bool wanted = false;      ///< also where the call does not ask for it
    bool other_work = false;  ///< something is to be done beside the revisions
  };
  UpgradeBackup(Invocation& invocation, Workspace& workspace, const RunRequest& request,
                Options options);

  [[nodiscard]] const std::optional<BackupReport>& report() const { return report_; }

  /// After a failure: puts the backup back where a rollback was not enough and that was asked for,
  /// and says in `error` what happened.
  /// @param run_id  of the run that failed; empty: it has not come so far
  void settle(Error& error, const std::string& run_id);

 private:
  [[nodiscard]] bool is_as_before(const std::string& run_id);
  void restore(Error& error);

  Invocation& invocation_;
  Workspace& workspace_;
  std::string command_;  ///< what to type to do all of it again
  bool may_restore_ = false;
  bool others_were_at_work_ = false;
  DatabaseState before_;
  std::optional<BackupReport> report_;
};

}  // namespace aludel
