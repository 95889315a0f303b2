# What `cmake --install` puts in place: the program with its completions (component `program`); the library, its
# public headers, and the package that `find_package(aludel)` reads (component `development`).

include(CMakePackageConfigHelpers)

function(aludel_install)
  set(package ${CMAKE_INSTALL_LIBDIR}/cmake/aludel)
  install(TARGETS aludel_program DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT program)
  aludel_install_completions()
  install(TARGETS aludel aludel_command_line EXPORT aludelTargets DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/aludel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    COMPONENT development FILES_MATCHING PATTERN "*.hpp")
  install(FILES ${PROJECT_BINARY_DIR}/generated/aludel/version.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/aludel
    COMPONENT development)
  install(EXPORT aludelTargets NAMESPACE aludel:: DESTINATION ${package} COMPONENT development)

  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/aludelConfig.cmake.in
    ${PROJECT_BINARY_DIR}/generated/aludelConfig.cmake INSTALL_DESTINATION ${package})
  # Before 1.0 a minor release may change the interface.
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/aludelConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/generated/aludelConfig.cmake
    ${PROJECT_BINARY_DIR}/generated/aludelConfigVersion.cmake
    ${PROJECT_SOURCE_DIR}/cmake/AludelMigrations.cmake ${PROJECT_SOURCE_DIR}/cmake/AludelIndex.cmake DESTINATION ${package} COMPONENT development)
endfunction()

# The program writes them and its manual page itself; where it cannot run here, they are left out.
function(aludel_install_completions)
  if(CMAKE_CROSSCOMPILING)
    return()
  endif()
  set(folder ${PROJECT_BINARY_DIR}/completions)
  add_custom_command(OUTPUT ${folder}/aludel ${folder}/_aludel ${folder}/aludel.fish ${folder}/aludel.1
    COMMAND ${CMAKE_COMMAND} -E make_directory ${folder}
    COMMAND aludel_program completion bash > ${folder}/aludel
    COMMAND aludel_program completion zsh > ${folder}/_aludel
    COMMAND aludel_program completion fish > ${folder}/aludel.fish
    COMMAND aludel_program man > ${folder}/aludel.1
    DEPENDS aludel_program COMMENT "Writing the completions and the manual page" VERBATIM)
  add_custom_target(aludel_completions ALL DEPENDS ${folder}/aludel)
  install(FILES ${folder}/aludel DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT program)
  install(FILES ${folder}/aludel.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
    COMPONENT program)
  install(FILES ${folder}/aludel.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT program)
  # Debian's zsh looks into site-functions below /usr/local alone; where this is installed is known only then.
  install(CODE "
    set(folder site-functions)
    if(CMAKE_INSTALL_PREFIX STREQUAL \"/usr\")
      set(folder vendor-completions)
    endif()
    file(INSTALL ${folder}/_aludel DESTINATION \${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR}/zsh/\${folder})
  " COMPONENT program)
endfunction()
