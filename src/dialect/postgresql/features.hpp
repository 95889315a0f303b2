#pragma once

namespace aludel::postgresql {

/// What a server's version has of what not all have, from 12 on.
struct Features {
  bool drop_expression = false;      ///< ALTER COLUMN … DROP EXPRESSION
  bool detach_concurrently = false;  ///< ALTER TABLE … DETACH PARTITION … CONCURRENTLY
  bool nulls_not_distinct = false;   ///< UNIQUE NULLS NOT DISTINCT
  bool set_expression = false;       ///< ALTER COLUMN … SET EXPRESSION
  bool virtual_columns = false;      ///< GENERATED ALWAYS AS (…) VIRTUAL
};

[[nodiscard]] constexpr Features features_of(int server_version) {
  return {.drop_expression = server_version >= 130000,
          .detach_concurrently = server_version >= 140000,
          .nulls_not_distinct = server_version >= 150000,
          .set_expression = server_version >= 170000,
          .virtual_columns = server_version >= 180000};
}

}  // namespace aludel::postgresql
