#pragma once

#include "migrate/foreseen.hpp"
#include "migrate/run.hpp"

namespace aludel {

/// Where a run begins: what a revision in C++ is rendered for.
struct StartState {
  Session* session = nullptr;  ///< null: no database is asked, all is replayed from the revisions
  std::vector<std::string> rows = {};  ///< of the version table; where no database is asked
  std::optional<InProgress> in_progress = {};
};

/// Compiles revisions in C++, and follows what all steps do to the database's objects. One for a
/// run: the steps are handed to it in order.
class CodeCompiler {
 public:
  CodeCompiler(const RunRequest& request, const Dialect& dialect, int server_version,
               StartState start);

  /// @return where it can be told only at its turn what it does (SQL of somebody's stands before
  /// it),
  ///         an empty script with `at_its_turn` set
  /// @throws Error(bad_operation, revision_threw, not_reversible, not_runnable), or as
  /// compile_script
  [[nodiscard]] Script compile(const Step& step);
  /// A step in SQL that comes before others.
  void pass(const Step& step, const Script& script);

 private:
  [[nodiscard]] Script compile_upgrade(const Revision& revision);
  [[nodiscard]] Script compile_downgrade(RevisionIndex index);
  /// The sections of a revision without a downgrade whose way back was not kept, for what the
  /// revisions below it make.
  /// @throws Error(not_reversible) where they do not make what it changes
  [[nodiscard]] SourceText derived(RevisionIndex index) const;
  /// What a function of the program said. @param look  told of the body of the text
  template <typename LookAtBody>
  [[nodiscard]] Script compile_recorded(const Revision& revision, Direction direction,
                                        Recording recording, const LookAtBody& look);
  [[nodiscard]] Script compile_derived(SourceText source) const;
  [[nodiscard]] Script compile_text(SourceText source, Direction direction) const;
  [[nodiscard]] Script compile_body(RevisionBody body, Direction direction) const;
  /// As the journal has it of the revision's newest upgrade; none where it has none.
  [[nodiscard]] std::optional<SourceText> kept_sections(const Revision& revision,
                                                        Direction needed) const;
  /// What a half-way upgrade was begun with is kept: none where the program says something else by
  /// now.
  [[nodiscard]] std::optional<Said> said_as_begun(const Revision& revision) const;
  [[nodiscard]] Foreseen state_now() const;
  /// What an applied revision has made of `state`.
  void replay(const Revision& revision, Foreseen& state) const;
  [[nodiscard]] Foreseen replayed(const RevisionSet& applied) const;
  [[nodiscard]] Script script_at_its_turn(const Revision& revision, Direction direction) const;

  const RunRequest& request_;
  const Dialect& dialect_;
  int server_version_;
  StartState start_;
  Foreseen foreseen_;
};

}  // namespace aludel
