// Every way in which Omni says no: one table of ids, statuses and texts. The ids stand in Exchange
// facts, in reports and in fixtures/fidelity.json, which says where the texts come from.
#pragma once

#include <exception>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"

namespace conform::mock {

struct Refusal {
  std::string_view id;  // "personal_access_tokens_off"
  int status;
  std::string_view title;  // the heading of its page
  std::string_view text;   // what the user reads, on a page or in a body
};

std::span<const Refusal> all_refusals();
const Refusal& refusal(std::string_view id);  // the id must exist
// Its text with each {} replaced by the next value.
std::string refusal_text(std::string_view id, std::initializer_list<std::string_view> values = {});
// The refusal as the REST endpoints write it: {"detail", "status"}.
Response detail_response(const Refusal& refused);

// A setting, role or credential forbids the request. Caught where requests are dispatched: the site
// decides whether it becomes a page or JSON.
struct Forbidden : std::exception {
  explicit Forbidden(std::string_view refusal_id, std::string more = "")
      : id(refusal_id), detail(std::move(more)) {}
  [[nodiscard]] const char* what() const noexcept override { return id.data(); }
  std::string_view id;
  std::string detail;  // a sentence about this very case, may be empty
};

// An OAuth endpoint refuses (RFC 6749 section 5.2, RFC 7591 section 3.2.2, RFC 8707 section 2).
struct OAuthError : std::exception {
  OAuthError(int http_status, std::string_view error_code, std::string error_description,
             std::string_view refusal_id)
      : status(http_status),
        code(error_code),
        description(std::move(error_description)),
        id(refusal_id) {}
  [[nodiscard]] const char* what() const noexcept override { return description.c_str(); }
  int status;
  std::string code;
  std::string description;
  std::string_view id;  // for Exchange facts
};

OAuthError invalid_request(std::string description);
OAuthError invalid_grant(std::string description, std::string_view refusal_id = "invalid_grant");
OAuthError invalid_client(std::string description);
OAuthError invalid_scope(std::string description);
OAuthError invalid_target(std::string description);
OAuthError invalid_client_metadata(std::string description);
OAuthError unsupported_grant_type(std::string description);

}  // namespace conform::mock
