# The layers of docs/design.md as CMake targets. Sources are found by folder: a new file needs no edit here.

set_property(GLOBAL PROPERTY aludel_layer_table "")

# aludel_layer(NAME USES layer… LIBRARIES dependency…): src/NAME and its sub-folders as one object library, an
# interface library while it has headers alone.
function(aludel_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "USES;LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  set(visibility INTERFACE)
  if(sources)
    set(visibility PUBLIC)
    add_library(aludel_${name} OBJECT ${sources})
    target_link_libraries(aludel_${name} PRIVATE aludel_warnings)
  else()
    add_library(aludel_${name} INTERFACE)
  endif()
  target_include_directories(aludel_${name} ${visibility}
    ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include ${PROJECT_BINARY_DIR}/generated)
  foreach(used IN LISTS layer_USES)
    target_link_libraries(aludel_${name} ${visibility} aludel_${used})
  endforeach()
  foreach(library IN LISTS layer_LIBRARIES)
    target_link_libraries(aludel_${name} ${visibility} aludel_dep_${library})
  endforeach()
  string(REPLACE ";" "," uses "${layer_USES}")
  set_property(GLOBAL APPEND PROPERTY aludel_layer_table "${name}:${uses}")
endfunction()

# Fails the build on an include that the layer table does not allow. Runs again only when a source changed.
function(aludel_check_layers)
  get_property(table GLOBAL PROPERTY aludel_layer_table)
  string(REPLACE ";" " " table "${table}")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS
    ${PROJECT_SOURCE_DIR}/src/*.cpp ${PROJECT_SOURCE_DIR}/src/*.hpp ${PROJECT_SOURCE_DIR}/include/*.hpp)
  set(stamp ${PROJECT_BINARY_DIR}/layers.checked)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-layers ${PROJECT_SOURCE_DIR} "${table}"
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/scripts/check-layers ${PROJECT_SOURCE_DIR}/CMakeLists.txt
    COMMENT "Checking that no layer looks up" VERBATIM)
  add_custom_target(aludel_layers ALL DEPENDS ${stamp})
endfunction()

# aludel_library(layer…): the static library that is installed, made of these layers.
function(aludel_library)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/version.hpp.in ${PROJECT_BINARY_DIR}/generated/aludel/version.hpp @ONLY)
  add_library(aludel STATIC)
  add_library(aludel::aludel ALIAS aludel)
  foreach(layer IN LISTS ARGN)
    get_target_property(type aludel_${layer} TYPE)
    if(type STREQUAL "OBJECT_LIBRARY")
      target_sources(aludel PRIVATE $<TARGET_OBJECTS:aludel_${layer}>)
    endif()
  endforeach()
  foreach(library IN ITEMS fmt md sqlite dl)
    target_link_libraries(aludel PRIVATE $<BUILD_INTERFACE:aludel_dep_${library}>)
  endforeach()
  target_include_directories(aludel PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(aludel PUBLIC cxx_std_20)
endfunction()

# aludel::cli: the command line as a library, for programs that have revisions of their own.
function(aludel_command_line)
  add_library(aludel_command_line STATIC $<TARGET_OBJECTS:aludel_cli>)
  add_library(aludel::cli ALIAS aludel_command_line)
  set_target_properties(aludel_command_line PROPERTIES OUTPUT_NAME aludel_cli EXPORT_NAME cli)
  target_link_libraries(aludel_command_line PUBLIC aludel PRIVATE $<BUILD_INTERFACE:aludel_dep_inih>)
endfunction()

# The program `aludel`, at the top of the build folder.
function(aludel_program)
  add_executable(aludel_program ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
  set_target_properties(aludel_program PROPERTIES
    OUTPUT_NAME aludel RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_link_libraries(aludel_program PRIVATE aludel_warnings aludel_cli aludel
    -static-libstdc++ -static-libgcc)
endfunction()
