#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/apply.hpp"

namespace aludel {

/// Something that can be there, be needed and go: a table, a column of it, a function of one
/// signature. Names that mean the same object give the same text.
using Fact = std::string;

/// Facts by name. Tables, views, sequences, indexes and types are of one kind: they share their
/// names.
class FactNames {
 public:
  explicit FactNames(const Rules& rules) : rules_(rules) {}

  [[nodiscard]] Fact schema(std::string_view name) const;
  [[nodiscard]] Fact relation(const ObjectName& name) const;
  [[nodiscard]] Fact column(const ObjectName& table, std::string_view name) const;
  [[nodiscard]] Fact constraint(const ObjectName& table, std::string_view name) const;
  /// Of a constraint without a name: by what it says.
  [[nodiscard]] Fact constraint(const ObjectName& table, const Constraint& constraint) const;
  /// Whether the column may be NULL.
  [[nodiscard]] Fact nullable(const ObjectName& table, std::string_view column) const;
  /// That rows of the table are told apart by these columns, in any order: by a constraint or
  /// index.
  [[nodiscard]] Fact unique(const ObjectName& table, std::vector<std::string> columns) const;
  /// The same where the constraint or index says so.
  [[nodiscard]] std::optional<Fact> unique(const ObjectName& table, const Constraint& one) const;
  [[nodiscard]] std::optional<Fact> unique(const ObjectName& table, const Index& index) const;
  [[nodiscard]] Fact function(const Function& function) const;
  /// Types and foreign tables share their names with relations.
  [[nodiscard]] Fact object(const OtherObject& object) const;
  [[nodiscard]] Fact setting(const ObjectSetting& setting) const;
  [[nodiscard]] Fact trigger(const ObjectName& table, std::string_view name) const;
  [[nodiscard]] Fact policy(const ObjectName& table, std::string_view name) const;
  /// The same for all names that mean one object.
  [[nodiscard]] std::string key(const ObjectName& name) const;

 private:
  [[nodiscard]] Fact member(std::string_view kind, const ObjectName& table,
                            std::string_view name) const;
  [[nodiscard]] std::string folded(std::string_view name) const;

  const Rules& rules_;
};

}  // namespace aludel
