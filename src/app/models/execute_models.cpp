#include "app/models/execute_models.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <ranges>
#include <utility>

#include "app/scratch/beyond_database.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "dialect/statement_pattern.hpp"
#include "migrate/failure.hpp"
#include "migrate/made_by.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// Rows are not compared, and transactions and what is attached are not the models' own.
constexpr std::array<std::string_view, 3> not_for_models{"COPY *", "DETACH *",
                                                         "SAVEPOINT|RELEASE|ROLLBACK *"};

struct ModelStatement {
  ScriptStatement script;
  bool is_done = false;
  std::optional<Diagnostic> refused = {};
};

struct ModelFile {
  Script script;  ///< for messages: one segment with all statements
  std::vector<ModelStatement> statements;
};

[[noreturn]] void refuse_beyond(const SourceText& source, const Statement& statement) {
  Diagnostic problem =
      diagnostic(Code::refused_command,
                 "models are executed in a scratch database, and this reaches beyond it");
  problem.place = source.place(statement.tokens.front().span);
  problem.next = "leave it out of the models";
  throw Error(std::move(problem));
}

ModelFile read(const SourceText& source, Session& scratch) {
  const Dialect& dialect = scratch.dialect();
  ModelFile file;
  file.script.source = source;
  int number = 0;
  for (Statement& statement :
       split_statements(source, {0, source.text().size()}, dialect.sql()).statements) {
    ++number;
    if (statement.is_copy_from_stdin) continue;  // objects alone are compared, not rows
    const auto matches = [&](std::string_view pattern) {
      return match_statement(pattern, source, statement).matched;
    };
    if (reaches_beyond_database(source, statement) || std::ranges::any_of(not_for_models, matches))
      refuse_beyond(source, statement);
    const StatementTraits traits =
        dialect.classify(source, statement, scratch.connection().server_version());
    if (traits.begins_transaction || traits.ends_transaction) continue;
    std::string sql(source.slice(statement.span));
    file.statements.push_back({.script = {.source = std::move(statement),
                                          .sql = std::move(sql),
                                          .traits = traits,
                                          .number = number,
                                          .pieces = {}}});
  }
  Segment all;
  for (const ModelStatement& each : file.statements) all.statements.push_back(each.script);
  file.script.segments.push_back(std::move(all));
  return file;
}

class ModelRun {
 public:
  ModelRun(Session& scratch, const std::vector<SourceText>& sources) : scratch_(scratch) {
    for (const SourceText& source : sources) files_.push_back(read(source, scratch));
  }

  void run() {
    while (left_ > 0 || first_pass_) {
      const std::size_t before = left_;
      // What the files say backwards is made by a second pass alone.
      first_pass_ || !backwards_ ? pass(files_) : pass(std::views::reverse(files_));
      backwards_ = !backwards_;
      if (!std::exchange(first_pass_, false) && left_ == before) refuse();
    }
    refuse_unfit();
  }

 private:
  template <typename Files>
  void pass(Files&& files) {
    left_ = 0;
    for (ModelFile& file : files) {
      if (std::ranges::all_of(file.statements, &ModelStatement::is_done)) continue;
      begin_file();
      for (ModelStatement& statement : file.statements) {
        // A setting counts for what stands behind it, in each pass.
        if (!statement.is_done || statement.script.traits.session_state) run_one(file, statement);
        if (!statement.is_done) ++left_;
      }
    }
  }

  void begin_file() {
    const bool on_server = scratch_.dialect().sql() != SqlDialect::sqlite;
    if (!first_file_) scratch_.clean();
    first_file_ = false;
    if (!on_server) return;
    scratch_.connection().query("SET check_function_bodies = off");
    scratch_.connection().query("SET synchronous_commit = off");
    scratch_.connection().query("SET client_min_messages = error");
  }

  void run_one(const ModelFile& file, ModelStatement& statement) {
    try {
      scratch_.connection().query(statement.script.sql);
      statement.is_done = true;
    } catch (const Error& error) {
      const Diagnostic& problem = error.diagnostic();
      if (problem.code != info(Code::statement_refused).id) throw;
      statement.refused = problem;
      if (is_final(problem)) refuse(file, statement);
    }
  }

  /// No other statement mends it: the text is wrong, or something is made twice.
  [[nodiscard]] bool is_final(const Diagnostic& problem) const {
    constexpr std::array<std::string_view, 7> states{"42601", "42P07", "42710", "42723",
                                                     "42P06", "42701", "42501"};
    if (!problem.sqlstate.empty())
      return std::ranges::find(states, problem.sqlstate) != states.end();
    return problem.message.contains("syntax error") || problem.message.contains("already exists") ||
           problem.message.contains("duplicate column name");
  }

  /// The first statement that none of the others helps.
  [[noreturn]] void refuse() {
    for (const ModelFile& file : files_) {
      for (const ModelStatement& statement : file.statements) {
        if (!statement.is_done) refuse(file, statement);
      }
    }
    std::unreachable();
  }

  [[noreturn]] void refuse(const ModelFile& file, const ModelStatement& statement) {
    Diagnostic problem = statement_failure(scratch_, file.script, statement.script, "the models",
                                           statement.refused.value());
    problem.code = info(Code::models_refused).id;
    tell_first_maker(file, statement, problem);
    const auto waiting = left_ > 1 ? left_ - 1 : 0;
    if (waiting > 0)
      problem.notes.push_back(counted(static_cast<long long>(waiting), "other statement") +
                              " did not run either; they may need this one");
    fail(std::move(problem));
  }

  /// Where one file says again what another one said.
  void tell_first_maker(const ModelFile& file, const ModelStatement& statement,
                        Diagnostic& problem) const {
    const std::string name = name_in_the_way(statement.refused->message, scratch_.dialect().sql());
    if (name.empty()) return;
    for (const ModelFile& other : files_) {
      if (&other == &file) continue;
      const ScriptStatement* earlier = made_in(other, name);
      if (earlier == nullptr) continue;
      const Place place = other.script.source.place(earlier->source.tokens.front().span);
      problem.notes.push_back(place.file + ":" + std::to_string(place.line) +
                              " makes one of this name, too");
      return;
    }
  }

  /// SQLite takes views and triggers whatever they name.
  void refuse_unfit() {
    for (const Unfit& unfit : scratch_.dialect().unfit(scratch_.connection())) {
      const std::string name = unfit.object.substr(unfit.object.find(' ') + 1);
      Diagnostic problem = diagnostic(
          Code::models_refused, unfit.object + " of the models is not usable: " + unfit.words);
      for (const ModelFile& file : files_) {
        const ScriptStatement* maker = made_in(file, name);
        if (maker != nullptr)
          problem.place = file.script.source.place(maker->source.tokens.front().span, unfit.words);
      }
      fail(std::move(problem));
    }
  }

  static const ScriptStatement* made_in(const ModelFile& file, const std::string& name) {
    return made_earlier(file.script, std::numeric_limits<int>::max(), name);
  }

  [[noreturn]] static void fail(Diagnostic problem) {
    problem.now = "nothing was changed: models are executed in a scratch database";
    problem.next = "correct the models, then the same command";
    throw Error(std::move(problem));
  }

  Session& scratch_;
  std::vector<ModelFile> files_;
  std::size_t left_ = 0;
  bool first_pass_ = true;
  bool first_file_ = true;
  bool backwards_ = false;
};

}  // namespace

void execute_models(Session& scratch, const std::vector<SourceText>& files) {
  ModelRun(scratch, files).run();
}

}  // namespace aludel
