#pragma once

#include <string>

#include "app/backup/restore.hpp"
#include "cli/workspace.hpp"

namespace aludel {

/// What is in the way of a restore without consent: the database holds something, and is protected,
/// or is another one than the backup was made of. @return for the journal: "confirmed: shop", or
/// empty where nobody had to agree
/// @throws Error(consent_needed, wrong_confirmation)
[[nodiscard]] std::string agree_to_restore(Workspace& workspace, const Arguments& arguments,
                                           const RestoreRequest& request,
                                           const RestoreTarget& target);

}  // namespace aludel
