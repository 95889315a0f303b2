#include "cli/complete.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"

namespace aludel {

namespace {

using Words = std::vector<std::string>;

Words asked(const std::function<Words()>& source) {
  try {
    return source ? source() : Words();
  } catch (const Error&) {
    return {};  // no project, or one that cannot be read: completion is no place to say so
  }
}

bool names(const OptionSpec& option, std::string_view word) {
  return std::ranges::any_of(split(option.names, ','),
                             [&](const std::string& name) { return name == word; });
}

const OptionSpec* option_named(std::string_view word, const CommandSpec* command) {
  const auto is_it = [&](const OptionSpec& option) { return names(option, word); };
  if (command != nullptr) {
    const auto own = std::ranges::find_if(command->options, is_it);
    if (own != command->options.end()) return &*own;
  }
  const auto global = std::ranges::find_if(global_options(), is_it);
  return global == global_options().end() ? nullptr : &*global;
}

Words options_of(const CommandSpec* command) {
  Words words{"--help"};
  const auto add = [&](std::span<const OptionSpec> options) {
    for (const OptionSpec& option : options) words.push_back(split(option.names, ',').back());
  };
  if (command != nullptr) add(command->options);
  add(global_options());
  return words;
}

Words commands_of(const CommandGroup* group) {
  Words words;
  if (group == nullptr) words.emplace_back("help");
  for (const CommandSpec& command : all_commands()) {
    const CommandGroup* its = group_of(command);
    if (group == nullptr) {
      words.emplace_back(its == nullptr ? command.name : its->name);
    } else if (its == group) {
      words.emplace_back(command.name.substr(group->name.size() + 1));
    }
  }
  return words;
}

/// Values by what stands for them in the help.
Words values_for(std::string_view value, std::string_view option,
                 const CompletionSources& sources) {
  struct Fixed {
    std::string_view option;
    std::array<std::string_view, 4> values;
  };
  constexpr std::array fixed{Fixed{"--log-format", {"text", "json"}},
                             Fixed{"--transaction", {"revision", "all"}},
                             Fixed{"--migrate", {"true", "false", "check", "wait"}}};
  for (const Fixed& each : fixed) {
    if (each.option != option) continue;
    Words words;
    for (const std::string_view word : each.values) {
      if (!word.empty()) words.emplace_back(word);
    }
    return words;
  }
  if (option == "--env") {
    Words words = asked(sources.environments);
    words.emplace_back("all");
    return words;
  }
  if (option == "--database" || option == "--confirm" || option == "--skip")
    return asked(sources.databases);
  if (value == "SCRIPT") return asked(sources.scripts);
  if (value == "SEED") return asked(sources.seeds);
  if (value == "HOST") return {"github", "gitlab"};
  if (value == "SHELL") return {"bash", "zsh", "fish"};
  if (value != "TARGET" && value != "REVISION") return {};
  Words words = asked(sources.revisions);
  words.insert(words.end(), {"base", "head", "heads"});
  return words;
}

/// What stands before the word that is completed.
struct Before {
  const CommandGroup* group = nullptr;
  const CommandSpec* command = nullptr;
  const OptionSpec* option = nullptr;  ///< the word is its value
  bool for_another_program = false;
};

Before read(const Words& words) {
  Before before;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    before.option = nullptr;
    if (word == "--") before.for_another_program = true;
    if (word.starts_with("-")) {
      const OptionSpec* option = option_named(word, before.command);
      if (option == nullptr || option->value.empty()) continue;
      before.option = option;
      ++i;  // its value, unless that is the word itself
      if (i + 1 < words.size()) before.option = nullptr;
      continue;
    }
    if (before.command != nullptr || word == "help") continue;
    if (before.group == nullptr) before.group = find_group(word);
    const std::string name = before.group == nullptr || before.group->name == word
                                 ? word
                                 : std::string(before.group->name) + " " + word;
    before.command = find_command(name);
  }
  return before;
}

}  // namespace

Words complete_words(const Words& words, const CompletionSources& sources) {
  if (words.empty()) return {};
  const Before before = read(words);
  std::string last = words.back();
  std::string kept;
  Words candidates;
  if (before.for_another_program) return {};
  if (before.option != nullptr) {
    candidates = values_for(before.option->value, split(before.option->names, ',').back(), sources);
  } else if (last.starts_with("--") && last.contains('=')) {
    const std::string name = last.substr(0, last.find('='));
    kept = name + "=";
    const OptionSpec* option = option_named(name, before.command);
    if (option != nullptr) candidates = values_for(option->value, name, sources);
  } else if (last.starts_with("-")) {
    candidates = options_of(before.command);
  } else if (before.command == nullptr) {
    candidates = commands_of(before.group);
  } else {
    candidates = values_for(before.command->argument.name, "", sources);
  }
  Words fitting;
  for (const std::string& candidate : candidates) {
    if ((kept + candidate).starts_with(last)) fitting.push_back(kept + candidate);
  }
  std::ranges::sort(fitting);
  fitting.erase(std::ranges::unique(fitting).begin(), fitting.end());
  return fitting;
}

std::string completion_script(const std::string& shell) {
  // The words go as lines, with one more behind them: a shell drops empty lines at the end.
  if (shell == "bash") {
    return R"sh(_aludel() {
  local IFS=$'\n'
  COMPREPLY=($(aludel completion --words "$(printf '%s\n' "${COMP_WORDS[@]:1:COMP_CWORD}" .)" 2>/dev/null))
}
complete -o default -F _aludel aludel
)sh";
  }
  if (shell == "zsh") {
    return R"sh(#compdef aludel
_aludel() {
  local -a found
  found=(${(f)"$(aludel completion --words "$(print -rl -- "${(@)words[2,CURRENT]}" .)" 2>/dev/null)"})
  (( ${#found} )) && compadd -a found || _files
}
# As a file of fpath it is the function's first call; sourced, it makes it known.
if [[ $funcstack[1] == _aludel ]]; then _aludel "$@"; else compdef _aludel aludel; fi
)sh";
  }
  if (shell == "fish") {
    return R"sh(function __aludel_words
  set -l before (commandline -opc)
  printf '%s\n' $before[2..-1] (commandline -ct) . | string collect
end
function __aludel_complete
  set -l found (aludel completion --words (__aludel_words) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c aludel -f -a '(__aludel_complete)'
)sh";
  }
  Diagnostic problem = diagnostic(Code::bad_usage, "there is no completion for `" + shell + "`");
  const std::array<std::string, 3> shells{"bash", "zsh", "fish"};
  problem.hint = did_you_mean(shell, shells);
  problem.next = "`aludel completion bash`, `zsh` or `fish`";
  throw Error(std::move(problem));
}

}  // namespace aludel
