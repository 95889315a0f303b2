add_library(aludel_warnings INTERFACE)
target_compile_options(aludel_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Wimplicit-fallthrough $<$<BOOL:${ALUDEL_WERROR}>:-Werror>)
