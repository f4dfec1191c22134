#include "verify/server_checks.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>

#include "foundation/mcp/revision.hpp"
#include "verify/check.hpp"

namespace conform::verify {

using clients::ConnectionError;
using clients::OutOfReach;
using clients::TimedOut;
using clients::TimeLimits;
using clients::TooMuch;

namespace {

using Needs = ServerCheck::Needs;

bool has_bearer(const VerifyOptions& options) { return options.oauth || !options.bearer.empty(); }

using Lack = std::optional<std::string_view>;

// What the options lack for a check.
Lack missing(Needs needs, const VerifyOptions& options) {
  const auto unless = [](bool given, std::string_view lack) {
    return given ? std::nullopt : Lack(lack);
  };
  const Lack no_bearer = unless(has_bearer(options), "needs --bearer or --oauth");
  switch (needs) {
    case Needs::kNothing:
      return std::nullopt;
    case Needs::kOAuth:
      return unless(options.oauth, "needs --oauth");
    case Needs::kBearer:
    case Needs::kHandshake:
    case Needs::kStateless:
      return no_bearer;
    case Needs::kRevoked:
      return unless(!options.revoked_bearer.empty(), "needs --revoked");
    case Needs::kForeign:
      return unless(!options.foreign_bearer.empty(), "needs --foreign");
    case Needs::kViewer:
      return options.viewer_bearer.empty() ? "needs --viewer" : no_bearer;
    case Needs::kForeignModel:
      return options.foreign_model.empty() ? "needs --foreign-model" : no_bearer;
    case Needs::kAdministrator:
      return unless(options.oauth && options.administer, "needs --oauth and an administrator");
  }
  return std::nullopt;
}

// What the server lacks for a check.
Lack missing(Needs needs, ServerUnderTest& server) {
  const bool by_bearer = needs == Needs::kBearer || needs == Needs::kHandshake ||
                         needs == Needs::kStateless || needs == Needs::kViewer ||
                         needs == Needs::kForeignModel;
  if (by_bearer && server.bearer().empty()) return "no token was obtained";
  if (needs == Needs::kHandshake && !server.speaks_handshake()) {
    return fmt::format("it speaks nothing but {}", kNewestStateless.date);
  }
  if (needs == Needs::kStateless && !server.speaks_stateless()) {
    return fmt::format("it does not speak {}", kNewestStateless.date);
  }
  return std::nullopt;
}

bool is_over(const TimeLimits& patience) {
  return patience.end && TimeLimits::Moment::clock::now() >= *patience.end;
}

// Throws nothing that the server can cause.
Judgement judge(const ServerCheck& check, ServerUnderTest& server) {
  const auto problem = [](Shortcoming::Kind kind, std::string_view text) {
    return std::unexpected(Shortcoming{kind, std::string(text)});
  };
  using enum Shortcoming::Kind;
  const TimeLimits& patience = server.options().patience;
  if (const Lack lack = missing(check.needs, server.options())) return problem(kCannotTell, *lack);
  if (is_over(patience)) return problem(kCannotTell, "the time limit was over");
  try {
    if (const Lack lack = missing(check.needs, server)) return problem(kCannotTell, *lack);
    return check.judge(server);
  } catch (const ConnectionError& error) {
    return problem(is_over(patience) ? kCannotTell : kWrong, error.what());
  } catch (const OutOfReach& error) {
    return problem(kWrong, error.what());
  } catch (const Json::exception& error) {
    return problem(kWrong, fmt::format("JSON of another form: {}", error.what()));
  }
}

ServerFinding judged(const ServerCheck& check, ServerUnderTest& server) {
  using Outcome = ServerFinding::Outcome;
  ServerFinding finding{std::string(check.id), std::string(check.requirement),
                        std::string(check.expected), Outcome::kPass, ""};
  const Judgement judgement = judge(check, server);
  if (judgement) return finding;
  const bool wrong = judgement.error().kind == Shortcoming::Kind::kWrong;
  finding.outcome = wrong ? Outcome::kFail : Outcome::kNotExercised;
  finding.seen = judgement.error().text;
  return finding;
}

std::vector<ServerCheck> all_checks() {
  using namespace checking;
  std::vector<ServerCheck> all;
  for (const auto& subject :
       {credential_checks, discovery_checks, registration_checks, authorization_checks, page_checks,
        token_checks, refresh_checks, protocol_checks, transport_checks, session_checks,
        tool_checks, stateless_checks, administration_checks}) {
    const std::vector<ServerCheck> checks = subject();
    all.insert(all.end(), checks.begin(), checks.end());
  }
  return all;
}

}  // namespace

std::string_view to_string(ServerFinding::Outcome outcome) {
  switch (outcome) {
    case ServerFinding::Outcome::kPass:
      return "pass";
    case ServerFinding::Outcome::kFail:
      return "fail";
    case ServerFinding::Outcome::kNotExercised:
      return "not exercised";
  }
  return "";
}

const std::vector<ServerCheck>& server_checks() {
  static const std::vector<ServerCheck> table = all_checks();
  return table;
}

std::vector<ServerFinding> verify(const VerifyOptions& options,
                                  const std::vector<ServerCheck>& checks,
                                  const VerifyProgress& progress) {
  ServerUnderTest server(options);
  std::vector<ServerFinding> findings;
  findings.reserve(checks.size());
  for (const ServerCheck& check : checks) {
    if (progress.begins) progress.begins(check);
    findings.push_back(judged(check, server));
    if (progress.found) progress.found(findings.back());
  }
  return findings;
}

std::optional<std::string> first_try(const VerifyOptions& options) {
  ServerUnderTest server(options);
  try {
    server.unauthenticated();
  } catch (const TimedOut& error) {
    return error.what();
  } catch (const TooMuch& error) {
    return error.what();
  } catch (const ConnectionError&) {
    return std::nullopt;  // every check will say so
  }
  return std::nullopt;
}

}  // namespace conform::verify
