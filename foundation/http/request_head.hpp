// The head of a request (RFC 9112 sections 2 to 6), read in place. Strict: what the RFC lets a
// server refuse is refused, because a lenient reader hides the client's fault, and two readers that
// are lenient in different ways can be made to see different requests. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "foundation/http/limits.hpp"
#include "foundation/http/message.hpp"

namespace conform {

// What depends on who reads; the rest is the same for all.
struct HeadTerms {
  std::size_t longest_request_line = kLongestRequestLine;  // bytes
  std::size_t largest_body = kLargestBody;                 // bytes, by Content-Length
  // The reader passes the request on: an absolute target stays as it came, and what its body is
  // coded with is the server's affair.
  bool passes_on = false;
};

struct RequestHead {
  // Without its body. Where `request.broken` says so it is what could be read, and nothing behind
  // it on its connection may be taken for a request.
  Request request;
  std::size_t size = 0;           // bytes, the empty line included
  std::size_t body_size = 0;      // bytes that follow, by Content-Length
  bool in_chunks = false;         // the body comes in chunks instead
  bool expects_continue = false;  // the client waits for 100 before it sends the body
  bool is_http_1_0 = false;       // it knows no chunks
  bool close = false;             // it is the last one on its connection
  bool is_for_https = false;      // its target is an https URL
};

// The head that `bytes` begin with; nullopt while its end is not among them, and it could still be
// one. Empty lines in front of it are skipped (section 2.2).
std::optional<RequestHead> read_head(std::string_view bytes, const HeadTerms& terms = {});

// Whether a head could end in these bytes at or behind `from`: an empty line is there.
bool has_empty_line(std::string_view bytes, std::size_t from);

}  // namespace conform
