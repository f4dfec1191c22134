// The head of a request as nearly every client sends it, read in place. What is not plain (a body
// in chunks, an Expect, an older HTTP) and what is not well-formed is left to the HTTP library,
// which knows the rest of RFC 9112 and how to refuse. Pure functions.
//
// The library reads heads byte by byte into a map without order, and that costs as much as all of
// the mock's own work for a tool call (bench/README.md).
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "mock_server/http/message.hpp"

namespace conform {

struct PlainHead {
  Request request;            // without its body
  std::size_t head_size = 0;  // bytes, the empty line included
  std::size_t body_size = 0;  // bytes that follow, by its Content-Length
};

// The head that `bytes` begin with, when it is whole and plain: HTTP/1.1, a method that the mock
// routes, a path for its target, fields as RFC 9110 section 5 has them, none of which changes how
// the message is read. nullopt otherwise.
std::optional<PlainHead> read_plain_head(std::string_view bytes);

}  // namespace conform
