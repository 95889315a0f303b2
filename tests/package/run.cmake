# Installs the build into a folder of its own, then builds and runs a project that uses it by find_package.

set(work ${BUILD}/tests/package)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT result EQUAL 0)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${work}/prefix)
run(${CMAKE_COMMAND} -S ${SOURCE} -B ${work}/consumer -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${COMPILER}
  -D CMAKE_CXX_FLAGS=${FLAGS} -D CMAKE_PREFIX_PATH=${work}/prefix -D CMAKE_BUILD_TYPE=Debug)
run(${CMAKE_COMMAND} --build ${work}/consumer)
run(${CMAKE_COMMAND} -E chdir ${work} ${work}/consumer/consumer ${SOURCE}/../../examples/embed/migrations)
if(NOT output STREQUAL "${VERSION}\n")
  message(FATAL_ERROR "the consumer printed \"${output}\", not the version ${VERSION}")
endif()
run(${work}/prefix/bin/aludel --version)
