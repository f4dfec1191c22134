#include "clients/scripted/oauth/oauth_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "clients/profile/state_form.hpp"
#include "clients/profile/user_agents.hpp"
#include "clients/scripted/oauth/authorization_answer.hpp"
#include "foundation/http/message_edits.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"

namespace conform::clients {
namespace {

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

// RFC 7591 section 3.2.1: the server may have registered something else than was asked for.
bool is_registered_for(const Json& answer, const std::string& redirect_uri) {
  const auto uris = answer.find("redirect_uris");
  return uris == answer.end() || std::find(uris->begin(), uris->end(), redirect_uri) != uris->end();
}

// What a registration answers about the client's authentication counts, not what was asked for
// (RFC 7591 section 3.2.1).
void take_secret(const Json& answer, const AuthorizationServer& server, HeldRegistration& client) {
  client.secret = text_member(answer, "client_secret");
  client.auth_method = text_member(answer, "token_endpoint_auth_method");
  if (client.auth_method.empty() && !client.secret.empty() && !server.none_among_auth_methods) {
    client.auth_method = secret_method(server.auth_methods);
  }
  if (client.auth_method.empty() || client.secret.empty()) client.auth_method = "none";
}

}  // namespace

OAuthFlow::OAuthFlow(const Behaviour& behaviour, FlowEnvironment environment)
    : behaviour_(behaviour),
      around_(std::move(environment)),
      discovery_(behaviour, around_.sender),
      token_endpoint_(behaviour, around_.sender, around_.now),
      callback_id_(around_.ids.base62(12)) {}

Attempt<Discovered> OAuthFlow::rounds(const std::string& mcp_url,
                                      const std::optional<Challenge>& challenge, const Probe& probe,
                                      int how_many) {
  const std::string& agent =
      first_of(behaviour_.identity.metadata_user_agent, behaviour_.identity.user_agent);
  Attempt<Discovered> found = std::unexpected(
      oauth_error(Outcome::Kind::kGaveUp, "The client looked for no authorization server."));
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
  int failed_left = std::max(1, how.attempts_when_failed) - 1;
  int closed_left = std::max(1, how.attempts_when_closed) - 1;
  int scopes_left = behaviour_.token.sign_ins_for_scopes;
  for (bool first = true;; first = false) {
    if (!known_ || !behaviour_.discovery.reuses_metadata) {
      // A second attempt looks once; only the first one has the client's habit of looking several
      // times.
      Attempt<Discovered> found =
          rounds(mcp_url, challenge, probe, first ? behaviour_.discovery.rounds : 1);
      if (!found) return std::unexpected(found.error());
      known_ = *std::move(found);
    } else if (challenge && !challenge->get("scope").empty()) {
      known_->scope = challenge->get("scope");
    }
    if (behaviour_.registration.again_at_each_sign_in) registrations_.clear();
    const Attempt<Registration> client = registration(*known_, "");
    if (!client) return std::unexpected(client.error());
    const Attempt<CodeToExchange> code = authorize(mcp_url, *known_, *client);
    if (code) {
      Attempt<HeldGrant> grant = exchange(mcp_url, *known_, *client, *code);
      if (scopes_left < 0 || !grant || grant->scope == known_->scope) return grant;
      if (scopes_left-- > 0) continue;
      return std::unexpected(oauth_error(Outcome::Kind::kRefused,
                                         fmt::format("Only \"{}\" was granted.", grant->scope)));
    }
    const bool denied = last_error_ == "access_denied";
    const bool failed = !last_error_.empty() && !denied;
    if ((denied && denied_left-- > 0) || (failed && failed_left-- > 0)) continue;
    if (no_answer_ && closed_left-- > 0) continue;
    return std::unexpected(code.error());
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
    // Dynamic ports (RFC 6335), above those that Linux gives to whoever asks for a free one: the
    // mock may have got any of these.
    constexpr std::uint64_t kFirstFree = 61000;
    constexpr std::uint64_t kPorts = 65536 - kFirstFree;
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
      return std::unexpected(
          oauth_error(Outcome::Kind::kGaveUp, fmt::format("The client ID {} is for {}, not for {}.",
                                                          given_id_, its_server, server.issuer)));
    }
    client.client_id = given_id_;
  } else if (const HeldRegistration& registered = around_.registered;
             !registered.client_id.empty()) {
    client.client_id = registered.client_id;
    client.secret = registered.secret;
    if (!client.secret.empty()) client.auth_method = secret_method(server.auth_methods);
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
  if (!is_given && known != registrations_.end()) {
    if (!behaviour_.registration.fresh_redirect) return known->second;
    Registration moved = known->second;
    moved.redirect_uri = fill_in(behaviour_.registration.redirect_uri);
    return moved;
  }
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
    // OpenID Connect Registration: a web application is answered by https, a native one otherwise.
    const std::map<std::string, std::string> values = {
        {"redirect_uri", client.redirect_uri},
        {"application_type", client.redirect_uri.starts_with("https://") ? "web" : "native"},
        {"auth_method", preferred_auth_method(discovered.server.auth_methods)}};
    fill_texts(body,
               [&values](const std::string& text) { return with_placeholders(text, values); });
    if (!discovered.scope.empty()) body["scope"] = discovered.scope;
    const Url url = Url::parse(endpoint).value_or(Url{});
    for (int attempt = 0; attempt < std::max(1, how.attempts); ++attempt) {
      Request request;
      request.method = "POST";
      request.target = url.target();
      request.headers = {{"User-Agent", oauth_agent(behaviour_)},
                         {"Accept", how.accept},
                         {"Content-Type", "application/json"}};
      if (!key.empty()) request.headers.add("Authorization", "Bearer " + key);
      request.body = body.dump();
      const Response response = around_.sender.send(url, std::move(request));
      const Json answer = parse_foreign(response.body);
      client.client_id = text_member(answer, "client_id");
      if ((response.status == 201 || response.status == 200) && !client.client_id.empty()) {
        if (how.checks_answer && !is_registered_for(answer, client.redirect_uri)) {
          return std::unexpected(
              oauth_error(Outcome::Kind::kGaveUp,
                          fmt::format("The server registered other redirect URIs than {}: {}",
                                      client.redirect_uri, answer.at("redirect_uris").dump())));
        }
        take_secret(answer, discovered.server, client);
        return client;
      }
      trouble = fmt::format("Dynamic client registration rejected (HTTP {}): {}", response.status,
                            response.body);
      if (response.headers.has("Retry-After") && behaviour_.refusal.waits_as_told) break;
    }
  }
  if (how.goes_on_when_refused) {
    client.client_id = "unregistered-" + around_.ids.base62(8);
    return client;
  }
  return std::unexpected(oauth_error(Outcome::Kind::kRefused, std::move(trouble)));
}

std::string OAuthFlow::challenge_of(const std::string& verifier,
                                    const Discovered& discovered) const {
  const Behaviour::Authorization& how = behaviour_.authorization;
  const bool plain = how.pkce == Behaviour::Pkce::kPlain ||
                     (how.falls_back_to_plain && !discovered.server.pkce_s256);
  return plain ? verifier : s256_challenge(verifier);
}

std::string OAuthFlow::authorization_url(const Discovered& discovered, const Registration& client,
                                         const std::string& state, const std::string& verifier) {
  const Behaviour::Authorization& how = behaviour_.authorization;
  const std::string challenge = challenge_of(verifier, discovered);
  const std::map<std::string, std::string> values = {
      {"response_type", "code"},
      {"client_id", client.client_id},
      {"code_challenge", challenge},
      {"code_challenge_method", challenge == verifier ? "plain" : "S256"},
      {"redirect_uri", client.redirect_uri},
      {"state", state},
      {"scope", discovered.scope},
      {"resource", discovered.resource}};
  Parameters query;
  for (const std::string& name : how.order) {
    if (const std::string& value = values.at(name); !value.empty()) query.add(name, value);
  }
  if (how.verifier_in_url) query.add("code_verifier", verifier);
  return with_query(discovered.server.authorization_endpoint, query.encode());
}

// The issuer is noted before the browser is opened; who looks again later may find another.
std::string OAuthFlow::issuer_to_expect(const std::string& mcp_url, const Discovered& discovered) {
  if (!behaviour_.authorization.issuer_from_later_look) return discovered.server.issuer;
  const Attempt<Discovered> later =
      discovery_.discover(mcp_url, std::nullopt, oauth_agent(behaviour_), "");
  return later ? later->server.issuer : "";
}

Attempt<CodeToExchange> OAuthFlow::authorize(const std::string& mcp_url,
                                             const Discovered& discovered,
                                             const Registration& client) {
  const Behaviour::Authorization& how = behaviour_.authorization;
  last_error_.clear();
  no_answer_ = false;
  const auto length = static_cast<std::size_t>(how.verifier_length);
  std::string verifier = around_.ids.from(how.verifier_alphabet, length);
  std::string state = make_state(how.state_form, around_.ids);
  if (first_verifier_.empty()) first_verifier_ = verifier;
  if (first_state_.empty()) first_state_ = state;
  if (!how.fresh_verifier) verifier = first_verifier_;
  if (!how.fresh_state) state = first_state_;

  const std::string address = authorization_url(discovered, client, state, verifier);
  const Visit visit = around_.open_browser(address);
  for (int more = 1; more < how.browser_openings; ++more)
    static_cast<void>(around_.open_browser(address));
  if (visit.end != Visit::End::kHandedOver) {
    // The client sees nothing of the page: for it the browser just never comes back.
    no_answer_ = true;
    return std::unexpected(
        ClientError{ClientError::Area::kWaiting, Outcome::Kind::kGaveUp,
                    "Timed out waiting for the sign-in in the browser. If the browser shows a "
                    "page of Omni, it says what is wrong."});
  }
  auto answer = read_authorization_answer(
      how, visit.url,
      {state, issuer_to_expect(mcp_url, discovered), discovered.server.issuer_parameter});
  if (!answer) {
    last_error_ = answer.error().error;
    return std::unexpected(std::move(answer.error().trouble));
  }
  return CodeToExchange{std::move(answer->code), std::move(verifier)};
}

Attempt<HeldGrant> OAuthFlow::exchange(const std::string& mcp_url, const Discovered& discovered,
                                       const Registration& client, const CodeToExchange& code) {
  Attempt<HeldGrant> grant =
      token_endpoint_.exchange(discovered, client, code, [&](const std::string& agent) {
        if (!behaviour_.discovery.rediscovers_before_token) return;
        const Attempt<Discovered> unused = discovery_.discover(mcp_url, std::nullopt, agent, "");
        static_cast<void>(unused);
      });
  forget_refused_client(discovered.server);
  return grant;
}

// Otherwise every later attempt would fail in the same way.
void OAuthFlow::forget_refused_client(const AuthorizationServer& server) {
  if (behaviour_.token.registers_again && token_endpoint_.forgot_client()) {
    registrations_.erase(held_under(server));
  }
}

Attempt<void> OAuthFlow::refresh(const std::string& mcp_url,
                                 const std::optional<Challenge>& challenge, HeldGrant& grant) {
  if (behaviour_.token.rediscovers_before_refresh) {
    const Attempt<Discovered> unused =
        discovery_.discover(mcp_url, challenge, refresh_agent(behaviour_), "");
    static_cast<void>(unused);
  }
  if (behaviour_.token.registers_before_refresh) {
    registrations_.clear();
    if (const Attempt<Registration> client = registration(grant.discovered, "")) {
      grant.client = *client;
    }
  }
  Attempt<void> renewed = token_endpoint_.refresh(grant);
  forget_refused_client(grant.discovered.server);
  return renewed;
}

}  // namespace conform::clients
