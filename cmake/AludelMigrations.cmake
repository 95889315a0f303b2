# aludel_add_migrations(TARGET DIRECTORY folder… [PROGRAM name [MODELS function]] [NAMESPACE name])
#
# The revisions of the folders, .cpp and .sql, as the library TARGET, linked with aludel::aludel: TARGET.hpp declares
# `aludel::Migrations NAMESPACE::migrations()` (TARGET's name where none is given), with the SQL inside the program. A
# file that is added or removed is seen by the next build. With PROGRAM also an executable that has aludel's whole
# command line for them; it is built at the top of the build folder. MODELS names a function without arguments that
# returns an aludel::Catalog, `shop::models`: what the database should be, for `check` and `revision --autogenerate`.
# Link the library that defines it to the program: target_link_libraries(name PRIVATE …).

set(ALUDEL_WRITE_INDEX ${CMAKE_CURRENT_LIST_DIR}/AludelIndex.cmake)

function(aludel_add_migrations target)
  cmake_parse_arguments(PARSE_ARGV 1 given "" "PROGRAM;NAMESPACE;MODELS" "DIRECTORY")
  if(NOT given_DIRECTORY)
    message(FATAL_ERROR "aludel_add_migrations(${target}): name the folder of revisions with DIRECTORY")
  endif()
  if(given_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "aludel_add_migrations(${target}) does not know \"${given_UNPARSED_ARGUMENTS}\": it takes "
      "DIRECTORY, PROGRAM, MODELS and NAMESPACE")
  endif()
  if(NOT given_NAMESPACE)
    string(MAKE_C_IDENTIFIER ${target} given_NAMESPACE)
  endif()
  set(patterns)
  foreach(folder IN LISTS given_DIRECTORY)
    cmake_path(ABSOLUTE_PATH folder BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} NORMALIZE)
    if(NOT IS_DIRECTORY ${folder})
      message(FATAL_ERROR "aludel_add_migrations(${target}): there is no folder ${folder}")
    endif()
    list(APPEND patterns ${folder}/*.cpp ${folder}/*.sql)
  endforeach()
  file(GLOB files CONFIGURE_DEPENDS ${patterns})
  set(code ${files})
  list(FILTER code INCLUDE REGEX "\\.cpp$")

  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}_index)
  # A list in a file of its own changes when files come and go, so that the index is written anew then too.
  list(JOIN files "\n" lines)
  file(CONFIGURE OUTPUT ${generated}/files.txt CONTENT "${lines}\n")
  add_custom_command(OUTPUT ${generated}/index.cpp ${generated}/${target}.hpp ${generated}/main.cpp
    COMMAND ${CMAKE_COMMAND} -D FILES=${generated}/files.txt -D SOURCE=${CMAKE_CURRENT_SOURCE_DIR}
      -D OUT=${generated} -D HEADER=${target} -D NAMESPACE=${given_NAMESPACE} -D MODELS=${given_MODELS} -P ${ALUDEL_WRITE_INDEX}
    DEPENDS ${files} ${generated}/files.txt ${ALUDEL_WRITE_INDEX}
    COMMENT "Listing the revisions of ${target}" VERBATIM)
  add_library(${target} STATIC ${code} ${generated}/index.cpp)
  target_include_directories(${target} PUBLIC ${generated})
  target_link_libraries(${target} PUBLIC aludel::aludel)
  if(given_PROGRAM)
    add_executable(${given_PROGRAM} ${generated}/main.cpp)
    set_target_properties(${given_PROGRAM} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
    target_link_libraries(${given_PROGRAM} PRIVATE ${target} aludel::cli)
  endif()
endfunction()
