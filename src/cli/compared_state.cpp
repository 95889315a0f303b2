#include "cli/compared_state.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <future>
#include <iostream>

#include <unistd.h>

#include "app/compare/object_patterns.hpp"
#include "app/models/model_cache.hpp"
#include "base/code.hpp"
#include "base/text.hpp"
#include "cli/database_url.hpp"
#include "cli/model_texts.hpp"
#include "cli/printable.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view command_prefix = "command:";

bool is_url(const std::string& word) {
  return word.contains("://");
}

bool is_path(const std::string& word) {
  std::error_code none;
  return word.contains('/') || word.contains('*') || word.ends_with(".sql") ||
         fs::exists(word, none);
}

WithRights with_rights(Workspace& workspace) {
  return workspace.database().compare_owners ? WithRights::yes : WithRights::no;
}

ComparedState of_session(std::string name, Session& session, WithRights rights) {
  return {std::move(name), state_of(session, rights)};
}

ComparedState of_url(Workspace& workspace, const std::string& word) {
  SessionOptions options = workspace.session_options(true);
  options.url = parse_url(word, fs::current_path());
  const std::string name = options.url.text_without_password;
  Session session(std::move(options));
  return of_session(name, session, with_rights(workspace));
}

/// Empty without a project: nothing is written into whatever folder one is in.
fs::path cache_folder(const Project& project) {
  return project.config_file.empty() ? fs::path() : project.root / ".aludel" / "cache";
}

/// Found out meanwhile: it has a connection of its own, and the workspace is not touched.
std::future<ComparedState> of_models_meanwhile(Workspace& workspace, std::string name,
                                               std::vector<SourceText> texts,
                                               const DatabaseUrl& like) {
  return std::async(std::launch::async,
                    [name = std::move(name), texts = std::move(texts), &dialect = dialect_for(like),
                     cache = ModelCache{cache_folder(workspace.project())},
                     place = scratch_place(workspace, like),
                     options = workspace.session_options(false), rights = with_rights(workspace)] {
                      return ComparedState{
                          name, cached_state_of_models(place, options, texts, cache, rights),
                          renames_in(texts, dialect.sql())};
                    });
}

ComparedState of_models(Workspace& workspace, std::string name, std::vector<SourceText> texts,
                        const DatabaseUrl& like) {
  return of_models_meanwhile(workspace, std::move(name), std::move(texts), like).get();
}

KnownState made_by_revisions(Workspace& workspace, const std::vector<std::string>& targets,
                             const DatabaseUrl& like) {
  return state_of_history(scratch_place(workspace, like), workspace.session_options(false),
                          workspace.run_request(Direction::up, "heads"), targets,
                          with_rights(workspace));
}

ComparedState of_history(Workspace& workspace, const std::string& target, const DatabaseUrl& like) {
  const bool all = target == "history";
  return {all ? "the revisions" : "revision " + target,
          made_by_revisions(workspace, {all ? "heads" : target}, like)};
}

/// The kind of database that two words are compared for: that of a URL among them, else of the
/// project.
DatabaseUrl compared_kind(Workspace& workspace, const std::string& from, const std::string& to) {
  for (const std::string* word : {&from, &to}) {
    if (is_url(*word)) return parse_url(*word, fs::current_path());
  }
  return workspace.session_options(false).url;
}

/// Those of the program itself count where the configuration names none.
bool has_own_models(Workspace& workspace) {
  const DatabaseSettings& settings = workspace.database();
  return workspace.models() != nullptr && settings.models.empty() && !settings.models_command;
}

std::string written(const Rename& rename) {
  return shell_quoted(word_of(rename).from) + "=";
}

LeftAlone left_alone(Workspace& workspace, const Arguments& arguments) {
  const DatabaseSettings& settings = workspace.database();
  ObjectPatterns patterns{settings.include, settings.exclude};
  for (const std::string& text : arguments.all("include")) patterns.include.push_back(text);
  for (const std::string& text : arguments.all("exclude")) patterns.exclude.push_back(text);
  return {.object = left_out(patterns),
          .types = !settings.compare_type,
          .defaults = !settings.compare_server_default};
}

/// What the revisions that are applied have made, found out once.
std::function<Catalog()> remembered_history(Workspace& workspace, const DatabaseUrl& like) {
  return [&workspace, like, known = std::make_shared<std::optional<Catalog>>()] {
    if (*known) return **known;
    try {
      const std::vector<std::string> rows = workspace.state().rows;
      if (!rows.empty()) *known = made_by_revisions(workspace, rows, like).objects.catalog;
    } catch (const Error& error) {
      // Bodies of Alembic's revisions are not run, what makes roles not on this server, and what
      // has no file not at all: nothing is known to be theirs, and all is left alone.
      constexpr std::array known_reasons{Code::not_runnable, Code::refused_command,
                                         Code::row_without_file};
      const bool is_known = std::ranges::any_of(
          known_reasons, [&](Code code) { return error.diagnostic().code == info(code).id; });
      if (!is_known) throw;
    }
    if (!*known) *known = Catalog();
    return **known;
  };
}

/// @return empty where nobody can be asked
std::vector<RenameWord> ask(const std::vector<Rename>& unclear) {
  std::vector<RenameWord> words;
  if (isatty(STDIN_FILENO) == 0 || isatty(STDERR_FILENO) == 0) return words;
  for (const Rename& rename : unclear) {
    std::fprintf(stderr, "Is %s called %s from now on, with what is in it? [y/n] ",
                 printable(describe(rename)).c_str(), printable(rename.to).c_str());
    std::string answer;
    if (!std::getline(std::cin, answer)) return {};
    const bool yes = lower(trim(answer)).starts_with('y');
    words.push_back({word_of(rename).from, yes ? rename.to : std::string()});
  }
  return words;
}

}  // namespace

ScratchPlace scratch_place(Workspace& workspace, const DatabaseUrl& like) {
  ScratchPlace place{.url = like, .access = server_access(workspace.session_options(false))};
  if (like.kind == DatabaseUrl::Kind::sqlite) return place;
  if (const auto elsewhere = workspace.scratch_url()) {
    if (elsewhere->kind != like.kind) {
      Diagnostic problem =
          diagnostic(Code::bad_url, "a scratch database for PostgreSQL cannot be made at " +
                                        elsewhere->text_without_password);
      problem.now = "nothing was changed";
      problem.next = "name a server of PostgreSQL: `postgresql://user@host/name`";
      throw Error(std::move(problem));
    }
    place.url = *elsewhere;
    place.is_apart = true;
  } else if (workspace.database().protected_) {
    place.refusal = "the database is protected, and its server with it";
  }
  return place;
}

ComparedState compared_state(Workspace& workspace, const std::string& word,
                             const DatabaseUrl& like) {
  if (word == "database") {
    if (workspace.not_there_yet()) return {"the database", {}};
    return workspace.completing(
        [&] { return of_session("the database", workspace.reading(), with_rights(workspace)); });
  }
  if (word == "models" && has_own_models(workspace)) {
    return {"the models", state_of_models(scratch_place(workspace, like),
                                          workspace.session_options(false), workspace.models()())};
  }
  if (word == "models")
    return of_models(workspace, "the models", configured_models(workspace), like);
  if (word.starts_with(command_prefix))
    return of_models(workspace, "the command's output",
                     {printed_models(workspace.project(), word.substr(command_prefix.size()))},
                     like);
  if (is_url(word)) return of_url(workspace, word);
  if (word == "base") return {"an empty database", {}};
  if (word != "history" && is_path(word))
    return of_models(workspace, word, files_of_word(word), like);
  return of_history(workspace, word, like);
}

ComparedWords compare_words(Invocation& invocation, Workspace& workspace, const std::string& from,
                            const std::string& to, bool may_ask) {
  for (const std::string* word : {&to, &from})
    if (is_url(*word)) workspace.need_no_project(*word);
  const DatabaseUrl like = compared_kind(workspace, from, to);
  std::future<ComparedState> meanwhile;
  if (to == "models" && !has_own_models(workspace))
    meanwhile = of_models_meanwhile(workspace, "the models", configured_models(workspace), like);
  ComparedState first = compared_state(workspace, from, like);
  ComparedWords words{
      .from = std::move(first),
      .to = meanwhile.valid() ? meanwhile.get() : compared_state(workspace, to, like),
      .found = {},
      .like = like};
  CompareOptions options{.written = words.to.renames};
  for (const std::string& text : invocation.arguments.all("rename"))
    options.asked.push_back(parse_rename(text));
  options.left_alone = left_alone(workspace, invocation.arguments);
  options.online = !invocation.arguments.has("plain");
  if (from == "database" && to == "models" && !invocation.arguments.has("drop-foreign"))
    options.history = remembered_history(workspace, like);
  const bool asks = from == "database" && !workspace.not_there_yet();
  Connection* live = asks ? &workspace.reading().connection() : nullptr;
  while (true) {
    words.found = compare(words.from.state, words.to.state, words.dialect(), live, options);
    if (words.found.unclear.empty() || !may_ask) return words;
    const std::vector<RenameWord> answers = ask(words.found.unclear);
    if (answers.empty()) return words;
    options.asked.insert(options.asked.end(), answers.begin(), answers.end());
  }
}

bool has_models(Workspace& workspace) {
  const DatabaseSettings& settings = workspace.database();
  return workspace.models() != nullptr || !settings.models.empty() || settings.models_command;
}

ComparedStates compare_with_models(Workspace& workspace, const Arguments& arguments,
                                   const KnownState& from, const DatabaseUrl& like) {
  const ComparedState models = compared_state(workspace, "models", like);
  return compare(
      from, models.state, dialect_for(like), nullptr,
      {.written = models.renames, .left_alone = left_alone(workspace, arguments), .online = false});
}

void show_unclear(Console& console, const std::vector<Rename>& unclear) {
  for (const Rename& rename : unclear) {
    console.print("perhaps a rename: " + describe(rename) + " to " + rename.to + ": `--rename " +
                  written(rename) + shell_quoted(rename.to) + "`; else `--rename " +
                  written(rename) + "`");
  }
}

void require_clear(const std::vector<Rename>& unclear, const std::string& command) {
  if (unclear.empty()) return;
  Diagnostic problem =
      diagnostic(Code::rename_unclear, counted(static_cast<long long>(unclear.size()), "drop") +
                                           " may be a rename: what is in it " + "would be lost");
  std::string all = command;
  for (const Rename& rename : unclear) {
    problem.notes.push_back(describe(rename) + " goes, and " + rename.to + " comes");
    all += " --rename " + written(rename) + shell_quoted(rename.to);
  }
  problem.hint =
      "where it is none, leave the new name away: `--rename " + written(unclear.front()) + "`";
  problem.now = "nothing was changed";
  problem.next = "`" + all + "`";
  throw Error(std::move(problem));
}

}  // namespace aludel
