#include "migrate/offline_step.hpp"

#include <algorithm>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/batch_detail.hpp"
#include "migrate/batch_pace.hpp"
#include "migrate/failure.hpp"
#include "migrate/segment_books.hpp"
#include "revision/section.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

class StepWriter {
 public:
  StepWriter(OfflineWriter& writer, const OfflineStep& step)
      : writer_(writer), step_(step), script_(step.script) {}

  void write() {
    for (int k = 0; k < count(); ++k) {
      if (count() > 1) {
        writer_.comment("segment " + std::to_string(k + 1) + " of " + std::to_string(count()) +
                        (segment(k).autocommit ? ", outside a transaction"
                         : segment(k).batched  ? ", in batches"
                                               : ""));
      }
      if (segment(k).batched) {
        write_batched(k);
      } else {
        segment(k).autocommit ? write_autocommit(k) : write_transaction(k);
      }
    }
  }

 private:
  [[nodiscard]] int count() const { return static_cast<int>(script_.segments.size()); }
  [[nodiscard]] const Segment& segment(int k) const {
    return script_.segments[static_cast<std::size_t>(k)];
  }
  [[nodiscard]] bool is_last(int k) const { return k + 1 == count(); }
  [[nodiscard]] bool moves_rows(int k) const {
    return script_.direction == Direction::up ? is_last(k) : k == 0;
  }
  [[nodiscard]] std::string title() const { return titled(step_.revision, step_.message); }

  void write_transaction(int k) {
    const auto& statements = segment(k).statements;
    const TransactionOptions options = transaction_options(script_, writer_.options());
    const bool by_turns = writer_.dialect().takes_turns();
    auto own = statements.begin();
    if (by_turns) replay(k);  // its PRAGMAs do nothing inside a transaction
    if (step_.opens_transaction) {
      if (script_.foreign_keys_off) writer_.add("PRAGMA foreign_keys = OFF;\n");
      const bool first = own != statements.end() && must_be_first(script_, *own);
      writer_.begin(options, first ? text_of(*own++) : std::string());
    } else {
      writer_.add(writer_.forms().go_on(options));
    }
    if (!by_turns) replay(k);
    for (; own != statements.end(); ++own) run(*own);
    if (is_last(k)) {
      for (const ScriptStatement& query : script_.verify) verify(query);
    }
    if (script_.may_change_role) act_as_ourselves();
    if (moves_rows(k)) writer_.row_edit_to(step_.rows_after);
    if (k == 0) keep_section();
    note_done(entry(k, "done"));
    if (step_.closes_transaction) writer_.commit();
    reset();
    note_progress(k, "done");
  }

  void write_autocommit(int k) {
    const ScriptStatement& statement = segment(k).statements.front();
    writer_.begin(bookkeeping_options());
    keep_statement(k);
    if (script_.direction == Direction::down && moves_rows(k))
      writer_.row_edit_to(step_.rows_after);
    if (k == 0) keep_section();
    writer_.journal(entry(k, "intent"));
    writer_.commit();
    note_progress(k, "intent");

    replay(k);
    writer_.add(writer_.forms().before_autocommit(statement.traits,
                                                  transaction_options(script_, writer_.options())));
    run(statement);
    writer_.add(writer_.forms().after_autocommit(
        statement.traits, statement.sql,
        "IF NOT EXISTS hides that the index of statement " + std::to_string(statement.number) +
            " of revision " + title() + " is not as it says"));
    reset();

    writer_.begin(bookkeeping_options());
    if (script_.direction == Direction::up && moves_rows(k)) writer_.row_edit_to(step_.rows_after);
    note_done(entry(k, "done"), {.duration = std::string(writer_.forms().autocommit_duration)});
    writer_.commit();
    note_progress(k, "done");
  }

  /// The end of all ranges is fixed first; each batch writes how far it came, and the last
  /// transaction that all are done: what stops it on the way is gone on with by a run.
  void write_batched(int k) {
    const OfflineBatchForms& forms = *writer_.forms().batches;
    const OfflineState before = writer_.state();
    replay(k);  // it is looked at as the statement sees it
    writer_.add(writer_.forms().before_autocommit({}, bookkeeping_options()));
    writer_.add(forms.look(batches(k)));
    reset();
    writer_.add(forms.if_rows);
    write_loop(k, forms);
    writer_.add(forms.else_none);
    writer_.state() = before;
    write_on_no_rows(k);
    writer_.add(forms.end_if);
    note_progress(k, "done");
  }

  void write_loop(int k, const OfflineBatchForms& forms) {
    const std::string end(forms.end_key);
    const BatchDirective& asked = segment(k).batched->asked;
    const std::string what = quote_literal(" " + what_of(asked), writer_.dialect().sql());
    writer_.begin(bookkeeping_options());
    keep_statement(k);
    if (script_.direction == Direction::down && moves_rows(k))
      writer_.row_edit_to(step_.rows_after);
    if (k == 0) keep_section();
    writer_.journal(
        entry(k, "begin"),
        {.position = end, .detail = "'rows=~' || " + std::string(forms.total) + " || " + what});
    writer_.commit();
    reset();

    replay(k);
    writer_.add(
        writer_.forms().before_autocommit({}, {.lock_timeout = {}, .statement_timeout = {}}));
    OfflineBatches loop = batches(k);
    loop.journal = writer_.journal_text(entry(k, "progress"),
                                        {.run_id = std::string(forms.run_id),
                                         .position = std::string(forms.reached_key),
                                         .detail = "'rows=' || " + std::string(forms.passed_rows)});
    writer_.add(forms.loop(writer_.settings(), loop));
    reset();

    writer_.begin(bookkeeping_options());
    if (script_.direction == Direction::up && moves_rows(k)) writer_.row_edit_to(step_.rows_after);
    note_done(entry(k, "done"),
              {.position = end,
               .detail = "(SELECT detail FROM {journal} WHERE version_table = {key} ORDER BY "
                         "id DESC LIMIT 1)"});
    writer_.commit();
    reset();
  }

  /// That the statement is right is seen on an empty table too.
  void write_on_no_rows(int k) {
    writer_.begin(transaction_options(script_, writer_.options()));
    replay(k);
    ScriptStatement statement =
        with_condition(segment(k).statements.front(), *segment(k).batched, "(1 = 0)");
    run(statement);
    if (script_.may_change_role) act_as_ourselves();
    if (moves_rows(k)) writer_.row_edit_to(step_.rows_after);
    if (k == 0) keep_section();
    JournalEntry done = entry(k, "done");
    done.detail = write_batch_rows(0);
    note_done(done);
    writer_.commit();
    reset();
  }

  [[nodiscard]] OfflineBatches batches(int k) const {
    const Batched& batched = *segment(k).batched;
    const BatchDirective& asked = batched.asked;
    const Place place = script_.source.place(asked.span);
    OfflineBatches batches;
    batches.place = place.file + ":" + std::to_string(place.line);
    batches.table = asked.table;
    batches.key = asked.key;
    batches.columns = join(asked.key, ", ");
    batches.descending = join(asked.key, " DESC, ") + " DESC";
    batches.row = row_of(asked, "");
    batches.statement_row = row_of(asked, batched.alias);
    batches.where = asked.where;
    batches.before = batched.before;
    batches.after = batched.after;
    batches.size = asked.size;
    batches.largest = BatchPace::largest;
    batches.target = asked.target;
    batches.pause = asked.pause;
    batches.lock_timeout = batch_lock_timeout(script_, writer_.options());
    batches.lock_retry = writer_.options().lock_retry;
    batches.expected = join(writer_.state().rows, ",");
    batches.may_change_role = script_.may_change_role;
    return batches;
  }

  [[nodiscard]] std::string text_of(const ScriptStatement& statement) const {
    std::optional<std::string_view> rows;
    if (statement.source.is_copy_from_stdin)
      rows = script_.source.slice(statement.source.copy_data);
    return statement.traits.autocommit ? writer_.forms().autocommit(statement.sql, rows)
                                       : writer_.forms().statement(statement.sql, rows);
  }

  void run(const ScriptStatement& statement) {
    writer_.add(text_of(statement));
    if (statement.traits.session_state) note_attached(statement);
  }

  /// Every COMMIT is followed by a reset of the session: what earlier segments did to it is done
  /// again.
  void replay(int k) {
    for (int before = 0; before < k; ++before) {
      for (const ScriptStatement& statement : segment(before).statements) {
        if (statement.traits.session_state) run(statement);
      }
    }
  }

  /// SQLite's ATTACH … AS name, and DETACH name.
  void note_attached(const ScriptStatement& statement) {
    const auto& tokens = statement.source.tokens;
    const std::string_view first = script_.source.slice(tokens.front().span);
    const std::string name(script_.source.slice(tokens.back().span));
    if (equal_ignoring_case(first, "ATTACH")) attached_.push_back(name);
    if (equal_ignoring_case(first, "DETACH"))
      std::erase_if(attached_, [&](const std::string& each) { return same_name(each, name); });
  }
  static bool same_name(std::string_view a, std::string_view b) {
    const auto bare = [](std::string_view name) {
      const bool is_quoted = name.size() > 1 && !is_word(name.front());
      return is_quoted ? name.substr(1, name.size() - 2) : name;
    };
    return equal_ignoring_case(bare(a), bare(b));
  }

  void reset() {
    writer_.add(writer_.forms().reset(writer_.settings(), attached_, script_.changes_session));
    attached_.clear();
  }

  void verify(const ScriptStatement& query) {
    const Place place = script_.source.place(query.source.tokens.front().span);
    writer_.add(writer_.forms().verify(query.sql, "a verify query of revision " + title(),
                                       place.file + ":" + std::to_string(place.line)));
  }

  void act_as_ourselves() {
    for (const std::string& sql : writer_.dialect().before_bookkeeping()) writer_.add(sql + ";\n");
  }

  [[nodiscard]] TransactionOptions bookkeeping_options() const {
    return {.lock_timeout = writer_.options().lock_timeout, .statement_timeout = {}};
  }

  void keep_statement(int k) {
    const Span span = segment(k).statements.front().source.span;
    writer_.add(text_insert(writer_.settings().bookkeeping, segment(k).digest,
                            std::string(script_.source.slice(span))));
  }

  void keep_section() {
    if (script_.said && !script_.said->text.empty())
      writer_.add(
          text_insert(writer_.settings().bookkeeping, script_.said->digest, script_.said->text));
    if (script_.text.empty()) return;
    writer_.add(text_insert(writer_.settings().bookkeeping, script_.digest(), script_.text));
    if (script_.way_back.empty()) return;
    writer_.add(
        text_insert(writer_.settings().bookkeeping, script_.downgrade_digest, script_.way_back));
  }

  [[nodiscard]] JournalEntry entry(int k, std::string event) const {
    return segment_entry(script_, step_.revision, k, std::move(event));
  }

  void note_done(const JournalEntry& done, const OfflineJournal& known_later = {}) {
    writer_.journal(done, known_later);
    if (const auto said = said_entry(script_, done)) writer_.journal(*said);
  }

  void note_progress(int k, const std::string& event) {
    const bool is_over = event == "done" && is_last(k);
    writer_.state().progress.reset();
    if (is_over) return;
    writer_.state().progress = {.revision = step_.revision,
                                .direction = std::string(name_of(script_.direction)),
                                .segment = k + 1,
                                .event = event};
  }

  OfflineWriter& writer_;
  const OfflineStep& step_;
  const Script& script_;
  std::vector<std::string> attached_;  ///< databases that the session has attached here
};

}  // namespace

namespace {

Diagnostic no_loop(const Script& script, const Batched& batched) {
  Diagnostic problem = diagnostic(
      Code::refused_command,
      "the sqlite3 shell has no loops, so a script cannot hold a data migration in batches");
  problem.place = script.source.place(batched.asked.span);
  problem.next =
      "write scripts for what is before and behind this revision, and run it by `aludel " +
      std::string(name_of(script.direction)) + "`";
  return problem;
}

}  // namespace

void write_step(OfflineWriter& writer, const OfflineStep& step) {
  StepWriter(writer, step).write();
}

void check_obstacles(const OfflineForms& forms, const Script& script) {
  std::vector<Diagnostic> problems;
  const auto look = [&](const ScriptStatement& statement, bool verify) {
    const auto obstacle = forms.obstacle(statement.sql, verify);
    if (!obstacle) return;
    Diagnostic problem = diagnostic(Code::refused_command, obstacle->message);
    const std::size_t at = statement.source_offset(obstacle->offset);
    problem.place = script.source.place({at, at + 1});
    problem.hint = obstacle->hint;
    problem.next = "a run (`aludel " + std::string(name_of(script.direction)) +
                   "`, without --sql) sends it as it stands";
    problems.push_back(std::move(problem));
  };
  for (const Segment& segment : script.segments) {
    if (segment.batched && forms.batches == nullptr)
      problems.push_back(no_loop(script, *segment.batched));
    for (const ScriptStatement& statement : segment.statements) look(statement, false);
  }
  for (const ScriptStatement& query : script.verify) look(query, true);
  if (!problems.empty()) throw Error(std::move(problems));
}

}  // namespace aludel
