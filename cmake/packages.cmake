# What packaging/build makes of a portable program: the texts that belong to it, and CPack's packages.
include(GNUInstallDirs)
set(texts ${CMAKE_BINARY_DIR}/texts)
set(manual ${texts}/omni-conform.1)
set(bash_completion ${texts}/omni-conform.bash)
set(zsh_completion ${texts}/_omni-conform)
set(fish_completion ${texts}/omni-conform.fish)
add_custom_command(OUTPUT ${manual} ${bash_completion} ${zsh_completion} ${fish_completion}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${texts}
  COMMAND omni-conform manual > ${manual}
  COMMAND omni-conform completions bash > ${bash_completion}
  COMMAND omni-conform completions zsh > ${zsh_completion}
  COMMAND omni-conform completions fish > ${fish_completion}
  DEPENDS omni-conform)
add_custom_target(package_texts DEPENDS ${manual} ${bash_completion} ${zsh_completion} ${fish_completion})

# Whoever passes a program on passes on the licences of what is linked into it.
set(copyright ${CMAKE_BINARY_DIR}/copyright)
file(READ ${CMAKE_SOURCE_DIR}/LICENSE text)
file(WRITE ${copyright} "omni-conform\n\n${text}")
foreach(package libssl-dev libcurl4-openssl-dev libsqlite3-dev libctemplate-dev libpugixml-dev libyaml-cpp-dev
                libtomlplusplus-dev
                zlib1g-dev libfmt-dev libjemalloc-dev nlohmann-json3-dev libcli11-dev libvalijson-dev
                libjs-chart.js libstdc++6)
  if(NOT EXISTS /usr/share/doc/${package}/copyright)
    conform_need(${package})
  endif()
  file(READ /usr/share/doc/${package}/copyright text)
  file(APPEND ${copyright} "\n\n==== Linked into the program, from Debian's package ${package} ====\n\n${text}")
endforeach()

install(FILES ${manual} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${bash_completion} RENAME omni-conform
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${zsh_completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${fish_completion} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${copyright} DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/omni-conform)

set(CPACK_PACKAGE_NAME omni-conform)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_VENDOR "The omni-conform authors")
set(CPACK_PACKAGE_CONTACT "The omni-conform authors <omni-conform@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "does this MCP client work with Omni's MCP server?")
set(CPACK_PACKAGE_DESCRIPTION
  "A mock of Omni's MCP server and a runner that plays every documented case against it, with scripted profiles of\nproducts or with a client of yours, and says which rule was broken.")
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/packages)
set(CPACK_GENERATOR TGZ DEB)
set(CPACK_STRIP_FILES OFF) # the linker did
set(CPACK_PACKAGE_FILE_NAME omni-conform-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Servers on other machines are only asked over TLS; real clients are programs of npm's and PyPI's.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nodejs, npm, python3-venv")
include(CPack)
