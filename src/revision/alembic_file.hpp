#pragma once

#include <string_view>

#include "base/source.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// Reads what an Alembic revision file (.py) says of itself, without Python: the module docstring
/// (message, and the "Create Date:" of Alembic's template) and the module-level variables revision,
/// down_revision, branch_labels and depends_on. The last assignment to a variable counts, as in
/// Python; those inside functions, classes and branches do not. Reading ends at the first function
/// or class behind both `revision` and `down_revision`, where Alembic's template has `def upgrade`.
///
/// The message is the docstring without the template's lines "Revision ID:", "Revises:" and "Create
/// Date:". `path` is left to the caller.
///
/// @throws Error (revision_header) at a value that is not None, a string, or a tuple, list or set
/// of strings; where
///         `revision` or `down_revision` is not assigned (Alembic needs both); at a string or
///         bracket without end.
/// Linear in what is read: a few microseconds a file.
[[nodiscard]] Revision read_alembic_file(const SourceText& source);

/// Whether a line of `text` begins with an assignment to `revision`. A .py file without one (an
/// __init__.py, a helper) is no revision.
[[nodiscard]] bool looks_like_alembic_revision(std::string_view text);

}  // namespace aludel
