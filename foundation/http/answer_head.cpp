#include "foundation/http/answer_head.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "foundation/http/field_syntax.hpp"

namespace conform {
namespace {

struct Reason {
  int status;
  std::string_view phrase;
};

// IANA's names (RFC 9110 section 15). Some clients show them to their users.
constexpr std::array<Reason, 36> kReasons{{{200, "OK"},
                                           {201, "Created"},
                                           {202, "Accepted"},
                                           {204, "No Content"},
                                           {301, "Moved Permanently"},
                                           {302, "Found"},
                                           {303, "See Other"},
                                           {304, "Not Modified"},
                                           {307, "Temporary Redirect"},
                                           {308, "Permanent Redirect"},
                                           {400, "Bad Request"},
                                           {401, "Unauthorized"},
                                           {402, "Payment Required"},
                                           {403, "Forbidden"},
                                           {404, "Not Found"},
                                           {405, "Method Not Allowed"},
                                           {406, "Not Acceptable"},
                                           {408, "Request Timeout"},
                                           {409, "Conflict"},
                                           {410, "Gone"},
                                           {413, "Content Too Large"},
                                           {414, "URI Too Long"},
                                           {415, "Unsupported Media Type"},
                                           {417, "Expectation Failed"},
                                           {418, "I'm a teapot"},
                                           {421, "Misdirected Request"},
                                           {422, "Unprocessable Content"},
                                           {429, "Too Many Requests"},
                                           {431, "Request Header Fields Too Large"},
                                           {500, "Internal Server Error"},
                                           {501, "Not Implemented"},
                                           {502, "Bad Gateway"},
                                           {503, "Service Unavailable"},
                                           {504, "Gateway Timeout"},
                                           {505, "HTTP Version Not Supported"}}};

// Empty for a status that has no name; the phrase is optional.
std::string_view reason(int status) {
  const auto* const found = std::ranges::lower_bound(kReasons, status, {}, &Reason::status);
  return found != kReasons.end() && found->status == status ? found->phrase : std::string_view{};
}

void add_field(std::string& to, std::string_view name, std::string_view value) {
  to.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

const Header* broken_field(const Headers& headers) {
  for (const Header& field : headers) {
    if (breaks_field(field.value)) return &field;
  }
  return nullptr;
}

bool may_have_body(int status) { return status >= 200 && status != 204 && status != 304; }

std::string answer_head(const Response& response, const Persistence& persistence) {
  if (const Header* broken = broken_field(response.headers)) {
    throw std::invalid_argument("the header field \"" + broken->name + "\" holds a line break");
  }
  std::string head;
  head.reserve(512 + response.body.size());  // the body is sent with it
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason(response.status)).append("\r\n");
  for (const Header& field : response.headers) add_field(head, field.name, field.value);
  if (response.stream && persistence.chunks) {
    add_field(head, "Transfer-Encoding", "chunked");
  } else if (!response.stream && may_have_body(response.status)) {
    add_field(head, "Content-Length", std::to_string(response.body.size()));
  }
  if (persistence.close) {
    add_field(head, "Connection", "close");
  } else {
    add_field(head, "Keep-Alive", "timeout=" + std::to_string(persistence.idle.count()));
  }
  return head.append("\r\n");
}

}  // namespace conform
