// The head of an answer as it goes over the wire (RFC 9112 sections 4 and 6). Pure function.
#pragma once

#include <chrono>
#include <string>

#include "mock_server/http/message.hpp"

namespace conform {

struct Persistence {
  bool close = false;            // the connection ends with this answer
  std::chrono::seconds idle{0};  // what Keep-Alive promises otherwise
};

// Status line and fields in their order, then how the body is framed (its length, or chunks when
// there is a stream), then Persistence; the empty line ends it.
std::string answer_head(const Response& response, const Persistence& persistence);

// Whether such an answer has a body at all, whatever it says about one (RFC 9110 section 6.4.1).
bool may_have_body(int status);

}  // namespace conform
