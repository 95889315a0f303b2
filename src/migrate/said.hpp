#pragma once

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
