#pragma once

#include <span>
#include <string>
#include <string_view>

#include "aludel/error.hpp"

namespace aludel {

/// Every diagnostic that Aludel can give. The table in code.cpp says its number, exit code and
/// meaning.
enum class Code {
  // usage and configuration: exit 2
  bad_usage,
  unknown_command,
  not_there_yet,
  config_missing,
  config_unreadable,
  config_syntax,
  unknown_key,
  bad_value,
  undefined_variable,
  bad_url,
  unknown_database,
  unknown_environment,
  backup_folder_unusable,
  no_scratch_database,
  no_models,
  // revision files, graph, targets: exit 3
  revision_file_unreadable,
  revision_header,
  unknown_directive,
  bad_directive,
  duplicate_revision,
  bad_revision_id,
  missing_parent,
  cycle,
  label_conflict,
  unknown_target,
  ambiguous_target,
  several_heads,
  bad_target,
  not_reversible,
  no_section_for_dialect,
  cannot_split,
  refused_command,
  transaction_all_impossible,
  undefined_placeholder,
  file_exists,
  not_runnable,
  foreign_parent_missing,
  unknown_script,
  script_too_early,
  unknown_backup,
  backup_unverified,
  bad_csv,
  seed_misfit,
  bad_operation,
  revision_threw,
  models_refused,
  // the database refused a statement: exit 4
  statement_refused,
  verify_failed,
  disk_full,
  // not in time: exit 5
  migration_lock_timeout,
  lock_timeout,
  lease_lost,
  not_in_time,
  // consent: exit 6
  consent_needed,
  wrong_confirmation,
  outside_window,
  rename_unclear,
  // applied history and files disagree: exit 7
  row_without_file,
  changed_upgrade,
  version_table_choice,
  newer_format,
  rows_moved,
  inconsistent_rows,
  // database not reached: exit 8
  connection_failed,
  database_missing,
  database_unusable,
  connection_lost,
  pooler_refused,
  driver_missing,
  // stopped half-way: exit 9
  half_way,
  needs_repair,
  // findings: exit 1
  pending,
  different,
  // the rest
  external_command,
  internal,
  interrupted,
};

struct CodeInfo {
  Code code;
  std::string_view id;  ///< "E0412"
  int exit_code;
  std::string_view meaning;  ///< one line, for the reference
};

/// All codes, in the order of the enumeration.
[[nodiscard]] std::span<const CodeInfo> all_codes();
[[nodiscard]] const CodeInfo& info(Code code);

/// A diagnostic with its code and message set; the caller fills in the rest.
[[nodiscard]] Diagnostic diagnostic(Code code, std::string message);

/// Exit code of a diagnostic's code, 70 for an unknown one.
[[nodiscard]] int exit_code_of(std::string_view id);

}  // namespace aludel
