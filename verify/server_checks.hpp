// What a server of MCP behind OAuth or API keys must do, as a table of named checks, and the
// verdict of each on one server.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify/tested_server.hpp"

namespace conform::verify {

struct ServerFinding {
  enum class Outcome { kPass, kFail, kNotExercised };
  std::string check;        // "code-is-good-once"
  std::string requirement;  // where it is written
  std::string expected;
  Outcome outcome = Outcome::kNotExercised;
  std::string seen;  // what was there instead, or why it could not be judged
};
std::string_view to_string(ServerFinding::Outcome outcome);

struct Shortcoming {
  enum class Kind { kWrong, kCannotTell };
  Kind kind = Kind::kWrong;
  std::string text;  // what was seen instead, or why nobody could tell
};
// Nothing but the problem, where there is one: else it is as it must be.
using Judgement = std::expected<void, Shortcoming>;

struct ServerCheck {
  enum class Needs {
    kNothing,
    kOAuth,
    kBearer,
    kHandshake,  // a bearer, and a server with initialize
    kStateless,  // a bearer, and a server of 2026-07-28
    kRevoked,
    kForeign,
    kViewer,
    kForeignModel,
    kAdministrator,  // and OAuth
  };
  std::string_view id;
  std::string_view requirement;
  std::string_view expected;
  Needs needs;
  Judgement (*judge)(ServerUnderTest&);
};

const std::vector<ServerCheck>& server_checks();

// What is told while a server is asked.
struct VerifyProgress {
  std::function<void(const ServerCheck&)> begins = {};
  std::function<void(const ServerFinding&)> found = {};
};

// Asks a server everything that the options allow, in the order of the table. What is left when
// their patience ends is not exercised. Blocks; never throws for what the server does.
std::vector<ServerFinding> verify(const VerifyOptions& options,
                                  const std::vector<ServerCheck>& checks = server_checks(),
                                  const VerifyProgress& progress = {});

// One request, before all others: what is wrong with a server that accepts and does not answer, or
// answers without end; nullopt when it answers, whatever it says, or is not there at all.
std::optional<std::string> first_try(const VerifyOptions& options);

}  // namespace conform::verify
