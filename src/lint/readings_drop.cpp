#include "dialect/statement_pattern.hpp"
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

ObjectClass class_of(LossKind kind) {
  if (kind == LossKind::type) return ObjectClass::type;
  return kind == LossKind::schema ? ObjectClass::schema : ObjectClass::relation;
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
  if (!cursor.accept("MATERIALIZED")) cursor.accept("FOREIGN");
  cursor.advance();
  const bool if_exists = cursor.accept({"IF", "EXISTS"});
  reader.effects.tables.clear();
  for (const ObjectName& name : cursor.names()) {
    if (match.rule.lock != Lock::none) {
      touch(reader, match.rule, name).question =
          kind == LossKind::view ? Question::none : Question::parent;
    }
    if (kind != LossKind::database && kind != LossKind::extension)
      reader.effects.dropped.push_back({class_of(kind), name});
    if (kind == LossKind::view && !cascade) continue;
    reader.effects.losses.push_back(
        {.kind = kind, .object = name, .cascade = cascade, .if_exists = if_exists});
  }
}

void read_drop_column(Reader& reader, const Match& match, std::span<const Token> tokens) {
  PossibleLoss loss{.kind = LossKind::column, .object = match.table};
  loss.column = folded(match.object, reader.dialect);
  loss.cascade = match_tokens("* CASCADE", reader.source, tokens).matched;
  loss.if_exists = match_tokens("DROP [COLUMN] IF EXISTS *", reader.source, tokens).matched;
  reader.effects.losses.push_back(std::move(loss));
}

/// A composite type's, which columns of tables may have.
void read_attribute(Reader& reader, const Match& match) {
  reader.effects.losses.push_back(
      {.kind = LossKind::not_known,
       .may = true,
       .words = "what columns of type " + shown(match.table) + " hold in the dropped attribute"});
}

}  // namespace aludel::lint
