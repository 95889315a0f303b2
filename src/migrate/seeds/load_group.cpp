#include "migrate/seeds/load_group.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/failure.hpp"
#include "migrate/seeds/guarded_transaction.hpp"
#include "migrate/seeds/seed_merge.hpp"
#include "migrate/seeds/unique_values.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

using Clock = std::chrono::steady_clock;
using ForeignKey = SeedTable::ForeignKey;

constexpr std::size_t no_field = static_cast<std::size_t>(-1);

/// A failure that one row may be to blame for, and not the statement.
bool may_be_of_a_row(const Diagnostic& failure) {
  return failure.code == info(Code::statement_refused).id && !failure.sqlstate.starts_with("42");
}

class GroupLoad {
 public:
  GroupLoad(Session& session, const std::vector<LoadItem>& items, bool refers_to_itself,
            DatabaseState& state, StepProgress& progress)
      : session_(session),
        items_(items),
        refers_to_itself_(refers_to_itself),
        state_(state),
        progress_(progress) {}

  std::vector<LoadedSeed> run() {
    const WithForeignKeys enforced(session_);
    repeat_while_locked(session_, [this] { attempt(); });
    return std::move(loaded_);
  }

 private:
  [[nodiscard]] Connection& connection() { return session_.connection(); }
  [[nodiscard]] SqlDialect dialect() const { return session_.dialect().sql(); }

  void attempt() {
    loaded_.clear();
    stages_.clear();
    begin_ = Clock::now();
    const StatementWatch::During watched(session_.watch(),
                                         {.revision = name(current_),
                                          .segment = 1,
                                          .statements = 1,
                                          .lock_timeout = session_.options().lock_timeout,
                                          .statement = [] { return 1; }});
    try {
      begin_guarded(session_, state_);
      for (std::size_t i = 0; i < items_.size(); ++i) stage(i);
      refers_to_itself_ ? merge_together() : merge_alone();
      finish();
    } catch (const Error& error) {
      session_.roll_back();
      throw Error(explained(error.diagnostic()));
    }
  }

  [[nodiscard]] const std::string& name(std::size_t i) const {
    return items_[i].fitted->seed->name;
  }

  void stage(std::size_t i) {
    current_ = i;
    const FittedSeed& fitted = *items_[i].fitted;
    stages_.push_back(stage_rows(session_, fitted, static_cast<int>(i) + 1));
    check_keys(session_, stages_.back());
    loaded_.push_back({name(i), fitted.table.shown, stages_.back().rows, 0, 0, {}});
    SeedMerge(session_, stages_.back()).lock();
  }

  using Merge = std::function<long long(LineRange)>;

  void merge_alone() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      current_ = i;
      const SeedMerge merge(session_, stages_[i]);
      MergeCounts counts;
      merge_rows([&](LineRange lines) {
        counts = merge.run(lines);
        return counts.inserted + counts.updated;
      });
      loaded_[i].inserted = counts.inserted;
      loaded_[i].updated = counts.updated;
    }
  }

  /// All rows at once. Where that is refused since rows exchange unique values, again with those
  /// set aside; else the row is looked for that is to blame.
  long long merge_rows(const Merge& merge) {
    connection().query("SAVEPOINT aludel_seed");
    long long rows = 0;
    try {
      rows = merge({});
    } catch (const Error& error) {
      if (!may_be_of_a_row(error.diagnostic()) || !connection().in_transaction()) throw;
      if (!is_of_unique_values(error.diagnostic())) blame_a_row(merge, error.diagnostic());
      rows = merge_exchanged(merge, error.diagnostic());
    }
    connection().query("RELEASE SAVEPOINT aludel_seed");
    return rows;
  }

  long long merge_exchanged(const Merge& merge, const Diagnostic& of_all) {
    connection().query("ROLLBACK TO SAVEPOINT aludel_seed");
    bool is_set_aside = false;
    try {
      is_set_aside = set_aside(session_, stages_[current_]) > 0;
    } catch (const Error& error) {  // a CHECK, a length: the values cannot be others for a while
      if (!may_be_of_a_row(error.diagnostic()) || !connection().in_transaction()) throw;
      connection().query("ROLLBACK TO SAVEPOINT aludel_seed");
    }
    if (!is_set_aside) blame_a_row(merge, of_all);
    connection().query("RELEASE SAVEPOINT aludel_seed");
    connection().query("SAVEPOINT aludel_seed");
    try {
      return merge({});
    } catch (const Error& error) {
      if (!may_be_of_a_row(error.diagnostic()) || !connection().in_transaction()) throw;
      blame_a_row(merge, error.diagnostic());
    }
  }

  /// Merges halves until a single row is left that fails. What stands before it in the file is
  /// then in the table, as it would be when the row's turn comes.
  [[noreturn]] void blame_a_row(const Merge& merge, const Diagnostic& of_all) {
    connection().query("ROLLBACK TO SAVEPOINT aludel_seed");
    const SeedStage& stage = stages_[current_];
    std::vector<int> lines;
    for (const auto& row :
         connection()
             .query("SELECT " + line_column() + " FROM " + stage.table + " ORDER BY 1")
             .rows)
      lines.push_back(static_cast<int>(integer(row.at(0)).value_or(0)));
    Diagnostic failure = of_all;
    std::size_t begin = 0;
    std::size_t end = lines.size();
    bool found = false;
    while (!found && begin < lines.size()) {
      if (begin == end) end = lines.size();  // they failed together, and not one by one
      const std::size_t middle = begin + (end - begin - 1) / 2;
      try {
        (void)merge({lines[begin], lines[middle]});
        connection().query("RELEASE SAVEPOINT aludel_seed");
        connection().query("SAVEPOINT aludel_seed");
        begin = middle + 1;
      } catch (const Error& error) {
        if (!may_be_of_a_row(error.diagnostic()) || !connection().in_transaction()) throw;
        connection().query("ROLLBACK TO SAVEPOINT aludel_seed");
        // Of rows that refer to each other some alone are refused for want of the others; that is
        // looked at last, so in all else they are as they should be.
        if (refers_to_itself_ && error.diagnostic().sqlstate != of_all.sqlstate) {
          begin = middle + 1;
          continue;
        }
        failure = error.diagnostic();
        found = middle == begin;
        end = middle + 1;
      }
    }
    if (!found) throw Error(of_all);
    failure.context.clear();
    std::size_t number = no_field;
    if (failure.message.starts_with("FOREIGN KEY")) number = orphaned_field(lines[begin]);
    if (is_of_unique_values(failure))
      failure.hint = who_has_it(session_, stages_[current_], lines[begin]);
    throw Error(row_failure(*items_[current_].fitted, lines[begin], number, std::move(failure)));
  }

  /// SQLite does not say which of the foreign keys it means.
  std::size_t orphaned_field(int line) {
    const FittedSeed& fitted = *items_[current_].fitted;
    for (const ForeignKey& foreign : fitted.table.foreign_keys) {
      if (!find_orphan(stages_[current_], foreign, line)) continue;
      return field_of(fitted, foreign);
    }
    return no_field;
  }

  static std::size_t field_of(const FittedSeed& fitted, const ForeignKey& foreign) {
    for (std::size_t i = 0; i < fitted.columns.size(); ++i) {
      if (fitted.columns[i].name == foreign.columns.front()) return i;
    }
    return no_field;
  }

  /// The first row that refers to nothing: neither in the database nor in a file of this group.
  /// @param only_line  0: of all
  std::optional<int> find_orphan(const SeedStage& stage, const ForeignKey& foreign, int only_line) {
    const FittedSeed& fitted = *stage.fitted;
    std::string set;
    std::string matches;
    for (std::size_t k = 0; k < foreign.columns.size(); ++k) {
      if (!fitted.has(foreign.columns[k])) return std::nullopt;
      const std::string own = "s." + quote_identifier(foreign.columns[k], dialect());
      set += own + " IS NOT NULL AND ";
      matches += (k == 0 ? "p." : " AND p.") +
                 quote_identifier(foreign.parent_columns[k], dialect()) + " = " + own;
    }
    std::string sql = fmt::format(
        "SELECT min(s.{0}) FROM {1} AS s WHERE {2}NOT EXISTS (SELECT 1 "
        "FROM {3} AS p WHERE {4})",
        line_column(), stage.table, set, foreign.parent, matches);
    for (const SeedStage& other : stages_) {
      const bool has_columns = std::ranges::all_of(
          foreign.parent_columns, [&](const auto& column) { return other.fitted->has(column); });
      if (other.fitted->table.name == foreign.parent && has_columns)
        sql +=
            fmt::format(" AND NOT EXISTS (SELECT 1 FROM {} AS p WHERE {})", other.table, matches);
    }
    if (only_line != 0) sql += fmt::format(" AND s.{} = {}", line_column(), only_line);
    const Value line = connection().query(sql).rows.at(0).at(0);
    if (!line) return std::nullopt;
    return static_cast<int>(integer(line).value_or(0));
  }

  /// Told before anything is written: the database would say at the end that some row is wrong.
  void refuse_orphans() {
    if (!enforces_foreign_keys(connection(), dialect())) return;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      current_ = i;
      const FittedSeed& fitted = *items_[i].fitted;
      for (const ForeignKey& foreign : fitted.table.foreign_keys) {
        const auto line = find_orphan(stages_[i], foreign, 0);
        if (!line) continue;
        Diagnostic problem = diagnostic(
            Code::statement_refused,
            fmt::format("line {} of seed {} refers to a row that is nowhere", *line, name(i)));
        problem.place = place_in_csv(
            *fitted.seed, *line, field_of(fitted, foreign),
            "neither in " + foreign.parent + " nor in a file that is loaded with this one");
        throw Error(std::move(problem));
      }
    }
  }

  /// Rows that refer to each other: all new ones, then what changes in others.
  void merge_together() {
    refuse_orphans();
    connection().query(dialect() == SqlDialect::sqlite ? "PRAGMA defer_foreign_keys = ON"
                                                       : "SET CONSTRAINTS ALL DEFERRED");
    for (const SeedStage& stage : stages_) SeedMerge(session_, stage).note_new_rows();
    for (std::size_t i = 0; i < items_.size(); ++i) {
      current_ = i;
      loaded_[i].inserted =
          merge_rows([&, merge = SeedMerge(session_, stages_[i])](LineRange lines) {
            return merge.insert_new_rows(items_[i].late_columns, lines);
          });
    }
    for (std::size_t i = 0; i < items_.size(); ++i) {
      current_ = i;
      const SeedMerge merge(session_, stages_[i]);
      loaded_[i].updated =
          merge_rows([&](LineRange lines) { return merge.update_old_rows(lines); });
      if (!items_[i].late_columns.empty())
        merge_rows([&](LineRange lines) { return merge.fill_new_rows(lines); });
      merge.forget_new_rows();
    }
    if (dialect() != SqlDialect::sqlite) connection().query("SET CONSTRAINTS ALL IMMEDIATE");
  }

  /// Sequences, journal rows, COMMIT.
  void finish() {
    const auto duration =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin_);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      current_ = i;
      const SeedMerge merge(session_, stages_[i]);
      if (loaded_[i].inserted + loaded_[i].updated < loaded_[i].rows)
        loaded_[i].missing = merge.count_missing();
      merge.move_sequences();
      drop_stage(session_, stages_[i]);
      loaded_[i].duration = duration;
    }
    long long last_id = state_.last_journal_id;
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const LoadedSeed& loaded = loaded_[i];
      const std::string& digest = items_[i].fitted->seed->digest;
      if (loaded.inserted + loaded.updated == 0 && digest == items_[i].known_digest) continue;
      JournalEntry entry;
      entry.kind = seed_kind;
      entry.name = loaded.name;
      entry.direction = Direction::up;
      entry.segment = 1;
      entry.segments = 1;
      entry.event = "done";
      entry.upgrade_digest = digest;
      entry.detail = fmt::format("rows={} inserted={} updated={}", loaded.rows, loaded.inserted,
                                 loaded.updated);
      if (session_.dialect().takes_turns()) entry.duration_ms = duration.count();
      const OwnedRequest insert =
          journal_insert(session_.dialect(), session_.bookkeeping(), session_.run(), entry);
      last_id = integer(connection().query(insert.request()).rows.at(0).at(0)).value_or(last_id);
    }
    commit();
    state_.last_journal_id = last_id;
  }

  void commit() {
    try {
      connection().query("COMMIT");
    } catch (Error& error) {
      progress_.commit_in_doubt = leaves_commit_in_doubt(error.diagnostic());
      throw;
    }
  }

  /// Outside of the transaction, where the catalog can be asked: which right is missing, which
  /// seed it was.
  Diagnostic explained(Diagnostic problem) {
    if (problem.place && !problem.place->file.empty()) return problem;
    problem.place.reset();  // in a statement of our own
    return seed_failure(session_, "seed " + name(current_), std::move(problem));
  }

  Session& session_;
  const std::vector<LoadItem>& items_;
  bool refers_to_itself_;
  DatabaseState& state_;
  StepProgress& progress_;
  std::size_t current_ = 0;
  std::vector<SeedStage> stages_;
  std::vector<LoadedSeed> loaded_;
  Clock::time_point begin_;
};

}  // namespace

std::vector<LoadedSeed> load_group(Session& session, const std::vector<LoadItem>& items,
                                   bool refers_to_itself, DatabaseState& state,
                                   StepProgress& progress) {
  return GroupLoad(session, items, refers_to_itself, state, progress).run();
}

}  // namespace aludel
