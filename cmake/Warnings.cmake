add_library(aludel_warnings INTERFACE)
target_compile_options(aludel_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough $<$<BOOL:${ALUDEL_WERROR}>:-Werror>
  # GCC 12's own std::stable_sort calls what GCC 12's own headers deprecate, and clang says so; g++ still looks.
  $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
