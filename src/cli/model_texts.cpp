#include "cli/model_texts.hpp"

#include <algorithm>
#include <filesystem>

#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/signal_watch.hpp"
#include "db/redact.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse_models(std::string message, std::string next) {
  Diagnostic problem = diagnostic(Code::no_models, std::move(message));
  problem.now = "nothing was changed";
  problem.next = std::move(next);
  throw Error(std::move(problem));
}

/// Of a long report the end says what went wrong.
void tell_last_lines(const std::string& errors, Diagnostic& problem) {
  constexpr std::size_t shown = 8;
  const std::vector<std::string> lines = split(trim(errors), '\n');
  const std::size_t first = lines.size() > shown ? lines.size() - shown : 0;
  if (first > 0)
    problem.notes.push_back("… " + counted(static_cast<long long>(first), "line") + " before");
  for (std::size_t i = first; i < lines.size(); ++i) {
    if (!lines[i].empty()) problem.notes.push_back(redacted_message(lines[i]));
  }
}

std::vector<SourceText> texts_of(const std::vector<fs::path>& files) {
  std::vector<SourceText> texts;
  for (const fs::path& file : files)
    texts.push_back(read_text(file, Code::revision_file_unreadable));
  return texts;
}

}  // namespace

SourceText printed_models(const Project& project, const std::string& command) {
  const VariableMap variables = project.variables.all();
  const ChildResult result = run_child({.words = {"/bin/sh", "-c", command},
                                        .environment = {variables.begin(), variables.end()},
                                        .folder = project.root.string(),
                                        .stop = SignalWatch::token()});
  if (result.exit_status != 0) {
    Diagnostic problem = diagnostic(Code::external_command,
                                    "the command that prints the models failed with exit status " +
                                        std::to_string(result.exit_status) + ": " + command);
    tell_last_lines(result.errors, problem);
    problem.now = "nothing was changed";
    problem.next = "run the command by hand in " + project.root.string() + " and correct it";
    throw Error(std::move(problem));
  }
  if (trim(result.output).empty())
    refuse_models("the command that prints the models printed nothing: " + command,
                  "run the command by hand in " + project.root.string() + " and correct it");
  if (const std::size_t bad = find_invalid_utf8(result.output); bad != std::string::npos)
    refuse_models("the command that prints the models printed what is not UTF-8, from byte " +
                      std::to_string(bad) + " on: " + command,
                  "let it print UTF-8");
  return {"output of `" + command + "`", result.output};
}

std::vector<SourceText> files_of_word(const std::string& word) {
  const auto files = model_files(fs::absolute(word));
  if (files.empty())
    refuse_models("no .sql file is called `" + word + "`",
                  "name a file, a folder of .sql files or a pattern in quotes");
  return texts_of(files);
}

std::vector<SourceText> configured_models(Workspace& workspace) {
  const Project& project = workspace.project();
  const DatabaseSettings& settings = workspace.database();
  if (settings.models_command) return {printed_models(project, settings.models_command->text)};
  std::vector<fs::path> files;
  for (const std::string& pattern : settings.models) {
    for (fs::path& file : model_files(project.root / pattern)) {
      if (std::ranges::find(files, file) == files.end()) files.push_back(std::move(file));
    }
  }
  const std::string where = shown_path(project.config_file);
  if (settings.models.empty()) {
    refuse_models("the project does not say what the database should be",
                  "set `models = [\"models/*.sql\"]` under the database in " + where +
                      ", or `models_command`, whose output is SQL");
  }
  if (files.empty())
    refuse_models("no file is there that `models` names: " + join(settings.models, ", "),
                  "write the models, or correct `models` in " + where);
  return texts_of(files);
}

}  // namespace aludel
