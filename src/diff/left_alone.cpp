#include "diff/left_alone.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "catalog/describe.hpp"
#include "catalog/fact.hpp"
#include "catalog/lookup.hpp"
#include "catalog/settings.hpp"

namespace aludel {

namespace {

CatalogObject object_of(const Schema& one) {
  return {ObjectKind::schema, one.name};
}
CatalogObject object_of(const Extension& one) {
  return {ObjectKind::extension, one.name};
}
CatalogObject object_of(const Enum& one) {
  return {ObjectKind::enumeration, one.name};
}
CatalogObject object_of(const Domain& one) {
  return {ObjectKind::domain, one.name};
}
CatalogObject object_of(const Sequence& one) {
  return {ObjectKind::sequence, one.name, one.owned_by ? one.owned_by->first : ObjectName()};
}
CatalogObject object_of(const Table& one) {
  return {ObjectKind::table, one.name};
}
CatalogObject object_of(const View& one) {
  return {one.materialized ? ObjectKind::materialized_view : ObjectKind::view, one.name};
}
CatalogObject object_of(const Function& one) {
  return {one.procedure ? ObjectKind::procedure : ObjectKind::function, one.name};
}
CatalogObject object_of(const Trigger& one) {
  return {ObjectKind::trigger, one.name, one.table};
}
CatalogObject object_of(const Policy& one) {
  return {ObjectKind::policy, one.name, one.table};
}

/// Types are told apart by their names alone.
CatalogObject object_of(const CompositeType& one) {
  return {ObjectKind::enumeration, one.name};
}
CatalogObject object_of(const OtherObject& one) {
  return {ObjectKind::function, ObjectName({}, one.name), one.table, lower(one.kind)};
}

/// Tables, views and sequences share their names; members have theirs within a table.
std::string set_key(const CatalogObject& object, const FactNames& names) {
  const bool member = object.kind == ObjectKind::index || object.kind == ObjectKind::constraint ||
                      object.kind == ObjectKind::column || object.kind == ObjectKind::trigger ||
                      object.kind == ObjectKind::policy;
  if (!object.other.empty()) return object.other + "\n" + names.key(object.name);
  if (!member) return names.key(object.name);
  return std::string(word_for(object.kind)) + "\n" + names.key(object.name) + "\n" +
         names.key(object.of);
}

class Merge {
 public:
  Merge(Catalog wanted, const Catalog& live, const LeftAlone& what, const Rules& rules)
      : wanted_(std::move(wanted)), live_(live), what_(what), names_(rules), rules_(rules) {}

  Catalog run() {
    objects(wanted_.schemas, live_.schemas);
    objects(wanted_.extensions, live_.extensions);
    objects(wanted_.enums, live_.enums);
    objects(wanted_.domains, live_.domains);
    objects(wanted_.tables, live_.tables);
    objects(wanted_.sequences, live_.sequences);
    objects(wanted_.views, live_.views);
    objects(wanted_.functions, live_.functions);
    objects(wanted_.triggers, live_.triggers);
    objects(wanted_.policies, live_.policies);
    objects(wanted_.composites, live_.composites);
    objects(wanted_.others, live_.others);
    grants();
    settings();
    members();
    return sorted(std::move(wanted_));
  }

 private:
  /// Objects of one kind by what they are called; functions of one name by their signature.
  template <typename One>
  [[nodiscard]] std::string key(const One& one) const {
    const CatalogObject object = object_of(one);
    std::string text = object.other + "\n" + names_.key(object.name) + "\n" + names_.key(object.of);
    if constexpr (requires { one.signature; }) text += "\n" + one.signature;
    return text;
  }

  template <typename One>
  [[nodiscard]] std::map<std::string, const One*> by_key(const std::vector<One>& all) const {
    std::map<std::string, const One*> found;
    for (const One& one : all) found.emplace(key(one), &one);
    return found;
  }

  [[nodiscard]] bool is_left(const CatalogObject& object, bool in_live, bool in_wanted) const {
    const bool with_its_table = !object.of.name.empty() && left_.contains(names_.key(object.of));
    return with_its_table || (what_.object && what_.object(object, in_live, in_wanted));
  }

  template <typename One>
  void objects(std::vector<One>& wanted, const std::vector<One>& live) {
    const auto wanted_by_key = by_key(wanted);
    const auto live_by_key = by_key(live);
    std::vector<One> merged;
    for (const auto& [name, one] : wanted_by_key) {
      const auto there = live_by_key.find(name);
      const bool in_live = there != live_by_key.end();
      if (!is_left(object_of(*one), in_live, true)) {
        merged.push_back(*one);
      } else {
        leave(*one);
        if (in_live) merged.push_back(*there->second);
      }
    }
    for (const auto& [name, one] : live_by_key) {
      if (wanted_by_key.contains(name) || !is_left(object_of(*one), true, false)) continue;
      leave(*one);
      merged.push_back(*one);
    }
    wanted = std::move(merged);
  }

  template <typename One>
  void leave(const One& one) {
    if (object_of(one).of.name.empty() && object_of(one).other.empty())
      left_.insert(names_.key(object_of(one).name));
  }

  void grants() {
    const auto is_of_left = [&](const Grant& grant) {
      return left_.contains(names_.key(grant.object));
    };
    std::erase_if(wanted_.grants, is_of_left);
    std::ranges::copy_if(live_.grants, std::back_inserter(wanted_.grants), is_of_left);
  }

  void settings() {
    const auto is_of_left = [&](const ObjectSetting& setting) {
      return left_.contains(names_.key(setting.object)) ||
             (setting.kind == index_statistics && is_index_of_left(setting.object));
    };
    std::erase_if(wanted_.settings, is_of_left);
    std::ranges::copy_if(live_.settings, std::back_inserter(wanted_.settings), is_of_left);
  }

  [[nodiscard]] bool is_index_of_left(const ObjectName& index) const {
    const auto has_it = [&](const auto& owner) {
      return owner.name.schema == index.schema && left_.contains(names_.key(owner.name)) &&
             std::ranges::count(owner.indexes, index.name, &Index::name) > 0;
    };
    return std::ranges::any_of(live_.tables, has_it) || std::ranges::any_of(live_.views, has_it);
  }

  void members() {
    const auto live = by_key(live_.tables);
    for (Table& table : wanted_.tables) {
      const auto twin = live.find(key(table));
      if (twin == live.end() || left_.contains(names_.key(table.name))) continue;
      columns(table, *twin->second);
      named(table.constraints, twin->second->constraints, ObjectKind::constraint, table.name,
            [](const Constraint& one) { return name_of(one); });
      named(table.indexes, twin->second->indexes, ObjectKind::index, table.name,
            [](const Index& one) { return one.name; });
      // What is on a column that goes, goes with it.
      std::erase_if(table.constraints,
                    [&](const Constraint& one) { return !all_there(columns_of(one), table); });
      std::erase_if(table.indexes, [&](const Index& one) {
        return std::ranges::any_of(one.parts, [&](const IndexPart& part) {
          return !part.column.empty() && !has_column(table, part.column);
        });
      });
    }
  }

  /// Its own, or one that it has from its parents.
  [[nodiscard]] bool has_column(const Table& table, const std::string& column) const {
    return find_column(wanted_, table, column, rules_) != nullptr;
  }
  [[nodiscard]] bool all_there(const std::vector<std::string>& columns, const Table& table) const {
    return std::ranges::all_of(
        columns, [&](const std::string& column) { return has_column(table, column); });
  }

  void columns(Table& table, const Table& live) {
    named(table.columns, live.columns, ObjectKind::column, table.name,
          [](const Column& one) { return one.name; });
    if (!what_.types && !what_.defaults) return;
    for (Column& column : table.columns) {
      const Column* twin = find_column(live, column.name, rules_);
      if (twin == nullptr) continue;
      if (what_.types) {
        column.type = twin->type;
        column.collation = twin->collation;
      }
      if (what_.defaults) column.default_sql = twin->default_sql;
    }
  }

  /// Those without a name are what they say, and not told apart.
  template <typename Member, typename NameOf>
  void named(std::vector<Member>& wanted, const std::vector<Member>& live, ObjectKind kind,
             const ObjectName& table, const NameOf& name) const {
    const auto find = [&](const std::vector<Member>& all, const Member& one) {
      return std::ranges::find_if(
          all, [&](const Member& other) { return same_name(name(other), name(one), rules_); });
    };
    std::vector<Member> merged;
    for (const Member& one : wanted) {
      const auto there = find(live, one);
      const bool in_live = there != live.end();
      const bool left =
          !name(one).empty() && is_left({kind, ObjectName(name(one)), table}, in_live, true);
      if (!left) merged.push_back(one);
      if (left && in_live) merged.push_back(*there);
    }
    for (const Member& one : live) {
      if (name(one).empty() || find(wanted, one) != wanted.end()) continue;
      if (is_left({kind, ObjectName(name(one)), table}, true, false)) merged.push_back(one);
    }
    wanted = std::move(merged);
  }

  Catalog wanted_;
  const Catalog& live_;
  const LeftAlone& what_;
  FactNames names_;
  const Rules& rules_;
  std::set<std::string> left_;  // names of whole objects
};

}  // namespace

ObjectSet::ObjectSet(const Catalog& catalog, const Rules& rules) : rules_(rules) {
  const FactNames names(rules_);
  const auto add = [&](const CatalogObject& object) { keys_.insert(set_key(object, names)); };
  const auto add_all = [&](const auto& all) {
    for (const auto& one : all) add(object_of(one));
  };
  add_all(catalog.schemas);
  add_all(catalog.extensions);
  add_all(catalog.enums);
  add_all(catalog.domains);
  add_all(catalog.sequences);
  add_all(catalog.tables);
  add_all(catalog.views);
  add_all(catalog.functions);
  add_all(catalog.triggers);
  add_all(catalog.policies);
  add_all(catalog.composites);
  add_all(catalog.others);
  for (const Table& table : catalog.tables) {
    for (const Column& column : table.columns) add({ObjectKind::column, column.name, table.name});
    for (const Constraint& constraint : table.constraints)
      add({ObjectKind::constraint, name_of(constraint), table.name});
    for (const Index& index : table.indexes) add({ObjectKind::index, index.name, table.name});
  }
}

bool ObjectSet::contains(const CatalogObject& object) const {
  return keys_.contains(set_key(object, FactNames(rules_)));
}

std::string describe(const CatalogObject& object) {
  const std::string kind = object.other.empty() ? std::string(word_for(object.kind)) : object.other;
  const std::string text = kind + " " + object.name.text();
  return object.of.name.empty() ? text : text + " of " + object.of.text();
}

Catalog with_left_alone(Catalog wanted, const Catalog& live, const LeftAlone& what,
                        const Rules& rules) {
  return Merge(std::move(wanted), live, what, rules).run();
}

}  // namespace aludel
