#include "migrate/rendered_revision.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "aludel/migration.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/recording.hpp"
#include "migrate/derived_downgrade.hpp"
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

/// Of what no way back is derived.
constexpr auto unheard = [](const Operation&) {};

/// Where of an operation a statement comes from.
const std::source_location& origin(const RecordedOperation& recorded, std::size_t change) {
  return change < recorded.changes_at.size() ? recorded.changes_at[change] : recorded.at;
}

/// Writes the section of one direction, operation by operation.
class SectionRenderer {
 public:
  SectionRenderer(const Revision& revision, const Dialect& dialect, int server_version,
                  Foreseen& foreseen, SectionText& text)
      : revision_(revision),
        dialect_(dialect),
        server_version_(server_version),
        foreseen_(foreseen),
        text_(text) {}

  /// @param on_part  called with the operation as the database knows it while `foreseen` is what it
  ///                 meets; with its parts where it is written in several
  template <typename OnPart>
  void write(const RecordedOperation& recorded, const OnPart& on_part) {
    try {
      std::size_t first = 0;  // change of the part
      for (Operation& part : in_parts(recorded.operation)) {
        const auto* alter = std::get_if<AlterTable>(&part);
        const std::size_t size = alter == nullptr ? 0 : alter->changes.size();
        write_at(
            std::move(part),
            [&](std::size_t change) {
              return static_cast<int>(origin(recorded, first + change).line());
            },
            on_part);
        first += size;
      }
    } catch (Error& error) {
      Diagnostic& problem = error.diagnostic();
      if (!problem.place) problem.place = place_of(revision_, origin(recorded, 0));
      // Where the line cannot be shown, what it says is.
      if (problem.place->excerpt.empty())
        problem.notes.push_back("this was to " + describe(recorded.operation));
      throw;
    }
  }

  template <typename LineOf, typename OnPart>
  void write_at(Operation operation, const LineOf& line_of, const OnPart& on_part) {
    const ObjectFunctions& objects = dialect_.objects();
    const Operation bound =
        objects.bound(std::move(operation), foreseen_.catalog(), server_version_);
    if (const auto* execute = std::get_if<Execute>(&bound)) {
      on_part(bound);
      if (!execute->dialect.empty() && execute->dialect != dialect_.name()) return;
      text_.add_sql(execute->sql, execute->autocommit, line_of(0));
      foreseen_.pass_sql(execute->sql);
      return;
    }
    if (const auto* backfill = std::get_if<Backfill>(&bound)) {
      text_.add_batched(*backfill, line_of(0));
      foreseen_.pass_rows();
    } else if (const auto* verify = std::get_if<Verify>(&bound)) {
      text_.add_verify(verify->sql, line_of(0));
    } else {
      check_not_null(bound, dialect_.sql(), foreseen_);
      if (std::holds_alternative<BulkInsert>(bound)) foreseen_.pass_rows();
      const Rendering rendering = objects.render(bound, foreseen_.catalog(), server_version_);
      // A rebuild copies what is known of the table: what is not known would be lost.
      if (rendering.foreign_keys_off && !foreseen_.is_whole()) refuse_unseen(bound);
      for (const RenderedStatement& statement : rendering.statements)
        text_.add(statement, line_of(statement.change));
      checks_.pass(bound);
      for (const std::string& query : rendering.verify) checks_.add(query, line_of(0));
      if (rendering.foreign_keys_off && !std::exchange(foreign_keys_off_, true))
        text_.set_foreign_keys_off();
      on_part(bound);
      return pass(bound, rendering);
    }
    on_part(bound);
    foreseen_.pass(bound);
  }

  /// Behind the section's last operation.
  void finish() { checks_.write(text_); }

 private:
  /// SQLite follows a rename into views and triggers better than `apply` does, so that what reads
  /// them behind it must see what SQLite made of them: a rename is rendered, and looked at, by
  /// itself.
  [[nodiscard]] std::vector<Operation> in_parts(const Operation& operation) {
    const auto* alter = std::get_if<AlterTable>(&operation);
    const Catalog& now = foreseen_.catalog();
    if (alter == nullptr || dialect_.sql() != SqlDialect::sqlite ||
        (now.views.empty() && now.triggers.empty()))
      return {operation};
    std::vector<Operation> parts;
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
    if (!renames || dialect_.sql() != SqlDialect::sqlite) return foreseen_.pass(bound);
    std::vector<std::string> statements;
    for (const RenderedStatement& statement : rendering.statements)
      statements.push_back(statement.sql);
    foreseen_.pass_rename(bound, statements);
  }

  const Revision& revision_;
  const Dialect& dialect_;
  int server_version_;
  Foreseen& foreseen_;
  SectionText& text_;
  bool foreign_keys_off_ = false;
  PendingChecks checks_;
};

void write_way_back(DerivedDowngrade way_back, const Revision& revision, const Dialect& dialect,
                    int server_version, const Foreseen& behind, SectionText& text) {
  if (!way_back.reason().empty()) return text.irreversible(way_back.reason());
  try {
    SectionText derived;
    derived.begin(Direction::down, revision.code->allow_data_loss);
    std::vector<DerivedDowngrade::Part> parts = std::move(way_back).parts();
    if (!parts.empty()) {
      Foreseen after = behind;
      SectionRenderer down(revision, dialect, server_version, after, derived);
      for (auto& [operation, line] : parts)
        down.write_at(std::move(operation), [&, at = line](std::size_t) { return at; }, unheard);
      down.finish();
    }
    text.append(derived);
  } catch (const Error& error) {
    text.irreversible(error.diagnostic().message);
  }
}

}  // namespace

SourceText render_upgrade(const Revision& revision, const Recording& said, const Dialect& dialect,
                          int server_version, Foreseen& foreseen) {
  const Migration& code = *revision.code;
  SectionText text;
  text.begin(Direction::up, code.allow_data_loss);
  SectionRenderer up(revision, dialect, server_version, foreseen, text);
  DerivedDowngrade way_back(dialect.objects().rules);
  for (const RecordedOperation& recorded : said.operations) {
    up.write(recorded, [&](const Operation& bound) {
      if (code.downgrade == nullptr)
        way_back.add(bound, foreseen.catalog(), foreseen.is_whole(),
                     static_cast<int>(recorded.at.line()));
    });
  }
  up.finish();

  if (code.downgrade != nullptr) {
    Foreseen after = foreseen;
    text.begin(Direction::down, code.allow_data_loss);
    SectionRenderer down(revision, dialect, server_version, after, text);
    for (const RecordedOperation& recorded :
         record(revision, code.downgrade, dialect.name()).operations)
      down.write(recorded, unheard);
    down.finish();
  } else {
    write_way_back(std::move(way_back), revision, dialect, server_version, foreseen, text);
  }
  return text.take(revision.path);
}

SourceText render_downgrade(const Revision& revision, const Dialect& dialect, int server_version,
                            Foreseen& foreseen) {
  SectionText text;
  text.begin(Direction::down, revision.code->allow_data_loss);
  SectionRenderer down(revision, dialect, server_version, foreseen, text);
  for (const RecordedOperation& recorded :
       record(revision, revision.code->downgrade, dialect.name()).operations)
    down.write(recorded, unheard);
  down.finish();
  return text.take(revision.path);
}

}  // namespace aludel
