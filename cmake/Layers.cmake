# The layers of docs/design.md as CMake targets. Sources are found by folder: a new file needs no edit here.

set_property(GLOBAL PROPERTY aludel_layer_table "")

# aludel_layer(NAME USES layer… LIBRARIES dependency…): src/NAME and its sub-folders as one object library.
function(aludel_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 layer "" "" "USES;LIBRARIES")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(aludel_${name} OBJECT ${sources})
  target_include_directories(aludel_${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src> $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>)
  target_link_libraries(aludel_${name} PRIVATE aludel_warnings)
  foreach(used IN LISTS layer_USES)
    target_link_libraries(aludel_${name} PUBLIC aludel_${used})
  endforeach()
  foreach(library IN LISTS layer_LIBRARIES)
    target_link_libraries(aludel_${name} PUBLIC aludel_dep_${library})
  endforeach()
  string(REPLACE ";" "," uses "${layer_USES}")
  set_property(GLOBAL APPEND PROPERTY aludel_layer_table "${name}:${uses}")
endfunction()

# Fails the build on an include that the layer table does not allow.
function(aludel_check_layers)
  get_property(table GLOBAL PROPERTY aludel_layer_table)
  string(REPLACE ";" " " table "${table}")
  add_custom_target(aludel_layers ALL
    COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-layers ${PROJECT_SOURCE_DIR} "${table}"
    COMMENT "Checking that no layer looks up" VERBATIM)
endfunction()

# aludel_library(layer…): the static library that is installed, made of these layers.
function(aludel_library)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/version.hpp.in ${PROJECT_BINARY_DIR}/generated/aludel/version.hpp @ONLY)
  add_library(aludel STATIC)
  add_library(aludel::aludel ALIAS aludel)
  set(libraries "")
  foreach(layer IN LISTS ARGN)
    target_sources(aludel PRIVATE $<TARGET_OBJECTS:aludel_${layer}>)
  endforeach()
  foreach(library IN ITEMS fmt md sqlite dl)
    target_link_libraries(aludel PRIVATE $<BUILD_INTERFACE:aludel_dep_${library}>)
  endforeach()
  target_include_directories(aludel PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/generated>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(aludel PUBLIC cxx_std_20)
endfunction()

# The program `aludel`, at the top of the build folder.
function(aludel_program)
  add_executable(aludel_program ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
  set_target_properties(aludel_program PROPERTIES
    OUTPUT_NAME aludel RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  target_link_libraries(aludel_program PRIVATE aludel_warnings aludel_cli aludel
    -static-libstdc++ -static-libgcc)
endfunction()
