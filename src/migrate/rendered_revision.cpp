#include "migrate/rendered_revision.hpp"

#include <algorithm>
#include <expected>
#include <filesystem>
#include <fstream>
#include <utility>

#include "aludel/migration.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/inverse.hpp"
#include "catalog/recording.hpp"
#include "migrate/not_null_check.hpp"
#include "migrate/pending_checks.hpp"
#include "migrate/said.hpp"
#include "migrate/section_text.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// The line itself, where the source is at hand: a program may run far from where it was built.
void show_line(Place& place, const char* source) {
  std::ifstream file(source);
  for (int line = 0; line < place.line && std::getline(file, place.excerpt);) ++line;
  const std::size_t begin = place.excerpt.find_first_not_of(' ');
  if (!file || begin == std::string::npos ||
      find_invalid_utf8(place.excerpt) != std::string::npos) {
    place.excerpt.clear();
    return;
  }
  place.column = static_cast<int>(begin) + 1;
  place.length = static_cast<int>(character_count(place.excerpt.substr(begin)));
}

Place place_of(const Revision& revision, const std::source_location& at) {
  Place place{.file = revision.path, .excerpt = {}, .label = {}};
  // A function of another file may say what is to be done.
  if (!std::string_view(at.file_name())
           .ends_with(std::filesystem::path(revision.path).filename().string()))
    place.file = at.file_name();
  place.line = static_cast<int>(at.line());
  show_line(place, at.file_name());
  return place;
}

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

/// Where of an operation a statement comes from.
const std::source_location& origin(const RecordedOperation& recorded, std::size_t change) {
  return change < recorded.changes_at.size() ? recorded.changes_at[change] : recorded.at;
}

/// More rows than anybody reads.
constexpr std::size_t many_rows = 1000;

/// Writes the section of one direction, operation by operation.
class SectionRenderer {
 public:
  SectionRenderer(const Revision& revision, const RenderingFor& target, Foreseen& foreseen,
                  SectionText& text)
      : revision_(revision), target_(target), foreseen_(foreseen), text_(text) {}

  /// @param on_part  called with the operation as the database knows it, once it is known to fit,
  ///                 and what it meets; with its parts where it is written in several
  template <typename OnPart>
  void write(RecordedOperation recorded, const OnPart& on_part) {
    try {
      std::size_t first = 0;  // change of the part
      for (Operation& part : in_parts(std::move(recorded.operation))) {
        const auto* alter = std::get_if<AlterTable>(&part);
        const std::size_t size = alter == nullptr ? 0 : alter->changes.size();
        const auto line_of = [&](std::size_t change) {
          return static_cast<int>(origin(recorded, first + change).line());
        };
        write_part(std::move(part), line_of, on_part);
        first += size;
      }
    } catch (Error& error) {
      if (!error.diagnostic().place)
        error.diagnostic().place = place_of(revision_, origin(recorded, 0));
      throw;
    }
  }

  template <typename LineOf, typename OnPart>
  void write_part(Operation operation, const LineOf& line_of, const OnPart& on_part) {
    const ObjectFunctions& objects = target_.dialect.objects();
    const auto held = std::make_shared<const Operation>(
        objects.bound(std::move(operation), foreseen_.catalog(), target_.server_version));
    const Operation& bound = *held;
    if (const auto* execute = std::get_if<Execute>(&bound)) {
      on_part(bound, foreseen_.catalog());
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
    on_part(bound, foreseen_.catalog());
    foreseen_.pass(bound);
  }

  /// Behind the section's last operation.
  void finish() { checks_.write(text_); }

 private:
  /// Of many rows the statement that takes them beside the text; else empty.
  [[nodiscard]] std::string insert_beside(const Operation& bound) const {
    const auto* insert = std::get_if<BulkInsert>(&bound);
    if (insert == nullptr || !target_.rows_beside || insert->rows.size() <= many_rows ||
        !foreseen_.is_whole())
      return {};
    return target_.dialect.objects().insert_apart(*insert, foreseen_.catalog());
  }

  template <typename LineOf, typename OnPart>
  void write_rendered(const Operation& bound, const LineOf& line_of, const OnPart& on_part) {
    check_not_null(bound, target_.dialect.sql(), foreseen_);
    if (std::holds_alternative<BulkInsert>(bound)) foreseen_.pass_rows();
    const Rendering rendering =
        target_.dialect.objects().render(bound, foreseen_.catalog(), target_.server_version);
    // A rebuild copies what is known of the table: what is not known would be lost.
    if (rendering.foreign_keys_off && !foreseen_.is_whole()) refuse_unseen(bound);
    for (const RenderedStatement& statement : rendering.statements)
      text_.add(statement, line_of(statement.change));
    checks_.pass(bound);
    for (const std::string& query : rendering.verify) checks_.add(query, line_of(0));
    if (rendering.foreign_keys_off && !std::exchange(foreign_keys_off_, true))
      text_.set_foreign_keys_off();
    on_part(bound, foreseen_.catalog());
    pass(bound, rendering);
  }

  /// SQLite follows a rename into views and triggers better than `apply` does, so that what reads
  /// them behind it must see what SQLite made of them: a rename is rendered, and looked at, by
  /// itself.
  [[nodiscard]] std::vector<Operation> in_parts(Operation operation) {
    const auto* alter = std::get_if<AlterTable>(&operation);
    const Catalog& now = foreseen_.catalog();
    std::vector<Operation> parts;
    if (alter == nullptr || target_.dialect.sql() != SqlDialect::sqlite ||
        (now.views.empty() && now.triggers.empty())) {
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

  void pass(const Operation& bound, const Rendering& rendering) {
    const auto* alter = std::get_if<AlterTable>(&bound);
    const bool renames = std::holds_alternative<RenameTable>(bound) ||
                         (alter != nullptr && alter->changes.size() == 1 &&
                          std::holds_alternative<RenameColumn>(alter->changes.front()));
    if (!renames || target_.dialect.sql() != SqlDialect::sqlite) return foreseen_.pass(bound);
    std::vector<std::string> statements;
    for (const RenderedStatement& statement : rendering.statements)
      statements.push_back(statement.sql);
    foreseen_.pass_rename(bound, statements);
  }

  const Revision& revision_;
  const RenderingFor& target_;
  Foreseen& foreseen_;
  SectionText& text_;
  bool foreign_keys_off_ = false;
  PendingChecks checks_;
};

constexpr auto nobody_asks = [](const Operation&, const Catalog&) {};

/// The way back of what was said, last first; or why there is none.
struct WayBack {
  std::vector<std::pair<Operation, int>> operations;  ///< and the line of what each takes back
  std::string reason;
};

/// What takes `bound` back. Where the state is not whole it may not fit `before`.
std::expected<std::vector<Operation>, std::string> inverse_of(const Operation& bound,
                                                              const Catalog& before,
                                                              const Rules& rules) {
  try {
    return inverse(bound, before, rules);
  } catch (const Error& error) {
    return std::unexpected(error.diagnostic().message +
                           ", as far as can be told behind SQL of one's own");
  }
}

void add_way_back(WayBack& way_back, const Operation& bound, const Catalog& before,
                  const Rules& rules, int line) {
  if (!way_back.reason.empty()) return;
  auto taken_back = inverse_of(bound, before, rules);
  if (!taken_back) {
    way_back.reason = describe(bound) + ": " + taken_back.error();
    return;
  }
  std::vector<std::pair<Operation, int>> all;
  for (Operation& each : *taken_back) all.emplace_back(std::move(each), line);
  std::ranges::move(way_back.operations, std::back_inserter(all));
  way_back.operations = std::move(all);
}

void write_way_back(WayBack way_back, const Revision& revision, const RenderingFor& target,
                    Foreseen& after, SectionText& text) {
  if (way_back.reason.empty()) {
    try {
      SectionText derived;
      derived.begin(Direction::down, revision.code->allow_data_loss);
      SectionRenderer down(revision, target, after, derived);
      for (auto& [operation, line] : way_back.operations)
        down.write_part(
            std::move(operation), [&, at = line](std::size_t) { return at; }, nobody_asks);
      down.finish();
      return text.append(derived);
    } catch (const Error& error) {
      way_back.reason = error.diagnostic().message;
    }
  }
  text.irreversible(way_back.reason);
}

void write_downgrade(const Revision& revision, Recording said, const RenderingFor& target,
                     Foreseen& foreseen, SectionText& text) {
  text.begin(Direction::down, revision.code->allow_data_loss);
  SectionRenderer down(revision, target, foreseen, text);
  for (RecordedOperation& recorded : said.operations) down.write(std::move(recorded), nobody_asks);
  down.finish();
}

RenderedRevision taken(SectionText& text, const Revision& revision) {
  std::vector<RowsBeside> rows = text.take_rows();
  return {text.take(revision.path), std::move(rows)};
}

}  // namespace

RenderedRevision render_upgrade(const Revision& revision, Recording said,
                                const RenderingFor& target, Foreseen& foreseen) {
  const Migration& code = *revision.code;
  const Rules& rules = target.dialect.objects().rules;
  SectionText text;
  text.begin(Direction::up, code.allow_data_loss);
  SectionRenderer up(revision, target, foreseen, text);
  WayBack way_back;
  for (RecordedOperation& recorded : said.operations) {
    const int line = static_cast<int>(recorded.at.line());
    up.write(std::move(recorded), [&](const Operation& bound, const Catalog& before) {
      if (code.downgrade == nullptr) add_way_back(way_back, bound, before, rules, line);
    });
  }
  up.finish();

  Foreseen after = foreseen;
  if (code.downgrade != nullptr) {
    write_downgrade(revision, record(revision, code.downgrade, target.dialect.name()), target,
                    after, text);
  } else {
    write_way_back(std::move(way_back), revision, target, after, text);
  }
  return taken(text, revision);
}

RenderedRevision render_downgrade(const Revision& revision, Recording said,
                                  const RenderingFor& target, Foreseen& foreseen) {
  SectionText text;
  write_downgrade(revision, std::move(said), target, foreseen, text);
  return taken(text, revision);
}

bool has_many_rows(const Recording& said) {
  return std::ranges::any_of(said.operations, [](const RecordedOperation& recorded) {
    const auto* insert = std::get_if<BulkInsert>(&recorded.operation);
    return insert != nullptr && insert->rows.size() > many_rows;
  });
}

}  // namespace aludel
