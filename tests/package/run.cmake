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

# The revisions that aludel_add_migrations put into a program, by the library and by the program's command line.
run(${CMAKE_COMMAND} -E chdir ${work} ${work}/consumer/embedded ${work}/embedded.db)
if(NOT output STREQUAL "001 Users\n002 Their mail; \"quoted\", with [brackets] and a \\backslash\n")
  message(FATAL_ERROR "the embedded revisions printed \"${output}\"")
endif()
file(WRITE ${work}/project/aludel.toml "[aludel]\nscript_location = \"migrations\"\nprogram = \"${work}/consumer/migrate\"\n
[database]\nurl = \"sqlite:///${work}/embedded.db\"\n")
file(COPY ${SOURCE}/versions DESTINATION ${work}/project/migrations)
# Older than the program: otherwise it is told that it might be stale.
run(touch -d 2000-01-01 ${work}/project/migrations/versions ${work}/project/migrations/versions/001_users.cpp)
run(${CMAKE_COMMAND} -E chdir ${work}/project ${work}/prefix/bin/aludel current)
if(NOT output STREQUAL "002 (head)\n")
  message(FATAL_ERROR "handed over, `aludel current` printed \"${output}\"")
endif()
run(${CMAKE_COMMAND} -E chdir ${work}/project ${work}/consumer/migrate downgrade base --quiet)
run(${CMAKE_COMMAND} -E chdir ${work}/project ${work}/consumer/migrate current)
if(NOT output STREQUAL "")
  message(FATAL_ERROR "behind `downgrade base` `current` printed \"${output}\"")
endif()
