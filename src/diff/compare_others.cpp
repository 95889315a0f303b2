// Composite types, objects that are known by their statements alone, and settings.
#include "catalog/lookup.hpp"
#include "catalog/settings.hpp"
#include "diff/comparison.hpp"

namespace aludel {

namespace {

using Facts = std::vector<Fact>;

/// What holds rows or is made of a type, and stays: columns, domains and composite types, by what
/// they use.
std::map<Fact, std::vector<std::string>> users_that_stay(const Comparison& all) {
  std::map<Fact, std::vector<std::string>> found;
  const auto add_types = [&](const auto& from, const auto& to, const char* what) {
    const auto nothing = [](const auto&) {};
    match(
        from, to, [&](const auto& one) { return all.names.key(one.name); }, nothing,
        [&](const auto& one, const auto&) {
          for (const Fact& fact : all.uses_from.of(one))
            found[fact].push_back(what + one.name.text());
        },
        nothing);
  };
  add_types(all.from.domains, all.to.domains, "domain ");
  add_types(all.from.composites, all.to.composites, "composite type ");
  for (const Table& table : all.from.tables) {
    const auto wanted = all.tables_to.find(all.names.relation(table.name));
    if (wanted == all.tables_to.end()) continue;
    for (const Column& column : table.columns) {
      const Column* stays = find_column(*wanted->second, column.name, all.rules);
      if (stays == nullptr || column.generated) continue;
      for (const Fact& fact : all.uses_from.of_type(column))
        found[fact].push_back("column " + column.name + " of table " + table.name.text());
    }
  }
  return found;
}

bool changes_an_attribute(const CompositeType& from, const CompositeType& to) {
  return std::ranges::any_of(from.attributes, [&](const Column& old) {
    const auto wanted = std::ranges::find(to.attributes, old.name, &Column::name);
    return wanted != to.attributes.end() &&
           (wanted->type != old.type || wanted->collation != old.collation);
  });
}

void compare(Comparison& all, const CompositeType& from, const CompositeType& to) {
  const Fact fact = all.names.relation(to.name);
  all.compare_comment({.kind = ObjectKind::enumeration, .object = to.name}, from.comment,
                      to.comment, fact);
  if (from.attributes == to.attributes) return;
  if (changes_an_attribute(from, to)) {
    const auto used = users_that_stay(all);
    if (const auto users = used.find(fact); users != used.end()) {
      all.refuse("composite type " + to.name.text(),
                 "an attribute has another type, and " + users->second.front() + " is of it");
      return;
    }
  }
  all.add({.operation = AlterObject{to},
           .rank = Rank::composite,
           .needs = all.uses_to.of(to),
           .changes = {fact},
           .frees = all.uses_from.of(from)});
}

/// Whether the column of a setting is to be an identity.
bool is_identity(const Comparison& all, const ObjectSetting& setting) {
  const auto table = all.tables_to.find(all.names.relation(setting.object));
  if (table == all.tables_to.end()) return false;
  const Column* column = find_column(*table->second, setting.part, all.rules);
  return column != nullptr && column->identity;
}

/// The triggers that a partition's may be from.
void add_triggers_above(const Comparison& all, const Comparison::Tables& tables,
                        const ObjectSetting& setting, Facts& facts) {
  auto table = tables.find(all.names.relation(setting.object));
  while (table != tables.end() && table->second->partition_of) {
    const ObjectName& parent = table->second->partition_of->parent;
    facts.push_back(all.names.trigger(parent, setting.part));
    table = tables.find(all.names.relation(parent));
  }
}

}  // namespace

bool is_continued(const OtherObject& from, const OtherObject& to) {
  return from.table == to.table && from.statements.size() < to.statements.size() &&
         std::equal(from.statements.begin(), from.statements.end(), to.statements.begin());
}

void compare_composites(Comparison& all) {
  const auto fact = [&](const CompositeType& one) { return all.names.relation(one.name); };
  match(
      all.from.composites, all.to.composites, fact,
      [&](const CompositeType& one) {
        all.add({.operation = DropComposite{.name = one.name},
                 .rank = Rank::drop_type,
                 .drops = {fact(one)},
                 .frees = all.uses_from.of(one)});
      },
      [&](const CompositeType& old, const CompositeType& wanted) { compare(all, old, wanted); },
      [&](const CompositeType& one) {
        all.add({.operation = CreateComposite{one},
                 .rank = Rank::composite,
                 .needs = all.uses_to.of(one),
                 .makes = {fact(one)}});
      });
}

void compare_others(Comparison& all) {
  const auto fact = [&](const OtherObject& one) { return all.names.object(one); };
  const auto drop = [&](const OtherObject& one) {
    std::vector<Fact> used = all.uses_from.of(one);
    if (!one.table.empty() && all.goes_with(one.table, used)) return;
    all.add({.operation = DropObject{one.kind, one.name},
             .rank = is_made_first(one) ? Rank::drop_function : Rank::drop_object,
             .drops = {fact(one)},
             .frees = std::move(used)});
  };
  const auto make = [&](const OtherObject& one) {
    all.add({.operation = CreateObject{one},
             .rank = is_made_first(one) ? Rank::function : Rank::object,
             .needs = all.uses_to.of(one),
             .makes = {fact(one)}});
  };
  std::map<Fact, std::vector<std::string>> used;
  if (!all.from.others.empty() && all.from.others != all.to.others) used = users_that_stay(all);
  match(
      all.from.others, all.to.others, fact, drop,
      [&](const OtherObject& old, const OtherObject& wanted) {
        const bool is_replaced = all.replaced.objects.contains(fact(old));
        if (!is_replaced && old == wanted) return;
        if (const auto users = used.find(fact(old)); is_replaced && users != used.end()) {
          all.refuse(old.kind + " " + old.name,
                     "it is another one, and " + users->second.front() + " is of it");
          return;
        }
        if (!is_replaced) {  // is_continued
          all.add({.operation = AlterObject{wanted},
                   .rank = Rank::object,
                   .needs = all.uses_to.of(wanted)});
          return;
        }
        drop(old);
        make(wanted);
      },
      make);
}

void compare_settings(Comparison& all) {
  std::set<Fact> gone;     // with their settings, even where they are made anew
  std::set<Fact> retyped;  // columns, which are stored as their new type is by default
  for (const Alteration& one : all.alterations) {
    gone.insert(one.drops.begin(), one.drops.end());
    retyped.insert(one.changes.begin(), one.changes.end());
  }
  const auto subjects = [&](const ObjectSetting& one) {
    Facts facts{all.names.relation(one.object)};
    if (one.kind.ends_with(trigger_of_partition)) {
      for (const Comparison::Tables* tables : {&all.tables_from, &all.tables_to})
        add_triggers_above(all, *tables, one, facts);
    } else if (is_of(one, PartOf::constraint) && one.kind != "COMMENT ON DOMAIN CONSTRAINT") {
      facts.push_back(all.names.constraint(one.object, one.part));
    } else if (!one.part.empty()) {
      facts.push_back(all.names.column(one.object, one.part));
    }
    if (const ObjectName index = index_of(one, all.rules); !index.empty())
      facts.push_back(all.names.relation(index));
    if (one.kind == "OF TYPE") {
      const auto type = named_object(one.value, all.rules);
      if (type) facts.push_back(all.names.relation(*type));
    }
    return facts;
  };
  const auto went = [&](const ObjectSetting& one) {
    const Facts facts = subjects(one);
    if (is_of_identity(one) && !is_identity(all, one)) return true;
    return std::ranges::any_of(facts, [&](const Fact& fact) { return gone.contains(fact); });
  };
  const auto set = [&](const ObjectSetting& one) {
    all.add({.operation = ChangeSetting{one}, .rank = Rank::setting, .needs = subjects(one)});
  };
  match(
      all.from.settings, all.to.settings,
      [&](const ObjectSetting& one) { return all.names.setting(one); },
      [&](ObjectSetting one) {
        if (went(one)) return;
        const Facts frees = subjects(one);
        one.value.clear();
        all.add({.operation = ChangeSetting{one}, .rank = Rank::setting, .frees = frees});
      },
      [&](const ObjectSetting& old, const ObjectSetting& wanted) {
        const bool is_of_type = old.kind == "STORAGE" || old.kind == "COMPRESSION";
        const bool is_reset =
            is_of_type && retyped.contains(all.names.column(old.object, old.part));
        if (old != wanted || is_reset || went(old)) set(wanted);
      },
      set);
}

}  // namespace aludel
