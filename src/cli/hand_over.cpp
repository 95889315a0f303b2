#include "cli/hand_over.hpp"

#include <cerrno>
#include <cstring>

#include <unistd.h>

#include "base/child_process.hpp"
#include "base/code.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "cli/shell_command.hpp"

namespace aludel {

namespace {

namespace fs = std::filesystem;

/// The newest source that is newer than the program; empty where there is none. SQL is read when it
/// runs, but the program may hold it as well.
fs::path newer_source(const Project& project, const fs::path& program) {
  std::error_code ignored;
  const auto built = fs::last_write_time(program, ignored);
  const auto is_newer = [&](const fs::path& path) {
    const auto written = fs::last_write_time(path, ignored);
    return !ignored && written > built;
  };
  if (is_newer(project.root / "CMakeLists.txt")) return project.root / "CMakeLists.txt";
  for (const RevisionLocation& location : revision_locations(project)) {
    // A file that was added or removed changes the folder alone.
    if (fs::is_directory(location.folder, ignored) && is_newer(location.folder))
      return location.folder;
    for (fs::directory_iterator entry(location.folder, ignored), end; !ignored && entry != end;
         entry.increment(ignored)) {
      const fs::path extension = entry->path().extension();
      if ((extension == ".cpp" || extension == ".hpp") && is_newer(entry->path()))
        return entry->path();
    }
    ignored.clear();
  }
  return {};
}

void build(const Project& project, Console& console) {
  console.note("building " + shown_path(project.program) + ": " + project.build);
  const ChildResult result = run_child(
      {.words = {"/bin/sh", "-c",
                 "cd " + shell_quoted(project.root.string()) + " && { " + project.build + "\n}"},
       .keep_end = true});
  if (result.exit_status == 0) return;
  Diagnostic problem =
      diagnostic(Code::external_command, "the project's program was not built: `" + project.build +
                                             "` ended with " + std::to_string(result.exit_status));
  for (const std::string& line : split(result.output + result.errors, '\n')) {
    if (!line.empty()) problem.notes.push_back(line);
  }
  problem.now = "nothing was changed";
  problem.next = "correct what the compiler names, then this command again";
  throw Error(std::move(problem));
}

[[noreturn]] void become(const Project& project, const std::vector<std::string>& words) {
  std::string name = project.program.string();
  std::vector<std::string> copies(words);
  std::vector<char*> pointers{name.data()};
  for (std::string& word : copies) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execv(name.c_str(), pointers.data());
  Diagnostic problem =
      diagnostic(Code::external_command, "the project's program " + shown_path(project.program) +
                                             " cannot be run: " + std::strerror(errno));
  problem.now = "nothing was changed";
  problem.next = project.build.empty()
                     ? "build it, or set `build` in " + shown_path(project.config_file)
                     : "`" + project.build + "` makes it; is `program` in " +
                           shown_path(project.config_file) + " what that builds?";
  throw Error(std::move(problem));
}

}  // namespace

void hand_over(const Project& project, const std::vector<std::string>& words, Console& console) {
  if (project.program.empty()) return;
  std::error_code ignored;
  const bool is_there = fs::exists(project.program, ignored);
  const fs::path newer = is_there ? newer_source(project, project.program) : fs::path();
  if (!project.build.empty() && (!is_there || !newer.empty())) {
    build(project, console);
    // A build that found nothing to do leaves the program's time as it was.
    if (is_there) fs::last_write_time(project.program, fs::file_time_type::clock::now(), ignored);
  } else if (!newer.empty()) {
    console.note(shown_path(newer) + " is newer than " + shown_path(project.program) +
                 ", which is run as it is: set `build` to have it built");
  }
  become(project, words);
}

}  // namespace aludel
