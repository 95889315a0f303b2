#pragma once

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/fact.hpp"
#include "catalog/sql_names.hpp"

namespace aludel {

/// What the objects of a catalog use, read off their texts as a server deparses them.
class Uses {
 public:
  using Facts = std::vector<Fact>;

  /// @param catalog  sorted; must outlive it, as `rules` must
  Uses(const Catalog& catalog, const Rules& rules);

  // What must be there for it to be there.
  [[nodiscard]] Facts of(const Enum& enumeration) const;
  [[nodiscard]] Facts of(const Domain& domain) const;
  [[nodiscard]] Facts of(const CompositeType& composite) const;
  [[nodiscard]] Facts of(const OtherObject& object) const;
  [[nodiscard]] Facts of(const Sequence& sequence) const;
  [[nodiscard]] Facts of(const Function& function) const;
  /// What the server keeps a function from losing: of most its types alone.
  [[nodiscard]] Facts of_head(const Function& function) const;
  [[nodiscard]] Facts of(const View& view) const;
  [[nodiscard]] Facts of(const Trigger& trigger) const;
  [[nodiscard]] Facts of(const Policy& policy) const;
  [[nodiscard]] Facts of(const Table& table, const Column& column) const;
  [[nodiscard]] Facts of(const Table& table, const Constraint& constraint) const;
  [[nodiscard]] Facts of(const ObjectName& owner, const Table* table, const Index& index) const;
  /// Of the table itself: its schema, its parents.
  [[nodiscard]] Facts of(const Table& table) const;
  /// What a column is of: its type, its collation.
  [[nodiscard]] Facts of_type(const Column& column) const;
  [[nodiscard]] Facts of_default(const Column& column) const;

  /// Whether the server keeps a function from losing what its body names: one in standard SQL. Of
  /// others it knows the arguments and what they give back alone.
  [[nodiscard]] static bool binds_its_body(const Function& function, const Rules& rules);

 private:
  void add_expression(Facts& facts, std::string_view sql, const Table* table) const;
  void add_query(Facts& facts, std::string_view sql) const;
  void add_key_grouped_by(Facts& facts, const SqlWords& words, const Table& table) const;
  void add_with_parents(Catalog& some, const ObjectName& name) const;
  void add_columns(Facts& facts, const SqlWords& words, const Table& table, TextOf text_of) const;
  [[nodiscard]] Facts of_table(const ObjectName& name,
                               std::initializer_list<std::string_view> texts, TextOf text_of) const;
  void add_collation(Facts& facts, const std::string& collation) const;
  void add_others(Facts& facts, const ObjectName& name) const;
  void add_type(Facts& facts, const Type& type) const;
  void add_type_called(Facts& facts, const ObjectName& name) const;
  void add_members_of_rows(Facts& facts, const Function& function) const;
  void add_row_types(Facts& facts, std::string_view body) const;
  void add_declared(Facts& facts, const SqlWords& words, std::size_t begin, std::size_t end) const;
  void add_schema(Facts& facts, const ObjectName& name) const;
  void add_calls_and_types(Facts& facts, const SqlWords& words) const;

  const Rules& rules_;
  FactNames names_;
  std::multimap<std::string, Fact> functions_;
  std::map<std::string, Fact> types_;
  std::multimap<std::string, Fact> others_;     ///< by their names without arguments
  std::multimap<std::string, Fact> operators_;  ///< by their symbols
  std::map<std::string, const Table*> tables_;
  std::set<std::string> views_;
};

}  // namespace aludel
