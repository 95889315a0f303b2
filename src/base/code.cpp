#include "base/code.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace aludel {

namespace {

constexpr std::array table{
    CodeInfo{Code::bad_usage, "E0101", 2, "the command line cannot be understood"},
    CodeInfo{Code::unknown_command, "E0102", 2, "no such command"},
    CodeInfo{Code::not_there_yet, "E0103", 2, "part of the design, not built yet"},
    CodeInfo{Code::config_missing, "E0201", 2, "no aludel.toml and no alembic.ini was found"},
    CodeInfo{Code::config_unreadable, "E0202", 2, "the configuration file cannot be read"},
    CodeInfo{Code::config_syntax, "E0203", 2,
             "the configuration file is not valid TOML, INI or .env"},
    CodeInfo{Code::unknown_key, "E0204", 2, "the configuration has a key that does not exist"},
    CodeInfo{Code::bad_value, "E0205", 2, "a setting has a value it cannot have"},
    CodeInfo{Code::undefined_variable, "E0206", 2, "a setting names a variable that is not set"},
    CodeInfo{Code::bad_url, "E0207", 2, "the database URL cannot be understood"},
    CodeInfo{Code::unknown_database, "E0208", 2, "no database of that name is configured"},
    CodeInfo{Code::unknown_environment, "E0209", 2, "no environment of that name is configured"},
    CodeInfo{Code::backup_folder_unusable, "E0210", 2,
             "the folder of backups is missing, full or not writable"},
    CodeInfo{Code::no_scratch_database, "E0211", 2, "no scratch database can be made"},
    CodeInfo{Code::no_models, "E0212", 2, "the project says of no models, or they are empty"},
    CodeInfo{Code::revision_file_unreadable, "E0301", 3, "a revision file cannot be read"},
    CodeInfo{Code::revision_header, "E0302", 3, "a revision file's header is missing or wrong"},
    CodeInfo{Code::unknown_directive, "E0303", 3, "no such directive"},
    CodeInfo{Code::bad_directive, "E0304", 3,
             "a directive stands in the wrong place or has wrong arguments"},
    CodeInfo{Code::duplicate_revision, "E0305", 3, "two files have the same revision id"},
    CodeInfo{Code::bad_revision_id, "E0306", 3,
             "an id that cannot be one: too long, reserved, or with forbidden characters"},
    CodeInfo{Code::missing_parent, "E0307", 3,
             "a revision names a parent or dependency that does not exist"},
    CodeInfo{Code::cycle, "E0308", 3, "revisions need each other in a circle"},
    CodeInfo{Code::label_conflict, "E0309", 3,
             "a branch label is used twice or equals a revision id"},
    CodeInfo{Code::unknown_target, "E0310", 3, "no such revision or label"},
    CodeInfo{Code::ambiguous_target, "E0311", 3, "a target can mean several revisions"},
    CodeInfo{Code::several_heads, "E0312", 3, "there are several heads where one is needed"},
    CodeInfo{Code::bad_target, "E0313", 3, "the target cannot be reached from here"},
    CodeInfo{Code::not_reversible, "E0314", 3, "a revision has no way back"},
    CodeInfo{Code::no_section_for_dialect, "E0315", 3,
             "a revision has no section for this database"},
    CodeInfo{Code::cannot_split, "E0316", 3, "the SQL cannot be cut into statements"},
    CodeInfo{Code::refused_command, "E0317", 3, "a command that a revision may not contain"},
    CodeInfo{Code::transaction_all_impossible, "E0318", 3,
             "not everything fits into one transaction"},
    CodeInfo{Code::undefined_placeholder, "E0319", 3,
             "a {{placeholder}} has no value or a wrong one"},
    CodeInfo{Code::file_exists, "E0320", 3, "a file to be written is there already"},
    CodeInfo{Code::not_runnable, "E0321", 3, "a revision of a kind that cannot be run yet"},
    CodeInfo{Code::foreign_parent_missing, "E0322", 3,
             "a parent in another database is not applied there"},
    CodeInfo{Code::unknown_script, "E0323", 3, "no such script or seed"},
    CodeInfo{Code::script_too_early, "E0324", 3,
             "a script or seed needs a revision that is not applied"},
    CodeInfo{Code::unknown_backup, "E0325", 3, "no such backup"},
    CodeInfo{Code::backup_unverified, "E0326", 3,
             "a backup is incomplete, damaged or altered, or is not as its manifest says"},
    CodeInfo{Code::bad_csv, "E0327", 3, "a CSV file cannot be read"},
    CodeInfo{Code::seed_misfit, "E0328", 3,
             "a seed does not fit the database: table, columns, key, order"},
    CodeInfo{Code::bad_operation, "E0329", 3,
             "an operation of a revision in C++ that the database cannot do"},
    CodeInfo{Code::revision_threw, "E0330", 3, "a revision in C++ threw an exception"},
    CodeInfo{Code::models_refused, "E0331", 3, "the database refused a statement of the models"},
    CodeInfo{Code::statement_refused, "E0401", 4, "the database refused a statement"},
    CodeInfo{Code::verify_failed, "E0402", 4, "a verify query returned rows"},
    CodeInfo{Code::disk_full, "E0403", 4, "the database's disk is full"},
    CodeInfo{Code::migration_lock_timeout, "E0501", 5,
             "another run held the migration lock for too long"},
    CodeInfo{Code::lock_timeout, "E0502", 5, "a table's lock was not had in time"},
    CodeInfo{Code::lease_lost, "E0503", 5,
             "the lease on the migration lock was lost to another run"},
    CodeInfo{Code::not_in_time, "E0504", 5, "the time for the whole run was over"},
    CodeInfo{Code::consent_needed, "E0601", 6,
             "data of a protected database, or what cannot be looked into, would be lost"},
    CodeInfo{Code::wrong_confirmation, "E0602", 6, "another database was confirmed than this one"},
    CodeInfo{Code::outside_window, "E0603", 6, "it is outside of the time window"},
    CodeInfo{Code::rename_unclear, "E0604", 6, "what is dropped and added may be a rename"},
    CodeInfo{Code::row_without_file, "E0701", 7,
             "the version table names a revision without a file"},
    CodeInfo{Code::changed_upgrade, "E0702", 7, "the upgrade of an applied revision was changed"},
    CodeInfo{Code::version_table_choice, "E0703", 7,
             "it is not certain which version table is meant: there is another one"},
    CodeInfo{Code::newer_format, "E0704", 7, "the bookkeeping was written by a newer Aludel"},
    CodeInfo{Code::rows_moved, "E0705", 7, "somebody else changed the version table meanwhile"},
    CodeInfo{Code::inconsistent_rows, "E0706", 7, "the version table's rows contradict each other"},
    CodeInfo{Code::connection_failed, "E0801", 8, "the database cannot be reached"},
    CodeInfo{Code::database_missing, "E0802", 8, "the database does not exist"},
    CodeInfo{Code::database_unusable, "E0803", 8,
             "the database cannot be used: read-only, not a database, locked"},
    CodeInfo{Code::connection_lost, "E0804", 8, "the connection was lost"},
    CodeInfo{Code::pooler_refused, "E0805", 8,
             "a pooler that takes the session away stands before the server"},
    CodeInfo{Code::driver_missing, "E0806", 8,
             "the client library of the database is not installed"},
    CodeInfo{Code::half_way, "E0901", 9,
             "a revision stopped half-way and another direction was asked for"},
    CodeInfo{Code::needs_repair, "E0902", 9, "it cannot be told whether a statement was applied"},
    CodeInfo{Code::pending, "E0001", 1, "revisions are not applied yet"},
    CodeInfo{Code::different, "E0002", 1, "what is compared differs"},
    CodeInfo{Code::external_command, "E1001", 10, "an external command failed"},
    CodeInfo{Code::internal, "E7001", 70, "a defect of Aludel"},
    CodeInfo{Code::interrupted, "E1301", 130, "interrupted by a signal"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (table[i].code != static_cast<Code>(i)) return false;
  }
  return static_cast<std::size_t>(Code::interrupted) + 1 == table.size();
}
static_assert(in_order(), "the table lists every code, in the order of the enumeration");

}  // namespace

std::span<const CodeInfo> all_codes() {
  return table;
}

const CodeInfo& info(Code code) {
  return table[static_cast<std::size_t>(code)];
}

Diagnostic diagnostic(Code code, std::string message) {
  Diagnostic result;
  result.code = info(code).id;
  result.message = std::move(message);
  return result;
}

int exit_code_of(std::string_view id) {
  const auto found = std::ranges::find(table, id, &CodeInfo::id);
  return found == table.end() ? 70 : found->exit_code;
}

}  // namespace aludel
