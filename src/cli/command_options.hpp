#pragma once

#include <array>
#include <string_view>

#include "cli/command.hpp"

// The options, arguments and examples of each command, in the order of the table in commands.cpp,
// which alone needs them.
namespace aludel::command_line {

using Text = std::string_view;

inline constexpr OptionSpec verbose{"-v,--verbose", "", "more about each revision"};
inline constexpr OptionSpec target_option{"-r,--target", "TARGET", "the target, as an option"};
inline constexpr OptionSpec sql{"--sql", "", "print a script instead of running it"};
inline constexpr OptionSpec tag{"--tag", "TAG", "accepted for Alembic's sake"};

inline constexpr std::array global{
    OptionSpec{"-c,--config", "FILE", "the configuration; else the nearest one upward"},
    OptionSpec{"--database", "NAME", "which of the configured databases"},
    OptionSpec{"--url", "URL", "another database than the configured one"},
    OptionSpec{"--scratch-url", "URL", "a server that is there for scratch databases alone"},
    OptionSpec{"--env", "NAME", "an environment of aludel.toml; else ALUDEL_ENV"},
    OptionSpec{"-x", "NAME=VALUE", "a value for a {{placeholder}} of the revisions", true},
    OptionSpec{"--json", "", "one JSON document on the output"},
    OptionSpec{"--log-format", "FORMAT", "text, or json: events as JSON lines on stderr"},
    OptionSpec{"--wait", "TIME", "how long to wait for a server that is not up yet"},
    OptionSpec{"-q,--quiet", "", "no progress and no notes, errors only"},
    OptionSpec{"--echo", "", "each statement as it is sent, and its time"},
    OptionSpec{"-n,--name", "SECTION", "the section of an alembic.ini"},
    OptionSpec{"--raiseerr", "", "accepted for Alembic's sake"},
};

inline constexpr std::array init_options{
    OptionSpec{"--url", "URL", "write this database URL into aludel.toml"},
    OptionSpec{"--from-database", "URL", "its objects become the first revision"},
    OptionSpec{"-t,--template", "NAME", "see `aludel list-templates`"},
};
inline constexpr std::array<Text, 4> init_examples{
    "aludel init                     aludel.toml and migrations/versions/",
    "aludel init db --url sqlite:///app.db",
    "aludel init --from-database postgresql:///shop",
    "aludel revision -m \"Add users\"  what comes next",
};

inline constexpr OptionSpec rename_option{"--rename", "OLD=NEW",
                                          "TABLE, TABLE.COLUMN, ENUM.VALUE; no NEW: it goes", true};
inline constexpr OptionSpec include_option{"--include", "PATTERN",
                                           "compare these objects alone: KIND:NAME, NAME", true};
inline constexpr OptionSpec exclude_option{"--exclude", "PATTERN", "leave these objects alone",
                                           true};
inline constexpr OptionSpec plain_option{"--plain", "", "one transaction, though it blocks"};
inline constexpr OptionSpec no_rehearsal_option{"--no-rehearsal", "",
                                                "do not run it in a scratch database before"};
inline constexpr OptionSpec foreign_option{"--drop-foreign", "",
                                           "drop also what no revision has made"};
inline constexpr OptionSpec from_option{"--from", "STATE",
                                        "compared with the models: database, history …"};

inline constexpr std::array revision_options{
    OptionSpec{"-m,--message", "TEXT", "what the revision does"},
    OptionSpec{"--head", "TARGET", "its parent: head, base, an id, label@head"},
    OptionSpec{"--splice", "", "allow a parent that is no head"},
    OptionSpec{"--branch-label", "LABEL", "a label for the branch it begins", true},
    OptionSpec{"--version-path", "DIR", "the folder to write it into"},
    OptionSpec{"--rev-id", "ID", "its id, instead of a made one"},
    OptionSpec{"--depends-on", "TARGET", "a revision that must be applied first", true},
    OptionSpec{"--language", "LANGUAGE", "sql or cpp, instead of the setting `revisions`"},
    OptionSpec{"-a,--autogenerate", "", "fill it with what the models say otherwise"},
    OptionSpec{"--fill-downgrade", "ID", "write the downgrade of this one, or of a file"},
    OptionSpec{"--force", "", "also where it has one"},
    from_option,
    rename_option,
    plain_option,
    foreign_option,
    no_rehearsal_option,
    OptionSpec{"--sql", "", "ask no database"},
};
inline constexpr std::array<Text, 1> revision_examples{
    "aludel revision -a -m \"Add emails\"     what the models say otherwise",
};

inline constexpr std::array merge_options{
    OptionSpec{"-m,--message", "TEXT", "what the revision does"},
    OptionSpec{"--branch-label", "LABEL", "a label for it", true},
    OptionSpec{"--rev-id", "ID", "its id, instead of a made one"},
    OptionSpec{"--splice", "", "allow parents that are no heads"},
    OptionSpec{"--language", "LANGUAGE", "sql or cpp, instead of the setting `revisions`"},
    OptionSpec{"--version-path", "DIR", "the folder to write it into"},
};
inline constexpr std::array<Text, 2> merge_examples{
    "aludel merge heads -m \"Merge billing and users\"",
    "aludel merge 8f3c2a91d0e4 4b1de0c7a2f5 -m \"Merge\"",
};

inline constexpr OptionSpec lock_wait{"--lock-wait", "TIME",
                                      "for the migration lock, 5m by default"};
inline constexpr std::array run_options{
    target_option,
    OptionSpec{"--transaction", "SCOPE", "revision (default), or all: one for everything"},
    OptionSpec{"--confirm", "NAME", "a protected database may lose what the run loses"},
    lock_wait,
    OptionSpec{"--lock-timeout", "TIME", "for each try to lock a table, 5s by default"},
    OptionSpec{"--kill-blockers", "HOW", "after=30s,only=idle: end who keeps us waiting"},
    sql,
    tag,
};
inline constexpr OptionSpec restore_on_failure{"--restore-on-failure", "",
                                               "make one; put it back where no rollback helps"};
inline constexpr OptionSpec restore_force{"--force", "",
                                          "end the sessions that are in the way of that"};
inline constexpr std::array upgrade_options{
    target_option,
    run_options[1],
    run_options[2],
    lock_wait,
    run_options[4],
    run_options[5],
    OptionSpec{"--backup", "", "make a backup before the first step"},
    restore_on_failure,
    restore_force,
    sql,
    tag,
};
inline constexpr std::array<Text, 2> upgrade_examples{
    "aludel upgrade +1               one revision further",
    "aludel upgrade 8f3c:head --sql  a script for psql or sqlite3, from 8f3c on",
};
inline constexpr std::array<Text, 5> downgrade_examples{
    "aludel downgrade                one revision back",
    "aludel downgrade 8f3c           back to this revision, which stays",
    "aludel downgrade billing@-1     one back on this branch",
    "aludel downgrade base           everything",
    "aludel downgrade head:-1 --sql  a script that undoes the newest revision",
};

inline constexpr std::array plan_options{
    OptionSpec{"--down", "", "what `downgrade` would do"},
    target_option,
    verbose,
    tag,
};
inline constexpr std::array<Text, 4> plan_examples{
    "aludel plan                     what `aludel upgrade` would do",
    "aludel plan +1                  of the next revision alone",
    "aludel plan --down              what `aludel downgrade` would do, and lose",
    "aludel plan --json              for a check before a deployment",
};

inline constexpr std::array<Text, 3> inspect_examples{
    "aludel inspect > schema.sql     to be kept under version control",
    "aludel inspect --database shop",
    "aludel inspect --json           by statement, and what is not covered",
};

inline constexpr std::array stamp_options{
    OptionSpec{"--purge", "", "forget all rows first, unknown ones too"},
    lock_wait,
    sql,
    tag,
};
inline constexpr std::array<Text, 3> stamp_examples{
    "aludel stamp head               the database has everything already",
    "aludel stamp 8f3c               it stands at this revision",
    "aludel stamp --purge base       as if nothing was applied",
};

inline constexpr std::array repair_options{
    OptionSpec{"--applied", "", "the statement has done its work"},
    OptionSpec{"--rolled-back", "", "nothing of it is there: run it again"},
    OptionSpec{"--resume", "", "run it again, whatever it did"},
    OptionSpec{"--accept", "REVISION", "its changed file says what the database is"},
    OptionSpec{"--reason", "TEXT", "kept in the journal"},
    lock_wait,
};
inline constexpr std::array<Text, 3> repair_examples{
    "aludel repair --applied --reason \"looked at it, ticket 812\"",
    "aludel repair --rolled-back && aludel upgrade",
    "aludel repair --accept 8f3c --reason \"reformatted by hand\"",
};

inline constexpr std::array current_options{
    verbose,
    OptionSpec{"-c,--check-heads", "", "exit 1 where the database is not at all heads"},
};
inline constexpr std::array<Text, 2> current_examples{
    "aludel current",
    "aludel current --check-heads    a gate for deployments",
};

inline constexpr std::array heads_options{
    verbose,
    OptionSpec{"--resolve-dependencies", "", "only heads that no other revision depends on"},
};
inline constexpr std::array<Text, 1> heads_examples{"aludel heads"};

inline constexpr std::array branches_options{verbose};
inline constexpr std::array<Text, 1> branches_examples{"aludel branches -v"};

inline constexpr std::array history_options{
    OptionSpec{"-r,--rev-range", "A:B", "from A to B, both included; base:head by default"},
    verbose,
    OptionSpec{"-i,--indicate-current", "", "mark what the database is at"},
    OptionSpec{"--graph", "", "draw the graph, with what is applied"},
};
inline constexpr std::array<Text, 4> history_examples{
    "aludel history",
    "aludel history -r -2:current    the last three that are applied",
    "aludel history -r 8f3c:         from this revision on",
    "aludel history --graph",
};

inline constexpr std::array<OptionSpec, 0> no_options{};
inline constexpr std::array<Text, 2> show_examples{"aludel show head", "aludel show 8f3c"};
inline constexpr std::array<Text, 2> edit_examples{"aludel edit head",
                                                   "EDITOR=nano aludel edit 8f3c"};
inline constexpr std::array<Text, 2> status_examples{"aludel status", "aludel status --json"};

inline constexpr std::array journal_options{
    OptionSpec{"--limit", "N", "how many rows, 50 by default; 0: all"},
    OptionSpec{"--run", "ID", "those of one run"},
    OptionSpec{"--text", "", "with the text that ran"},
    verbose,
};
inline constexpr std::array<Text, 3> journal_examples{
    "aludel journal                  the newest 50 rows",
    "aludel journal 8f3c --text      what ran as this revision",
    "aludel journal --json --limit 0 all of it, for another program",
};

inline constexpr std::array diff_options{
    rename_option,
    include_option,
    exclude_option,
    plain_option,
    foreign_option,
    no_rehearsal_option,
    OptionSpec{"--sql", "", "print the SQL that makes the one of the other"},
};
inline constexpr std::array<Text, 5> diff_examples{
    "aludel diff database models     what the models say otherwise",
    "aludel diff database models --sql",
    "aludel diff history models      the same without the database",
    "aludel diff old.sql new.sql",
    "aludel diff base command:'python models.py'",
};

inline constexpr std::array check_options{
    OptionSpec{"--pending", "", "is a revision not applied yet, instead"},
    from_option,
    rename_option,
    include_option,
    exclude_option,
    foreign_option,
};
inline constexpr std::array<Text, 3> check_examples{
    "aludel check                    do models and database agree?",
    "aludel check --from history     do models and revisions, without the database?",
    "aludel check --pending && ./start-the-application",
};

inline constexpr std::array test_options{
    OptionSpec{"-v,--verbose", "", "every test, and what was not looked at"},
    OptionSpec{"--junit", "FILE", "the results as JUnit's XML too"},
    OptionSpec{"--allow-heads", "", "several heads are meant"},
    OptionSpec{"--require-downgrades", "", "a revision without a downgrade fails"},
};
inline constexpr std::array<Text, 3> test_examples{
    "aludel test",
    "aludel test --junit migrations.xml   in a pipeline",
    "aludel test --url postgresql://localhost/postgres",
};

inline constexpr std::array ensure_options{lock_wait, sql};
inline constexpr std::array<Text, 1> ensure_examples{"aludel ensure-version"};
inline constexpr std::array<Text, 1> template_examples{"aludel list-templates"};

inline constexpr std::array<Text, 2> makefile_examples{
    "aludel makefile > Makefile      then `make help`",
    "aludel makefile > aludel.mk     to be included by your own",
};

inline constexpr std::array ci_options{OptionSpec{"--force", "", "replace the file that is there"}};
inline constexpr std::array<Text, 3> ci_examples{
    "aludel ci init github           .github/workflows/migrations.yml",
    "aludel --env production ci init gitlab",
    "aludel ci init github --url postgresql://    DATABASE_URL is not set here",
};

inline constexpr std::array completion_options{
    OptionSpec{"--words", "LINES", "what shells ask: the words so far, a line each"}};
inline constexpr std::array<Text, 1> man_examples{
    "aludel man | man -l -",
};
inline constexpr std::array<Text, 3> completion_examples{
    "source <(aludel completion bash)",
    "aludel completion zsh > \"${fpath[1]}/_aludel\"",
    "aludel completion fish > ~/.config/fish/completions/aludel.fish",
};

inline constexpr std::array deploy_options{
    OptionSpec{"--backup", "", "make a backup first, if something is to be done"},
    restore_on_failure,
    restore_force,
    OptionSpec{"--no-scripts", "", "revisions alone"},
    OptionSpec{"--seed", "", "load the seeds, behind the scripts"},
    OptionSpec{"--no-verify", "", "do not look at the end whether all is whole"},
    OptionSpec{"--window", "WHEN", "begin only then: \"02:00-04:00 Europe/Berlin\""},
    OptionSpec{"--confirm", "NAME", "a protected database may lose what the run loses"},
    lock_wait,
    OptionSpec{"--lock-timeout", "TIME", "for each try to lock a table, 5s by default"},
    OptionSpec{"--kill-blockers", "HOW", "after=30s,only=idle: end who keeps us waiting"},
};
inline constexpr std::array<Text, 2> deploy_examples{
    "aludel --wait 60s deploy --backup --restore-on-failure",
    "aludel --env prod deploy --window \"02:00-04:00 Europe/Berlin\"",
};

inline constexpr std::array start_options{
    OptionSpec{"--scripts", "", "run the repeatable scripts too"},
    OptionSpec{"--migrate", "HOW", "AUTO_MIGRATE_ON_START: true, false, check, wait"},
    OptionSpec{"--timeout", "TIME", "MIGRATION_TIMEOUT: for all of it, 5m; 0: none"},
    OptionSpec{"--heads", "", "to all heads, where several are meant"},
    OptionSpec{"--verify", "HOW", "then compare with the models: warn, refuse"},
    lock_wait,
};
inline constexpr std::array<Text, 3> start_examples{
    "aludel start -- ./shop --port 8080",
    "AUTO_MIGRATE_ON_START=check aludel start -- ./shop",
    "MIGRATION_TIMEOUT=120 aludel --wait 30s start --scripts -- ./shop",
};

inline constexpr std::array scripts_run_options{
    OptionSpec{"--again", "", "the named ones, also where they have not changed"},
    OptionSpec{"--confirm", "NAME", "a protected database may lose what the run loses"},
    lock_wait,
    OptionSpec{"--lock-timeout", "TIME", "for each try to lock a table, 5s by default"},
    OptionSpec{"--kill-blockers", "HOW", "after=30s,only=idle: end who keeps us waiting"},
};
inline constexpr std::array<Text, 3> scripts_run_examples{
    "aludel scripts run              what is new or has changed since it ran",
    "aludel scripts run 003_views    this one, and what it requires",
    "aludel scripts run 003_views --again",
};
inline constexpr std::array<Text, 1> scripts_status_examples{"aludel scripts status"};
inline constexpr std::array scripts_mark_options{
    OptionSpec{"--pending", "", "that it is to run again"},
    OptionSpec{"--reason", "TEXT", "kept in the journal"},
    lock_wait,
};
inline constexpr std::array<Text, 2> scripts_mark_examples{
    "aludel scripts mark 001_indexes --reason \"made by hand\"",
    "aludel scripts mark 003_views --pending",
};

inline constexpr OptionSpec confirm{"--confirm", "NAME", "a protected database may be dropped",
                                    true};
inline constexpr OptionSpec force{"--force", "", "end the sessions of others who use it"};

inline constexpr std::array db_create_options{
    OptionSpec{"--if-not-exists", "", "one that is there already is taken as it is"},
    OptionSpec{"--owner", "ROLE", "whose it is; else the user's who connects"},
    OptionSpec{"--template", "NAME", "the database it is a copy of; else template1"},
    OptionSpec{"--encoding", "NAME", "else the template's"},
};
inline constexpr std::array<Text, 2> db_create_examples{
    "aludel db create && aludel upgrade",
    "aludel db create --if-not-exists --owner shop",
};

inline constexpr std::array db_drop_options{
    OptionSpec{"--if-exists", "", "one that is not there is taken as done"},
    force,
    confirm,
};
inline constexpr std::array<Text, 2> db_drop_examples{
    "aludel db drop",
    "aludel db drop --force --confirm shop",
};

inline constexpr std::array db_reset_options{force, confirm};
inline constexpr std::array<Text, 2> db_reset_examples{
    "aludel db reset                 drop, create, upgrade, scripts, seeds",
    "aludel db reset --force         though others use it",
};

inline constexpr std::array db_seed_options{
    OptionSpec{"--replace", "", "delete rows that are in no CSV file"},
    OptionSpec{"--again", "", "SQL seeds also where they have not changed"},
    OptionSpec{"--mark", "", "write down that they are loaded; load nothing"},
    OptionSpec{"--confirm", "NAME", "a protected database may lose what the run loses"},
    lock_wait,
    OptionSpec{"--lock-timeout", "TIME", "for each try to lock a table, 5s by default"},
};
inline constexpr std::array<Text, 3> db_seed_examples{
    "aludel db seed                  the files in migrations/seeds",
    "aludel --env dev db seed        and those in migrations/seeds/dev",
    "aludel db seed prices --replace",
};

inline constexpr std::array db_init_options{
    OptionSpec{"--drop-first", "", "also those that are there already"},
    OptionSpec{"--skip", "NAME", "not this one", true},
    force,
    confirm,
};
inline constexpr std::array<Text, 2> db_init_examples{
    "aludel db init                  all databases, up to the newest state",
    "aludel db init --drop-first --skip archive",
};

inline constexpr std::array<Text, 3> db_shell_examples{
    "aludel db shell",
    "aludel db shell -- -c 'SELECT count(*) FROM users'",
    "aludel db shell < report.sql",
};

inline constexpr std::array db_wait_options{
    OptionSpec{"--timeout", "TIME", "how long, 1m by default"}};
inline constexpr std::array<Text, 2> db_wait_examples{
    "aludel db wait && aludel upgrade",
    "aludel db wait --timeout 5m",
};

inline constexpr OptionSpec backup_directory{"--directory", "DIR", "the folder of backups"};
inline constexpr OptionSpec jobs{"--jobs", "N", "PostgreSQL: tables at once, 1 by default"};
inline constexpr std::array db_backup_options{
    backup_directory,
    OptionSpec{"--keep", "N", "remove older ones of this database, 0: keep all"},
    jobs,
};
inline constexpr std::array<Text, 3> db_backup_examples{
    "aludel db backup                its folder is printed",
    "aludel db backup --keep 7",
    "aludel db backup --directory /mnt/backups --jobs 4",
};
inline constexpr std::array db_restore_options{
    backup_directory,
    OptionSpec{"--confirm", "NAME", "replace a protected, or another, database"},
    OptionSpec{"--force", "", "end others; SQLite: leave them the old file"},
    OptionSpec{"--keep-old", "", "keep the old database under another name"},
    OptionSpec{"--no-owner", "", "PostgreSQL: all is this user's, without grants"},
    jobs,
};
inline constexpr std::array<Text, 3> db_restore_examples{
    "aludel db restore               the newest backup of this database",
    "aludel db restore shop_8f3c2a91d0e4_20261121T203000Z --keep-old",
    "aludel db restore /mnt/backups/shop_8f3c2a91d0e4_20261121T203000Z",
};
inline constexpr std::array db_list_options{
    backup_directory,
    OptionSpec{"--verify", "", "read all files and compare their checksums"},
};
inline constexpr std::array<Text, 2> db_list_examples{
    "aludel db list-backups",
    "aludel db list-backups --verify     exit 3 where one is damaged",
};

inline constexpr std::array dev_down_options{OptionSpec{"--delete", "", "remove its data as well"}};
inline constexpr std::array<Text, 2> dev_up_examples{
    "aludel dev up",
    "export DATABASE_URL=\"$(aludel dev url)\" && aludel upgrade",
};
inline constexpr std::array<Text, 2> dev_down_examples{
    "aludel dev down                 the data stays for the next `dev up`",
    "aludel dev down --delete",
};
inline constexpr std::array<Text, 1> dev_status_examples{"aludel dev status"};
inline constexpr std::array<Text, 2> dev_url_examples{
    "export DATABASE_URL=\"$(aludel dev url)\"",
    "aludel dev url --database shop  where several are configured",
};

inline constexpr ArgumentSpec no_argument{};

inline constexpr std::array vacuum_options{
    OptionSpec{"--dead", "PERCENT", "how many rows must be dead or changed; else 10%"},
    OptionSpec{"--older-than", "TIME", "or changed, and not vacuumed for; else 7d"},
    OptionSpec{"--dry-run", "", "which tables it would be, and why"},
    OptionSpec{"--lock-timeout", "TIME", "for each try to lock a table, 5s by default"},
};
inline constexpr std::array<Text, 3> vacuum_examples{
    "aludel maintain vacuum               all tables that need it",
    "aludel maintain vacuum prices        this one",
    "aludel -q maintain vacuum            in a crontab: silent unless it fails",
};

}  // namespace aludel::command_line
