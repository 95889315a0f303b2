# Every library that Aludel uses, each as one target aludel_dep_NAME. Debian 12 packages stand behind each name;
# `scripts/setup` installs them. Static where Debian offers it: the program then needs libsqlite3 and the C library
# alone, and starts faster.

find_package(SQLite3 REQUIRED)      # libsqlite3-dev
find_package(Threads REQUIRED)

# aludel_dependency(NAME HEADER header [LIBRARY library]): a library found by its header, one of headers alone
# where no LIBRARY is named.
function(aludel_dependency name)
  cmake_parse_arguments(PARSE_ARGV 1 dependency "" "HEADER;LIBRARY" "")
  add_library(aludel_dep_${name} INTERFACE)
  find_path(ALUDEL_${name}_INCLUDE ${dependency_HEADER} PATH_SUFFIXES postgresql REQUIRED)
  target_include_directories(aludel_dep_${name} SYSTEM INTERFACE ${ALUDEL_${name}_INCLUDE})
  if(dependency_LIBRARY)
    find_library(ALUDEL_${name}_LIBRARY NAMES lib${dependency_LIBRARY}.a ${dependency_LIBRARY} REQUIRED)
    target_link_libraries(aludel_dep_${name} INTERFACE ${ALUDEL_${name}_LIBRARY})
  endif()
endfunction()

aludel_dependency(fmt HEADER fmt/format.h LIBRARY fmt)         # libfmt-dev
aludel_dependency(md HEADER sha2.h LIBRARY md)                 # libmd-dev
aludel_dependency(inih HEADER ini.h LIBRARY inih)              # libinih-dev
aludel_dependency(cli11 HEADER CLI/CLI.hpp)                    # libcli11-dev
aludel_dependency(tomlplusplus HEADER toml++/toml.h)           # libtomlplusplus-dev
aludel_dependency(nlohmann-json HEADER nlohmann/json.hpp)      # nlohmann-json3-dev
aludel_dependency(pq-headers HEADER libpq-fe.h)                # libpq-dev: the library is loaded when it is used

add_library(aludel_dep_sqlite INTERFACE)
target_link_libraries(aludel_dep_sqlite INTERFACE SQLite::SQLite3)

add_library(aludel_dep_dl INTERFACE)
target_link_libraries(aludel_dep_dl INTERFACE ${CMAKE_DL_LIBS} Threads::Threads)
