#pragma once

#include <string>

namespace aludel {

/// Templates for the names of constraints and indexes that have none, with Alembic's tokens:
/// `ix = "ix_%(column_0_label)s"`. An empty one leaves them to the database.
///
/// Example:
/// ```cpp
/// const aludel::NamingConvention usual{.ix = "ix_%(column_0_label)s",
///                                      .uq = "uq_%(table_name)s_%(column_0_name)s",
///                                      .pk = "pk_%(table_name)s"};
/// ```
struct NamingConvention {
  std::string ix = {};
  std::string uq = {};
  std::string ck = {};
  std::string fk = {};
  std::string pk = {};
  std::string ex = {};

  bool operator==(const NamingConvention&) const = default;
};

}  // namespace aludel
