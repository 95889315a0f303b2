#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "aludel/catalog.hpp"

namespace aludel {

/// Templates for the names of constraints and indexes that have none, with Alembic's tokens:
/// `ix = "ix_%(column_0_label)s"`. An empty one leaves them to the database.
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
