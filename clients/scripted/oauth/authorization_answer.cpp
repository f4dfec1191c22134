#include "clients/scripted/oauth/authorization_answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "foundation/http/url.hpp"

namespace conform::clients {
namespace {

constexpr std::array<std::string_view, 6> kKnownParameters = {
    "code", "state", "iss", "error", "error_description", "error_uri"};

AuthorizationTrouble unusable(std::string text) {
  return {{ClientError::Area::kOAuth, Outcome::Kind::kGaveUp, std::move(text)}, ""};
}

std::string as_compared(std::string issuer, bool trims) {
  if (trims && issuer.ends_with('/')) issuer.pop_back();
  return issuer;
}

std::optional<AuthorizationTrouble> problem_of_issuer(const Behaviour::Authorization& how,
                                                      const Parameters& answer,
                                                      const ExpectedAnswer& expected) {
  if (!how.checks_issuer) return std::nullopt;
  const std::string* const issuer = answer.find("iss");
  const bool missing = issuer == nullptr &&
                       (how.demands_issuer || (how.misses_issuer && expected.issuer_advertised));
  const bool other = issuer != nullptr && as_compared(*issuer, how.trims_issuer) !=
                                              as_compared(expected.issuer, how.trims_issuer);
  const bool unpromised =
      issuer != nullptr && how.rejects_unadvertised_issuer && !expected.issuer_advertised;
  if (!missing && !other && !unpromised) return std::nullopt;
  return unusable(fmt::format(
      "Issuer mismatch in the authorization response (RFC 9207): expected {}, received {}.",
      expected.issuer, issuer == nullptr ? "none" : *issuer));
}

std::optional<AuthorizationTrouble> error_in(const Behaviour::Authorization& how,
                                             const Parameters& answer) {
  const std::string* const error = answer.find("error");
  if (error == nullptr || how.ignores_error) return std::nullopt;
  const std::string description = answer.get("error_description");
  return AuthorizationTrouble{
      {ClientError::Area::kOAuth, Outcome::Kind::kRefused,
       description.empty() ? *error : fmt::format("{}: {}", *error, description)},
      *error};
}

}  // namespace

std::expected<AuthorizationAnswer, AuthorizationTrouble> read_authorization_answer(
    const Behaviour::Authorization& how, const std::string& address,
    const ExpectedAnswer& expected) {
  const Parameters answer = Parameters::parse(Url::parse(address).value_or(Url{}).query);
  if (how.checks_state && answer.get("state") != expected.state) {
    return std::unexpected(unusable("Invalid state parameter in the answer."));
  }
  if (how.error_before_issuer) {
    if (auto error = error_in(how, answer)) return std::unexpected(*std::move(error));
  }
  // RFC 9207 section 2.4, before anything else of the answer is believed.
  if (auto problem = problem_of_issuer(how, answer, expected)) {
    return std::unexpected(*std::move(problem));
  }
  if (auto error = error_in(how, answer)) return std::unexpected(*std::move(error));
  const bool all_known = std::ranges::all_of(answer, [](const auto& item) {
    return std::ranges::find(kKnownParameters, item.first) != kKnownParameters.end();
  });
  if (!all_known && !how.ignores_unknown_parameters) {
    return std::unexpected(unusable("The answer holds a parameter that is not known here."));
  }
  if (!answer.has("code") && !how.ignores_error) {
    return std::unexpected(unusable("The answer has neither code nor error."));
  }
  return AuthorizationAnswer{answer.get("code", "none")};
}

}  // namespace conform::clients
