#include <aludel/migration.hpp>

namespace {

using namespace aludel;

void upgrade(Operations& op) {
  if (op.dialect() == "postgresql") {
    op.add_enum_value("mood", "cross", {.after = "calm"});
    op.rename_enum_value("mood", "glad", "happy");
    op.execute("UPDATE people SET mood = 'cross' WHERE id = 2");
    op.alter_column("people", "mood", {.default_sql = "'happy'"});
    op.remove_enum_value("mood", "calm", "happy");
  } else {
    op.execute("UPDATE people SET mood = CASE id WHEN 2 THEN 'cross' ELSE 'happy' END");
    op.alter_column("people", "mood", {.default_sql = "'happy'"});
    op.create_check_constraint(
        "people", {.name = "ck_people_mood", .expression = "mood IN ('cross', 'happy')"});
  }
}

void downgrade(Operations& op) {
  if (op.dialect() == "postgresql") {
    op.add_enum_value("mood", "calm", {.before = "cross"});
    op.remove_enum_value("mood", "cross", "happy");
    op.rename_enum_value("mood", "happy", "glad");
    op.alter_column("people", "mood", {.default_sql = "'calm'"});
  } else {
    op.drop_constraint("people", "ck_people_mood");
    op.alter_column("people", "mood", {.default_sql = "'calm'"});
    op.execute("UPDATE people SET mood = 'glad'");
  }
}

}  // namespace

extern const aludel::Migration revision_c14;
const aludel::Migration revision_c14{
    .id = "c14",
    .down_revision = {"c13"},
    .message = "Other moods",
    .upgrade = upgrade,
    .downgrade = downgrade,
};
