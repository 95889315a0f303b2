#include "dialect/range_settings.hpp"

#include <array>

namespace aludel {

BatchSettings range_settings(SqlDialect dialect) {
  if (dialect != SqlDialect::postgresql) return {};  // SQLite's goes along the index
  // By its wrong estimate the plan is expensive: compiling it would take longer than running it.
  constexpr std::array<const char*, 4> names{"enable_seqscan", "enable_bitmapscan", "enable_sort",
                                             "jit"};
  std::string before;
  std::string off;
  std::string back;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string name = names.at(i);
    before += (i == 0 ? "" : " || ',' || ") + ("current_setting('" + name + "')");
    off += ", set_config('" + name + "', 'off', true)";
    back += (i == 0 ? "SELECT set_config('" : ", set_config('") + name +
            "', split_part(current_setting('aludel.planner'), ',', " + std::to_string(i + 1) +
            "), true)";
  }
  return {.on = {"SELECT set_config('aludel.planner', " + before + ", true)" + off},
          .back = {back}};
}

}  // namespace aludel
