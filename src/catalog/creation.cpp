#include "catalog/creation.hpp"

#include <set>
#include <utility>

#include "catalog/lookup.hpp"
#include "catalog/needs.hpp"
#include "catalog/rights.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

namespace {

class Creation {
 public:
  Creation(const Catalog& catalog, const Rules& rules)
      : catalog_(catalog),
        rules_(rules),
        needs_(catalog, rules),
        uses_(catalog, rules),
        states_(needs_.size()) {}

  std::vector<Operation> operations() && {
    for (const Schema& one : catalog_.schemas) add(CreateSchema{one});
    for (const Extension& one : catalog_.extensions) add(CreateExtension{one});
    for (const Enum& one : catalog_.enums) add(CreateEnum{one});
    for (const Sequence& one : catalog_.sequences) {
      if (!one.owned_by) add(CreateSequence{one});
    }
    for (std::size_t i = 0; i < catalog_.others.size(); ++i)
      if (is_made_first(catalog_.others[i])) visit(needs_.first_other() + i);
    for (std::size_t node = 0; node < needs_.size(); ++node) visit(node);
    for (Operation& one : late_indexes_) add(std::move(one));
    for (Operation& one : late_defaults_) add(std::move(one));
    for (Operation& one : late_foreign_keys_) add(std::move(one));
    for (const Trigger& one : catalog_.triggers) add(CreateTrigger{one});
    for (const Policy& one : catalog_.policies) add(CreatePolicy{one});
    for (const Grant& one : catalog_.grants) add(granting(one));
    for (const ObjectSetting& one : catalog_.settings) add(ChangeSetting{one});
    return std::move(operations_);
  }

 private:
  using Node = Needs::Node;
  enum class State { untouched, in_progress, made };

  void add(Operation operation) { operations_.push_back(std::move(operation)); }

  void visit(Node node) {
    if (states_[node] != State::untouched) return;
    states_[node] = State::in_progress;
    for (const Node needed : needs_.before(node)) visit(needed);
    const Table* table = table_at(node);
    if (table != nullptr) visit_referred(*table);
    make(node);
    states_[node] = State::made;
  }

  /// Tables that foreign keys refer to, but those that cannot come before this one.
  void visit_referred(const Table& table) {
    for (const Constraint& constraint : table.constraints) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key == nullptr) continue;
      const auto referred = needs_.table(key->table);
      if (referred && !needs_what_is_in_progress(*referred)) visit(*referred);
    }
  }

  /// Goes through what is not made yet alone.
  [[nodiscard]] bool needs_what_is_in_progress(Node node) const {
    std::set<Node> seen;
    std::vector<Node> open{node};
    while (!open.empty()) {
      const Node one = open.back();
      open.pop_back();
      for (const Node needed : needs_.before(one)) {
        if (states_[needed] == State::in_progress) return true;
        if (states_[needed] == State::untouched && seen.insert(needed).second) {
          open.push_back(needed);
        }
      }
    }
    return false;
  }

  [[nodiscard]] const Table* table_at(Node node) const {
    const bool is_table = node >= needs_.first_table() && node < needs_.first_view();
    return is_table ? &catalog_.tables[node - needs_.first_table()] : nullptr;
  }

  void make(Node node) {
    if (node >= needs_.first_other()) {
      add(CreateObject{catalog_.others[node - needs_.first_other()]});
    } else if (node >= needs_.first_composite()) {
      add(CreateComposite{catalog_.composites[node - needs_.first_composite()]});
    } else if (node >= needs_.first_view()) {
      add(CreateView{catalog_.views[node - needs_.first_view()]});
    } else if (node >= needs_.first_table()) {
      make_table(catalog_.tables[node - needs_.first_table()]);
    } else if (node >= needs_.first_function()) {
      add(CreateFunction{catalog_.functions[node - needs_.first_function()]});
    } else {
      add(CreateDomain{catalog_.domains[node]});
    }
  }

  void make_table(Table table) {
    if (!rules_.foreign_keys_may_dangle) take_late_foreign_keys(table);
    take_late_indexes(table);
    std::vector<TableChange> defaults;
    std::vector<Operation> sequences;
    for (const Sequence& sequence : catalog_.sequences) {
      if (!sequence.owned_by || !same_name(sequence.owned_by->first, table.name, rules_)) continue;
      sequences.emplace_back(CreateSequence{sequence});
    }
    for (Column& column : table.columns) {
      if (!column.default_sql || !takes_number(*column.default_sql)) continue;
      if (counts_by_later(*column.default_sql, table.name)) {
        late_defaults_.emplace_back(AlterTable{
            table.name, {AlterColumn{.name = column.name, .default_sql = column.default_sql}}});
        column.default_sql.reset();
      }
      if (sequences.empty() || !column.default_sql) continue;
      defaults.emplace_back(AlterColumn{.name = column.name, .default_sql = column.default_sql});
      column.default_sql.reset();
    }
    const ObjectName name = table.name;
    add(CreateTable{std::move(table)});
    for (Operation& sequence : sequences) add(std::move(sequence));
    if (!defaults.empty()) add(AlterTable{name, std::move(defaults)});
  }

  /// Whether a default names a sequence of a table that comes behind this one: where each has one
  /// of the other's, one of them has to.
  [[nodiscard]] bool counts_by_later(const std::string& sql, const ObjectName& table) const {
    return std::ranges::any_of(catalog_.sequences, [&](const Sequence& one) {
      if (!one.owned_by || same_name(one.owned_by->first, table, rules_)) return false;
      const auto owner = needs_.table(one.owned_by->first);
      return owner && states_[*owner] != State::made && sql.contains(one.name.name);
    });
  }

  [[nodiscard]] bool takes_number(std::string_view sql) const {
    const SqlWords words = words_of(sql, rules_);
    for (std::size_t i = 0; i < words.words.size(); ++i) {
      if (words.is(i, "nextval") || words.is(i, "currval") || words.is(i, "setval")) return true;
    }
    return false;
  }

  /// Those that call a function of the table's own rows.
  void take_late_indexes(Table& table) {
    std::erase_if(table.indexes, [&](const Index& index) {
      const auto used = uses_.of(table.name, &table, index);
      const bool is_late = std::ranges::any_of(used, [&](const Fact& fact) {
        const auto node = needs_.node(fact);
        return node && states_[*node] != State::made && table_at(*node) == nullptr;
      });
      if (is_late) late_indexes_.emplace_back(CreateIndex{.table = table.name, .index = index});
      return is_late;
    });
  }

  void take_late_foreign_keys(Table& table) {
    std::erase_if(table.constraints, [&](const Constraint& constraint) {
      const auto* key = std::get_if<ForeignKey>(&constraint);
      if (key == nullptr || same_name(key->table, table.name, rules_)) return false;
      const auto referred = needs_.table(key->table);
      if (!referred || states_[*referred] == State::made) return false;
      late_foreign_keys_.emplace_back(AlterTable{table.name, {AddConstraint{constraint}}});
      return true;
    });
  }

  const Catalog& catalog_;
  const Rules& rules_;
  Needs needs_;
  Uses uses_;
  std::vector<State> states_;
  std::vector<Operation> operations_;
  std::vector<Operation> late_indexes_;
  std::vector<Operation> late_defaults_;
  std::vector<Operation> late_foreign_keys_;
};

}  // namespace

std::vector<Operation> creation(const Catalog& catalog, const Rules& rules) {
  const Catalog in_order = sorted(catalog);
  return Creation(in_order, rules).operations();
}

}  // namespace aludel
