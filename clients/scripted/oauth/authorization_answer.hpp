// What a scripted client reads from the answer to its authorization request, which a browser
// carried to it. Pure functions.
#pragma once

#include <string>

#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"

namespace conform::clients {

struct AuthorizationAnswer {
  std::string code;
};

struct AuthorizationTrouble {
  ClientError trouble;
  std::string error;  // what the answer calls it, once the client believes that; else empty
};

// What was noted before the browser was opened.
struct ExpectedAnswer {
  std::string state;
  std::string issuer;
  bool issuer_advertised = false;  // RFC 9207: an answer without iss is not the server's
};

std::expected<AuthorizationAnswer, AuthorizationTrouble> read_authorization_answer(
    const Behaviour::Authorization& how, const std::string& address,
    const ExpectedAnswer& expected);

}  // namespace conform::clients
