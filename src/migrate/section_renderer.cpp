#include "migrate/section_renderer.hpp"

#include <optional>

#include "base/code.hpp"
#include "catalog/apply.hpp"
#include "catalog/describe.hpp"
#include "catalog/expression_names.hpp"
#include "catalog/lookup.hpp"
#include "migrate/not_null_check.hpp"
#include "migrate/operation_place.hpp"
#include "migrate/rows_check.hpp"
#include "migrate/said.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

[[noreturn]] void refuse_unseen(const Operation& bound) {
  Diagnostic problem = diagnostic(
      Code::bad_operation, "to " + describe(bound) +
                               " its table is made anew, and what SQL before it made of the table "
                               "cannot be told without the database");
  problem.next =
      "run it online (`aludel upgrade`); or write the SQL before it as CREATE, ALTER and DROP "
      "alone";
  throw Error(std::move(problem));
}

}  // namespace

void SectionRenderer::write(RecordedOperation recorded, const OnPart& on_part) {
  std::size_t first = 0;  // change of the part
  for (Operation& part : in_parts(std::move(recorded.operation))) {
    const std::string said = describe(part);
    std::optional<AlterTable> alter;
    if (const auto* changes = std::get_if<AlterTable>(&part)) alter = *changes;
    const PendingReferences::OriginOf origin_of =
        [&](std::size_t change) -> const std::source_location& {
      return origin(recorded, first + change);
    };
    try {
      write_part(
          std::move(part),
          [&](std::size_t change) { return static_cast<int>(origin_of(change).line()); },
          [&](const Operation& bound) {
            references_.pass(bound, origin_of, foreseen_.catalog(),
                             target_.dialect.objects().rules);
            on_part(bound);
          });
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      if (!problem.place) {
        const std::size_t fault = alter ? change_at_fault(*alter, problem.message) : 0;
        problem.place = place_of(revision_, origin_of(fault));
      }
      // Where the line cannot be shown, what it says is.
      if (problem.place->excerpt.empty()) problem.notes.push_back("this was to " + said);
      throw;
    }
    if (alter) first += alter->changes.size();
  }
}

void SectionRenderer::write_part(Operation operation, const LineOf& line_of,
                                 const OnPart& on_part) {
  const auto held = std::make_shared<const Operation>(target_.dialect.objects().bound(
      std::move(operation), foreseen_.catalog(), target_.server_version));
  const Operation& bound = *held;
  if (const auto* execute = std::get_if<Execute>(&bound)) {
    on_part(bound);
    if (!execute->dialect.empty() && execute->dialect != target_.dialect.name()) return;
    text_.add_sql(execute->sql, execute->autocommit, line_of(0));
    return foreseen_.pass_sql(execute->sql);
  }
  if (const auto* backfill = std::get_if<Backfill>(&bound)) {
    text_.add_batched(*backfill, line_of(0));
    foreseen_.pass_rows();
  } else if (const auto* verify = std::get_if<Verify>(&bound)) {
    text_.add_verify(verify->sql, line_of(0));
  } else if (const std::string insert = insert_beside(bound); !insert.empty()) {
    const std::shared_ptr<const CellRows> rows(held, &std::get<BulkInsert>(bound).rows);
    text_.add_with_rows(insert, rows, line_of(0));
    foreseen_.pass_rows();
  } else {
    return write_rendered(bound, line_of, on_part);
  }
  on_part(bound);
  foreseen_.pass(bound);
}

void SectionRenderer::write_rendered(const Operation& bound, const LineOf& line_of,
                                     const OnPart& on_part) {
  const Rendering rendering = checked_rendering(bound);
  if (std::holds_alternative<BulkInsert>(bound)) foreseen_.pass_rows();
  // A rebuild copies what is known of the table: what is not known would be lost.
  if (rendering.foreign_keys_off && !foreseen_.is_whole()) refuse_unseen(bound);
  for (const RenderedStatement& statement : rendering.statements)
    text_.add(statement, line_of(statement.change));
  if (const auto* create = std::get_if<CreateView>(&bound); create != nullptr && on_sqlite())
    new_views_.emplace_back(create->view.name, line_of(0));
  checks_.pass(bound);
  for (const std::string& query : rendering.verify) checks_.add(query, line_of(0));
  if (rendering.foreign_keys_off && !std::exchange(foreign_keys_off_, true))
    text_.set_foreign_keys_off();
  on_part(bound);
  pass(bound, rendering);
}

void SectionRenderer::finish() {
  for (const auto& [query, line] : checks_.take()) text_.add_verify(query, line);
  if (words_ == Words::derived || !foreseen_.is_whole()) return;
  look_at_new_views();
  check_references();
}

/// Of many rows the statement that takes them beside the text; else empty.
std::string SectionRenderer::insert_beside(const Operation& bound) const {
  const auto* insert = std::get_if<BulkInsert>(&bound);
  if (insert == nullptr || !target_.rows_beside || insert->rows.size() <= many_rows ||
      !foreseen_.is_whole())
    return {};
  return target_.dialect.objects().insert_apart(*insert, foreseen_.catalog());
}

/// The statements of what can be done with the rows and names that there are.
Rendering SectionRenderer::checked_rendering(const Operation& bound) {
  const ObjectFunctions& objects = target_.dialect.objects();
  if (words_ == Words::said && foreseen_.is_whole() && on_sqlite())
    require_known_names(bound, foreseen_.catalog(), objects.rules);
  Rendering rendering = objects.render(bound, foreseen_.catalog(), target_.server_version);
  if (words_ == Words::said) check_rows(rendering.in_the_way, foreseen_);
  check_not_null(bound, target_.dialect.sql(), foreseen_);
  return rendering;
}

/// The change that `alter` is refused for: those behind it need not be there.
std::size_t SectionRenderer::change_at_fault(const AlterTable& alter, const std::string& message) {
  const ObjectFunctions& objects = target_.dialect.objects();
  for (std::size_t last = 0; last + 1 < alter.changes.size(); ++last) {
    AlterTable some = alter;
    some.changes.resize(last + 1);
    try {
      const Operation bound = objects.bound(some, foreseen_.catalog(), target_.server_version);
      (void)checked_rendering(bound);
      Catalog after = foreseen_.catalog();
      apply(after, bound, objects.rules);
    } catch (const Error& error) {
      if (error.diagnostic().message == message) return last;
    }
  }
  return alter.changes.size() - 1;
}

void SectionRenderer::check_references() {
  std::source_location place;
  try {
    references_.check(foreseen_.catalog(), target_.dialect.objects().rules,
                      [&](const std::source_location& at) { place = at; });
  } catch (Error& error) {
    error.diagnostic().place = place_of(revision_, place);
    throw;
  }
}

/// SQLite takes a view whatever it names, and says so when it is read.
void SectionRenderer::look_at_new_views() {
  for (const auto& [view, line] : new_views_) {
    if (find_view(foreseen_.catalog(), view, target_.dialect.objects().rules) != nullptr)
      text_.add_verify(
          "SELECT * FROM " + quote_identifier(view.name, SqlDialect::sqlite) + " LIMIT 0", line);
  }
}

/// SQLite follows a rename into views and triggers better than `apply` does, so that what reads
/// them behind it must see what SQLite made of them: a rename is rendered, and looked at, by
/// itself.
std::vector<Operation> SectionRenderer::in_parts(Operation operation) {
  const auto* alter = std::get_if<AlterTable>(&operation);
  const Catalog& now = foreseen_.catalog();
  std::vector<Operation> parts;
  if (alter == nullptr || !on_sqlite() || (now.views.empty() && now.triggers.empty())) {
    parts.push_back(std::move(operation));
    return parts;
  }
  bool goes_on = false;
  for (const TableChange& change : alter->changes) {
    const bool renames = std::holds_alternative<RenameColumn>(change);
    if (!goes_on || renames) parts.emplace_back(AlterTable{alter->name, {}});
    std::get<AlterTable>(parts.back()).changes.push_back(change);
    goes_on = !renames;
  }
  return parts;
}

void SectionRenderer::pass(const Operation& bound, const Rendering& rendering) {
  const auto* alter = std::get_if<AlterTable>(&bound);
  const bool renames = std::holds_alternative<RenameTable>(bound) ||
                       (alter != nullptr && alter->changes.size() == 1 &&
                        std::holds_alternative<RenameColumn>(alter->changes.front()));
  if (!renames || !on_sqlite()) return foreseen_.pass(bound);
  std::vector<std::string> statements;
  for (const RenderedStatement& statement : rendering.statements)
    statements.push_back(statement.sql);
  foreseen_.pass_rename(bound, statements);
}

}  // namespace aludel
