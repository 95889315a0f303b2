#include <deque>
#include <functional>

#include "catalog/declared_arguments.hpp"
#include "catalog/select_list.hpp"
#include "catalog/signature.hpp"
#include "catalog/sql_names.hpp"
#include "diff/inheritance.hpp"

namespace aludel {

namespace {

/// "RETURNS …" and what stands before the language.
std::string result_of(const Function& function, const Rules& rules) {
  const SqlWords words = words_of(function.definition, rules);
  std::string text;
  for (const SqlWord& word : words.words) {
    if (word.is("language") || word.is("as")) break;
    text += word.text + " ";
  }
  return text;
}

/// Whether a foreign key may lead from a column of the one type to one of the other.
bool are_comparable(const Type& one, const Type& other) {
  const auto is_number = [](const Type& type) {
    using enum Type::Kind;
    return type.kind == small_int || type.kind == integer || type.kind == big_int;
  };
  const auto is_text = [](const Type& type) {
    using enum Type::Kind;
    return type.kind == text || type.kind == varchar;
  };
  return (is_number(one) && is_number(other)) || (is_text(one) && is_text(other)) ||
         one.kind == other.kind;
}

std::set<std::string> relations_of(const SqlWords& query, const FactNames& names) {
  std::set<std::string> relations;
  for (const TableMention& one : table_mentions(query)) relations.insert(names.key(one.name));
  return relations;
}

/// Whether a query gives what another one gives, from the same tables, and maybe more behind it:
/// the columns of a view keep their names and types then.
bool has_the_columns_of(const std::string& less, const std::string& more, const Rules& rules) {
  const SqlWords less_words = words_of(less, rules);
  const SqlWords more_words = words_of(more, rules);
  const SelectList has = select_list(less_words);
  const SelectList gets = select_list(more_words);
  const auto same = [](const SelectItem& one, const SelectItem& other) {
    return std::ranges::equal(one, other, {}, &SqlWord::text, &SqlWord::text);
  };
  const FactNames names(rules);
  return !has.items.empty() && has.items.size() <= gets.items.size() &&
         std::equal(has.items.begin(), has.items.end(), gets.items.begin(), same) &&
         relations_of(less_words, names) == relations_of(more_words, names);
}

/// Who in the old state is made on what, of those that are in the new one, too.
class Users {
 public:
  using Replace = std::function<void()>;

  void add(const Uses::Facts& facts, const Replace& replace) {
    users_.push_back(replace);
    for (const Fact& fact : facts) by_fact_[fact].push_back(users_.size() - 1);
  }
  void replace_all_on(const Fact& fact) {
    const auto found = by_fact_.find(fact);
    if (found == by_fact_.end()) return;
    for (const std::size_t user : found->second) users_[user]();
  }

 private:
  std::vector<Replace> users_;
  std::map<Fact, std::vector<std::size_t>> by_fact_;
};

class Finder {
 public:
  explicit Finder(Comparison& all) : all_(all), names_(all.names) {}

  void find() {
    begin();
    if (gone_.empty()) return;
    list_users();
    while (!gone_.empty()) {
      const Fact fact = gone_.front();
      gone_.pop_front();
      users_.replace_all_on(fact);
    }
  }

 private:
  void goes(Fact fact) { gone_.push_back(std::move(fact)); }
  void replace(std::set<Fact>& among, const Fact& fact) {
    if (among.insert(fact).second) goes(fact);
  }

  /// What differs so that it cannot stay.
  void begin() {
    const auto nothing = [](const auto&) {};
    match(
        all_.from.views, all_.to.views, [&](const View& one) { return names_.key(one.name); },
        [&](const View& one) { goes(names_.relation(one.name)); },
        [&](const View& from, const View& to) {
          if (!can_replace(from, to, all_.rules))
            replace(all_.replaced.objects, names_.relation(from.name));
        },
        nothing);
    match(
        all_.from.enums, all_.to.enums, [&](const Enum& one) { return names_.key(one.name); },
        nothing,
        [&](const Enum& from, const Enum& to) {
          if (!is_made_anew(from, to)) return;
          goes(values(names_.relation(from.name)));
          retyped_.insert(names_.relation(from.name));
        },
        nothing);
    match(
        all_.from.composites, all_.to.composites,
        [&](const CompositeType& one) { return names_.key(one.name); }, nothing,
        [&](const CompositeType& from, const CompositeType& to) {
          if (from.attributes != to.attributes) goes(names_.relation(from.name));
        },
        nothing);
    match(
        all_.from.others, all_.to.others,
        [&](const OtherObject& one) { return names_.object(one); },
        [&](const OtherObject& one) { goes(names_.object(one)); },
        [&](const OtherObject& from, const OtherObject& to) {
          if (from != to && !is_continued(from, to))
            replace(all_.replaced.objects, names_.object(from));
        },
        nothing);
    match(
        all_.from.functions, all_.to.functions,
        [&](const Function& one) { return names_.function(one); },
        [&](const Function& one) { goes(names_.function(one)); },
        [&](const Function& from, const Function& to) {
          if (!can_replace(from, to, all_.rules))
            replace(all_.replaced.objects, names_.function(from));
        },
        nothing);
    match(
        all_.from.sequences, all_.to.sequences,
        [&](const Sequence& one) { return names_.key(one.name); },
        [&](const Sequence& one) { goes(names_.relation(one.name)); },
        [](const Sequence&, const Sequence&) {}, nothing);
    match(
        all_.from.tables, all_.to.tables, [&](const Table& one) { return names_.key(one.name); },
        [&](const Table& one) { goes(names_.relation(one.name)); },
        [&](const Table& from, const Table& to) { begin(from, to); }, nothing);
  }

  void begin(const Table& from, const Table& to) {
    match(
        from.columns, to.columns,
        [&](const Column& one) { return names_.column(from.name, one.name); },
        [&](const Column& one) {
          goes(names_.column(from.name, one.name));
          if (one.identity) goes(names_.relation(identity_sequence(from.name, one.name)));
          for (Fact& below : columns_of_heirs(all_, from, one.name, false)) goes(std::move(below));
        },
        [&](const Column& old, const Column& wanted) {
          const Fact fact = names_.column(from.name, old.name);
          if (old.identity && !wanted.identity)
            goes(names_.relation(identity_sequence(from.name, old.name)));
          const bool is_computed_otherwise =
              wanted.generated && old.generated != wanted.generated && !all_.on_sqlite();
          if (is_computed_otherwise) replace(all_.replaced.columns, fact);
          const bool is_retyped = old.type != wanted.type || old.collation != wanted.collation;
          if ((!is_retyped && !is_of_retyped(old)) || all_.on_sqlite()) return;
          goes(retyped(fact));
          if (is_retyped && !are_comparable(old.type, wanted.type)) goes(compared(fact));
          for (const Fact& below : columns_of_heirs(all_, from, old.name)) goes(retyped(below));
        },
        [](const Column&) {});
    const auto constraint = [&](const Constraint& one) {
      return names_.constraint(from.name, one);
    };
    match(
        from.constraints, to.constraints, constraint,
        [&](const Constraint& one) { key_goes(from, one); },
        [&](const Constraint& old, const Constraint& wanted) {
          if (old != wanted && !is_validated(old, wanted)) key_goes(from, old);
        },
        [](const Constraint&) {});
    const auto index = [&](const Index& one) {
      return names_.relation(ObjectName(from.name.schema, one.name));
    };
    match(
        from.indexes, to.indexes, index, [&](const Index& one) { key_goes(from, one); },
        [&](const Index& old, const Index& wanted) {
          if (!is_same_but_comment(old, wanted)) key_goes(from, old);
        },
        [](const Index&) {});
  }

  /// Whether another type takes the place of the column's own.
  [[nodiscard]] bool is_of_retyped(const Column& column) const {
    if (retyped_.empty()) return false;
    const Uses::Facts of = all_.uses_from.of_type(column);
    return std::ranges::any_of(of, [&](const Fact& type) { return retyped_.contains(type); });
  }

  /// What foreign keys rest on.
  void key_goes(const Table& table, const auto& one) {
    if (auto key = names_.unique(table.name, one)) goes(std::move(*key));
  }

  /// A column's type, for those whom the server keeps from losing it.
  static Fact retyped(const Fact& column) { return "type of " + column; }

  /// The type again, for foreign keys, whose two columns are always compared.
  static Fact compared(const Fact& column) { return "compared type of " + column; }

  static Uses::Facts with_comparison(Uses::Facts facts) {
    const std::size_t count = facts.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (facts[i].starts_with("column ")) facts.push_back(compared(facts[i]));
    }
    return facts;
  }

  /// The values of an enum, for the defaults that are one of them.
  static Fact values(const Fact& enumeration) { return "values of " + enumeration; }

  static Uses::Facts with_values(Uses::Facts facts) {
    const std::size_t count = facts.size();
    for (std::size_t i = 0; i < count; ++i) facts.push_back(values(facts[i]));
    return facts;
  }

  static Uses::Facts with_types(Uses::Facts facts) {
    const std::size_t count = facts.size();
    for (std::size_t i = 0; i < count; ++i) {
      if (facts[i].starts_with("column ")) facts.push_back(retyped(facts[i]));
    }
    return facts;
  }

  void list_users() {
    auto& objects = all_.replaced.objects;
    const auto later = [&](std::set<Fact>& among, Fact fact) {
      return [this, &among, fact = std::move(fact)] { replace(among, fact); };
    };
    for (const View& one : all_.from.views)
      users_.add(with_types(all_.uses_from.of(one)), later(objects, names_.relation(one.name)));
    for (const Function& one : all_.from.functions) {
      const Uses::Facts used = with_values(with_types(all_.uses_from.of_head(one)));
      users_.add(used, later(objects, names_.function(one)));
    }
    for (const Trigger& one : all_.from.triggers)
      users_.add(with_types(all_.uses_from.of(one)),
                 later(objects, names_.trigger(one.table, one.name)));
    for (const Policy& one : all_.from.policies)
      users_.add(with_types(all_.uses_from.of(one)),
                 later(objects, names_.policy(one.table, one.name)));
    for (const OtherObject& one : all_.from.others)
      users_.add(with_types(all_.uses_from.of(one)), later(objects, names_.object(one)));
    match(
        all_.from.domains, all_.to.domains, [&](const Domain& one) { return names_.key(one.name); },
        [](const Domain&) {},
        [&](const Domain& from, const Domain& to) {
          users_.add(functions_of_both(from, to), [this, fact = names_.relation(from.name)] {
            all_.replaced.domains.insert(fact);
          });
        },
        [](const Domain&) {});
    for (const Table& table : all_.from.tables) list_members(table);
  }

  /// What the domain calls before and behind.
  [[nodiscard]] Uses::Facts functions_of_both(const Domain& from, const Domain& to) const {
    Uses::Facts facts = all_.uses_from.of(from);
    const Uses::Facts behind = all_.uses_to.of(to);
    std::erase_if(facts, [&](const Fact& fact) {
      return !fact.starts_with("function ") || std::ranges::find(behind, fact) == behind.end();
    });
    return facts;
  }

  void list_members(const Table& table) {
    auto& objects = all_.replaced.objects;
    for (const Column& column : table.columns) {
      const Fact fact = names_.column(table.name, column.name);
      if (column.generated) {
        users_.add(with_types(all_.uses_from.of(table, column)),
                   [this, fact] { replace(all_.replaced.columns, fact); });
      } else if (column.default_sql) {
        users_.add(with_values(all_.uses_from.of_default(column)),
                   [this, fact] { all_.replaced.defaults.insert(fact); });
      }
    }
    for (const Constraint& one : table.constraints) {
      const Fact fact = names_.constraint(table.name, one);
      Uses::Facts used = all_.uses_from.of(table, one);
      if (std::holds_alternative<ForeignKey>(one)) used = with_comparison(std::move(used));
      users_.add(used, [this, &objects, fact] { replace(objects, fact); });
    }
    for (const Index& one : table.indexes) {
      const Fact fact = names_.relation(ObjectName(table.name.schema, one.name));
      Uses::Facts used = all_.uses_from.of(table.name, &table, one);
      // The server makes an index anew with its column's type, but not one of whole rows.
      const auto is_of_rows = [](const IndexPart& part) { return part.expression.contains(".*"); };
      if (std::ranges::any_of(one.parts, is_of_rows) || one.where.contains(".*")) {
        for (const Column& column : table.columns)
          used.push_back(names_.column(table.name, column.name));
        used = with_types(std::move(used));
      }
      users_.add(used, [this, &objects, fact] { replace(objects, fact); });
    }
  }

  Comparison& all_;
  const FactNames& names_;
  std::deque<Fact> gone_;
  std::set<Fact> retyped_;  ///< enums that another type takes the place of
  Users users_;
};

}  // namespace

bool is_validated(const Constraint& from, const Constraint& to) {
  Constraint alike = from;
  if (auto* check = std::get_if<Check>(&alike)) check->not_valid = false;
  if (auto* key = std::get_if<ForeignKey>(&alike)) key->not_valid = false;
  return from != to && alike == to;
}

bool is_same_but_comment(Index from, const Index& to) {
  from.comment = to.comment;
  return from == to;
}

bool can_replace(const View& from, const View& to, const Rules& rules) {
  if (from.materialized != to.materialized) return false;
  const bool is_same = from.query == to.query && from.columns == to.columns;
  if (from.materialized) return is_same;
  if (is_same || rules.dialect == "sqlite") return true;
  return from.columns == to.columns && has_the_columns_of(from.query, to.query, rules);
}

bool can_replace(const Function& from, const Function& to, const Rules& rules) {
  if (from.procedure != to.procedure) return false;
  const DeclaredArguments had = declared_arguments(from.arguments, rules);
  const DeclaredArguments has = declared_arguments(to.arguments, rules);
  return had.text == has.text && had.defaults <= has.defaults &&
         result_of(from, rules) == result_of(to, rules);
}

void find_replaced(Comparison& comparison) {
  Finder(comparison).find();
}

}  // namespace aludel
