#include "cli/upgrade_backup.hpp"

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/state.hpp"

namespace aludel {

UpgradeBackup::UpgradeBackup(Invocation& invocation, Workspace& workspace,
                             const RunRequest& request, Options options)
    : invocation_(invocation),
      workspace_(workspace),
      command_(command_of(request)),
      may_restore_(invocation.arguments.has("restore-on-failure")) {
  if (!may_restore_ && !options.wanted && !invocation.arguments.has("backup")) return;
  if (may_restore_ && workspace.database().protected_ && !invocation.arguments.has("confirm")) {
    Diagnostic problem = diagnostic(Code::consent_needed,
                                    "the database " + workspace.confirmed_name() +
                                        " is protected, and --restore-on-failure may replace it");
    problem.hint = "what others write after the backup would be lost with it";
    problem.now = "nothing was changed";
    problem.next = "`" + command_of(request) + " --restore-on-failure --confirm " +
                   shell_quoted(workspace.confirmed_name()) + "`, or `--backup` alone";
    throw Error(std::move(problem));
  }
  if (workspace.not_there_yet()) {
    invocation.console.note("  there is no database yet, and so no backup of it");
    return;
  }
  before_ = workspace.state();
  const EventSink told = workspace.reading().options().sink;
  workspace.reading().replace_sink([](const Event&) {});  // the run itself tells it all
  const bool revisions = has_work(workspace.reading(), request);
  workspace.reading().replace_sink(told);
  if (revisions || options.other_work) report_ = back_up(invocation, workspace);
}

bool UpgradeBackup::is_as_before(const std::string& run_id) {
  workspace_.close();
  const DatabaseState now = workspace_.state();
  Session& session = workspace_.reading();
  bool did_other_work = false;
  if (session.bookkeeping().has_journal) {
    const Result others = session.connection().query(
        Request{.sql = "SELECT 1 FROM " + session.bookkeeping().journal + " WHERE id > " +
                       std::to_string(before_.last_journal_id) +
                       " AND run_id <> $1 AND kind IN ('revision', 'script', 'seed') LIMIT 1",
                .parameters = {run_id}});
    others_were_at_work_ = !others.rows.empty();
    const Result own = session.connection().query(
        Request{.sql = "SELECT 1 FROM " + session.bookkeeping().journal + " WHERE id > " +
                       std::to_string(before_.last_journal_id) +
                       " AND run_id = $1 AND kind IN ('script', 'seed') AND event <> 'failed' "
                       "LIMIT 1",
                .parameters = {run_id}});
    did_other_work = !own.rows.empty();
  }
  workspace_.close();
  return now.rows == before_.rows && now.in_progress == before_.in_progress && !did_other_work;
}

void UpgradeBackup::settle(Error& error, const std::string& run_id) {
  if (!report_) return;
  Diagnostic& problem = error.diagnostic();
  const std::string name = report_->path.filename().string();
  const std::string by_hand =
      "`aludel db restore " + shell_quoted(name) + workspace_.flags() + "` puts the backup back";
  try {
    if (is_as_before(run_id)) {
      problem.notes.push_back("a rollback was enough: the backup " + name + " was not needed");
    } else if (!may_restore_) {
      problem.notes.push_back("a backup was made before this run: " + by_hand);
    } else if (problem.code == info(Code::interrupted).id) {
      problem.notes.push_back("the run was interrupted, so nothing was restored: " + by_hand);
    } else if (others_were_at_work_) {
      problem.notes.push_back(
          "another run has changed the database too, so nothing was restored: " + by_hand);
    } else {
      restore(error);
    }
  } catch (const Error& second) {
    problem.notes.push_back("where the database stands could not be looked at: " +
                            second.diagnostic().message + "; " + by_hand);
  }
}

void UpgradeBackup::restore(Error& error) {
  RestoreRequest request;
  request.settings = backup_settings(invocation_, workspace_);
  workspace_.close();
  request.backup = report_->path;
  request.manifest = report_->manifest;
  request.target = workspace_.session_options(false);
  request.reason = "restore-on-failure: " + error.diagnostic().code;
  const std::string name = request.backup.filename().string();
  request.force = invocation_.arguments.has("force");
  request.again = "aludel db restore " + shell_quoted(name) + workspace_.flags();
  try {
    restore_backup(request);
    Diagnostic& problem = error.diagnostic();
    problem.now = "the database was restored from the backup " + name + ": it is at " +
                  shown_rows(request.manifest.rows) + ", as before this run";
    problem.notes.push_back("what others wrote after " + request.manifest.created_utc +
                            " is not in it");
    problem.next = "correct the file, then `" + command_ + "` again";
  } catch (const Error& second) {
    // One answer and not two: where the database stands is what the run says of it.
    Diagnostic& problem = error.diagnostic();
    const Diagnostic& refused = second.diagnostic();
    problem.notes.push_back("the backup " + name + " could not be restored: " + refused.message);
    for (const std::string& note : refused.notes) problem.notes.push_back("  " + note);
    const bool in_use = refused.code == info(Code::database_unusable).id && !request.force;
    problem.next =
        "`" + request.again + (in_use ? " --force` ends them and" : "`") +
        " puts the database back as it was before this run; to go on from where it is: " +
        problem.next;
  }
}

}  // namespace aludel
