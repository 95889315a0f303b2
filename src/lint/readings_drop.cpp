#include "lint/readings.hpp"

namespace aludel::lint {

namespace {

std::string dropped_kind(TokenCursor cursor) {
  std::string words;
  cursor.advance();
  while (!cursor.at_end() && !cursor.sees("IF") && words.size() < 40) {
    words += (words.empty() ? "" : " ") + std::string(cursor.text());
    cursor.advance();
    if (words != "MATERIALIZED" && words != "materialized") break;
  }
  return words;
}

}  // namespace

/// DROP KIND [IF EXISTS] a, b [CASCADE]. Of what holds no data only CASCADE can reach some.
void read_drop(Reader& reader, const Match& match) {
  const LossKind kind = match.rule.loss;
  TokenCursor cursor = reader.cursor();
  TokenCursor end = cursor;
  end.until({"CASCADE"});
  const bool cascade = end.sees("CASCADE");
  if (kind == LossKind::not_known) {
    const bool owned = cursor.sees("OWNED", 1);
    if (!owned && !cascade) return;
    reader.effects.losses.push_back(
        {.kind = kind,
         .may = true,
         .cascade = cascade,
         .words = owned ? "everything that DROP OWNED BY finds"
                        : "what hangs on the " + dropped_kind(cursor) + " (CASCADE)"});
    return;
  }
  cursor.advance();
  cursor.accept("MATERIALIZED");
  cursor.advance();
  const bool if_exists = cursor.accept({"IF", "EXISTS"});
  reader.effects.tables.clear();
  for (const ObjectName& name : cursor.names()) {
    if (match.rule.lock != Lock::none) {
      touch(reader, match.rule, name).question = Question::parent;
      reader.effects.dropped.push_back(name);
    }
    reader.effects.losses.push_back(
        {.kind = kind, .object = name, .cascade = cascade, .if_exists = if_exists});
  }
}

}  // namespace aludel::lint
