#include "lint/statement_effects.hpp"

namespace aludel {

std::string_view name_of(Lock lock) {
  switch (lock) {
    case Lock::none: return "none";
    case Lock::access_share: return "ACCESS SHARE";
    case Lock::row_share: return "ROW SHARE";
    case Lock::row_exclusive: return "ROW EXCLUSIVE";
    case Lock::share_update_exclusive: return "SHARE UPDATE EXCLUSIVE";
    case Lock::share: return "SHARE";
    case Lock::share_row_exclusive: return "SHARE ROW EXCLUSIVE";
    case Lock::exclusive: return "EXCLUSIVE";
    case Lock::access_exclusive: return "ACCESS EXCLUSIVE";
    case Lock::file_write: return "file, for writing";
    case Lock::file_exclusive: return "file, alone";
    case Lock::unknown: return "unknown";
  }
  return "unknown";
}

bool blocks_reads(Lock lock) {
  return lock == Lock::access_exclusive || lock == Lock::file_exclusive;
}

bool blocks_writes(Lock lock) {
  switch (lock) {
    case Lock::share:
    case Lock::share_row_exclusive:
    case Lock::exclusive:
    case Lock::access_exclusive:
    case Lock::file_write:
    case Lock::file_exclusive: return true;
    default: return false;
  }
}

std::string_view name_of(Work work) {
  switch (work) {
    case Work::none: return "none";
    case Work::rows: return "rows";
    case Work::query: return "query";
    case Work::scan: return "scan";
    case Work::scan_twice: return "scan twice";
    case Work::build: return "index build";
    case Work::rewrite: return "rewrite";
    case Work::new_files: return "new files";
    case Work::unknown: return "unknown";
  }
  return "unknown";
}

}  // namespace aludel
