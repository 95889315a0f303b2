// The only file that includes CLI11, which is slow to compile.
#include "cli/parse.hpp"

#include <algorithm>
#include <deque>

#include <CLI/CLI.hpp>

#include "base/code.hpp"
#include "base/text.hpp"

namespace aludel {

namespace {

/// "--rev_id=x" → "--rev-id=x": Alembic's spelling of its options.
std::string with_dashes(std::string word) {
  if (!word.starts_with("--")) return word;
  const std::size_t end = std::min(word.find('='), word.size());
  std::replace(word.begin(), word.begin() + static_cast<std::ptrdiff_t>(end), '_', '-');
  return word;
}

/// What CLI11 writes into; a deque, so that addresses stay.
struct Slot {
  std::string name;
  bool flag = false;
  std::vector<std::string> values;
  std::size_t count = 0;
};
using Slots = std::deque<Slot>;

void add_options(CLI::App& app, std::span<const OptionSpec> options, Slots& slots) {
  for (const OptionSpec& spec : options) {
    Slot& slot = slots.emplace_back(Slot{long_name(spec), spec.value.empty(), {}, 0});
    if (slot.flag) {
      app.add_flag_function(std::string(spec.names), [&slot](std::int64_t count) {
        slot.count = static_cast<std::size_t>(count);
      });
    } else {
      app.add_option(std::string(spec.names), slot.values)
          ->take_all()
          ->expected(1)
          ->allow_extra_args(false);
    }
  }
}

void collect(const Slots& slots, Arguments& arguments) {
  for (const Slot& slot : slots) {
    if (slot.flag ? slot.count == 0 : slot.values.empty()) continue;
    arguments.options[slot.name] = slot.values;
  }
}

[[noreturn]] void fail(std::string message, const CommandSpec* command, std::string hint = {}) {
  Diagnostic problem = diagnostic(Code::bad_usage, std::move(message));
  problem.hint = std::move(hint);
  problem.next =
      command == nullptr ? "`aludel --help`" : "`aludel " + std::string(command->name) + " --help`";
  throw Error(std::move(problem));
}

/// `-1` is a target.
bool is_option(std::string_view word) {
  return word.starts_with('-') && word.size() > 1 && !is_digit(word[1]);
}

bool has_name(const OptionSpec& option, std::string_view name) {
  const auto names = split(option.names, ',');
  return std::ranges::find(names, name) != names.end();
}

/// The option of `command`, else the global one, that a word such as "--rev-id=7" names.
const OptionSpec* find_option(std::string_view word, const CommandSpec* command) {
  const std::string_view name = word.substr(0, word.find('='));
  const auto named = [&](const OptionSpec& option) { return has_name(option, name); };
  if (command != nullptr) {
    const auto own = std::ranges::find_if(command->options, named);
    if (own != command->options.end()) return &*own;
  }
  const auto found = std::ranges::find_if(global_options(), named);
  return found == global_options().end() ? nullptr : &*found;
}

std::vector<std::string> option_names(const CommandSpec* command) {
  std::vector<std::string> names{"--help"};
  const auto add = [&](std::span<const OptionSpec> options) {
    for (const OptionSpec& option : options) names.push_back(split(option.names, ',').back());
  };
  if (command != nullptr) add(command->options);
  add(global_options());
  return names;
}

void refuse_extra(const std::vector<std::string>& extra, const CommandSpec* command) {
  for (const std::string& word : extra) {
    if (word == "--") continue;
    const std::string shown = word.substr(0, word.find('='));
    if (is_option(word)) {
      const auto names = option_names(command);
      fail("there is no option `" + shown + "`" +
               (command == nullptr ? "" : " of `aludel " + std::string(command->name) + "`"),
           command, did_you_mean(shown, names));
    }
    fail("one argument too many: `" + word + "`", command);
  }
}

/// @param group  whose command it is; null: one that is called by a single word
const CommandSpec& command_named(const std::string& word, const CommandGroup* group) {
  const std::string prefix = group == nullptr ? "" : std::string(group->name) + " ";
  std::string name = word;
  std::ranges::replace(name, '_', '-');
  if (const CommandSpec* command = find_command(prefix + name)) return *command;
  std::vector<std::string> names;
  for (const CommandSpec& command : all_commands()) {
    const CommandGroup* its = group_of(command);
    if (group == nullptr) {
      names.emplace_back(its == nullptr ? command.name : its->name);
    } else if (its == group) {
      names.emplace_back(command.name.substr(prefix.size()));
    }
  }
  Diagnostic problem =
      diagnostic(Code::unknown_command, "there is no command `" + prefix + word + "`");
  problem.hint = did_you_mean(name, names);
  problem.next = "`aludel " + prefix + "--help` lists the commands";
  throw Error(std::move(problem));
}

/// Where the command's name stands: the first word that is neither an option nor the value of a
/// global one.
std::size_t command_position(const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!words[i].starts_with('-')) return i;
    const OptionSpec* option = find_option(words[i], nullptr);
    if (option != nullptr && !option->value.empty() && !words[i].contains('=')) ++i;
  }
  return words.size();
}

/// An option before the command that no command has is told before what follows it: that may be
/// its value.
void refuse_unknown_options(std::span<const std::string> words) {
  for (const std::string& word : words) {
    const bool known = find_option(word, nullptr) != nullptr || word == "--help" || word == "-h" ||
                       word == "--version" || word == "--";
    if (word.starts_with("--") && !known) refuse_extra({word}, nullptr);
  }
}

/// CLI11 would take `--json=no` for a number of times.
void refuse_values_of_flags(std::span<const std::string> words, const CommandSpec* command) {
  for (const std::string& word : words) {
    if (word == "--") return;
    if (!word.starts_with("--") || !word.contains('=')) continue;
    const OptionSpec* option = find_option(word, command);
    if (option == nullptr || !option->value.empty()) continue;
    fail("`" + word.substr(0, word.find('=')) + "` takes no value", command);
  }
}

/// What CLI11 has to say. "--url: 1 required TEXT missing" is told in our words.
[[noreturn]] void fail_parsing(const CLI::ParseError& error, const CommandSpec* command) {
  const std::string text = error.what();
  const std::string name = text.substr(0, text.find(':'));
  const OptionSpec* option = find_option(name, command);
  if (option == nullptr || option->value.empty()) fail(text, command);
  fail("`" + name + "` needs a value: " + std::string(option->value), command,
       std::string(option->help));
}

/// Takes the command's name, of one word or two, out of `words`.
/// @return where it stood
std::size_t take_command(std::vector<std::string>& words, ParsedLine& line) {
  const auto take = [&](std::size_t position) {
    refuse_unknown_options(std::span(words).first(position));
    std::string word = words[position];
    words.erase(words.begin() + static_cast<std::ptrdiff_t>(position));
    return word;
  };
  std::size_t position = command_position(words);
  if (position == words.size()) return position;
  std::string word = take(position);
  if (word == "help") {
    line.help = true;
    position = command_position(words);
    if (position == words.size()) return position;
    word = take(position);
  }
  line.group = find_group(word);
  if (line.group == nullptr) {
    line.command = &command_named(word, nullptr);
    return position;
  }
  position = command_position(words);
  if (position < words.size()) {
    line.command = &command_named(take(position), line.group);
  } else {
    line.help = true;
  }
  return position;
}

}  // namespace

ParsedLine parse_command_line(const std::vector<std::string>& given) {
  std::vector<std::string> words;
  for (const std::string& word : given) words.push_back(with_dashes(word));
  ParsedLine line;
  const std::size_t position = take_command(words, line);
  const bool for_another = line.command != nullptr && line.command->argument.for_another_program;
  if (for_another) words.erase(std::ranges::find(words, "--"), words.end());

  // The command's own options win over global ones of the same letter (`current -c`), but only
  // behind its name.
  CLI::App global;
  CLI::App own;
  Slots slots;
  for (CLI::App* app : {&global, &own}) {
    app->set_help_flag();
    app->allow_extras();
    app->prefix_command(false);
  }
  std::vector<std::string> before(
      words.begin(), words.begin() + static_cast<std::ptrdiff_t>(std::min(position, words.size())));
  std::vector<std::string> after(words.begin() + static_cast<std::ptrdiff_t>(before.size()),
                                 words.end());
  bool help = false;
  bool version = false;
  global.add_flag("-h,--help", help);
  global.add_flag("--version", version);
  add_options(global, global_options(), slots);

  std::vector<OptionSpec> behind;
  if (line.command != nullptr)
    behind.assign(line.command->options.begin(), line.command->options.end());
  const auto taken = [&](std::string_view name) {
    return std::ranges::any_of(behind,
                               [&](const OptionSpec& spec) { return has_name(spec, name); });
  };
  std::vector<std::string> kept_names;
  kept_names.reserve(global_options().size());
  for (const OptionSpec& spec : global_options()) {
    std::vector<std::string> free;
    for (const std::string& name : split(spec.names, ',')) {
      if (!taken(name)) free.push_back(name);
    }
    if (free.empty()) continue;
    OptionSpec kept = spec;
    kept.names = kept_names.emplace_back(join(free, ","));
    behind.push_back(kept);
  }
  own.add_flag("-h,--help", help);
  add_options(own, behind, slots);
  refuse_values_of_flags(words, line.command);
  try {
    std::ranges::reverse(before);
    std::ranges::reverse(after);
    global.parse(before);
    own.parse(after);
  } catch (const CLI::ParseError& error) {
    fail_parsing(error, line.command);
  }
  line.help = line.help || help;
  line.version = version;
  collect(slots, line.arguments);

  std::vector<std::string> extra = global.remaining();
  refuse_extra(extra, line.command);
  bool are_plain = false;  // behind `--` every word is what it says
  for (const std::string& word : own.remaining()) {
    if (!are_plain && word == "--") {
      are_plain = true;
      continue;
    }
    if (!are_plain && is_option(word)) refuse_extra({word}, line.command);
    line.arguments.positional.push_back(word);
  }
  if (for_another) {
    refuse_extra(line.arguments.positional, line.command);
    line.arguments.positional.clear();
    const auto dashes = std::ranges::find(given, "--");
    if (dashes != given.end()) line.arguments.positional.assign(dashes + 1, given.end());
  }
  if (line.command == nullptr || line.help) return line;
  const ArgumentSpec& argument = line.command->argument;
  auto& positional = line.arguments.positional;
  if (argument.name.empty() || (!argument.many && positional.size() > 1)) {
    refuse_extra({positional.begin() + (argument.name.empty() ? 0 : 1), positional.end()},
                 line.command);
  }
  if (line.arguments.has("target") && !positional.empty())
    fail("the target is given twice: `" + *line.arguments.get("target") + "` and `" +
             positional.front() + "`",
         line.command);
  if (argument.required && positional.empty()) {
    fail("`aludel " + std::string(line.command->name) + "` needs " + std::string(argument.name),
         line.command, std::string(argument.help));
  }
  return line;
}

}  // namespace aludel
