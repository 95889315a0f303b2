# `make package`: the program as aludel_VERSION_ARCHITECTURE.deb, the library as libaludel-dev_VERSION_ARCHITECTURE.deb.
# What the program is linked with is found by dpkg-shlibdeps, of the machine that builds the package.

set(ALUDEL_MAINTAINER "The Aludel maintainers" CACHE STRING "Who a package names: Name <address>")

# What every Debian package has in its folder of documents.
function(aludel_install_documents component package)
  set(folder ${PROJECT_BINARY_DIR}/documents)
  file(MAKE_DIRECTORY ${folder})
  execute_process(COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md OUTPUT_FILE ${folder}/changelog.gz)
  install(FILES ${folder}/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
  install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} RENAME copyright
    COMPONENT ${component})
endfunction()

function(aludel_package)
  aludel_install_documents(program aludel)
  aludel_install_documents(development libaludel-dev)
  install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/docs/formats.md
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/aludel COMPONENT program)

  set(CPACK_GENERATOR DEB)
  set(CPACK_PACKAGE_NAME aludel)
  set(CPACK_PACKAGE_CONTACT "${ALUDEL_MAINTAINER}")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
  set(CPACK_STRIP_FILES ON)
  set(CPACK_COMPONENTS_ALL program development)
  set(CPACK_DEB_COMPONENT_INSTALL ON)
  set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
  set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

  set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME aludel)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION database)
  set(CPACK_COMPONENT_PROGRAM_DESCRIPTION
    "Revisions of a database's schema in SQL files, applied to PostgreSQL and SQLite.")
  find_program(ALUDEL_SHLIBDEPS dpkg-shlibdeps)
  if(ALUDEL_SHLIBDEPS)
    set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
  else()
    set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS "libc6, libfmt9, libsqlite3-0")
  endif()
  # Loaded, or called, where a project needs them.
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "libpq5, postgresql-client, sqlite3")

  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libaludel-dev)
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
  set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
    "The library and its headers, for programs that bring their database up to date themselves.")
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libfmt-dev, libinih-dev, libmd-dev, libsqlite3-dev")
  set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "libpq5")
  include(CPack)
endfunction()
