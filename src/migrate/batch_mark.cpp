#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/code.hpp"
#include "base/text.hpp"
#include "migrate/batch_place.hpp"
#include "migrate/batch_tokens.hpp"
#include "migrate/batched.hpp"
#include "sql/splitter.hpp"

namespace aludel {

namespace {

[[noreturn]] void fail(const SourceText& source, Span span, std::string message,
                       std::string hint = {}) {
  Diagnostic problem = diagnostic(Code::bad_directive, std::move(message));
  problem.place = source.place(span);
  problem.hint = std::move(hint);
  throw Error(std::move(problem));
}

/// Where the statement's own verb stands: behind the queries of a WITH.
std::size_t verb_of(const BatchTokens& tokens) {
  constexpr std::array<std::string_view, 6> verbs{"insert", "update", "delete",
                                                  "select", "values", "merge"};
  if (!tokens.is(0, "WITH")) return 0;
  const std::size_t first_name = tokens.is(1, "RECURSIVE") ? 2 : 1;
  return tokens.outside(first_name + 1, verbs).value_or(0);
}

std::string last_part(const std::string& table) {
  const std::size_t quote = table.back() == '"' ? table.rfind('"', table.size() - 2) : table.size();
  const std::size_t dot = table.rfind('.', quote == table.size() ? table.size() - 1 : quote);
  return folded(dot == std::string::npos ? table : table.substr(dot + 1));
}

/// An UPDATE that moves rows along the key would meet them again, or never.
void check_key_is_kept(const SourceText& source, const BatchTokens& tokens, std::size_t verb,
                       const BatchDirective& directive) {
  constexpr std::array<std::string_view, 1> set_word{"set"};
  constexpr std::array<std::string_view, 3> ends{"from", "where", "returning"};
  const auto set = tokens.outside(verb, set_word);
  if (!set) return;
  std::size_t target = verb + 1;
  if (tokens.is(target, "ONLY")) ++target;
  if (tokens.is(target, "OR")) target += 2;  // SQLite: UPDATE OR IGNORE
  while (target + 2 < *set && tokens.text(target + 1) == ".") target += 2;
  if (folded(tokens.text(target)) != last_part(directive.table)) return;
  const std::size_t end = tokens.outside(*set, ends).value_or(tokens.size());
  int depth = 0;
  bool assigned = true;  // a name here is a column that is set
  for (std::size_t i = *set + 1; i < end; ++i) {
    if (tokens.text(i) == "(") ++depth;
    if (tokens.text(i) == ")") --depth;
    if (tokens.text(i) == "=" && depth == 0) assigned = false;
    if (tokens.text(i) == "," && depth == 0) assigned = true;
    if (!assigned || !tokens.is_name(i)) continue;
    for (const std::string& column : directive.key) {
      if (folded(tokens.text(i)) != folded(column)) continue;
      fail(source, tokens[i].span, "this changes " + column + ", the key that the batches go along",
           "a row that moves would be met twice or never; take another key, or leave out `batch`");
    }
  }
}

void check_statement(const SourceText& source, const BatchTokens& tokens,
                     const BatchDirective& directive) {
  constexpr std::array<std::string_view, 1> select_word{"select"};
  constexpr std::array<std::string_view, 1> values_word{"values"};
  const std::size_t verb = verb_of(tokens);
  if (tokens.is(verb, "UPDATE")) return check_key_is_kept(source, tokens, verb, directive);
  if (tokens.is(verb, "DELETE")) return;
  if (tokens.is(verb, "INSERT") || tokens.is(verb, "REPLACE")) {
    if (!tokens.outside(verb, values_word) && tokens.outside(verb, select_word)) return;
    fail(source, tokens[verb].span, "an INSERT in batches needs a SELECT",
         "`INSERT INTO … SELECT … FROM … WHERE :batch`");
  }
  fail(source, tokens[verb].span, "this cannot be run in batches",
       "`batch` stands above an UPDATE, a DELETE or an INSERT … SELECT");
}

/// LIMIT, OFFSET and FETCH take away rows of each batch, which no later one meets.
void check_all_rows_are_met(const SourceText& source, const BatchTokens& tokens,
                            std::size_t behind) {
  constexpr std::array<std::string_view, 3> words{"limit", "offset", "fetch"};
  int depth = 0;
  int around = 0;  // the depth of what the mark stands in, from the inside out
  for (std::size_t i = behind; i < tokens.size(); ++i) {
    if (tokens.text(i) == "(") ++depth;
    if (tokens.text(i) == ")") --depth;
    around = std::min(around, depth);
    if (depth != around || tokens[i].kind != TokenKind::word) continue;
    if (!std::ranges::any_of(words, [&](std::string_view word) { return tokens.is(i, word); }))
      continue;
    fail(source, tokens[i].span,
         "this leaves rows of each batch out, and no later batch meets them",
         "leave it out: `size=` says how many rows a batch has");
  }
}

bool is_mark(const BatchTokens::Mark& mark) {
  return equal_ignoring_case(mark.word, "batch");
}

}  // namespace

Batched cut_at_mark(const SourceText& source, const Statement& statement,
                    const BatchDirective& directive) {
  const BatchTokens tokens(source, statement);
  check_statement(source, tokens, directive);
  const std::vector<BatchTokens::Mark> marks = tokens.marks();
  const auto first = std::ranges::find_if(marks, is_mark);
  if (first == marks.end()) {
    for (const BatchTokens::Mark& near : marks) {
      const std::vector<std::string> word{"batch"};
      if (nearest(near.word, word))
        fail(source, near.span, "`:" + std::string(near.word) + "` is nothing that is known here",
             "did you mean `:batch`?");
    }
    fail(source, tokens[0].span, "`:batch` does not stand in this statement",
         "it stands for the batch's part of the rows: `… WHERE :batch`, or `:batch(alias)` where "
         "the table has an alias");
  }
  const auto second = std::find_if(std::next(first), marks.end(), is_mark);
  if (second != marks.end())
    fail(source, second->span, "`:batch` stands twice in this statement",
         "it may stand once, on the rows of the table that is gone through");
  Batched batched;
  batched.asked = directive;
  batched.mark = first->span;
  const std::size_t open = first->next;
  if (tokens.text(open) == "(") {
    if (!tokens.is_name(open + 1) || tokens.text(open + 2) != ")")
      fail(source, tokens[open].span, "`:batch` takes the alias of its table and nothing else",
           "write `:batch` or `:batch(alias)`");
    batched.alias = tokens.text(open + 1);
    batched.mark.end = tokens[open + 2].span.end;
  }
  const std::size_t at = static_cast<std::size_t>(
      std::ranges::find(statement.tokens, first->span.begin,
                        [](const Token& token) { return token.span.begin; }) -
      statement.tokens.begin());
  const std::size_t behind = batched.alias.empty() ? first->next : first->next + 3;
  check_place(source, tokens, verb_of(tokens), at, behind);
  check_all_rows_are_met(source, tokens, behind);
  batched.before = source.slice({statement.span.begin, batched.mark.begin});
  batched.after = source.slice({batched.mark.end, statement.span.end});
  return batched;
}

void check_condition(const SourceText& source, const BatchDirective& batch, SqlDialect dialect) {
  if (batch.where.empty()) return;
  constexpr std::string_view head = "SELECT 1 WHERE ";
  const SourceText text({}, std::string(head) + "(" + batch.where + "\n)");
  int depth = 0;
  bool whole = true;
  try {
    const SplitResult split = split_statements(text, {0, text.text().size()}, dialect);
    whole = split.statements.size() == 1 && split.comments.empty();
    for (const Token& token : split.statements.front().tokens) {
      const std::string_view word = text.slice(token.span);
      depth += word == "(" ? 1 : word == ")" ? -1 : 0;
      const bool is_end = token.span.end == text.text().size();
      whole = whole && (depth > 0 || is_end || token.span.begin < head.size());
    }
  } catch (const Error&) {
    whole = false;
  }
  if (!whole || depth != 0) fail(source, batch.where_span, "this is not one SQL condition");
}

void check_no_mark(const SourceText& source, const Statement& statement) {
  for (const BatchTokens::Mark& mark : BatchTokens(source, statement).marks()) {
    if (is_mark(mark))
      fail(source, mark.span, "`:batch` stands in a statement that is not run in batches",
           "put a line `-- aludel:batch table=… key=…` above the statement");
  }
}

}  // namespace aludel
