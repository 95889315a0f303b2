#include <aludel/migration.hpp>

extern const aludel::Migration revision_030;
const aludel::Migration revision_030{
    .id = "030",
    .down_revision = {"010", "020"},
    .message = "Merge billing and shop",
};
