# What `cmake --install` puts in place: the program, the library, its public headers, and the package that
# `find_package(aludel)` reads.

include(CMakePackageConfigHelpers)

function(aludel_install)
  set(package ${CMAKE_INSTALL_LIBDIR}/cmake/aludel)
  install(TARGETS aludel_program DESTINATION ${CMAKE_INSTALL_BINDIR})
  install(TARGETS aludel EXPORT aludelTargets DESTINATION ${CMAKE_INSTALL_LIBDIR})
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/aludel DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
    FILES_MATCHING PATTERN "*.hpp")
  install(FILES ${PROJECT_BINARY_DIR}/generated/aludel/version.hpp DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/aludel)
  install(EXPORT aludelTargets NAMESPACE aludel:: DESTINATION ${package})

  configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/aludelConfig.cmake.in
    ${PROJECT_BINARY_DIR}/generated/aludelConfig.cmake INSTALL_DESTINATION ${package})
  # Before 1.0 a minor release may change the interface.
  write_basic_package_version_file(${PROJECT_BINARY_DIR}/generated/aludelConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  install(FILES ${PROJECT_BINARY_DIR}/generated/aludelConfig.cmake
    ${PROJECT_BINARY_DIR}/generated/aludelConfigVersion.cmake DESTINATION ${package})
endfunction()
