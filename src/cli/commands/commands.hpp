#pragma once

#include "cli/command.hpp"

/// The commands, one file each in this folder; the table is in cli/commands.cpp. Each answers the
/// exit code.
namespace aludel {
class Workspace;
struct Revision;
}  // namespace aludel

namespace aludel::commands {

int init(Invocation& invocation);
int revision(Invocation& invocation);
/// What `revision` does with --autogenerate. @param revision  with what it is based on
int autogenerate(Invocation& invocation, Workspace& workspace, Revision revision);
/// `revision --fill-downgrade`
int fill_downgrade(Invocation& invocation, Workspace& workspace);
int merge(Invocation& invocation);
int edit(Invocation& invocation);
int list_templates(Invocation& invocation);

int upgrade(Invocation& invocation);
int downgrade(Invocation& invocation);
int stamp(Invocation& invocation);
int repair(Invocation& invocation);
int ensure_version(Invocation& invocation);

int status(Invocation& invocation);
int current(Invocation& invocation);
int heads(Invocation& invocation);
int branches(Invocation& invocation);
int history(Invocation& invocation);
int show(Invocation& invocation);
int check(Invocation& invocation);
int test(Invocation& invocation);
int plan(Invocation& invocation);
int journal(Invocation& invocation);
int inspect(Invocation& invocation);
int diff(Invocation& invocation);

int maintain_vacuum(Invocation& invocation);
int makefile(Invocation& invocation);
int completion(Invocation& invocation);
int man(Invocation& invocation);
int ci_init(Invocation& invocation);
int deploy(Invocation& invocation);
int start(Invocation& invocation);

int scripts_run(Invocation& invocation);
int scripts_status(Invocation& invocation);
int scripts_mark(Invocation& invocation);

int db_create(Invocation& invocation);
int db_drop(Invocation& invocation);
int db_reset(Invocation& invocation);
int db_init(Invocation& invocation);
int db_wait(Invocation& invocation);
int db_backup(Invocation& invocation);
int db_seed(Invocation& invocation);
int db_restore(Invocation& invocation);
int db_list_backups(Invocation& invocation);
int db_shell(Invocation& invocation);

int dev_up(Invocation& invocation);
int dev_down(Invocation& invocation);
int dev_status(Invocation& invocation);
int dev_url(Invocation& invocation);

}  // namespace aludel::commands
