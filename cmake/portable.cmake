# A portable program is one file that needs glibc and nothing else: libraries are linked in, its fixtures are carried
# inside (cmake/carry.cmake). dependencies.cmake asks for this file before it looks for anything.
set(CMAKE_FIND_LIBRARY_SUFFIXES .a)

# conform_find_archive(NAME package): its path becomes NAME_ARCHIVE.
function(conform_find_archive name package)
  find_library(${name}_ARCHIVE lib${name}.a)
  if(NOT ${name}_ARCHIVE)
    conform_need(${package})
  endif()
endfunction()

# conform_link_archive(TARGET NAME package): Debian's file for CMake names the shared library only.
function(conform_link_archive target name package)
  conform_find_archive(${name} ${package})
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION_NONE ${${name}_ARCHIVE})
endfunction()

# Debian has no archive of fmt. FMT_SHARED is what users of the shared one are compiled with: the same objects then
# serve both kinds of build.
macro(conform_find_fmt)
  find_path(FMT_INCLUDE_DIR fmt/format-inl.h)
  if(NOT FMT_INCLUDE_DIR)
    conform_need(libfmt-dev)
  endif()
  add_library(fmt STATIC cmake/portable/fmt.cpp)
  target_compile_definitions(fmt PUBLIC FMT_SHARED)
  add_library(fmt::fmt ALIAS fmt)
endmacro()

# libcurl's archive calls a dozen libraries for protocols that nobody here speaks: SSH, LDAP, RTMP, HTTP/2, Kerberos.
# Their functions are made up, and each says so and ends the program.
macro(conform_find_curl)
  conform_find_archive(curl libcurl4-openssl-dev)
  execute_process(COMMAND ${CMAKE_NM} --format=posix --undefined-only ${curl_ARCHIVE}
                  OUTPUT_VARIABLE curl_needs RESULT_VARIABLE result ERROR_QUIET)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${CMAKE_NM} can't read ${curl_ARCHIVE}")
  endif()
  string(REGEX MATCHALL "\n(Brotli|RTMP_|ZSTD_|ber_|gss_|idn2_|ldap_|libssh2_|nghttp2_|psl_)[A-Za-z0-9_]*"
         curl_needs "${curl_needs}")
  list(TRANSFORM curl_needs STRIP)
  list(REMOVE_DUPLICATES curl_needs)
  list(REMOVE_ITEM curl_needs libssh2_init)
  list(SORT curl_needs)
  set(CURL_ABSENT "")
  foreach(name IN LISTS curl_needs)
    string(APPEND CURL_ABSENT "void ${name}() { absent(\"${name}\"); }\n")
  endforeach()
  configure_file(cmake/portable/curl_absent.cpp.in ${CMAKE_BINARY_DIR}/curl_absent.cpp @ONLY)
  add_library(curl_absent STATIC ${CMAKE_BINARY_DIR}/curl_absent.cpp)
  add_library(conform_curl INTERFACE)
  target_link_libraries(conform_curl
    INTERFACE ${curl_ARCHIVE} curl_absent OpenSSL::SSL OpenSSL::Crypto ZLIB::ZLIB)
endmacro()

# The allocator: Debian has no archive of mimalloc.
macro(conform_find_allocator)
  conform_find_archive(jemalloc_pic libjemalloc-dev)
  add_library(conform_allocator INTERFACE)
  target_link_libraries(conform_allocator INTERFACE ${jemalloc_pic_ARCHIVE})
endmacro()
