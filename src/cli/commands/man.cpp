// `man`: the manual page, of which packages install what is printed.
#include <nlohmann/json.hpp>

#include "cli/commands/commands.hpp"
#include "cli/parse.hpp"

namespace aludel::commands {

int man(Invocation& invocation) {
  const std::string page = man_page();
  invocation.console.print(std::string_view(page).substr(0, page.size() - 1));
  invocation.console.result({{"man", page}});
  return 0;
}

}  // namespace aludel::commands
