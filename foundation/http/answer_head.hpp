// The head of an answer as it goes over the wire (RFC 9112 sections 4 and 6). Pure functions.
#pragma once

#include <chrono>
#include <string>

#include "foundation/http/message.hpp"

namespace conform {

struct Persistence {
  bool close = false;            // the connection ends with this answer
  bool chunks = true;            // a stream may come in chunks
  std::chrono::seconds idle{0};  // what Keep-Alive promises otherwise
};

// The first field that no head can carry, nullptr when there is none: its value holds CR, LF or NUL
// (RFC 9110 section 5.5), with which it would end early and the rest of it be taken for fields of
// ours. Names are our own, or were looked at when the world was read.
const Header* broken_field(const Headers& headers);

// Status line and fields in their order, then how the body is framed (its length, or chunks when
// there is a stream), then Persistence; the empty line ends it. Throws std::invalid_argument for a
// response with a broken field.
std::string answer_head(const Response& response, const Persistence& persistence);

// Whether such an answer has a body at all, whatever it says about one (RFC 9110 section 6.4.1).
bool may_have_body(int status);

}  // namespace conform
