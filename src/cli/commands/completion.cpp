// `completion`: shells ask the program itself what a word may become.
#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/commands/commands.hpp"
#include "cli/complete.hpp"
#include "cli/workspace.hpp"

namespace aludel::commands {

namespace {

CompletionSources sources_of(Workspace& workspace) {
  CompletionSources sources;
  sources.revisions = [&workspace] {
    std::vector<std::string> names;
    const RevisionGraph& graph = workspace.graph();
    for (RevisionIndex i = 0; i < graph.size(); ++i) {
      names.push_back(graph[i].id);
      names.insert(names.end(), graph[i].branch_labels.begin(), graph[i].branch_labels.end());
    }
    return names;
  };
  sources.scripts = [&workspace] {
    std::vector<std::string> names;
    for (const auto& file : script_files(workspace.project(), workspace.database()))
      names.push_back(file.stem().string());
    return names;
  };
  sources.seeds = [&workspace] {
    std::vector<std::string> names;
    for (const SeedFile& file : seed_files(workspace.project(), workspace.database()))
      names.push_back(file.name);
    return names;
  };
  sources.databases = [&workspace] {
    std::vector<std::string> names;
    for (const DatabaseSettings& each : workspace.project().databases) names.push_back(each.name);
    return names;
  };
  sources.environments = [&workspace] { return workspace.project().environments; };
  return sources;
}

}  // namespace

int completion(Invocation& invocation) {
  const auto given = invocation.arguments.get("words");
  if (!given) {
    if (invocation.arguments.positional.empty()) {
      Diagnostic problem = diagnostic(Code::bad_usage, "`aludel completion` needs SHELL");
      problem.hint = "bash, zsh or fish";
      problem.next = "`aludel completion --help`";
      throw Error(std::move(problem));
    }
    const std::string script = completion_script(invocation.arguments.positional.front());
    invocation.console.print(std::string_view(script).substr(0, script.size() - 1));
    invocation.console.result({{"script", script}});
    return 0;
  }
  std::vector<std::string> words;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = given->find('\n', begin)) != std::string::npos; begin = end + 1)
    words.push_back(given->substr(begin, end - begin));
  Workspace workspace(invocation);
  const auto candidates = complete_words(words, sources_of(workspace));
  for (const std::string& candidate : candidates) invocation.console.print(candidate);
  invocation.console.result({{"candidates", candidates}});
  return 0;
}

}  // namespace aludel::commands
