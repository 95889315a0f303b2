#pragma once

#include <string>
#include <vector>

#include "aludel/operations.hpp"

/// A revision in C++: a constant named `revision_` and its id, in a file of its own. The build
/// lists all such files of a folder (`aludel_add_migrations`); nothing registers itself.
///
/// Example:
/// ```cpp file
/// #include <aludel/migration.hpp>
///
/// namespace {
///
/// void upgrade(aludel::Operations& op) {
///   op.add_column("users", {.name = "email", .type = aludel::text()});
/// }
///
/// }  // namespace
///
/// extern const aludel::Migration revision_8f3c2a91d0e4;
/// const aludel::Migration revision_8f3c2a91d0e4{
///     .id = "8f3c2a91d0e4",
///     .down_revision = {"4b1de0c7a2f5"},
///     .message = "Add the users' email",
///     .upgrade = upgrade,
/// };
/// ```
namespace aludel {

/// What the header of a revision in SQL says, and two functions. The functions say what is to be
/// done and do nothing themselves: they may be called several times for one run, at any time and on
/// any thread, and must say the same each time.
struct Migration {
  std::string id = {};
  std::vector<std::string> down_revision = {};  ///< parents; none: a base
  std::string message = {};
  std::vector<std::string> branch_labels = {};
  std::vector<std::string> depends_on = {};
  std::string database = {};  ///< whose it is; empty: the only one
  std::string created = {};

  void (*upgrade)(Operations& op) = nullptr;
  /// None: derived from what `upgrade` says, where that can be exact; else the revision is not
  /// reversible, and the reason is told.
  void (*downgrade)(Operations& op) = nullptr;
  /// Why it may lose data; empty: a protected database asks for consent.
  std::string allow_data_loss = {};

  bool operator==(const Migration&) const = default;
};

}  // namespace aludel
