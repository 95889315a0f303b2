# Every library that Aludel uses, each as one target aludel_dep_NAME. Debian 12 packages stand behind each name.
# Static where Debian offers it: the program then needs libsqlite3 and the C library alone, and starts faster.

find_package(SQLite3 REQUIRED)      # libsqlite3-dev
find_package(PostgreSQL QUIET)      # libpq-dev: headers only, the library is loaded when it is used
find_package(Threads REQUIRED)

function(aludel_static_dependency name library header)
  find_library(ALUDEL_${name}_LIBRARY NAMES lib${library}.a ${library} REQUIRED)
  find_path(ALUDEL_${name}_INCLUDE ${header} REQUIRED)
  add_library(aludel_dep_${name} INTERFACE)
  target_link_libraries(aludel_dep_${name} INTERFACE ${ALUDEL_${name}_LIBRARY})
  target_include_directories(aludel_dep_${name} SYSTEM INTERFACE ${ALUDEL_${name}_INCLUDE})
endfunction()

function(aludel_header_dependency name header)
  find_path(ALUDEL_${name}_INCLUDE ${header} REQUIRED)
  add_library(aludel_dep_${name} INTERFACE)
  target_include_directories(aludel_dep_${name} SYSTEM INTERFACE ${ALUDEL_${name}_INCLUDE})
endfunction()

aludel_static_dependency(fmt fmt fmt/format.h)                # libfmt-dev
aludel_static_dependency(md md sha2.h)                        # libmd-dev
aludel_static_dependency(inih inih ini.h)                     # libinih-dev
aludel_header_dependency(cli11 CLI/CLI.hpp)                   # libcli11-dev
aludel_header_dependency(tomlplusplus toml++/toml.h)          # libtomlplusplus-dev
aludel_header_dependency(nlohmann-json nlohmann/json.hpp)     # nlohmann-json3-dev

add_library(aludel_dep_sqlite INTERFACE)
target_link_libraries(aludel_dep_sqlite INTERFACE SQLite::SQLite3)

add_library(aludel_dep_pq-headers INTERFACE)
target_include_directories(aludel_dep_pq-headers SYSTEM INTERFACE ${PostgreSQL_INCLUDE_DIRS})

add_library(aludel_dep_dl INTERFACE)
target_link_libraries(aludel_dep_dl INTERFACE ${CMAKE_DL_LIBS} Threads::Threads)
