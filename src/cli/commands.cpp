#include "cli/commands/commands.hpp"

#include <algorithm>
#include <array>

#include "cli/command_options.hpp"

namespace aludel {

namespace {

using namespace command_line;

// A new command is a line here and a file in commands/.
constexpr std::array table{
    CommandSpec{"status", "Look", "What a person wants to know at a glance", no_argument,
                no_options, status_examples, commands::status, true},
    CommandSpec{"current", "Look", "The rows of the version table", no_argument, current_options,
                current_examples, commands::current, true},
    CommandSpec{"history", "Look", "The revisions, newest first", no_argument, history_options,
                history_examples, commands::history, true},
    CommandSpec{"heads", "Look", "The revisions without children", no_argument, heads_options,
                heads_examples, commands::heads, true},
    CommandSpec{"branches", "Look", "The revisions with several children", no_argument,
                branches_options, branches_examples, commands::branches, true},
    CommandSpec{"show",
                "Look",
                "One revision, or several",
                {"REVISION", "an id, a label, head, heads, current", true, false},
                no_options,
                show_examples,
                commands::show,
                true},
    CommandSpec{"journal",
                "Look",
                "Who did what, when, from where, and how long it took",
                {"REVISION", "only what was done to this one", false, false},
                journal_options,
                journal_examples,
                commands::journal,
                true},
    CommandSpec{"plan",
                "Look",
                "What the next run would do: its locks, scans and losses",
                {"TARGET", "as `upgrade` takes it, or `downgrade` with --down", false, false},
                plan_options,
                plan_examples,
                commands::plan,
                true},
    CommandSpec{"inspect", "Look", "What the database holds, as SQL", no_argument, no_options,
                inspect_examples, commands::inspect, true},
    CommandSpec{"diff",
                "Look",
                "What makes one state of another",
                {"STATE", "database, models, history, URL, files, revision", true, true},
                diff_options,
                diff_examples,
                commands::diff,
                true},
    CommandSpec{"check", "Look", "Do models and database agree? Is anything pending?", no_argument,
                check_options, check_examples, commands::check, true},
    CommandSpec{"test", "Look", "Each revision up, down, up again, on scratch databases",
                no_argument, test_options, test_examples, commands::test, true},

    CommandSpec{"init",
                "Write",
                "Begin a project",
                {"DIR", "the script location, `migrations` by default", false, false},
                init_options,
                init_examples,
                commands::init},
    CommandSpec{"revision", "Write", "Write a new revision; its path is printed", no_argument,
                revision_options, revision_examples, commands::revision},
    CommandSpec{"merge",
                "Write",
                "Write a revision that merges several heads",
                {"REVISION", "the revisions to merge; heads for all heads", true, true},
                merge_options,
                merge_examples,
                commands::merge},
    CommandSpec{"edit",
                "Write",
                "Open a revision in $EDITOR",
                {"REVISION", "an id, a label, head", true, false},
                no_options,
                edit_examples,
                commands::edit},
    CommandSpec{"makefile", "Write", "A Makefile of the targets that teams know", no_argument,
                no_options, makefile_examples, commands::makefile},
    CommandSpec{"completion",
                "Write",
                "The completion of commands, options and revisions for a shell",
                {"SHELL", "bash, zsh or fish", false, false},
                completion_options,
                completion_examples,
                commands::completion},
    CommandSpec{"man", "Write", "Print the manual page of all commands", no_argument, no_options,
                man_examples, commands::man},
    CommandSpec{"ci init",
                "Write",
                "A pipeline that checks, shows and deploys migrations",
                {"HOST", "github or gitlab", true, false},
                ci_options,
                ci_examples,
                commands::ci_init},
    CommandSpec{"list-templates", "Write", "The templates of `init`", no_argument, no_options,
                template_examples, commands::list_templates},

    CommandSpec{"upgrade",
                "Run",
                "Apply revisions, up to a target",
                {"TARGET", "head (default), heads, +N, id, label, label@head", false, false},
                upgrade_options,
                upgrade_examples,
                commands::upgrade},
    CommandSpec{"downgrade",
                "Run",
                "Undo revisions, down to a target",
                {"TARGET", "-1 (default), base, -N, an id, label@-N, id-N …", false, false},
                run_options,
                downgrade_examples,
                commands::downgrade},
    CommandSpec{"stamp",
                "Run",
                "Write the version table and run nothing",
                {"TARGET", "what the database stands at", true, true},
                stamp_options,
                stamp_examples,
                commands::stamp},
    CommandSpec{"repair", "Run", "Answer what Aludel cannot know", no_argument, repair_options,
                repair_examples, commands::repair},
    CommandSpec{"ensure-version", "Run", "Create the bookkeeping tables", no_argument,
                ensure_options, ensure_examples, commands::ensure_version},

    CommandSpec{"deploy",
                "Run",
                "Backup, upgrade, scripts, verification, in one",
                {"TARGET", "head (default), or heads where several are meant", false, false},
                deploy_options,
                deploy_examples,
                commands::deploy},
    CommandSpec{"start",
                "Run",
                "Migrate as configured, then become the application",
                {"-- COMMAND", "the application, with its arguments", true, true, true},
                start_options,
                start_examples,
                commands::start},
    CommandSpec{"scripts run",
                "Run",
                "Run the repeatable scripts that are new or have changed",
                {"SCRIPT", "only these, and what they require", false, true},
                scripts_run_options,
                scripts_run_examples,
                commands::scripts_run},
    CommandSpec{"scripts status", "Run", "Which scripts ran, and which the next run runs",
                no_argument, no_options, scripts_status_examples, commands::scripts_status, true},
    CommandSpec{"scripts mark",
                "Run",
                "Write down that a script has run, without running it",
                {"SCRIPT", "the scripts", true, true},
                scripts_mark_options,
                scripts_mark_examples,
                commands::scripts_mark},

    CommandSpec{"db create", "Databases", "Create the database, empty", no_argument,
                db_create_options, db_create_examples, commands::db_create},
    CommandSpec{"db drop", "Databases", "Drop the database, with all it holds", no_argument,
                db_drop_options, db_drop_examples, commands::db_drop},
    CommandSpec{"db reset", "Databases", "Drop it, create it, bring it to the newest state",
                no_argument, db_reset_options, db_reset_examples, commands::db_reset},
    CommandSpec{"db init", "Databases", "Bring every database from nothing to the newest state",
                no_argument, db_init_options, db_init_examples, commands::db_init},
    CommandSpec{"db seed",
                "Databases",
                "Insert and update what the seeds say",
                {"SEED", "only these, and what they require", false, true},
                db_seed_options,
                db_seed_examples,
                commands::db_seed},
    CommandSpec{"db shell",
                "Databases",
                "Open psql or sqlite3 on the database",
                {"-- ARGUMENT", "for psql or sqlite3, as it stands", false, true, true},
                no_options,
                db_shell_examples,
                commands::db_shell},
    CommandSpec{"db wait", "Databases", "Wait until the database can be used", no_argument,
                db_wait_options, db_wait_examples, commands::db_wait, true},
    CommandSpec{"db backup", "Databases", "Make a verified backup; its folder is printed",
                no_argument, db_backup_options, db_backup_examples, commands::db_backup},
    CommandSpec{"db restore",
                "Databases",
                "Put a backup in the place of the database",
                {"BACKUP", "its name, folder or manifest; else the newest one", false, false},
                db_restore_options,
                db_restore_examples,
                commands::db_restore},
    CommandSpec{"db list-backups", "Databases", "The backups that there are, oldest first",
                no_argument, db_list_options, db_list_examples, commands::db_list_backups, true},

    CommandSpec{"dev up", "Databases", "Start a private PostgreSQL for this project", no_argument,
                no_options, dev_up_examples, commands::dev_up},
    CommandSpec{"dev down", "Databases", "End it", no_argument, dev_down_options, dev_down_examples,
                commands::dev_down},
    CommandSpec{"dev status", "Databases", "Whether it runs, and where it is", no_argument,
                no_options, dev_status_examples, commands::dev_status, true},
    CommandSpec{"dev url", "Databases", "Its URL, for DATABASE_URL", no_argument, no_options,
                dev_url_examples, commands::dev_url},

    CommandSpec{"maintain vacuum", "Databases", "VACUUM and ANALYZE the tables that need it",
                ArgumentSpec{"TABLE", "else those with many changes", false, true}, vacuum_options,
                vacuum_examples, commands::maintain_vacuum},
};

constexpr std::array groups{
    CommandGroup{"ci", "A pipeline for GitHub or GitLab: init"},
    CommandGroup{"scripts", "Repeatable scripts: run, status, mark"},
    CommandGroup{"db", "Create, drop, reset, seed, back up, restore a database"},
    CommandGroup{"dev", "A private PostgreSQL for development"},
    CommandGroup{"maintain", "Upkeep that belongs into a crontab"},
};

}  // namespace

std::span<const OptionSpec> global_options() {
  return global;
}

std::span<const CommandSpec> all_commands() {
  return table;
}

std::string long_name(const OptionSpec& option) {
  const std::size_t dashes = option.names.rfind("--");
  return std::string(dashes == std::string_view::npos ? option.names.substr(1)
                                                      : option.names.substr(dashes + 2));
}

const CommandSpec* find_command(std::string_view name) {
  for (const CommandSpec& command : table) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

const CommandGroup* find_group(std::string_view name) {
  const auto found = std::ranges::find(groups, name, &CommandGroup::name);
  return found == groups.end() ? nullptr : &*found;
}

const CommandGroup* group_of(const CommandSpec& command) {
  const std::size_t blank = command.name.find(' ');
  return blank == std::string_view::npos ? nullptr : find_group(command.name.substr(0, blank));
}

}  // namespace aludel
