#include "app/autogenerate/rehearsal.hpp"

#include <algorithm>
#include <memory>

#include "app/compare/unbound_bodies.hpp"
#include "base/code.hpp"
#include "migrate/failure.hpp"
#include "migrate/rendered_operations.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

/// Tables of a schema that is made in no time.
constexpr std::size_t few_tables = 100;

bool only_adds(const RenderedChange& change) {
  return std::ranges::all_of(change.what, [](const std::string& words) {
    return words.starts_with("create ") || words.starts_with("add ");
  });
}

bool is_refused(const Error& error) {
  return error.diagnostic().code == info(Code::statement_refused).id;
}

/// Roles belong to a server: on one that is there for scratch databases they may be missing.
bool lacks_role(const Error& error) {
  return error.diagnostic().sqlstate == "42704" && error.diagnostic().context.empty() &&
         error.diagnostic().place && error.diagnostic().place->label.starts_with("role ");
}

/// What differs between two states that should be one.
std::vector<Refusal> left_of(const KnownState& found, KnownState wanted, const Dialect& dialect,
                             const std::string& reason) {
  wanted.rights.reset();
  const ComparedStates left = compare(found, wanted, dialect, nullptr, {.online = false});
  std::vector<Refusal> refusals = left.refusals;
  for (const RenderedChange& change : left.changes)
    for (const std::string& words : change.what) refusals.push_back({words, reason});
  return refusals;
}

void add(std::vector<Refusal>& refusals, std::vector<Refusal> more) {
  std::ranges::move(more, std::back_inserter(refusals));
}

}  // namespace

Rehearsal::Rehearsal(const ScratchPlace& place, SessionOptions options, const KnownState& from)
    : scratch_(place), session_(options_for_scratch(std::move(options), scratch_.url())) {
  Connection& connection = session_.connection();
  if (session_.dialect().sql() != SqlDialect::sqlite) {
    connection.query("SET synchronous_commit = off");
    connection.query("SET client_min_messages = error");
    connection.query(leave_bodies_unread);
  }
  for (const auto& [what, statement] : from.objects.statements) connection.query(statement);
  render_creation(session_.dialect().objects(), from.objects.catalog, CatalogOf::database,
                  connection.server_version(), [&](const Rendering& rendering) {
                    for (const RenderedStatement& statement : rendering.statements)
                      connection.query(statement.sql);
                  });
}

void Rehearsal::send(const std::string& sql, int number, const std::string& title) {
  try {
    session_.connection().query(sql);
  } catch (const Error& error) {
    if (!is_refused(error)) throw;
    const Diagnostic problem = error.diagnostic();
    if (session_.connection().in_transaction()) session_.roll_back();
    Script script;
    script.source = SourceText({}, sql);
    const auto statements =
        split_statements(script.source, {0, sql.size()}, session_.dialect().sql()).statements;
    if (statements.empty()) throw;
    ScriptStatement statement;
    statement.source = statements.front();
    statement.sql = sql;
    statement.number = number;
    throw Error(statement_failure(session_, script, statement, title, problem));
  }
}

void Rehearsal::run(const ComparedStates& changes, const std::string& title) {
  const bool foreign_keys_off = std::ranges::any_of(
      changes.changes,
      [](const RenderedChange& change) { return change.rendering.foreign_keys_off; });
  Connection& connection = session_.connection();
  if (session_.dialect().sql() == SqlDialect::sqlite)
    connection.query(std::string("PRAGMA foreign_keys = ") + (foreign_keys_off ? "OFF" : "ON"));
  int number = 0;
  const auto be_in_transaction = [&](bool wanted) {
    if (wanted == connection.in_transaction()) return;
    send(wanted ? "BEGIN" : "COMMIT", number, title);
  };
  for (const RenderedChange& change : changes.changes) {
    for (const RenderedStatement& statement : change.rendering.statements) {
      be_in_transaction(!statement.autocommit);
      send(statement.sql, ++number, title);
    }
  }
  for (const std::string& query : checks_of(changes.changes)) send(query, 0, title);
  be_in_transaction(false);
}

bool is_worth_rehearsing(const ComparedStates& changes, const KnownState& from) {
  return from.objects.catalog.tables.size() <= few_tables ||
         !std::ranges::all_of(changes.changes, only_adds);
}

std::string rehearse(const ScratchPlace& place, const SessionOptions& options,
                     const KnownState& from, ComparedStates& up, ComparedStates* down) {
  if (!place.refusal.empty()) return place.refusal;
  std::unique_ptr<Rehearsal> rehearsal;
  bool is_from = true;
  const Dialect& dialect = dialect_for(place.url);
  try {
    rehearsal = std::make_unique<Rehearsal>(place, options, from);
    is_from = left_of(rehearsal->state(), from, dialect, {}).empty();
  } catch (const Error& error) {
    const std::string& code = error.diagnostic().code;
    if (code != info(Code::no_scratch_database).id && !is_refused(error)) throw;
    return "what is there cannot be made in a scratch database: " + error.diagnostic().message;
  }
  try {
    rehearsal->run(up, "the upgrade");
  } catch (const Error& error) {
    if (place.is_apart && lacks_role(error)) return error.diagnostic().place->label;
    throw;
  }
  if (is_from && up.refusals.empty())
    add(up.refusals, left_of(rehearsal->state(), up.wanted, dialect,
                             "behind all changes it would still differ"));
  if (down == nullptr || !down->refusals.empty()) return {};
  try {
    rehearsal->run(*down, "the downgrade");
    if (is_from)
      add(down->refusals,
          left_of(rehearsal->state(), down->wanted, dialect, "it would not be as it was"));
  } catch (const Error& error) {
    if (!is_refused(error)) throw;
    const std::optional<Place>& found = error.diagnostic().place;
    down->refusals.push_back(
        {found ? found->excerpt : "the way back",
         "the database refuses it: " + (found ? found->label : error.diagnostic().message)});
  }
  return {};
}

}  // namespace aludel
