// libcurl in a portable program: it is linked in (cmake/portable.cmake), in place of
// curl_library.cpp.
#include <stdexcept>

#include "clients/http/curl_library.hpp"

namespace conform::clients {
namespace {

CurlLibrary load() {
  if (::curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw std::runtime_error("libcurl cannot be set up");
  }
  return {.easy_init = &curl_easy_init,
          .easy_setopt = &curl_easy_setopt,
          .easy_getinfo = &curl_easy_getinfo,
          .easy_perform = &curl_easy_perform,
          .easy_reset = &curl_easy_reset,
          .easy_cleanup = &curl_easy_cleanup,
          .easy_strerror = &curl_easy_strerror,
          .slist_append = &curl_slist_append,
          .slist_free_all = &curl_slist_free_all};
}

}  // namespace

const CurlLibrary& curl_library() {
  static const CurlLibrary curl = load();
  return curl;
}

}  // namespace conform::clients
