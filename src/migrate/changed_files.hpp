#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/source.hpp"
#include "migrate/session.hpp"
#include "revision/graph.hpp"
#include "revision/section.hpp"

namespace aludel {

/// Reads the text of a revision's file. Thread-safe. @throws Error
using ReadRevision = std::function<SourceText(const Revision&)>;

/// An applied revision whose file is not what ran.
struct ChangedFile {
  enum class What {
    upgrade,    ///< other tokens than those that ran: the file does not say any more what is true
    downgrade,  ///< other tokens than then; those of the file count
    comment,    ///< the same tokens, other words around them
  };
  RevisionIndex revision;
  What what = What::upgrade;
  std::string digest;      ///< of the upgrade that ran; its text is in the journal
  std::string at_utc;      ///< when it ran
  std::string by;          ///< "ann@build7"
  bool accepted = false;   ///< it did not run: somebody said that the database is as it says
  std::string unreadable;  ///< why it cannot be told any more what the upgrade says; else empty
};

/// Compares the digests in the journal with the files, in file order. What ran elsewhere, or was
/// only stamped, cannot be compared and is not in the answer. One round trip; files are read in
/// parallel.
/// Comments are compared where the text that ran has up to 64 KiB. Of a revision in C++ what its
/// upgrade says is compared, in the caller's thread.
/// @param applied  revisions of this database that count as applied
[[nodiscard]] std::vector<ChangedFile> changed_files(Session& session, const RevisionGraph& graph,
                                                     const RevisionSet& applied,
                                                     const ReadRevision& read);

/// E0702 for each change of an upgrade, with the difference between what ran and the file; the
/// first five in full, the rest as a list. Empty where there is none.
/// @param flags  of the command, for the next one
[[nodiscard]] std::vector<Diagnostic> changed_upgrades(Session& session, const RevisionGraph& graph,
                                                       const std::vector<ChangedFile>& changed,
                                                       const ReadRevision& read,
                                                       const std::string& flags);

/// "changed since it was applied: its downgrade"
[[nodiscard]] std::string_view description_of(ChangedFile::What what);

}  // namespace aludel
