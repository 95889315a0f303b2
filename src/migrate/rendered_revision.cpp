#include "migrate/rendered_revision.hpp"

#include <algorithm>
#include <expected>
#include <filesystem>
#include <fstream>
#include <utility>

#include "aludel/migration.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "catalog/apply.hpp"
#include "catalog/describe.hpp"
#include "catalog/expression_names.hpp"
#include "catalog/inverse.hpp"
#include "catalog/lookup.hpp"
#include "catalog/recording.hpp"
#include "migrate/not_null_check.hpp"
#include "migrate/pending_checks.hpp"
#include "migrate/pending_references.hpp"
#include "migrate/rows_check.hpp"
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

/// Whose words a section is.
enum class Origin { said, derived };

/// Writes the section of one direction, operation by operation.
class SectionRenderer {
 public:
  SectionRenderer(const Revision& revision, const Dialect& dialect, int server_version,
                  Foreseen& foreseen, SectionText& text, Origin origin = Origin::said)
      : revision_(revision),
        dialect_(dialect),
        server_version_(server_version),
        foreseen_(foreseen),
        text_(text),
        origin_(origin) {}

  /// @param on_part  called with the operation as the database knows it, and what it met; with its
  /// parts
  ///                 where it is written in several
  template <typename OnPart>
  void write(const RecordedOperation& recorded, const OnPart& on_part) {
    std::size_t first = 0;  // change of the part
    for (const Operation& part : in_parts(recorded.operation)) {
      const auto* alter = std::get_if<AlterTable>(&part);
      const auto origin_of = [&](std::size_t change) -> const std::source_location& {
        return origin(recorded, first + change);
      };
      try {
        const Catalog before = foreseen_.catalog();
        const Operation bound = write_at(
            part, [&](std::size_t change) { return static_cast<int>(origin_of(change).line()); });
        references_.pass(bound, origin_of, before, dialect_.objects().rules);
        on_part(bound, before);
      } catch (Error& error) {
        if (error.diagnostic().place) throw;
        const std::size_t fault =
            alter == nullptr ? 0 : change_at_fault(*alter, error.diagnostic().message);
        error.diagnostic().place = place_of(revision_, origin_of(fault));
        throw;
      }
      if (alter != nullptr) first += alter->changes.size();
    }
  }

  template <typename LineOf>
  Operation write_at(Operation operation, const LineOf& line_of) {
    const ObjectFunctions& objects = dialect_.objects();
    Operation bound = objects.bound(std::move(operation), foreseen_.catalog(), server_version_);
    if (const auto* execute = std::get_if<Execute>(&bound)) {
      if (!execute->dialect.empty() && execute->dialect != dialect_.name()) return bound;
      text_.add_sql(execute->sql, execute->autocommit, line_of(0));
      foreseen_.pass_sql(execute->sql);
      return bound;
    }
    if (const auto* backfill = std::get_if<Backfill>(&bound)) {
      text_.add_batched(*backfill, line_of(0));
      foreseen_.pass_rows();
    } else if (const auto* verify = std::get_if<Verify>(&bound)) {
      text_.add_verify(verify->sql, line_of(0));
    } else {
      const Rendering rendering = checked_rendering(bound);
      if (std::holds_alternative<BulkInsert>(bound)) foreseen_.pass_rows();
      // A rebuild copies what is known of the table: what is not known would be lost.
      if (rendering.foreign_keys_off && !foreseen_.is_whole()) refuse_unseen(bound);
      for (const RenderedStatement& statement : rendering.statements)
        text_.add(statement, line_of(statement.change));
      if (const auto* create = std::get_if<CreateView>(&bound);
          create != nullptr && dialect_.sql() == SqlDialect::sqlite)
        new_views_.emplace_back(create->view.name, line_of(0));
      checks_.pass(bound);
      for (const std::string& query : rendering.verify) checks_.add(query, line_of(0));
      if (rendering.foreign_keys_off && !std::exchange(foreign_keys_off_, true))
        text_.set_foreign_keys_off();
      pass(bound, rendering);
      return bound;
    }
    foreseen_.pass(bound);
    return bound;
  }

  /// Behind the section's last operation.
  void finish() {
    checks_.write(text_);
    if (origin_ == Origin::derived || !foreseen_.is_whole()) return;
    look_at_new_views();
    check_references();
  }

 private:
  /// The statements of what can be done with the rows and names that there are.
  Rendering checked_rendering(const Operation& bound) {
    const ObjectFunctions& objects = dialect_.objects();
    if (origin_ == Origin::said && foreseen_.is_whole() && dialect_.sql() == SqlDialect::sqlite)
      require_known_names(bound, foreseen_.catalog(), objects.rules);
    Rendering rendering = objects.render(bound, foreseen_.catalog(), server_version_);
    if (origin_ == Origin::said) check_rows(rendering.in_the_way, foreseen_);
    check_not_null(bound, dialect_.sql(), foreseen_);
    return rendering;
  }

  /// The change that `alter` is refused for: those behind it need not be there.
  [[nodiscard]] std::size_t change_at_fault(const AlterTable& alter, const std::string& message) {
    const ObjectFunctions& objects = dialect_.objects();
    for (std::size_t last = 0; last + 1 < alter.changes.size(); ++last) {
      AlterTable some = alter;
      some.changes.resize(last + 1);
      try {
        const Operation bound = objects.bound(some, foreseen_.catalog(), server_version_);
        (void)checked_rendering(bound);
        Catalog after = foreseen_.catalog();
        apply(after, bound, objects.rules);
      } catch (const Error& error) {
        if (error.diagnostic().message == message) return last;
      }
    }
    return alter.changes.size() - 1;
  }

  void check_references() {
    std::source_location place;
    try {
      references_.check(foreseen_.catalog(), dialect_.objects().rules,
                        [&](const std::source_location& at) { place = at; });
    } catch (Error& error) {
      error.diagnostic().place = place_of(revision_, place);
      throw;
    }
  }

  /// SQLite takes a view whatever it names, and says so when it is read.
  void look_at_new_views() {
    for (const auto& [view, line] : new_views_) {
      if (find_view(foreseen_.catalog(), view, dialect_.objects().rules) != nullptr)
        text_.add_verify(
            "SELECT * FROM " + quote_identifier(view.name, SqlDialect::sqlite) + " LIMIT 0", line);
    }
  }

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
  Origin origin_;
  bool foreign_keys_off_ = false;
  PendingChecks checks_;
  std::vector<std::pair<ObjectName, int>> new_views_;  ///< each with its line
  PendingReferences references_;
};

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

void write_way_back(WayBack way_back, const Revision& revision, const Dialect& dialect,
                    int server_version, Foreseen& after, SectionText& text) {
  if (way_back.reason.empty()) {
    try {
      SectionText derived;
      derived.begin(Direction::down, revision.code->allow_data_loss);
      SectionRenderer down(revision, dialect, server_version, after, derived, Origin::derived);
      for (auto& [operation, line] : way_back.operations)
        down.write_at(std::move(operation), [&, at = line](std::size_t) { return at; });
      down.finish();
      return text.append(derived);
    } catch (const Error& error) {
      way_back.reason = error.diagnostic().message;
    }
  }
  text.irreversible(way_back.reason);
}

}  // namespace

SourceText render_upgrade(const Revision& revision, const Recording& said, const Dialect& dialect,
                          int server_version, Foreseen& foreseen) {
  const Migration& code = *revision.code;
  const Rules& rules = dialect.objects().rules;
  SectionText text;
  text.begin(Direction::up, code.allow_data_loss);
  SectionRenderer up(revision, dialect, server_version, foreseen, text);
  WayBack way_back;
  for (const RecordedOperation& recorded : said.operations) {
    up.write(recorded, [&](const Operation& bound, const Catalog& before) {
      if (code.downgrade == nullptr)
        add_way_back(way_back, bound, before, rules, static_cast<int>(recorded.at.line()));
    });
  }
  up.finish();

  Foreseen after = foreseen;
  if (code.downgrade != nullptr) {
    text.begin(Direction::down, code.allow_data_loss);
    after.pass_rows();  // which there will be when it runs nobody knows
    SectionRenderer down(revision, dialect, server_version, after, text);
    for (const RecordedOperation& recorded :
         record(revision, code.downgrade, dialect.name()).operations)
      down.write(recorded, [](const Operation&, const Catalog&) {});
    down.finish();
  } else {
    write_way_back(std::move(way_back), revision, dialect, server_version, after, text);
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
    down.write(recorded, [](const Operation&, const Catalog&) {});
  down.finish();
  return text.take(revision.path);
}

}  // namespace aludel
