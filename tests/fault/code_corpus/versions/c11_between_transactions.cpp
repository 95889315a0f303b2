#include <aludel/migration.hpp>

namespace {

using namespace aludel;

/// Whoever goes on behind the middle must not look at what the first part has left.
void upgrade(Operations& op) {
  op.alter_column("people", "note", {.nullable = false, .default_sql = "''"});
  op.rename_column("people", "note", "remark");
  if (op.dialect() == "postgresql") {
    op.create_index("people",
                    {.name = "ix_people_remark", .parts = {{.expression = "lower(remark)"}}},
                    {.concurrently = true});
  } else {
    op.execute("VACUUM", {.reversible = true, .autocommit = true});
    op.create_index("people",
                    {.name = "ix_people_remark", .parts = {{.expression = "lower(remark)"}}});
  }
  op.alter_column("people", "remark", {.type = varchar(80)});
  op.create_check_constraint("people",
                             {.name = "ck_people_remark", .expression = "remark <> 'none'"});
}

}  // namespace

extern const aludel::Migration revision_c11;
const aludel::Migration revision_c11{
    .id = "c11",
    .down_revision = {"c10"},
    .message = "An index outside of transactions, between changes of its table",
    .upgrade = upgrade,
};
