#pragma once

#include <string>
#include <string_view>

#include "aludel/catalog.hpp"
#include "aludel/cell.hpp"
#include "catalog/cpp_code.hpp"

namespace aludel {

/// The values of a catalog as C++ that the public headers accept, inside of braces that say their
/// type where nothing else is said. What is as it is anyway is left out.
class CppValues {
 public:
  /// @param database  "sqlite": what types are on others is left out; empty: for all
  explicit CppValues(std::string_view database) : database_(database) {}

  [[nodiscard]] std::string type(const Type& type) const;
  [[nodiscard]] CppCode column(const Column& column) const;
  [[nodiscard]] CppCode table(const Table& table) const;
  [[nodiscard]] CppCode domain(const Domain& domain) const;
  [[nodiscard]] CppCode composite(const CompositeType& composite) const;
  [[nodiscard]] CppCode sequence(const Sequence& sequence) const;

 private:
  std::string_view database_;
};

[[nodiscard]] std::string cpp(const ObjectName& name);
[[nodiscard]] std::string cpp(const Cell& cell);
[[nodiscard]] std::string cpp(ObjectKind kind);
[[nodiscard]] CppCode cpp(const SequenceOptions& options);
/// With its type, as an optional needs it.
[[nodiscard]] CppCode cpp(const Identity& identity);
[[nodiscard]] CppCode cpp(const Generated& generated);
[[nodiscard]] CppCode cpp(const Constraint& constraint);
[[nodiscard]] CppCode cpp(const PrimaryKey& key);
[[nodiscard]] CppCode cpp(const Unique& unique);
[[nodiscard]] CppCode cpp(const ForeignKey& key);
[[nodiscard]] CppCode cpp(const Check& check);
[[nodiscard]] CppCode cpp(const Exclusion& exclusion);
[[nodiscard]] CppCode cpp(const Index& index);
[[nodiscard]] CppCode cpp(const PartitionOf& partition);
[[nodiscard]] CppCode cpp(const Extension& extension);
[[nodiscard]] CppCode cpp(const View& view);
[[nodiscard]] CppCode cpp(const Function& function);
[[nodiscard]] CppCode cpp(const Trigger& trigger);
[[nodiscard]] CppCode cpp(const Policy& policy);
[[nodiscard]] CppCode cpp(const Grant& grant);
[[nodiscard]] CppCode cpp(const OtherObject& object);
[[nodiscard]] CppCode cpp(const ObjectSetting& setting);
[[nodiscard]] CppCode cpp(const std::vector<std::string>& texts);

}  // namespace aludel
