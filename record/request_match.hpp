// Which requests somebody means: the "on" of faults and of bends. Plain data and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "foundation/http/message.hpp"
#include "foundation/json/json_reader.hpp"
#include "record/transcript.hpp"

namespace conform {

// Every member that is set must fit.
struct RequestMatch {
  std::optional<Endpoint> endpoint;  // "token", "mcp", "protected resource metadata", …
  std::string method;                // HTTP method
  std::string path;                  // of the URL, exactly: "/.well-known/openid-configuration"
  std::string rpc;                   // JSON-RPC method: "tools/call"
  std::string tool;
  std::string grant_type;   // of a token request: "refresh_token"
  std::uint64_t from = 1;   // the first request that is meant, of those that fit, from 1
  std::uint64_t times = 0;  // how many after that; 0 is all

  [[nodiscard]] bool fits(const Request& request, Endpoint its_endpoint,
                          const std::optional<RpcSummary>& its_rpc) const;
  // Whether this one of those that fit is meant, counted from 1.
  [[nodiscard]] bool means(std::uint64_t number) const {
    return number >= from && (times == 0 || number < from + times);
  }
};

// Reads the members above and leaves others to the caller. Throws std::runtime_error naming the
// file, the pointer and what would be right.
void read_request_match(const JsonReader& json, RequestMatch& into);

}  // namespace conform
