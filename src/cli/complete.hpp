#pragma once

#include <functional>
#include <string>
#include <vector>

namespace aludel {

/// What a project can offer; each is asked only where it fits, and may throw: then there is
/// nothing.
struct CompletionSources {
  std::function<std::vector<std::string>()> revisions;  ///< ids, labels
  std::function<std::vector<std::string>()> scripts;
  std::function<std::vector<std::string>()> seeds;
  std::function<std::vector<std::string>()> databases;
  std::function<std::vector<std::string>()> environments;
};

/// What the last of `words` (without the program's name) may become: commands, options, values,
/// arguments. Sorted; empty where only file names fit.
[[nodiscard]] std::vector<std::string> complete_words(const std::vector<std::string>& words,
                                                      const CompletionSources& sources);

/// The script that makes a shell ask the program: "bash", "zsh", "fish".
/// @throws Error(bad_usage) for another shell
[[nodiscard]] std::string completion_script(const std::string& shell);

}  // namespace aludel
