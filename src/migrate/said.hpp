#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace aludel {

class Operations;
struct Recording;
struct Revision;

/// What a function of a revision in C++ says on one database. It runs in the caller's thread.
/// @throws Error(bad_operation, revision_threw) with its place
[[nodiscard]] Recording record(const Revision& revision, void (*say)(Operations&),
                               std::string_view dialect);
[[nodiscard]] Recording record_upgrade(const Revision& revision, std::string_view dialect);

/// More rows of one `bulk_insert` than anybody reads: they are told by their number and digest, and
/// may go beside the text that runs.
inline constexpr std::size_t many_rows = 1000;

/// What an upgrade in C++ says, to be compared later.
struct Said {
  std::string text;    ///< its operations on the database at hand, printed in order
  std::string digest;  ///< of the text's tokens
};
[[nodiscard]] Said said_by(const Recording& upgrade);

/// The digest of C++ as it is printed: docs/formats.md, "Digests". Line ends and indents do not
/// count.
[[nodiscard]] std::string digest_of_cpp(std::string_view text);

}  // namespace aludel
