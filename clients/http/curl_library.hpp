// libcurl, loaded when the first request is sent: with all that it brings along, loading it takes
// longer than everything else that happens before a mock serves, and a mock sends no request. A
// portable program has it inside. Thread-safe.
#pragma once

#include <curl/curl.h>

namespace conform::clients {

struct CurlLibrary {
  decltype(&curl_easy_init) easy_init;
  decltype(&curl_easy_setopt) easy_setopt;
  decltype(&curl_easy_getinfo) easy_getinfo;
  decltype(&curl_easy_perform) easy_perform;
  decltype(&curl_easy_reset) easy_reset;
  decltype(&curl_easy_cleanup) easy_cleanup;
  decltype(&curl_easy_strerror) easy_strerror;
  decltype(&curl_slist_append) slist_append;
  decltype(&curl_slist_free_all) slist_free_all;
};

// Throws std::runtime_error when this machine has no libcurl 4, or it cannot be set up.
const CurlLibrary& curl_library();

}  // namespace conform::clients
