#pragma once

#include <chrono>
#include <ctime>
#include <string>

#include "revision/revision.hpp"

namespace aludel {

/// How new revision files are named. In `file_template` stand {rev} {slug} {year} {month} {day}
/// {hour} {minute} {second} {epoch}.
struct FileNaming {
  std::string file_template = "{year}{month}{day}_{rev}_{slug}";
  std::string timezone = "UTC";  ///< empty: the machine's
  std::size_t truncate_slug_length = 40;
};

/// "Fill the day!" → "fill_the_day": the words of the message in lower case; cut behind a whole
/// word where it is too long.
[[nodiscard]] std::string slug_of(std::string_view message, std::size_t limit);

/// The name of the file, without ".sql" or ".cpp". @throws Error(bad_value) for an unknown {token},
/// with the nearest one
[[nodiscard]] std::string file_name_for(const Revision& revision, const FileNaming& naming,
                                        std::chrono::system_clock::time_point now);

/// What a new revision does, where something else than a person has written it.
struct NewSections {
  std::string upgrade;            ///< lines: statements of SQL, or calls of an `Operations& op`
  std::string downgrade = {};     ///< of SQL alone: in C++ it is derived
  std::string irreversible = {};  ///< in place of a downgrade: why there is none
};

/// The text of a new revision: header, sections, and what to write where.
[[nodiscard]] std::string new_revision_text(const Revision& revision,
                                            const NewSections& sections = {});

/// The same in C++.
[[nodiscard]] std::string new_code_text(const Revision& revision, const NewSections& sections = {});

/// "2026-11-21 10:00:00+00:00" in `timezone` (a name of the system's time zone database; empty: the
/// machine's).
/// @throws Error(bad_value) for a zone that does not exist
[[nodiscard]] std::string created_now(const std::string& timezone,
                                      std::chrono::system_clock::time_point now);

/// The broken-down time in a zone; empty: this machine's. Not thread-safe.
/// @throws Error(bad_value) for a zone that this machine does not know
[[nodiscard]] std::tm time_in(const std::string& timezone,
                              std::chrono::system_clock::time_point now);

}  // namespace aludel
