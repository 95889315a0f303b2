#include "dialect/sqlite/table_rebuild.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/rename_in_bodies.hpp"
#include "catalog/sql_words.hpp"
#include "dialect/sqlite/definitions.hpp"
#include "dialect/sqlite/row_copy.hpp"
#include "dialect/sqlite/rules.hpp"
#include "sql/splitter.hpp"

namespace aludel::sqlite {

namespace {

std::string literal(const std::string& text) {
  return quote_literal(text, SqlDialect::sqlite);
}

/// Lower case names of tables and views.
using Names = std::set<std::string>;

bool names_any(const std::string& sql, const Names& names) {
  const SqlWords words = words_of(sql, rules);
  return std::ranges::any_of(words.words, [&](const SqlWord& word) {
    return word.is_name() && names.contains(lower(word.text));
  });
}

/// The table and the views that name it, or one of those.
Names with_views_on(const Table& table, const std::vector<View>& views) {
  Names names{lower(table.name.name)};
  for (std::size_t known = 0; known != names.size();) {
    known = names.size();
    for (const View& view : views) {
      if (names_any(view.query, names)) names.insert(lower(view.name.name));
    }
  }
  return names;
}

bool is_on_any(const Trigger& trigger, const Names& names) {
  return names.contains(lower(trigger.table.name));
}

bool has_counter(const Table& table) {
  return std::ranges::any_of(table.columns,
                             [](const Column& column) { return column.identity.has_value(); });
}

bool refers_to(const Table& table, const ObjectName& referred) {
  return std::ranges::any_of(table.constraints, [&](const Constraint& constraint) {
    const auto* key = std::get_if<ForeignKey>(&constraint);
    return key != nullptr && same_name(key->table, referred, rules);
  });
}

bool has_foreign_keys(const Table& table) {
  return std::ranges::any_of(table.constraints, [](const Constraint& constraint) {
    return std::holds_alternative<ForeignKey>(constraint);
  });
}

class Rebuilder {
 public:
  explicit Rebuilder(const TableRebuild& rebuild)
      : rebuild_(rebuild),
        old_name_(rebuild.source.name.name),
        new_name_(free_name(rebuild.before, std::string(new_table_prefix) + old_name_)),
        gone_(with_views_on(rebuild.source, rebuild.before.views)) {}

  Rendering render() {
    drop_what_names_it();
    say(create_table(called_otherwise(), new_name_));
    if (has_counter(rebuild_.source) && has_counter(rebuild_.target)) copy_counter();
    const RowCopy copy = row_copy(rebuild_, new_name_);
    say(copy.insert);
    rendering_.verify = copy.verify;
    say("DROP TABLE " + quoted(old_name_));
    say("ALTER TABLE " + quoted(new_name_) + " RENAME TO " + quoted(old_name_));
    for (const Index& index : rebuild_.target.indexes) say(create_index(index, old_name_));
    make_what_names_it();
    rendering_.foreign_keys_off = true;
    verify_foreign_keys();
    return std::move(rendering_);
  }

 private:
  void say(std::string sql) { rendering_.statements.push_back({.sql = std::move(sql)}); }

  /// Its checks may name it; RENAME names it back.
  [[nodiscard]] Table called_otherwise() const {
    Table table = rebuild_.target;
    rename_table_in(table, table.name, ObjectName({}, new_name_), rules);
    return table;
  }

  /// A trigger of the table, or of a view that goes, goes with it.
  void drop_what_names_it() {
    for (const Trigger& trigger : rebuild_.before.triggers) {
      if (!is_on_any(trigger, gone_) && names_any(trigger.action, gone_)) {
        say("DROP TRIGGER " + quoted(trigger.name));
        triggers_gone_.insert(lower(trigger.name));
      }
    }
    for (const View& view : rebuild_.before.views) {
      if (gone_.contains(lower(view.name.name))) say("DROP VIEW " + quoted(view.name.name));
    }
  }

  void make_what_names_it() {
    for (const View& view : rebuild_.after.views) {
      if (gone_.contains(lower(view.name.name))) say(create_view(view));
    }
    for (const Trigger& trigger : rebuild_.after.triggers) {
      if (is_on_any(trigger, gone_) || triggers_gone_.contains(lower(trigger.name)))
        say(create_trigger(trigger));
    }
  }

  /// The greatest number that there ever was, also of rows that are gone. Before the copy: rows
  /// that come in then leave it as it is.
  void copy_counter() {
    say("INSERT INTO sqlite_sequence (name, seq) SELECT " + literal(new_name_) +
        ", seq FROM sqlite_sequence WHERE name = " + literal(old_name_));
  }

  void verify_foreign_keys() {
    for (const Table& table : rebuild_.after.tables) {
      const bool is_target = same_name(table.name, rebuild_.target.name, rules);
      if (is_target ? has_foreign_keys(table) : refers_to(table, rebuild_.target.name))
        rendering_.verify.push_back("SELECT * FROM pragma_foreign_key_check(" +
                                    literal(table.name.name) + ")");
    }
  }

  const TableRebuild& rebuild_;
  std::string old_name_;
  std::string new_name_;
  Names gone_;           ///< for the time of the rebuild: the table and views
  Names triggers_gone_;  ///< by a DROP of their own
  Rendering rendering_;
};

}  // namespace

Rendering render_rebuild(const TableRebuild& rebuild) {
  return Rebuilder(rebuild).render();
}

}  // namespace aludel::sqlite
