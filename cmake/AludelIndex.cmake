# Writes index.cpp, HEADER.hpp and main.cpp into OUT: the list of the revisions in the files that FILES names, a line
# each. Called by aludel_add_migrations while it builds.

cmake_minimum_required(VERSION 3.25)
file(STRINGS ${FILES} files)
set(declared)
set(listed)
foreach(file IN LISTS files)
  file(RELATIVE_PATH path ${SOURCE} ${file})
  if(file MATCHES "\\.sql$")
    file(READ ${file} text)
    if(text MATCHES "\\)aludel_sql\"")
      message(FATAL_ERROR "${path} holds )aludel_sql\", which ends a text in C++")
    endif()
    # A literal may not be longer than 64 KiB everywhere; neighbours become one.
    string(APPEND listed "    {\"${path}\", nullptr,")
    string(LENGTH "${text}" length)
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${text}" ${at} 16000 piece)
      string(APPEND listed "\n     R\"aludel_sql(${piece})aludel_sql\"")
      math(EXPR at "${at} + 16000")
    endwhile()
    if(length EQUAL 0)
      string(APPEND listed " \"\"")
    endif()
    string(APPEND listed "},\n")
    continue()
  endif()
  file(STRINGS ${file} lines REGEX "^(extern )?const (::)?aludel::Migration +revision_[A-Za-z0-9_]+")
  if(NOT lines)
    message(FATAL_ERROR "${path} declares no revision: write `extern const aludel::Migration revision_ID;` and "
      "`const aludel::Migration revision_ID{…};` outside of every namespace, or move the file elsewhere")
  endif()
  set(names)
  foreach(line IN LISTS lines)
    string(REGEX MATCH "revision_[A-Za-z0-9_]+" name "${line}")
    list(APPEND names ${name})
  endforeach()
  list(REMOVE_DUPLICATES names)
  list(LENGTH names count)
  if(count GREATER 1)
    list(JOIN names ", " all)
    message(FATAL_ERROR "${path} declares several revisions: ${all}; each has a file of its own")
  endif()
  string(APPEND declared "extern const aludel::Migration ${names};\n")
  string(APPEND listed "    {\"${path}\", &${names}, {}},\n")
endforeach()

file(CONFIGURE OUTPUT ${OUT}/${HEADER}.hpp @ONLY CONTENT "#pragma once

#include <span>

#include <aludel/compiled.hpp>

namespace @NAMESPACE@ {

/// The revisions of this program. @throws aludel::Error with everything that is wrong with them
[[nodiscard]] aludel::Migrations migrations();
/// The same as the command line takes them.
[[nodiscard]] std::span<const aludel::CompiledRevision> compiled_revisions();

}  // namespace @NAMESPACE@
")
set(index "#include \"${HEADER}.hpp\"\n\n#include <array>\n\n${declared}\nnamespace ${NAMESPACE} {\n\n")
if(listed)
  string(APPEND index "std::span<const aludel::CompiledRevision> compiled_revisions() {\n"
    "  static const aludel::CompiledRevision all[] = {\n${listed}  };\n  return all;\n}\n\n")
else()
  string(APPEND index "std::span<const aludel::CompiledRevision> compiled_revisions() { return {}; }\n\n")
endif()
string(APPEND index
  "aludel::Migrations migrations() { return aludel::compiled_migrations(compiled_revisions()); }\n\n"
  "}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUT}/index.cpp "${index}")
set(declared_models)
set(models_argument)
if(MODELS)
  set(models_argument ", ${MODELS}")
  string(REGEX REPLACE "^(.*::)?([^:]+)$" "\\2" function ${MODELS})
  string(REGEX REPLACE "(::)?[^:]+$" "" scope ${MODELS})
  if(scope)
    set(declared_models "\nnamespace ${scope} {\naludel::Catalog ${function}();\n}\n")
  else()
    set(declared_models "\naludel::Catalog ${function}();\n")
  endif()
endif()
file(CONFIGURE OUTPUT ${OUT}/main.cpp @ONLY CONTENT "#include <aludel/cli.hpp>

#include \"@HEADER@.hpp\"
@declared_models@
int main(int count, char** words) {
  return aludel::run_cli(count, words, @NAMESPACE@::compiled_revisions()@models_argument@);
}
")
