#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "catalog/recording.hpp"
#include "dialect/dialect.hpp"
#include "migrate/foreseen.hpp"
#include "migrate/pending_checks.hpp"
#include "migrate/pending_references.hpp"
#include "migrate/section_text.hpp"
#include "revision/revision.hpp"

namespace aludel {

/// What a revision in C++ is written for.
struct RenderingFor {
  const Dialect& dialect;
  int server_version = 0;
  /// Many rows of one `bulk_insert` go beside the text: for a run whose text nobody needs later.
  bool rows_beside = false;
};

/// Writes the section of one direction of a revision in C++, operation by operation.
class SectionRenderer {
 public:
  /// Whose words a section is.
  enum class Words { said, derived };
  using LineOf = std::function<int(std::size_t change)>;
  /// Called with the operation as the database knows it, while `foreseen` is what it meets, once it
  /// is known to fit; with its parts where it is written in several.
  using OnPart = std::function<void(const Operation& bound)>;

  /// What is given must outlive it.
  SectionRenderer(const Revision& revision, const RenderingFor& target, Foreseen& foreseen,
                  SectionText& text, Words words = Words::said)
      : revision_(revision), target_(target), foreseen_(foreseen), text_(text), words_(words) {}

  /// @throws Error(bad_operation) at its place
  void write(RecordedOperation recorded, const OnPart& on_part);
  /// @throws Error(bad_operation) without a place
  void write_part(Operation operation, const LineOf& line_of, const OnPart& on_part);
  /// Behind the section's last operation.
  void finish();

 private:
  [[nodiscard]] std::vector<Operation> in_parts(Operation operation);
  void write_rendered(const Operation& bound, const LineOf& line_of, const OnPart& on_part);
  [[nodiscard]] Rendering checked_rendering(const Operation& bound);
  [[nodiscard]] std::string insert_beside(const Operation& bound) const;
  [[nodiscard]] std::size_t change_at_fault(const AlterTable& alter, const std::string& message);
  void pass(const Operation& bound, const Rendering& rendering);
  void check_references();
  void look_at_new_views();
  [[nodiscard]] bool on_sqlite() const { return target_.dialect.sql() == SqlDialect::sqlite; }

  const Revision& revision_;
  const RenderingFor& target_;
  Foreseen& foreseen_;
  SectionText& text_;
  Words words_;
  bool foreign_keys_off_ = false;
  PendingChecks checks_;
  std::vector<std::pair<ObjectName, int>> new_views_;  ///< each with its line
  PendingReferences references_;
};

}  // namespace aludel
