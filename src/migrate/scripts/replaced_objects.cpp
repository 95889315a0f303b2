#include "migrate/scripts/replaced_objects.hpp"

#include <algorithm>
#include <array>

#include "lint/object_name.hpp"
#include "lint/readings.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

using Kind = ReplacedObject::Kind;

struct Read {
  ReplacedObject object;
  bool is_drop = false;
  bool cascade = false;
};

std::optional<Kind> kind_at(TokenCursor& cursor) {
  if (cursor.accept({"MATERIALIZED", "VIEW"})) return Kind::materialized_view;
  if (cursor.accept("VIEW")) return Kind::view;
  if (cursor.accept("FUNCTION") || cursor.accept("PROCEDURE")) return Kind::function;
  return std::nullopt;
}

/// The object that a statement makes or drops, the first one of several.
std::optional<Read> read(const std::string& sql, SqlDialect dialect) {
  const SourceText source({}, sql);
  const std::vector<Token> tokens = lint::tokens_of(source, dialect);
  TokenCursor cursor(source, tokens, dialect);
  Read result;
  if (cursor.accept("DROP")) {
    result.is_drop = true;
  } else if (cursor.accept("CREATE")) {
    cursor.accept({"OR", "REPLACE"});
    cursor.accept("RECURSIVE");
  } else {
    return std::nullopt;
  }
  const auto kind = kind_at(cursor);
  if (!kind) return std::nullopt;  // TEMP too: nothing lasting depends on that
  result.object.kind = *kind;
  const bool if_exists = cursor.accept({"IF", "EXISTS"});
  if (!if_exists) cursor.accept({"IF", "NOT", "EXISTS"});
  if (cursor.at_end()) return std::nullopt;
  const std::size_t begin = cursor.rest().front().span.begin;
  result.object.name = cursor.name_text();
  if (result.object.name.empty() || cursor.at_end()) {
    if (result.object.name.empty()) return std::nullopt;
  } else {
    result.object.behind_name = source.text().substr(cursor.rest().front().span.begin);
  }
  if (dialect == SqlDialect::sqlite)
    result.object.name = object_name(result.object.name, dialect).name;
  result.object.before_name = source.text().substr(0, begin);
  result.object.drop = !result.is_drop;
  result.cascade = std::ranges::any_of(tokens, [&](const Token& token) {
    return source.slice(token.span) == "CASCADE" || source.slice(token.span) == "cascade";
  });
  return result;
}

Replacement& replacement_of(std::vector<Replacement>& replacements, int segment) {
  const auto found = std::ranges::find(replacements, segment, &Replacement::segment);
  if (found != replacements.end()) return *found;
  return replacements.emplace_back(Replacement{segment, {}});
}

/// @return false where it is among them already
bool add(std::vector<Replacement>& replacements, int segment, const ReplacedObject& object) {
  Replacement& replacement = replacement_of(replacements, segment);
  const bool known = std::ranges::any_of(replacement.objects, [&](const ReplacedObject& other) {
    return other.name == object.name && other.behind_name == object.behind_name;
  });
  if (!known) replacement.objects.push_back(object);
  return !known;
}

bool asks_for_replacement(const Read& read, const std::string& sqlstate) {
  // https://www.postgresql.org/docs/current/errcodes-appendix.html: duplicate table, duplicate
  // function, invalid table and function definition, dependent objects still exist, wrong object
  // type (a view that was a materialized one).
  constexpr std::array<std::string_view, 6> of_create{"42P07", "42723", "42P16",
                                                      "42P13", "2BP01", "42809"};
  if (read.is_drop) return sqlstate == "2BP01";
  return std::ranges::find(of_create, sqlstate) != of_create.end();
}

}  // namespace

std::vector<Replacement> replaced_by_text(const Script& script, SqlDialect dialect) {
  std::vector<Replacement> replacements;
  for (std::size_t k = 0; k < script.segments.size(); ++k) {
    if (script.segments[k].autocommit || script.segments[k].batched) continue;
    for (const ScriptStatement& statement : script.segments[k].statements) {
      const auto found = read(statement.sql, dialect);
      if (!found) continue;
      const bool is_view = found->object.kind == Kind::view;
      if (dialect == SqlDialect::sqlite ? is_view : found->is_drop && found->cascade)
        add(replacements, static_cast<int>(k), found->object);
    }
  }
  return replacements;
}

std::vector<ReplacedObject> made_objects(const std::string& text, SqlDialect dialect) {
  std::vector<ReplacedObject> objects;
  const SourceText source({}, text);
  try {
    for (const Statement& statement :
         split_statements(source, {0, source.text().size()}, dialect).statements) {
      const auto found = read(std::string(source.slice(statement.span)), dialect);
      if (found && !found->is_drop) objects.push_back(found->object);
    }
  } catch (const Error&) {
    // A text of long ago may not be cut as it was then.
  }
  return objects;
}

bool add_replaced(const Script& script, int number, const Diagnostic& problem, SqlDialect dialect,
                  std::vector<Replacement>& replacements) {
  for (std::size_t k = 0; k < script.segments.size(); ++k) {
    const Segment& segment = script.segments[k];
    const auto statement = std::ranges::find(segment.statements, number, &ScriptStatement::number);
    if (statement == segment.statements.end()) continue;
    if (segment.autocommit || segment.batched) return false;
    const auto found = read(statement->sql, dialect);
    return found && asks_for_replacement(*found, problem.sqlstate) &&
           add(replacements, static_cast<int>(k), found->object);
  }
  return false;
}

}  // namespace aludel
