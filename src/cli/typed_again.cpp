#include "cli/typed_again.hpp"

#include "base/text.hpp"
#include "db/redact.hpp"

namespace aludel {

TypedOption typed_option(const std::string& option, const std::string& value) {
  const std::string name = (option.size() == 1 ? "-" : "--") + option;
  const bool is_placeholder = option == "x" && value.contains('=');
  return {name, " " + name + " " +
                    (is_placeholder ? value.substr(0, value.find('=') + 1) + "…"
                                    : shell_quoted(redacted(value)))};
}

std::vector<TypedOption> place_options(const Arguments& arguments) {
  std::vector<TypedOption> options;
  for (const char* option : {"config", "name", "env", "database", "url"}) {
    const auto value = arguments.get(option);
    if (value && !(option == std::string_view("env") && *value == "all"))
      options.push_back(typed_option(option, *value));
  }
  return options;
}

std::string own_options(const Invocation& invocation, std::string_view except) {
  std::string text;
  for (const OptionSpec& spec : invocation.command.options) {
    const std::string name = long_name(spec);
    if (name == except || !invocation.arguments.has(name)) continue;
    if (spec.value.empty()) text += " --" + name;
    for (const std::string& value : invocation.arguments.all(name))
      if (!spec.value.empty()) text += typed_option(name, value).words;
  }
  return text;
}

}  // namespace aludel
