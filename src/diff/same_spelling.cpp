#include "diff/same_spelling.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalog/lookup.hpp"
#include "catalog/order.hpp"

namespace aludel {

namespace {

class Spelling {
 public:
  Spelling(const Catalog& live, const Rules& rules) : live_(live), rules_(rules) {}

  void follow(Table& table) const {
    const Table* old = find_table(live_, table.name, rules_);
    if (old != nullptr) {
      table.name = old->name;
      for (Column& column : table.columns) {
        const Column* known = find_column(*old, column.name, rules_);
        if (known == nullptr) continue;
        column.name = known->name;
        follow(column.type, known->type);
      }
    }
    for (Constraint& one : table.constraints) {
      std::visit([&](auto& constraint) { follow(constraint, table); }, one);
      if (const Constraint* known = old ? find_constraint(*old, name_of(one), rules_) : nullptr)
        name_of(one) = name_of(*known);
    }
    for (Index& index : table.indexes) {
      for (IndexPart& part : index.parts) follow_column(part.column, table);
      if (const Index* known = old ? find_index(old->indexes, index.name, rules_) : nullptr)
        index.name = known->name;
    }
  }
  void follow(View& view) const { follow_relation(view.name); }
  void follow(Trigger& trigger) const {
    follow_relation(trigger.table);
    for (const Trigger& known : live_.triggers)
      if (same_name(known.name, trigger.name, rules_)) trigger.name = known.name;
  }

 private:
  static void follow(Type& type, const Type& known) {
    if (type.kind == Type::Kind::named && known.kind == Type::Kind::named &&
        equal_ignoring_case(type.name, known.name))
      type.name = known.name;
  }
  void follow(PrimaryKey& key, const Table& table) const { follow_columns(key.columns, table); }
  void follow(Unique& unique, const Table& table) const { follow_columns(unique.columns, table); }
  void follow(ForeignKey& key, const Table& table) const {
    follow_columns(key.columns, table);
    const Table* referred = find_table(live_, key.table, rules_);
    if (referred == nullptr) return;
    key.table = referred->name;
    follow_columns(key.referred, *referred);
  }
  void follow(Check&, const Table&) const {}
  void follow(Exclusion&, const Table&) const {}

  void follow_columns(std::vector<std::string>& names, const Table& table) const {
    for (std::string& name : names) follow_column(name, table);
  }
  void follow_column(std::string& name, const Table& table) const {
    if (const Column* column = find_column(table, name, rules_)) name = column->name;
  }
  void follow_relation(ObjectName& name) const {
    if (const Table* table = find_table(live_, name, rules_)) name = table->name;
    if (const View* view = find_view(live_, name, rules_)) name = view->name;
  }

  const Catalog& live_;
  const Rules& rules_;
};

}  // namespace

Catalog spelled_as(Catalog wanted, const Catalog& live, const Rules& rules) {
  const Spelling spelling(live, rules);
  const auto follow = [&](auto& object) { spelling.follow(object); };
  std::ranges::for_each(wanted.tables, follow);
  std::ranges::for_each(wanted.views, follow);
  std::ranges::for_each(wanted.triggers, follow);
  return sorted(std::move(wanted));
}

}  // namespace aludel
