#pragma once

#include "lint/effect_rules.hpp"
#include "lint/token_cursor.hpp"

/// The parts that read what a rule's columns cannot say, one file a subject; statement_effects.cpp
/// puts them together.
namespace aludel::lint {

/// A statement that is being read, or a part of one.
struct Reader {
  const SourceText& source;
  std::span<const Token> tokens;
  SqlDialect dialect;
  int server_version;
  StatementEffects& effects;
  int depth = 0;  ///< of bodies in bodies

  [[nodiscard]] TokenCursor cursor(std::span<const Token> of) const {
    return {source, of, dialect};
  }
  [[nodiscard]] TokenCursor cursor() const { return cursor(tokens); }
};

/// What a rule's pattern matched.
struct Match {
  const EffectRule& rule;
  ObjectName table;
  std::string object;         ///< as written
  std::size_t table_end = 0;  ///< index of the token behind @table; 0: it captured none
};

/// statement_effects.cpp: judges `reader.tokens` as a statement of its own.
void read_statement(Reader& reader);
/// Of the first rule that matches; false where none does.
bool apply_rules(Reader& reader, std::span<const EffectRule> rules, std::span<const Token> tokens,
                 const ObjectName& table);
/// Adds `table` with the rule's lock and work.
TouchedTable& touch(Reader& reader, const EffectRule& rule, ObjectName table);
TouchedTable& touch(Reader& reader, ObjectName table, Lock lock, Work work = Work::none);

/// The tokens of a text, without blanks and comments.
/// @throws Error where it cannot be cut
[[nodiscard]] std::vector<Token> tokens_of(const SourceText& source, SqlDialect dialect);

/// readings_create.cpp
void read_create_table(Reader& reader);

/// readings_tables.cpp: ALTER TABLE.
void read_actions(Reader& reader, const Match& match);
void read_column(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_sqlite_column(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_type_change(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_references(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_attach(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_inherit(Reader& reader, const Match& match, std::span<const Token> tokens);

/// readings_rows.cpp: what reads and writes rows.
void read_insert(Reader& reader, const Match& match);
void read_update(Reader& reader, const Match& match);
void read_delete(Reader& reader, const Match& match);
void read_merge(Reader& reader, const Match& match);
void read_truncate(Reader& reader, const Match& match);
void read_copy(Reader& reader);
void read_query(Reader& reader);
/// DELETE, UPDATE, INSERT and MERGE inside a WITH, at any depth.
void read_inner(Reader& reader, std::span<const Token> tokens);

/// readings_copy.cpp: whether `tokens`, a SELECT, gives all rows of one table; what it copies.
[[nodiscard]] std::optional<Copied> whole_copy(Reader& reader, std::span<const Token> tokens,
                                               const ObjectName& to);

/// readings_select.cpp: functions called in `tokens`, by their last name, folded.
[[nodiscard]] std::vector<std::string> called_functions(Reader& reader,
                                                        std::span<const Token> tokens);
/// Adds them to what the statement calls, with what those of the server itself are known to do.
void add_calls(Reader& reader, std::span<const Token> tokens);

/// readings_drop.cpp
void read_drop(Reader& reader, const Match& match);
void read_drop_column(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_attribute(Reader& reader, const Match& match);

/// readings_names.cpp: what changes which objects names mean; settings.
void read_rename(Reader& reader, const Match& match);
void read_new_schema(Reader& reader, const Match& match);
void read_rename_column(Reader& reader, const Match& match, std::span<const Token> tokens);
void read_search_path(Reader& reader);
void read_set_config(Reader& reader, std::span<const Token> tokens);
void read_pragma(Reader& reader);

/// readings_bodies.cpp: DO, CREATE FUNCTION, triggers, rules.
void read_block(Reader& reader);
void read_routine(Reader& reader, const Match& match);
void read_trigger(Reader& reader, const Match& match);
void read_rule(Reader& reader, const Match& match);

}  // namespace aludel::lint
