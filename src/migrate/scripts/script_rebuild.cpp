#include "migrate/scripts/script_rebuild.hpp"

#include <algorithm>
#include <set>

#include "lint/object_name.hpp"

namespace aludel {

namespace {

/// The object itself, where it is there.
std::vector<LeftBehind> found(Session& session, const Script& script,
                              const ReplacedObject& object) {
  std::vector<LeftBehind> result;
  const int last = static_cast<int>(script.segments.size()) - 1;
  const Rebuild rebuild = plan_rebuild(session, script, {last, {object}});
  for (const Rebuild::Piece& piece : rebuild.before) {
    const bool depends_on_it =
        std::ranges::find(rebuild.dependents, piece.object) != rebuild.dependents.end();
    if (!depends_on_it) result.push_back({piece.object, piece.sql});
  }
  return result;
}

/// Without its schema: with and without one it may be the same object.
std::string last_name(const ReplacedObject& object, SqlDialect dialect) {
  return object_name(object.name, dialect).name;
}

/// Of a function the name is not all of it.
bool is_surely(const ReplacedObject& object, const ReplacedObject& other) {
  const bool is_function = object.kind == ReplacedObject::Kind::function;
  return object.kind == other.kind && object.name == other.name &&
         (!is_function || object.behind_name == other.behind_name);
}

}  // namespace

Rebuild plan_rebuild(Session& session, const Script& script, const Replacement& replacement) {
  Connection& connection = session.connection();
  connection.query("BEGIN");
  try {
    for (int k = 0; k <= replacement.segment; ++k) {
      for (const ScriptStatement& statement :
           script.segments[static_cast<std::size_t>(k)].statements) {
        if (statement.traits.session_state) connection.query(statement.sql);
      }
    }
    Rebuild rebuild = session.dialect().plan_rebuild(connection, replacement.objects);
    connection.query("ROLLBACK");
    session.clean();
    return rebuild;
  } catch (const Error&) {
    if (connection.usable() && connection.in_transaction()) connection.query("ROLLBACK");
    throw;
  }
}

std::vector<LeftBehind> left_behind(Session& session, const Script& script,
                                    const std::vector<ReplacedObject>& before,
                                    const std::vector<ReplacedObject>& now) {
  const SqlDialect dialect = session.dialect().sql();
  std::vector<LeftBehind> result;
  std::set<std::string> still_made;
  try {
    for (const ReplacedObject& object : before) {
      const bool is_made = std::ranges::any_of(
          now, [&](const ReplacedObject& other) { return is_surely(object, other); });
      if (is_made) continue;
      for (const ReplacedObject& other : now) {
        if (last_name(other, dialect) != last_name(object, dialect)) continue;
        for (const LeftBehind& each : found(session, script, other)) still_made.insert(each.object);
      }
      for (LeftBehind& each : found(session, script, object)) {
        if (!still_made.contains(each.object)) result.push_back(std::move(each));
      }
    }
    return result;
  } catch (const Error&) {
    // A function of before may name a type that is gone: it is then not looked for.
    return {};
  }
}

}  // namespace aludel
