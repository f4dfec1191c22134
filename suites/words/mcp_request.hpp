// Reads the JSON-RPC message in a request. Pure. A body that is no message has no members.
#pragma once

#include <string>
#include <string_view>

#include "foundation/json/json.hpp"
#include "record/transcript.hpp"

namespace conform::words {

inline constexpr std::string_view kMetaPrefix = "io.modelcontextprotocol/";  // of 2026-07-28

Json body_of(const Exchange& exchange);                           // discarded when it is no JSON
Json param(const Exchange& exchange, const char* name);           // a member of params, or null
Json meta_of(const Exchange& exchange, const std::string& name);  // its prefix left out; or null

}  // namespace conform::words
