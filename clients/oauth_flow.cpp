#include "clients/oauth_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "clients/state_form.hpp"
#include "mock_server/ascii.hpp"
#include "mock_server/digest.hpp"

namespace conform {
namespace {

const std::string& first_of(const std::string& preferred, const std::string& otherwise) {
  return preferred.empty() ? otherwise : preferred;
}

const std::string& oauth_agent(const Behaviour& behaviour) {
  return first_of(behaviour.identity.oauth_user_agent, behaviour.identity.user_agent);
}

Trouble oauth_trouble(Outcome::Kind kind, std::string text) {
  return {Trouble::Area::kOAuth, kind, std::move(text)};
}

// Replaces placeholders in every string of a JSON value.
void fill_strings(Json& value, std::string_view what, const std::string& with) {
  if (value.is_string()) {
    auto text = value.get<std::string>();
    replace_all(text, what, with);
    value = text;
  } else if (value.is_structured()) {
    for (Json& item : value) fill_strings(item, what, with);
  }
}

Json reference_registration() {
  return Json{{"client_name", "omni-conform reference client"},
              {"redirect_uris", {"{redirect_uri}"}},
              {"grant_types", {"authorization_code", "refresh_token"}},
              {"response_types", {"code"}},
              {"token_endpoint_auth_method", "{auth_method}"},
              {"application_type", "{application_type}"}};
}

// How a client that has a secret shows it.
std::string secret_method(const std::vector<std::string>& methods) {
  const bool only_post = std::ranges::find(methods, "client_secret_post") != methods.end() &&
                         std::ranges::find(methods, "client_secret_basic") == methods.end();
  return only_post ? "client_secret_post" : "client_secret_basic";
}

// The simplest that the server accepts; RFC 8414 would have client_secret_basic where it names
// none, but a native client has no secret to keep.
std::string preferred_auth_method(const std::vector<std::string>& methods) {
  for (const char* method : {"none", "client_secret_basic", "client_secret_post"}) {
    if (methods.empty() || std::ranges::find(methods, method) != methods.end()) return method;
  }
  return "none";
}

std::string json_text(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

// RFC 7591 section 3.2.1: the server may have registered something else than was asked for.
bool is_registered_for(const Json& answer, const std::string& redirect_uri) {
  const auto uris = answer.find("redirect_uris");
  return uris == answer.end() || std::find(uris->begin(), uris->end(), redirect_uri) != uris->end();
}

std::string shown_method(const HeldRegistration& client, Behaviour::Secret how) {
  if (client.secret.empty()) return "none";
  switch (how) {
    case Behaviour::Secret::kAsRegistered:
      break;
    case Behaviour::Secret::kNever:
      return "none";
    case Behaviour::Secret::kBasic:
      return "client_secret_basic";
    case Behaviour::Secret::kPost:
      return "client_secret_post";
  }
  return client.auth_method;
}

// What a registration answers about the client's authentication counts, not what was asked for
// (RFC 7591 section 3.2.1).
void take_secret(const Json& answer, const AuthorizationServer& server, HeldRegistration& client) {
  client.secret = json_text(answer, "client_secret");
  client.auth_method = json_text(answer, "token_endpoint_auth_method");
  if (client.auth_method.empty() && !client.secret.empty() && !server.none_among_auth_methods) {
    client.auth_method = secret_method(server.auth_methods);
  }
  if (client.auth_method.empty() || client.secret.empty()) client.auth_method = "none";
}

}  // namespace

std::string resource_parameter(Behaviour::Resource how, const std::string& exact) {
  switch (how) {
    case Behaviour::Resource::kExact:
      return exact;
    case Behaviour::Resource::kOriginWithSlash:
      return Url::parse(exact).value_or(Url{}).origin() + "/";
    case Behaviour::Resource::kOtherHost:
      return "https://mcp.example.com/mcp";
    case Behaviour::Resource::kAbsent:
      return "";
  }
  return exact;
}

OAuthFlow::OAuthFlow(const Behaviour& behaviour, Surroundings surroundings)
    : behaviour_(behaviour),
      around_(std::move(surroundings)),
      discovery_(behaviour, around_.sender),
      callback_id_(around_.ids.base62(12)) {}

Attempt<Discovered> OAuthFlow::rounds(const std::string& mcp_url,
                                      const std::optional<Challenge>& challenge, const Probe& probe,
                                      int how_many) {
  const std::string& agent =
      first_of(behaviour_.identity.metadata_user_agent, behaviour_.identity.user_agent);
  Attempt<Discovered> found = std::unexpected(
      oauth_trouble(Outcome::Kind::kGaveUp, "The client looked for no authorization server."));
  for (int round = 0; round < how_many; ++round) {
    std::optional<Challenge> told = challenge;
    if (!told && probe) told = probe();
    found = discovery_.discover(mcp_url, told, agent, "");
  }
  return found;
}

void OAuthFlow::look_again(const std::string& mcp_url, const Probe& probe) {
  const Attempt<Discovered> unused = rounds(mcp_url, std::nullopt, probe, 1);
  static_cast<void>(unused);
}

Attempt<HeldGrant> OAuthFlow::sign_in(const std::string& mcp_url,
                                      const std::optional<Challenge>& challenge,
                                      const Probe& probe) {
  const Behaviour::Authorization& how = behaviour_.authorization;
  int denied_left = std::max(1, how.attempts_when_denied) - 1;
  int closed_left = std::max(1, how.attempts_when_closed) - 1;
  for (bool first = true;; first = false) {
    if (!known_ || !behaviour_.discovery.reuses_metadata) {
      // A second attempt looks once; only the first one has the client's habit of looking several
      // times.
      Attempt<Discovered> found =
          rounds(mcp_url, challenge, probe, first ? behaviour_.discovery.rounds : 1);
      if (!found) return std::unexpected(found.error());
      known_ = *std::move(found);
    }
    if (behaviour_.registration.again_at_each_sign_in) registrations_.clear();
    const Attempt<Registration> client = registration(*known_, "");
    if (!client) return std::unexpected(client.error());
    const Attempt<Answer> answer = authorize(*known_, *client);
    if (answer) return exchange(mcp_url, *known_, *client, *answer);
    if (denied_ && denied_left-- > 0) continue;
    if (no_answer_ && closed_left-- > 0) continue;
    return std::unexpected(answer.error());
  }
}

void OAuthFlow::register_in_vain(const std::string& mcp_url,
                                 const std::optional<Challenge>& challenge,
                                 const std::string& key) {
  const std::string& agent =
      first_of(behaviour_.identity.metadata_user_agent, behaviour_.identity.user_agent);
  const Behaviour::Refusal& how = behaviour_.refusal;
  const Attempt<Discovered> found =
      discovery_.discover(mcp_url, challenge, agent, how.key_on_metadata ? key : "");
  if (!found) return;
  const Attempt<Registration> unused = registration(*found, how.key_on_registration ? key : "");
  static_cast<void>(unused);
}

std::string OAuthFlow::fill_in(std::string text) {
  replace_all(text, "{callback_id}", callback_id_);
  if (text.find("{port}") != std::string::npos) {
    constexpr std::uint64_t kFirstFree = 49152;  // dynamic ports (RFC 6335)
    constexpr std::uint64_t kPorts = 16384;
    replace_all(text, "{port}", std::to_string(kFirstFree + around_.ids.number(kPorts)));
  }
  return text;
}

std::string OAuthFlow::held_under(const AuthorizationServer& server) const {
  return behaviour_.registration.one_for_all_servers ? "" : server.issuer;
}

Attempt<OAuthFlow::Registration> OAuthFlow::ready_identity(const AuthorizationServer& server) {
  const Behaviour::Registration& how = behaviour_.registration;
  const bool says_issuer = server.issuer_parameter;
  Registration client;
  client.redirect_uri =
      fill_in(says_issuer ? first_of(how.issuer_redirect_uri, how.redirect_uri) : how.redirect_uri);
  const std::string& document = says_issuer
                                    ? first_of(how.issuer_metadata_url, how.client_metadata_url)
                                    : how.client_metadata_url;
  const bool takes_document = how.metadata_url_unasked ||
                              (server.client_id_metadata_documents &&
                               (!how.metadata_url_needs_none || server.none_among_auth_methods));
  if (!given_id_.empty() && !how.ignores_given_id) {
    const std::string& its_server =
        servers_of_given_ids_.try_emplace(given_id_, server.issuer).first->second;
    if (its_server != server.issuer && !how.given_id_for_any_server) {
      return std::unexpected(oauth_trouble(
          Outcome::Kind::kGaveUp, fmt::format("The client ID {} is for {}, not for {}.", given_id_,
                                              its_server, server.issuer)));
    }
    client.client_id = given_id_;
  } else if (!how.client_id.empty()) {
    client.client_id = how.client_id;
    client.secret = how.client_secret;
    if (!client.secret.empty()) client.auth_method = secret_method(server.auth_methods);
  } else if (how.made_up_client_id) {
    client.client_id = "made-up-" + around_.ids.base62(8);
  } else if (!document.empty() && takes_document) {
    client.client_id = fill_in(document);
  }
  return client;
}

Attempt<OAuthFlow::Registration> OAuthFlow::registration(const Discovered& discovered,
                                                         const std::string& key) {
  const AuthorizationServer& server = discovered.server;
  const bool is_given = !given_id_.empty() && !behaviour_.registration.ignores_given_id;
  const auto known = registrations_.find(held_under(server));
  if (!is_given && known != registrations_.end()) return known->second;
  Attempt<Registration> client = ready_identity(server);
  if (client && client->client_id.empty()) client = register_dynamically(discovered, *client, key);
  if (client && !is_given) registrations_[held_under(server)] = *client;
  return client;
}

Attempt<OAuthFlow::Registration> OAuthFlow::register_dynamically(const Discovered& discovered,
                                                                 Registration client,
                                                                 const std::string& key) {
  const Behaviour::Registration& how = behaviour_.registration;
  std::string endpoint = discovered.server.registration_endpoint;
  if (endpoint.empty() && how.guesses_endpoint) {
    endpoint = Url::parse(discovered.server.issuer).value_or(Url{}).origin() + "/register";
  }
  std::string trouble =
      "Incompatible authorization server: it does not support dynamic client registration.";
  if (!endpoint.empty()) {
    Json body = how.request.empty() ? reference_registration() : how.request;
    fill_strings(body, "{redirect_uri}", client.redirect_uri);
    // OpenID Connect Registration: a web application is answered by https, a native one otherwise.
    const bool is_web = client.redirect_uri.starts_with("https://");
    fill_strings(body, "{application_type}", is_web ? "web" : "native");
    fill_strings(body, "{auth_method}", preferred_auth_method(discovered.server.auth_methods));
    if (how.with_scope && !discovered.scope.empty()) body["scope"] = discovered.scope;
    const Url url = Url::parse(endpoint).value_or(Url{});
    for (int attempt = 0; attempt < std::max(1, how.attempts); ++attempt) {
      Request request;
      request.method = "POST";
      request.target = url.target();
      request.headers = {{"User-Agent", oauth_agent(behaviour_)},
                         {"Accept", how.accept},
                         {"Content-Type", how.content_type}};
      if (!key.empty()) request.headers.add("Authorization", "Bearer " + key);
      request.body = body.dump();
      const Response response = around_.sender.send(url, std::move(request));
      const Json answer = Json::parse(response.body, nullptr, false);
      client.client_id = answer.is_object() ? json_text(answer, "client_id") : "";
      if ((response.status == 201 || response.status == 200) && !client.client_id.empty()) {
        if (how.checks_answer && !is_registered_for(answer, client.redirect_uri)) {
          return std::unexpected(
              oauth_trouble(Outcome::Kind::kGaveUp,
                            fmt::format("The server registered other redirect URIs than {}: {}",
                                        client.redirect_uri, answer.at("redirect_uris").dump())));
        }
        take_secret(answer, discovered.server, client);
        return client;
      }
      trouble = fmt::format("Dynamic client registration rejected (HTTP {}): {}", response.status,
                            response.body);
    }
  }
  if (how.goes_on_when_refused) {
    client.client_id = "unregistered-" + around_.ids.base62(8);
    return client;
  }
  return std::unexpected(oauth_trouble(Outcome::Kind::kRefused, std::move(trouble)));
}

Attempt<OAuthFlow::Answer> OAuthFlow::authorize(const Discovered& discovered,
                                                const Registration& client) {
  const Behaviour::Authorization& how = behaviour_.authorization;
  denied_ = false;
  no_answer_ = false;
  const auto length = static_cast<std::size_t>(how.verifier_length);
  std::string verifier = around_.ids.from(how.verifier_alphabet, length);
  const std::string state = make_state(how.state_form, around_.ids);
  std::string challenge = s256_challenge(verifier);
  if (how.pkce == Behaviour::Pkce::kPlain) challenge = verifier;
  if (how.pkce == Behaviour::Pkce::kNone) challenge.clear();
  if (how.pkce == Behaviour::Pkce::kWrongVerifier)
    verifier = around_.ids.from(how.verifier_alphabet, length);

  const std::map<std::string, std::string> values = {
      {"response_type", "code"},
      {"client_id", client.client_id},
      {"code_challenge", challenge},
      {"code_challenge_method",
       challenge.empty() ? "" : (how.pkce == Behaviour::Pkce::kPlain ? "plain" : "S256")},
      {"redirect_uri", client.redirect_uri},
      {"state", state},
      {"scope", discovered.scope},
      {"resource", resource_parameter(how.resource, discovered.resource)}};
  Parameters query;
  for (const std::string& name : how.order) {
    if (const std::string& value = values.at(name); !value.empty()) query.add(name, value);
  }
  if (how.verifier_in_url) query.add("code_verifier", verifier);
  const std::string address = with_query(discovered.server.authorization_endpoint, query.encode());

  Visit visit = around_.open_browser(address);
  for (int more = 1; more < how.browser_openings; ++more)
    static_cast<void>(around_.open_browser(address));
  if (visit.end != Visit::End::kHandedOver) {
    // The client sees nothing of the page: for it the browser just never comes back.
    no_answer_ = true;
    return std::unexpected(
        Trouble{Trouble::Area::kWaiting, Outcome::Kind::kGaveUp,
                "Timed out waiting for the sign-in in the browser. If the browser shows a "
                "page of Omni, it says what is wrong."});
  }
  if (how.pkce == Behaviour::Pkce::kNone) verifier.clear();
  Attempt<Answer> answer = read_answer(discovered, visit.url, state, std::move(verifier));
  denied_ = !answer && answer.error().text.starts_with("access_denied");
  return answer;
}

Attempt<OAuthFlow::Answer> OAuthFlow::read_answer(const Discovered& discovered,
                                                  const std::string& address,
                                                  const std::string& state,
                                                  std::string verifier) const {
  const Behaviour::Authorization& how = behaviour_.authorization;
  const Parameters answer = Parameters::parse(Url::parse(address).value_or(Url{}).query);
  if (how.checks_state && answer.get("state") != state) {
    return std::unexpected(
        oauth_trouble(Outcome::Kind::kGaveUp, "Invalid state parameter in the answer."));
  }
  // RFC 9207 section 2.4, before anything else of the answer is believed.
  if (how.checks_issuer) {
    const std::string* const issuer = answer.find("iss");
    const bool missing = issuer == nullptr && discovered.server.issuer_parameter;
    if (missing || (issuer != nullptr && *issuer != discovered.server.issuer)) {
      return std::unexpected(oauth_trouble(
          Outcome::Kind::kGaveUp,
          fmt::format(
              "Issuer mismatch in the authorization response (RFC 9207): expected {}, received {}.",
              discovered.server.issuer, issuer == nullptr ? "none" : *issuer)));
    }
  }
  if (const std::string* const error = answer.find("error");
      error != nullptr && !how.ignores_error) {
    const std::string description = answer.get("error_description");
    return std::unexpected(
        oauth_trouble(Outcome::Kind::kRefused,
                      description.empty() ? *error : fmt::format("{}: {}", *error, description)));
  }
  if (!answer.has("code") && !how.ignores_error) {
    return std::unexpected(
        oauth_trouble(Outcome::Kind::kGaveUp, "The answer has neither code nor error."));
  }
  return Answer{answer.get("code", "none"), std::move(verifier)};
}

Response OAuthFlow::post_form(const std::string& address, Parameters form,
                              const Registration& client, const std::string& user_agent) {
  const Url url = Url::parse(address).value_or(Url{});
  Request request;
  request.method = "POST";
  request.target = url.target();
  request.headers = {{"User-Agent", user_agent},
                     {"Accept", "application/json"},
                     {"Content-Type", "application/x-www-form-urlencoded"}};
  const std::string method = shown_method(client, behaviour_.registration.secret);
  if (method == "client_secret_post") form.add("client_secret", client.secret);
  if (method == "client_secret_basic") {  // RFC 6749 section 2.3.1
    request.headers.add("Authorization", "Basic " + base64(percent_encode(client.client_id) + ':' +
                                                           percent_encode(client.secret)));
  }
  request.body = form.encode();
  return around_.sender.send(url, std::move(request));
}

Attempt<HeldGrant> OAuthFlow::exchange(const std::string& mcp_url, const Discovered& discovered,
                                       const Registration& client, const Answer& answer) {
  const Behaviour::Token& how = behaviour_.token;
  if (!how.exchanges_code) {
    return std::unexpected(oauth_trouble(Outcome::Kind::kGaveUp, "The code was not exchanged."));
  }
  const std::string& agent = first_of(behaviour_.identity.code_user_agent, oauth_agent(behaviour_));
  const std::map<std::string, std::string> values = {
      {"grant_type", "authorization_code"},
      {"code", answer.code},
      {"code_verifier", answer.verifier},
      {"redirect_uri", client.redirect_uri},
      {"resource", resource_parameter(how.resource, discovered.resource)},
      {"client_id", client.client_id},
      {"scope", discovered.scope}};
  Parameters form;
  for (const std::string& name : how.order) {
    if (const std::string& value = values.at(name); !value.empty()) form.add(name, value);
  }

  std::string trouble;
  int left = std::max(1, how.attempts);
  int left_on_server_error = std::max(1, how.attempts_on_server_error);
  while (left > 0 && left_on_server_error > 0) {
    if (behaviour_.discovery.rediscovers_before_token) {
      const Attempt<Discovered> unused = discovery_.discover(mcp_url, std::nullopt, agent, "");
      static_cast<void>(unused);
    }
    const Response response = post_form(discovered.server.token_endpoint, form, client, agent);
    const Json tokens = Json::parse(response.body, nullptr, false);
    if (response.status == 200 && tokens.is_object() &&
        !json_text(tokens, "access_token").empty()) {
      HeldGrant grant;
      grant.client = client;
      grant.scope = discovered.scope;
      grant.discovered = discovered;
      take_tokens(tokens, grant, false);
      return grant;
    }
    if (tokens.is_object() && json_text(tokens, "error") == "invalid_client") {
      registrations_.erase(held_under(discovered.server));
    }
    trouble = fmt::format("Token request rejected (HTTP {}): {}", response.status, response.body);
    --(response.status >= 500 ? left_on_server_error : left);
  }
  return std::unexpected(oauth_trouble(Outcome::Kind::kRefused, std::move(trouble)));
}

void OAuthFlow::take_tokens(const Json& tokens, HeldGrant& grant, bool keeps_refresh_token) const {
  grant.access_token = json_text(tokens, "access_token");
  const std::string refresh_token = json_text(tokens, "refresh_token");
  if (!refresh_token.empty() && !keeps_refresh_token) grant.refresh_token = refresh_token;
  const auto expires_in = tokens.find("expires_in");
  grant.expires.reset();
  if (expires_in != tokens.end() && expires_in->is_number()) {
    grant.expires = around_.now() + std::chrono::seconds(expires_in->get<std::int64_t>());
  }
}

Attempt<void> OAuthFlow::refresh(const std::string& mcp_url,
                                 const std::optional<Challenge>& challenge, HeldGrant& grant) {
  const Behaviour::Token& how = behaviour_.token;
  const std::string& agent =
      first_of(behaviour_.identity.refresh_user_agent, oauth_agent(behaviour_));
  if (how.rediscovers_before_refresh) {
    const Attempt<Discovered> unused = discovery_.discover(mcp_url, challenge, agent, "");
    static_cast<void>(unused);
  }
  const std::map<std::string, std::string> values = {
      {"grant_type", "refresh_token"},
      {"refresh_token", grant.refresh_token},
      {"resource", resource_parameter(how.refresh_resource, grant.discovered.resource)},
      {"client_id", grant.client.client_id},
      {"scope", grant.scope}};
  Parameters form;
  for (const std::string& name : how.refresh_order) {
    if (const std::string& value = values.at(name); !value.empty()) form.add(name, value);
  }
  Trouble trouble = oauth_trouble(Outcome::Kind::kGaveUp, "");
  for (int attempt = 0; attempt < std::max(1, how.refresh_attempts); ++attempt) {
    const Response response =
        post_form(grant.discovered.server.token_endpoint, form, grant.client, agent);
    const Json tokens = Json::parse(response.body, nullptr, false);
    if (response.status == 200 && tokens.is_object() &&
        !json_text(tokens, "access_token").empty()) {
      take_tokens(tokens, grant, !how.saves_rotated_token);
      return {};
    }
    trouble.text = fmt::format("Refresh rejected (HTTP {}): {}", response.status, response.body);
    trouble.kind = response.status < 500 ? Outcome::Kind::kRefused : Outcome::Kind::kGaveUp;
  }
  return std::unexpected(std::move(trouble));
}

}  // namespace conform
