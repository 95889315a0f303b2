#include <optional>
#include <utility>

#include "catalog/lookup.hpp"
#include "catalog/settings.hpp"
#include "catalog/sql_names.hpp"
#include "diff/comparison.hpp"

namespace aludel {

namespace {

using Facts = std::vector<Fact>;
using Values = std::vector<std::string>;

bool has(const Values& values, const std::string& value) {
  return std::ranges::find(values, value) != values.end();
}

/// Those of `values` that `others` has, too.
Values common(const Values& values, const Values& others) {
  Values result;
  std::ranges::copy_if(values, std::back_inserter(result),
                       [&](const std::string& value) { return has(others, value); });
  return result;
}

/// Values are taken out first, then each new one is put before the one that follows it.
void compare(Comparison& all, const Enum& from, const Enum& to) {
  const Fact fact = all.names.relation(to.name);
  all.compare_comment({.kind = ObjectKind::enumeration, .object = to.name}, from.comment,
                      to.comment, fact);
  if (from.values == to.values) return;
  if (common(from.values, to.values) != common(to.values, from.values)) {
    all.add({.operation = AlterObject{to},
             .rank = Rank::enumeration,
             .makes = {fact},
             .changes = {fact}});
    return;
  }
  Facts chain;  // one value after the other
  const auto in_turn = [&](Alteration one) {
    one.needs.insert(one.needs.end(), chain.begin(), chain.end());
    chain.assign(1, fact + " step " + std::to_string(all.alterations.size()));
    one.makes.push_back(chain.front());
    all.add(std::move(one));
  };
  for (const std::string& value : from.values) {
    if (has(to.values, value)) continue;
    in_turn({.operation = RemoveEnumValue{.name = to.name, .value = value},
             .rank = Rank::enumeration,
             .changes = {fact}});
  }
  for (auto value = to.values.rbegin(); value != to.values.rend(); ++value) {
    if (has(from.values, *value)) continue;
    in_turn({.operation = AddEnumValue{.name = to.name,
                                       .value = *value,
                                       .before = value == to.values.rbegin() ? std::string()
                                                                             : *std::prev(value)},
             .rank = Rank::enumeration,
             .makes = {fact}});
  }
}

/// A column that stays and holds the domain's values in arrays or rows: the server refuses to look
/// there for values that a new rule forbids. Empty: none.
std::string nested_in(const Comparison& all, const Domain& domain) {
  const auto is_of = [&](const Type& type, const ObjectName& name) {
    const auto named = named_object(type.name, all.rules);
    return type.kind == Type::Kind::named && named && same_name(*named, name, all.rules);
  };
  const auto is_row_with_it = [&](const Type& type) {
    return std::ranges::any_of(all.from.composites, [&](const CompositeType& one) {
      return is_of(type, one.name) &&
             std::ranges::any_of(one.attributes, [&](const Column& attribute) {
               return is_of(attribute.type, domain.name);
             });
    });
  };
  for (const Table& table : all.from.tables) {
    if (all.goes(table.name)) continue;
    for (const Column& column : table.columns) {
      const bool in_array = column.type.dimensions > 0 && is_of(column.type, domain.name);
      if (in_array || is_row_with_it(column.type))
        return "column " + column.name + " of table " + table.name.text();
    }
  }
  return {};
}

bool has_new_rule(const Domain& from, const Domain& to) {
  return (from.nullable && !to.nullable) || std::ranges::any_of(to.checks, [&](const Check& one) {
           return !one.not_valid && !keeps(from, one);
         });
}

/// Checks, the default and NOT NULL change in place.
void compare(Comparison& all, const Domain& from, const Domain& to) {
  const Fact fact = all.names.relation(to.name);
  const std::string domain = "domain " + to.name.text();
  all.compare_comment({.kind = ObjectKind::domain, .object = to.name}, from.comment, to.comment,
                      fact);
  Domain alike = from;
  alike.comment = to.comment;
  // A function that it calls is made again.
  const bool is_bare_meanwhile = all.replaced.domains.contains(fact);
  if (alike == to && !is_bare_meanwhile) return;
  if (from.type != to.type) {
    all.refuse(domain, "it is of another type, which only a new domain can have");
  } else if (from.collation != to.collation) {
    all.refuse(domain, "it has another collation, which only a new domain can have");
  } else if (const std::string column = nested_in(all, from);
             (has_new_rule(from, to) || (is_bare_meanwhile && !to.checks.empty())) &&
             !column.empty()) {
    all.refuse(domain, column +
                           " holds its values inside of others, where the server does not "
                           "look for those that a new rule forbids; add it NOT VALID by hand");
  } else {
    Alteration alter{.operation = AlterObject{to},
                     .rank = Rank::domain,
                     .needs = all.uses_to.of(to),
                     .frees = all.uses_from.of(from)};
    Facts gone;
    for (const Check& check : from.checks) {  // what is said of one that is made anew goes
      if (is_bare_meanwhile || !keeps(to, check))
        gone.push_back(all.names.column(to.name, check.name));
    }
    alter.makes = gone;
    if (is_bare_meanwhile) {
      Domain bare = from;
      bare.default_sql.reset();
      bare.checks.clear();
      all.add({.operation = AlterObject{std::move(bare)},
               .rank = Rank::domain,
               .makes = {fact + " bare"},
               .drops = std::move(gone),
               .frees = std::exchange(alter.frees, {})});
      alter.needs.push_back(fact + " bare");
    } else {
      alter.drops = std::move(gone);
    }
    all.add(std::move(alter));
  }
}

}  // namespace

bool is_made_anew(const Enum& from, const Enum& to) {
  return common(from.values, to.values) != common(to.values, from.values) ||
         common(from.values, to.values).size() < from.values.size();
}

void compare_types(Comparison& all) {
  const auto key = [&](const auto& one) { return all.names.relation(one.name); };
  match(
      all.from.enums, all.to.enums, key,
      [&](const Enum& one) {
        all.add({.operation = DropEnum{.name = one.name},
                 .rank = Rank::drop_type,
                 .drops = {key(one)},
                 .frees = all.uses_from.of(one)});
      },
      [&](const Enum& old, const Enum& wanted) { compare(all, old, wanted); },
      [&](const Enum& one) {
        all.add({.operation = CreateEnum{one},
                 .rank = Rank::enumeration,
                 .needs = all.uses_to.of(one),
                 .makes = {key(one)}});
      });
  match(
      all.from.domains, all.to.domains, key,
      [&](const Domain& one) {
        all.add({.operation = DropDomain{.name = one.name},
                 .rank = Rank::drop_type,
                 .drops = {key(one)},
                 .frees = all.uses_from.of(one)});
      },
      [&](const Domain& old, const Domain& wanted) { compare(all, old, wanted); },
      [&](const Domain& one) {
        all.add({.operation = CreateDomain{one},
                 .rank = Rank::domain,
                 .needs = all.uses_to.of(one),
                 .makes = {key(one)}});
      });
}

}  // namespace aludel
