#pragma once

#include <string>

#include "aludel/table.hpp"
#include "sql/splitter.hpp"

namespace aludel {

/// A name as SQL writes it: "app"."Prices"
[[nodiscard]] inline std::string sql_name(const ObjectName& name, SqlDialect dialect) {
  const std::string plain = quote_identifier(name.name, dialect);
  return name.schema.empty() ? plain : quote_identifier(name.schema, dialect) + "." + plain;
}

}  // namespace aludel
