// `ci init`: a pipeline for GitHub or GitLab that checks, shows and deploys.
#include <algorithm>
#include <filesystem>

#include <nlohmann/json.hpp>

#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/ci/pipeline.hpp"
#include "cli/commands/commands.hpp"
#include "cli/expand.hpp"
#include "cli/workspace.hpp"
#include "dialect/dialect.hpp"
#include "revision/plan_steps.hpp"

namespace aludel::commands {

namespace {

namespace fs = std::filesystem;

/// The folder that Git calls the top: pipelines are looked for there.
fs::path repository_of(const fs::path& folder) {
  for (fs::path each = folder; each != each.parent_path(); each = each.parent_path()) {
    if (fs::exists(each / ".git")) return each;
  }
  return folder;
}

void add_variables(const std::optional<Setting>& setting, std::vector<std::string>& names) {
  if (!setting) return;
  std::string ignored;
  for (std::size_t at = 0; (at = setting->text.find('$', at)) != std::string::npos; ++at) {
    if (setting->text.compare(at, 2, "$$") == 0) {
      ++at;
      continue;
    }
    if (setting->text.compare(at, 2, "${") != 0) continue;
    const auto reference = read_reference(setting->text, at, ignored);
    if (reference && std::ranges::count(names, reference->name) == 0)
      names.emplace_back(reference->name);
  }
}

/// The name of a database as a part of a file's name.
std::string file_word(const std::string& name) {
  std::string word = name;
  std::ranges::replace_if(word, [](char c) { return !is_word(c) && c != '-'; }, '_');
  return word;
}

/// Which kind of database: nothing connects, but a URL that a variable holds must be known.
DatabaseUrl::Kind kind_of(Workspace& workspace, const std::string& host) {
  try {
    const DatabaseUrl url = workspace.url();
    (void)dialect_for(url);  // refuses what there is no dialect for
    return url.kind;
  } catch (Error& error) {
    Diagnostic& problem = error.diagnostic();
    if (problem.code != info(Code::undefined_variable).id) throw;
    problem.now = "nothing was written";
    problem.next = "say which kind of database it is: `aludel ci init " + host + workspace.flags() +
                   " --url postgresql://`, or `--url sqlite://`";
    throw;
  }
}

CiPipeline pipeline_of(Invocation& invocation, Workspace& workspace, const std::string& host,
                       const fs::path& repository) {
  Workspace without_environment(invocation, "");
  CiPipeline pipeline;
  pipeline.kind = kind_of(workspace, host);
  const DatabaseSettings& database = workspace.database();
  if (workspace.project().databases.size() > 1) {
    pipeline.name = file_word(database.name);
    pipeline.database_flag = " --database " + shell_quoted(database.name);
  }
  const fs::path config = workspace.project().config_file.lexically_relative(repository);
  pipeline.folder = config.parent_path().string();
  pipeline.config = config.filename().string();
  if (invocation.arguments.has("config"))
    pipeline.config_flag = " -c " + shell_quoted(pipeline.config);
  if (const std::string& environment = workspace.project().environment; !environment.empty())
    pipeline.deploy_flag = " --env " + shell_quoted(environment);
  pipeline.protected_ = database.protected_;
  if (without_environment.database().protected_) {
    const std::string scratch =
        pipeline.kind == DatabaseUrl::Kind::sqlite ? "scratch.db" : "scratch";
    pipeline.confirm =
        " --confirm " + shell_quoted(database.name.empty() ? scratch : database.name);
  }
  add_variables(database.url, pipeline.secrets);
  add_variables(database.migration_url, pipeline.secrets);
  return pipeline;
}

/// What has to be changed in the pipeline by hand; empty: nothing.
std::string note_about_python(Workspace& workspace) {
  try {
    const RevisionGraph& graph = workspace.graph();
    std::optional<RevisionIndex> last;
    for (const Step& step : plan_upgrade(graph, workspace.own(), {}, "heads").steps) {
      if (graph[step.revision].kind == RevisionKind::alembic) last = step.revision;
    }
    if (!last) return {};
    const std::string& id = graph[*last].id;
    return "note: Aludel does not run Alembic's .py files, so the pipeline's first `upgrade`, from "
           "an empty database, fails as it stands: let Alembic build the scratch database before "
           "it (`alembic upgrade " +
           id + "`), and write `downgrade " + id + "` for `downgrade base`";
  } catch (const Error&) {
    return {};  // files that cannot be read are told by the pipeline, and by every other command
  }
}

bool is_ours(const fs::path& file) {
  return read_file(file, Code::config_unreadable).starts_with("# Written by `aludel ci init");
}

/// GitLab has one file for all that a project does; what is not the whole of it is included.
fs::path place_for_gitlab(const fs::path& repository, const std::string& name) {
  const fs::path all = repository / ".gitlab-ci.yml";
  if (name.empty() && (!fs::exists(all) || is_ours(all))) return all;
  return repository / ".gitlab" / ("migrations" + (name.empty() ? "" : "-" + name) + ".yml");
}

void write(const fs::path& file, const std::string& text, bool force) {
  if (fs::exists(file) && !force) {
    Diagnostic problem =
        diagnostic(Code::file_exists, "there is a " + shown_path(file) + " already");
    problem.now = "nothing was written";
    problem.next = "`--force` writes it anew; what you changed in it is lost";
    throw Error(std::move(problem));
  }
  fs::path fresh = file;
  fresh += ".new";
  create_folders(file.parent_path(), Code::config_unreadable);
  std::error_code ignored;
  fs::remove(fresh, ignored);
  write_new_file(fresh, text);
  std::error_code error;
  fs::rename(fresh, file, error);
  if (!error) return;
  fs::remove(fresh, ignored);
  Diagnostic problem = diagnostic(Code::config_unreadable,
                                  "cannot write " + shown_path(file) + ": " + error.message());
  problem.now = "nothing was written";
  problem.next = "`ls -ld " + shell_quoted(shown_path(file)) + "` shows what is in its place";
  throw Error(std::move(problem));
}

}  // namespace

int ci_init(Invocation& invocation) {
  const Arguments& arguments = invocation.arguments;
  const std::string host = arguments.positional.front();
  const std::vector<std::string> hosts{"github", "gitlab"};
  if (std::ranges::count(hosts, host) == 0) {
    Diagnostic problem = diagnostic(Code::bad_usage, "there is no pipeline for `" + host + "`");
    problem.hint = did_you_mean(host, hosts);
    problem.next = "`aludel ci init github`, or `gitlab`";
    throw Error(std::move(problem));
  }
  Workspace workspace(invocation);
  const fs::path repository = repository_of(workspace.project().root);
  const CiPipeline pipeline = pipeline_of(invocation, workspace, host, repository);
  const std::string of_name = pipeline.name.empty() ? "" : "-" + pipeline.name;
  const bool github = host == "github";
  const fs::path file = github
                            ? repository / ".github/workflows" / ("migrations" + of_name + ".yml")
                            : place_for_gitlab(repository, pipeline.name);
  write(file, github ? github_pipeline(pipeline) : gitlab_pipeline(pipeline),
        arguments.has("force"));

  Console& console = invocation.console;
  console.print(shown_path(file));
  const std::string included = file.lexically_relative(repository).string();
  const bool include = !github && included != ".gitlab-ci.yml";
  if (include) console.note("next: in .gitlab-ci.yml `include: [{local: " + included + "}]`");
  std::vector<std::string> variables{"ALUDEL_DEB"};
  variables.insert(variables.end(), pipeline.secrets.begin(), pipeline.secrets.end());
  console.note("next: set " + join(variables, ", ") + " where " + (github ? "GitHub" : "GitLab") +
               " keeps them, as the top of the file says");
  if (const std::string note = note_about_python(workspace); !note.empty()) console.note(note);
  console.result(
      {{"file", shown_path(file)},
       {"include", include ? nlohmann::ordered_json(included) : nlohmann::ordered_json()},
       {"variables", variables}});
  return 0;
}

}  // namespace aludel::commands
