#include "app/scratch/beyond_database.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/code.hpp"
#include "dialect/statement_pattern.hpp"
#include "lint/object_name.hpp"
#include "revision/section.hpp"

namespace aludel {

namespace {

void refuse_beyond(const std::string& revision, const Section& section, const SourceText& source) {
  for (const SectionStatement& each : section.statements) {
    if (!reaches_beyond_database(source, each.statement)) continue;
    Diagnostic problem = diagnostic(
        Code::refused_command,
        "revision " + revision +
            " reaches beyond its database: run in a scratch database, it would change the server");
    problem.place = source.place(each.statement.tokens.front().span);
    problem.now = "nothing was changed";
    problem.next =
        "name a server that is there for this alone: `scratch_url` in aludel.toml, or "
        "`--scratch-url URL`; `aludel dev up` "
        "starts one and prints its URL";
    throw Error(std::move(problem));
  }
}

void add_roles_made(const Section& section, const SourceText& source,
                    std::vector<std::string>& roles) {
  for (const SectionStatement& each : section.statements) {
    const PatternMatch made =
        match_statement("CREATE ROLE|USER|GROUP @object *", source, each.statement);
    // CREATE USER MAPPING makes none.
    if (!made.matched || match_statement("CREATE USER MAPPING *", source, each.statement).matched)
      continue;
    roles.push_back(folded(made.object, SqlDialect::postgresql));
  }
}

}  // namespace

bool reaches_beyond_database(const SourceText& source, const Statement& statement) {
  constexpr std::array<std::string_view, 9> patterns{
      "CREATE|ALTER|DROP ROLE|USER|GROUP|DATABASE|TABLESPACE|SUBSCRIPTION *",
      "ALTER SYSTEM *",
      "REASSIGN *",
      "DROP OWNED *",
      "COMMENT ON ROLE|DATABASE|TABLESPACE *",
      "GRANT|REVOKE * ON DATABASE|TABLESPACE *",
      "SECURITY LABEL *",
      "ATTACH *",
      "VACUUM INTO *",
  };
  const auto matches = [&](std::string_view pattern) {
    return match_statement(pattern, source, statement).matched;
  };
  // A role is given to another one without ON.
  return std::ranges::any_of(patterns, matches) ||
         (matches("GRANT|REVOKE *") && !matches("GRANT|REVOKE * ON *"));
}

ScratchPlace place_for_revisions(ScratchPlace place, const RunRequest& run,
                                 const std::vector<RevisionIndex>& order) {
  if (place.url.kind == DatabaseUrl::Kind::sqlite) return place;
  for (const RevisionIndex revision : order) {
    const Revision& of = run.graph[revision];
    if (of.kind != RevisionKind::sql) continue;
    try {
      const RevisionBody body = read_body(run.read(of), dialect_for(place.url).sql());
      for (const auto* section : {&body.upgrade, &body.downgrade}) {
        if (!*section) continue;
        if (!place.is_apart) refuse_beyond(of.id, **section, body.source);
        add_roles_made(**section, body.source, place.roles);
      }
    } catch (const Error& error) {
      if (error.diagnostic().code == info(Code::refused_command).id) throw;
      // What else is wrong with it is told when its turn comes.
    }
  }
  return place;
}

}  // namespace aludel
