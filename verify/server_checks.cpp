#include "verify/server_checks.hpp"

#include <fmt/format.h>

#include <exception>

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

// What the options lack for a check; or empty.
std::string_view missing(Needs needs, const VerifyOptions& options) {
  switch (needs) {
    case Needs::kNothing:
      return "";
    case Needs::kOAuth:
      return options.oauth ? "" : "needs --oauth";
    case Needs::kBearer:
    case Needs::kHandshake:
    case Needs::kStateless:
      return has_bearer(options) ? "" : "needs --bearer or --oauth";
    case Needs::kRevoked:
      return options.revoked_bearer.empty() ? "needs --revoked" : "";
    case Needs::kForeign:
      return options.foreign_bearer.empty() ? "needs --foreign" : "";
    case Needs::kViewer:
      if (options.viewer_bearer.empty()) return "needs --viewer";
      return has_bearer(options) ? "" : "needs --bearer or --oauth";
    case Needs::kForeignModel:
      if (options.foreign_model.empty()) return "needs --foreign-model";
      return has_bearer(options) ? "" : "needs --bearer or --oauth";
    case Needs::kAdministrator:
      return options.oauth && options.administer ? "" : "needs --oauth and an administrator";
  }
  return "";
}

// What the server lacks for a check; or empty.
std::string_view missing(Needs needs, ServerUnderTest& server) {
  const bool by_bearer = needs == Needs::kBearer || needs == Needs::kHandshake ||
                         needs == Needs::kStateless || needs == Needs::kViewer ||
                         needs == Needs::kForeignModel;
  if (by_bearer && server.bearer().empty()) return "no token was obtained";
  if (needs == Needs::kHandshake && !server.speaks_handshake()) {
    return "it speaks nothing but 2026-07-28";
  }
  if (needs == Needs::kStateless && !server.speaks_stateless()) {
    return "it does not speak 2026-07-28";
  }
  return "";
}

bool is_over(const TimeLimits& patience) {
  return patience.end && TimeLimits::Moment::clock::now() >= *patience.end;
}

ServerFinding judged(const ServerCheck& check, ServerUnderTest& server) {
  ServerFinding finding{std::string(check.id), std::string(check.requirement),
                        std::string(check.expected), ServerFinding::Outcome::kNotExercised, ""};
  finding.seen = missing(check.needs, server.options());
  if (!finding.seen.empty()) return finding;
  if (is_over(server.options().patience)) {
    finding.seen = "the time limit was over";
    return finding;
  }
  try {
    finding.seen = missing(check.needs, server);
    if (!finding.seen.empty()) return finding;
    finding.seen = check.problem(server);
  } catch (const ConnectionError& error) {
    finding.seen = error.what();
    if (is_over(server.options().patience)) return finding;
  } catch (const OutOfReach& error) {
    finding.seen = error.what();
  } catch (const Json::exception& error) {
    finding.seen = fmt::format("JSON of another form: {}", error.what());
  }
  if (finding.seen.starts_with(checking::kCannot)) return finding;
  finding.outcome =
      finding.seen.empty() ? ServerFinding::Outcome::kPass : ServerFinding::Outcome::kFail;
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
