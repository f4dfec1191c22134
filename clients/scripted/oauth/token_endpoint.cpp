#include "clients/scripted/oauth/token_endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "clients/profile/user_agents.hpp"
#include "clients/protocol/retry_after.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"

namespace conform::clients {
namespace {

constexpr std::array<std::string_view, 5> kKnownMembers = {"access_token", "token_type",
                                                           "expires_in", "refresh_token", "scope"};
constexpr int kTooManyRequests = 429;
constexpr int kServerError = 500;

Parameters in_order(const std::vector<std::string>& order,
                    const std::map<std::string, std::string>& values) {
  Parameters form;
  for (const std::string& name : order) {
    if (const std::string& value = values.at(name); !value.empty()) form.add(name, value);
  }
  return form;
}

std::string shown_method(const HeldRegistration& client, Behaviour::Secret how) {
  if (client.secret.empty()) return "none";
  switch (how) {
    case Behaviour::Secret::kAsRegistered:
      break;
    case Behaviour::Secret::kBasic:
      return "client_secret_basic";
    case Behaviour::Secret::kPost:
      return "client_secret_post";
  }
  return client.auth_method;
}

// RFC 6749 section 2.3.1.
std::string basic_authentication(const HeldRegistration& client, bool encodes) {
  if (!encodes) return "Basic " + base64(client.client_id + ':' + client.secret);
  return "Basic " + base64(percent_encode(client.client_id) + ':' + percent_encode(client.secret));
}

bool has_token(const Response& response, const Json& tokens) {
  return response.status == 200 && !text_member(tokens, "access_token").empty();
}

// Seconds, be they written as a number or as text.
std::optional<std::int64_t> expiry_of(const Json& tokens) {
  const auto found = tokens.find("expires_in");
  if (found == tokens.end()) return std::nullopt;
  if (found->is_number()) return found->get<std::int64_t>();
  const std::string text = found->is_string() ? found->get<std::string>() : "";
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  return whole ? std::optional(seconds) : std::nullopt;
}

// Why the client does not take this answer although it holds a token; empty: it does.
std::string problem_of(const Json& tokens, const Behaviour::Token& how) {
  const std::string type = text_member(tokens, "token_type");
  // Names of types are compared without regard to case (RFC 6749 section 5.1).
  if ((how.checks_type && lower_case(type) != "bearer") || (how.exact_type && type != "Bearer")) {
    return fmt::format("The token is of a type that is not known here: \"{}\".", type);
  }
  const auto expires = tokens.find("expires_in");
  if (how.needs_numeric_expiry && expires != tokens.end() && !expires->is_number()) {
    return "expires_in is no number.";
  }
  if (how.ignores_unknown_members) return "";
  for (const auto& [name, value] : tokens.items()) {
    if (std::ranges::find(kKnownMembers, name) == kKnownMembers.end()) {
      return fmt::format("The token answer holds a member that is not known here: {}.", name);
    }
  }
  return "";
}

}  // namespace

Response TokenEndpoint::post(const std::string& address, Parameters form,
                             const HeldRegistration& client, const std::string& user_agent) {
  const Url url = Url::parse(address).value_or(Url{});
  Request request;
  request.method = "POST";
  request.target = url.target();
  request.headers = {{"User-Agent", user_agent},
                     {"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  const std::string method = shown_method(client, behaviour_.registration.secret);
  if (method == "client_secret_post") form.add("client_secret", client.secret);
  if (method == "client_secret_basic") {
    request.headers.add("Authorization",
                        basic_authentication(client, behaviour_.token.encodes_basic));
  }
  request.body = form.encode();
  return sender_.send(url, std::move(request));
}

void TokenEndpoint::note_error(const Json& answer) {
  forgot_client_ = text_member(answer, "error") == "invalid_client";
}

void TokenEndpoint::note_wait(const Response& response) {
  const std::optional<std::chrono::seconds> told = retry_after(response.headers);
  const bool waits = told && behaviour_.refusal.waits_as_told;
  not_before_ = waits ? std::optional(now_() + *told) : std::nullopt;
}

Attempt<HeldGrant> TokenEndpoint::exchange(
    const Discovered& discovered, const HeldRegistration& client, const CodeToExchange& code,
    const std::function<void(const std::string& agent)>& before_each) {
  const Behaviour::Token& how = behaviour_.token;
  forgot_client_ = false;
  if (!how.exchanges_code) {
    return std::unexpected(oauth_error(Outcome::Kind::kGaveUp, "The code was not exchanged."));
  }
  const std::string& agent = code_agent(behaviour_);
  const Parameters form = in_order(how.order, {{"grant_type", "authorization_code"},
                                               {"code", code.code},
                                               {"code_verifier", code.verifier},
                                               {"redirect_uri", client.redirect_uri},
                                               {"resource", discovered.resource},
                                               {"client_id", client.client_id},
                                               {"scope", discovered.scope}});

  std::string trouble;
  int left = std::max(1, how.attempts);
  int left_on_server_error = std::max(1, how.attempts_on_server_error);
  while (left > 0 && left_on_server_error > 0) {
    before_each(agent);
    const Response response = post(discovered.server.token_endpoint, form, client, agent);
    const Json tokens = parse_foreign(response.body);
    note_error(tokens);
    trouble = fmt::format("Token request rejected (HTTP {}): {}", response.status, response.body);
    if (has_token(response, tokens)) {
      if (how.repeats_used_code) {
        static_cast<void>(post(discovered.server.token_endpoint, form, client, agent));
      }
      HeldGrant grant;
      grant.client = client;
      grant.scope = discovered.scope;
      grant.discovered = discovered;
      trouble = take_tokens(tokens, grant);
      if (trouble.empty() && how.needs_refresh_token && grant.refresh_token.empty()) {
        trouble = "No refresh token was given.";
      }
      if (trouble.empty()) return grant;
    }
    if (response.status == 200) break;  // the same code would be answered no better
    --(response.status >= kServerError ? left_on_server_error : left);
  }
  return std::unexpected(oauth_error(Outcome::Kind::kRefused, std::move(trouble)));
}

// Says why it takes nothing, or nothing.
std::string TokenEndpoint::take_tokens(const Json& tokens, HeldGrant& grant) const {
  const Behaviour::Token& how = behaviour_.token;
  if (std::string problem = problem_of(tokens, how); !problem.empty()) return problem;
  const bool renews = !grant.access_token.empty();
  grant.access_token = text_member(tokens, "access_token");
  const std::string refresh_token = text_member(tokens, "refresh_token");
  if (!refresh_token.empty() && (!renews || how.saves_rotated_token)) {
    grant.refresh_token = refresh_token;
    if (!renews || how.keeps_rotated_on_disk) grant.refresh_token_on_disk = refresh_token;
  }
  if (renews && refresh_token.empty() && !how.keeps_unrotated_token) grant.refresh_token.clear();
  if (const std::string scope = text_member(tokens, "scope"); !scope.empty()) grant.scope = scope;
  grant.expires.reset();
  if (const auto seconds = expiry_of(tokens)) {
    grant.expires = now_() + std::chrono::seconds(*seconds);
  } else if (how.assumed_seconds > 0) {
    grant.expires = now_() + std::chrono::seconds(how.assumed_seconds);
  }
  return "";
}

Attempt<void> TokenEndpoint::refresh(HeldGrant& grant) {
  const Behaviour::Token& how = behaviour_.token;
  forgot_client_ = false;
  if (how.refresh_token_as_bearer) {
    grant.access_token = grant.refresh_token;
    return {};
  }
  const Parameters form = in_order(how.refresh_order, {{"grant_type", "refresh_token"},
                                                       {"refresh_token", grant.refresh_token},
                                                       {"resource", grant.discovered.resource},
                                                       {"client_id", grant.client.client_id},
                                                       {"scope", grant.scope}});

  ClientError trouble =
      oauth_error(Outcome::Kind::kGaveUp, "The token endpoint said to come back later.");
  if (not_before_ && now_() < *not_before_) return std::unexpected(std::move(trouble));
  for (int attempt = 0; attempt < std::max(1, how.refresh_attempts); ++attempt) {
    const Response response =
        post(grant.discovered.server.token_endpoint, form, grant.client, refresh_agent(behaviour_));
    const Json tokens = parse_foreign(response.body);
    note_error(tokens);
    note_wait(response);
    trouble.text = fmt::format("Refresh rejected (HTTP {}): {}", response.status, response.body);
    if (has_token(response, tokens)) {
      trouble.text = take_tokens(tokens, grant);
      if (trouble.text.empty()) return {};
    }
    const bool understood = !how.needs_error_code || !text_member(tokens, "error").empty();
    const bool refused = understood && response.status >= 400 && response.status < kServerError &&
                         response.status != kTooManyRequests;
    trouble.kind = refused ? Outcome::Kind::kRefused : Outcome::Kind::kGaveUp;
  }
  return std::unexpected(std::move(trouble));
}

}  // namespace conform::clients
