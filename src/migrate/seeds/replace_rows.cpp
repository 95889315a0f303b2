#include "migrate/seeds/replace_rows.hpp"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "migrate/seeds/guarded_transaction.hpp"
#include "migrate/seeds/seed_merge.hpp"

namespace aludel {

namespace {

/// The stages of the files of one table.
using Stages = std::vector<const SeedStage*>;

/// The files' rows, by table; tables that others refer to come first, as far as there is an order.
class StagedTables {
 public:
  StagedTables(Session& session, const std::vector<const FittedSeed*>& files) {
    for (const FittedSeed* file : files) {
      stages_.push_back(stage_rows(session, *file, static_cast<int>(stages_.size()) + 1));
      check_keys(session, stages_.back());
      const auto table = std::ranges::find_if(tables_, [&](const Stages& other) {
        return other.front()->fitted->table.name == file->table.name;
      });
      (table == tables_.end() ? tables_.emplace_back() : *table).push_back(&stages_.back());
    }
    put_parents_first();
  }

  [[nodiscard]] const std::vector<Stages>& tables() const { return tables_; }
  [[nodiscard]] const std::deque<SeedStage>& stages() const { return stages_; }

 private:
  void put_parents_first() {
    std::vector<Stages> ordered;
    while (!tables_.empty()) {
      auto next = std::ranges::find_if(tables_, [&](const Stages& candidate) {
        return std::ranges::none_of(tables_, [&](const Stages& other) {
          return &other != &candidate && refers(candidate, other);
        });
      });
      if (next == tables_.end()) next = tables_.begin();  // a circle: whichever
      ordered.push_back(std::move(*next));
      tables_.erase(next);
    }
    tables_ = std::move(ordered);
  }

  static bool refers(const Stages& child, const Stages& parent) {
    return std::ranges::any_of(child.front()->fitted->table.foreign_keys,
                               [&](const SeedTable::ForeignKey& foreign) {
                                 return foreign.parent == parent.front()->fitted->table.name;
                               });
  }

  std::deque<SeedStage> stages_;  // a deque: tables_ points into it
  std::vector<Stages> tables_;
};

void defer_foreign_keys(Session& session) {
  session.connection().query(session.dialect().sql() == SqlDialect::sqlite
                                 ? "PRAGMA defer_foreign_keys = ON"
                                 : "SET CONSTRAINTS ALL DEFERRED");
}

JournalEntry journal_row(const FittedSeed& file, long long deleted, const Consent& consent) {
  JournalEntry entry;
  entry.kind = seed_kind;
  entry.name = file.seed->name;
  entry.direction = Direction::up;
  entry.segment = 1;
  entry.segments = 1;
  entry.event = "done";
  entry.upgrade_digest = file.seed->digest;
  entry.detail = fmt::format("deleted={}", deleted);
  entry.reason = consent.reason;
  return entry;
}

[[noreturn]] void refuse(Session& session, const std::string& table, Diagnostic problem) {
  if (!problem.place || problem.place->file.empty()) {
    problem.place.reset();
    problem = seed_failure(session, "the DELETE of --replace on " + table, std::move(problem));
  }
  problem.now = "nothing was deleted; the files' rows are in their tables";
  if (problem.sqlstate == "23503" || problem.message.find("FOREIGN KEY") != std::string::npos)
    problem.next =
        "rows elsewhere refer to them: delete those, or seed their table too; then again";
  throw Error(std::move(problem));
}

void delete_in_transaction(Session& session, const std::vector<const FittedSeed*>& files,
                           DatabaseState& state, const Consent& consent,
                           std::vector<ReplacedRows>& replaced) {
  replaced.clear();
  std::string table = files.front()->table.shown;
  try {
    begin_guarded(session, state);
    const StagedTables staged(session, files);
    defer_foreign_keys(session);
    long long last_id = state.last_journal_id;
    for (auto each = staged.tables().rbegin(); each != staged.tables().rend(); ++each) {
      const FittedSeed& file = *each->front()->fitted;
      table = file.table.shown;
      const long long deleted = SeedMerge::delete_others(session, *each);
      if (deleted == 0) continue;
      replaced.push_back({table, deleted});
      const OwnedRequest row = journal_insert(session.dialect(), session.bookkeeping(),
                                              session.run(), journal_row(file, deleted, consent));
      last_id =
          integer(session.connection().query(row.request()).rows.at(0).at(0)).value_or(last_id);
    }
    for (const SeedStage& stage : staged.stages()) drop_stage(session, stage);
    session.connection().query("COMMIT");
    state.last_journal_id = last_id;
  } catch (const Error& error) {
    session.roll_back();
    refuse(session, table, error.diagnostic());
  }
}

}  // namespace

std::vector<Loss> rows_to_lose(Session& session, const std::vector<const FittedSeed*>& files) {
  std::vector<Loss> losses;
  try {
    for (const std::string& sql :
         session.dialect().begin({.lock_timeout = session.options().lock_timeout,
                                  .statement_timeout = session.options().statement_timeout}))
      session.connection().query(sql);
    const StagedTables staged(session, files);
    for (const Stages& stages : staged.tables()) {
      const long long count = SeedMerge::count_others(session, stages);
      if (count == 0) continue;
      const FittedSeed& file = *stages.front()->fitted;
      Loss loss;
      loss.revision = file.seed->name;
      loss.what = counted(count, "row") + " of " + file.table.shown +
                  (count == 1 ? " that is in no file" : " that are in no file");
      if (!file.table.followers.empty())
        loss.what += ", and what refers to them in " + join(file.table.followers, ", ");
      loss.count = count;
      loss.exact = true;
      loss.file = shown_path(file.seed->path);
      loss.line = 1;
      losses.push_back(std::move(loss));
    }
  } catch (const Error&) {
    session.roll_back();
    throw;
  }
  session.connection().query("ROLLBACK");
  return losses;
}

std::vector<ReplacedRows> replace_rows(Session& session,
                                       const std::vector<const FittedSeed*>& files,
                                       DatabaseState& state, const Consent& consent) {
  std::vector<ReplacedRows> replaced;
  if (files.empty()) return replaced;
  const WithForeignKeys enforced(session);
  while (true) {
    try {
      repeat_while_locked(session,
                          [&] { delete_in_transaction(session, files, state, consent, replaced); });
      for (const ReplacedRows& each : replaced)
        session.tell(Remark{"deleted " + counted(each.deleted, "row") + " of " + each.table});
      return replaced;
    } catch (const StateMoved&) {
      state = read_state(session);
    }
  }
}

}  // namespace aludel
