#include "clients/scripted/oauth/discovery.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <sstream>
#include <utility>

#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"

namespace conform::clients {
namespace {

ClientError stopped(std::string text) {
  return {ClientError::Area::kOAuth, Outcome::Kind::kGaveUp, std::move(text)};
}

bool holds(const std::vector<std::string>& list, std::string_view what) {
  return std::ranges::find(list, what) != list.end();
}

// What the documents of Omni hold.
constexpr std::array<std::string_view, 3> kResourceMembers{"authorization_servers", "resource",
                                                           "scopes_supported"};
constexpr std::array<std::string_view, 11> kServerMembers{
    "authorization_endpoint",
    "client_id_metadata_document_supported",
    "code_challenge_methods_supported",
    "grant_types_supported",
    "issuer",
    "registration_endpoint",
    "response_types_supported",
    "scopes_supported",
    "token_endpoint",
    "token_endpoint_auth_methods_supported",
    "authorization_response_iss_parameter_supported"};

std::string unknown_member(const Json& document, std::span<const std::string_view> known) {
  for (const auto& [name, value] : document.items()) {
    if (std::ranges::find(known, name) == known.end()) return name;
  }
  return "";
}

ClientError stopped_at(const std::string& address) {
  return stopped(fmt::format("{} did not answer with metadata.", address));
}

std::string without_slash(std::string text) {
  if (text.ends_with('/')) text.pop_back();
  return text;
}

// The words of the first list that are in the second too.
std::string common_words(const std::string& one, const std::string& other) {
  std::string common;
  std::istringstream words(one);
  for (std::string word; words >> word;) {
    if (fmt::format(" {} ", other).find(fmt::format(" {} ", word)) == std::string::npos) continue;
    common += (common.empty() ? "" : " ") + word;
  }
  return common;
}

// Where the metadata of an issuer may be, in the order in which it is looked for there.
std::vector<std::string> places_of(const Url& issuer, Behaviour::ServerPlaces how) {
  const std::string path = issuer.path == "/" ? "" : issuer.path;
  const std::string well_known = issuer.origin() + "/.well-known/";
  const std::string inserted = well_known + "oauth-authorization-server" + path;
  const std::string openid = well_known + "openid-configuration" + path;
  const std::string behind = issuer.origin() + path + "/.well-known/";
  const std::string appended = behind + "openid-configuration";
  std::vector<std::string> places = {inserted, openid};
  if (!path.empty()) places.push_back(appended);
  switch (how) {
    case Behaviour::ServerPlaces::kInOrder:
      break;
    case Behaviour::ServerPlaces::kOAuthOnly:
      return {inserted};
    case Behaviour::ServerPlaces::kOpenIdFirst:
      std::swap(places[0], places[1]);
      break;
    case Behaviour::ServerPlaces::kAppendedFirst:
      if (!path.empty()) std::ranges::rotate(places, places.end() - 1);
      break;
    case Behaviour::ServerPlaces::kAppendedOnly:
      return {behind + "oauth-authorization-server", appended};
  }
  return places;
}

AuthorizationServer default_endpoints(const std::string& origin) {
  AuthorizationServer server;
  server.issuer = origin;
  server.authorization_endpoint = origin + "/authorize";
  server.token_endpoint = origin + "/token";
  server.registration_endpoint = origin + "/register";
  // Nothing was advertised that could be refused.
  server.advertises_pkce_methods = true;
  server.pkce_s256 = true;
  return server;
}

Discovered guessed(const Url& mcp_url, const std::optional<Challenge>& challenge) {
  Discovered found;
  found.server = default_endpoints(mcp_url.origin());
  found.resource = mcp_url.text();
  if (challenge) found.scope = challenge->get("scope");
  return found;
}

}  // namespace

Attempt<Discovered> Discovery::discover(const std::string& mcp_url,
                                        const std::optional<Challenge>& challenge,
                                        const std::string& user_agent, const std::string& key) {
  user_agent_ = user_agent;
  key_ = key;
  final_answer_.clear();
  const Url url = Url::parse(mcp_url).value();
  if (behaviour_.discovery.guesses_endpoints) return guessed(url, challenge);

  Attempt<ResourceDocument> resource = find_resource(url, challenge);
  if (!resource) return std::unexpected(resource.error());

  Discovered found;
  found.resource = resource->resource;
  found.scope = scope_of(resource->scope, challenge);
  std::string server_scope;
  Attempt<AuthorizationServer> server = find_server(resource->server, server_scope);
  if (!server) return std::unexpected(server.error());
  const bool takes_server_scope =
      behaviour_.discovery.scopes == Behaviour::Scopes::kServer ||
      (found.scope.empty() && behaviour_.discovery.scope_from_server_metadata);
  if (takes_server_scope && !server_scope.empty()) found.scope = server_scope;

  const bool goes_without_s256 = server->advertises_pkce_methods
                                     ? behaviour_.authorization.falls_back_to_plain
                                     : !behaviour_.discovery.requires_pkce_metadata;
  if (!server->pkce_s256 && !goes_without_s256) {
    return std::unexpected(
        stopped("The authorization server does not say that it supports PKCE with S256."));
  }
  found.server = *std::move(server);
  return found;
}

std::string Discovery::scope_of(const std::string& supported,
                                const std::optional<Challenge>& challenge) const {
  const std::string challenged = challenge ? challenge->get("scope") : "";
  switch (behaviour_.discovery.scopes) {
    case Behaviour::Scopes::kSupported:
      return supported.empty() ? challenged : supported;
    case Behaviour::Scopes::kCommon:
      if (!challenged.empty() && !supported.empty()) return common_words(challenged, supported);
      break;
    case Behaviour::Scopes::kServer:
    case Behaviour::Scopes::kChallenge:
      break;
  }
  return challenged.empty() ? supported : challenged;
}

std::optional<Json> Discovery::fetch(const std::string& address, const std::string& accept,
                                     bool with_version) {
  const std::optional<Url> url = Url::parse(address);
  if (!url || !sender_.reaches(*url)) return std::nullopt;
  Request request;
  request.target = url->target();
  request.headers = {{"User-Agent", user_agent_}, {"Accept", accept}};
  const std::string& version = behaviour_.discovery.metadata_protocol_version;
  if (with_version && !version.empty()) request.headers.add("MCP-Protocol-Version", version);
  if (!key_.empty()) request.headers.add("Authorization", "Bearer " + key_);
  const Response response = sender_.send(*url, std::move(request));
  Json document = parse_foreign(response.body);
  if (response.status == 200 && document.is_object()) return document;
  if (response.status != 404 && behaviour_.discovery.first_answer_is_final) final_answer_ = address;
  return std::nullopt;
}

Attempt<Discovery::ResourceDocument> Discovery::find_resource(
    const Url& mcp_url, const std::optional<Challenge>& challenge) {
  const Behaviour::Discovery& how = behaviour_.discovery;
  const std::string named =
      challenge && how.follows_challenge ? challenge->get("resource_metadata") : "";
  if (!named.empty()) {
    if (const auto document = fetch(named, how.resource_accept, true)) {
      return read_resource(*document, mcp_url, false);
    }
  }
  const std::string root = mcp_url.origin() + "/.well-known/oauth-protected-resource";
  std::vector<std::string> places;
  if (how.falls_back_to_well_known) {
    if (how.tries_path_well_known && mcp_url.path.size() > 1) places.push_back(root + mcp_url.path);
    places.push_back(root);
  }
  for (const std::string& place : places) {
    if (place == named) continue;
    if (const auto document = fetch(place, how.resource_accept, true)) {
      return read_resource(*document, mcp_url, place == root);
    }
    if (!final_answer_.empty()) return std::unexpected(stopped_at(final_answer_));
  }
  if (how.without_resource_metadata == Behaviour::NoResourceMetadata::kStops) {
    return std::unexpected(stopped(fmt::format(
        "{} asks for authorization but says nowhere how to get it: no protected resource metadata.",
        mcp_url.text())));
  }
  const bool with_resource =
      how.without_resource_metadata == Behaviour::NoResourceMetadata::kTriesOriginWithResource;
  return ResourceDocument{mcp_url.origin(), with_resource ? mcp_url.text() : "", ""};
}

Attempt<Discovery::ResourceDocument> Discovery::read_resource(const Json& document,
                                                              const Url& mcp_url,
                                                              bool root_by_guess) {
  const Behaviour::Discovery& how = behaviour_.discovery;
  if (how.known_resource_members_only) {
    if (const std::string member = unknown_member(document, kResourceMembers); !member.empty()) {
      return std::unexpected(stopped("Unrecognized key in the resource metadata: " + member));
    }
  }
  ResourceDocument read;
  read.resource = text_member(document, "resource");
  read.scope = fmt::format("{}", fmt::join(texts_member(document, "scopes_supported"), " "));
  const std::vector<std::string> servers = texts_member(document, "authorization_servers");
  if (servers.empty()) {
    return std::unexpected(
        stopped("The protected resource metadata names no authorization server."));
  }
  read.server = servers.front();
  const bool for_origin = root_by_guess && how.root_document_is_for_origin;
  const bool of_origin =
      read.resource == mcp_url.origin() && (how.tolerates_origin || mcp_url.path.size() <= 1);
  const bool of_url =
      read.resource == mcp_url.text() ||
      (how.forgives_resource_slash && without_slash(read.resource) == mcp_url.text());
  if (of_origin || (of_url && !for_origin) || !how.checks_resource) {
    if (of_origin && how.adds_slash_to_origin) read.resource += '/';
    return read;
  }
  if (how.drops_resource_on_mismatch) {
    read.resource.clear();
    return read;
  }
  return std::unexpected(stopped(fmt::format("Protected resource {} does not match expected {}.",
                                             read.resource, mcp_url.text())));
}

Attempt<AuthorizationServer> Discovery::read_server(const Json& document,
                                                    const std::string& issuer) const {
  const Behaviour::Discovery& how = behaviour_.discovery;
  AuthorizationServer server;
  server.issuer = text_member(document, "issuer");
  // RFC 8414 section 3.3: by its letters, not by what they mean.
  const bool is_same =
      server.issuer == issuer ||
      (how.forgives_issuer_slash && without_slash(server.issuer) == without_slash(issuer));
  if (how.checks_metadata_issuer && !is_same) {
    return std::unexpected(stopped(
        fmt::format("The metadata of {} names another issuer: {}.", issuer, server.issuer)));
  }
  if (how.known_server_members_only) {
    if (const std::string member = unknown_member(document, kServerMembers); !member.empty()) {
      return std::unexpected(stopped("Unrecognized key in the server metadata: " + member));
    }
  }
  server.authorization_endpoint = text_member(document, "authorization_endpoint");
  server.token_endpoint = text_member(document, "token_endpoint");
  server.registration_endpoint = text_member(document, "registration_endpoint");
  server.client_id_metadata_documents =
      member(document, "client_id_metadata_document_supported") == true;
  server.auth_methods = texts_member(document, "token_endpoint_auth_methods_supported");
  server.none_among_auth_methods = holds(server.auth_methods, "none");
  server.issuer_parameter =
      member(document, "authorization_response_iss_parameter_supported") == true;
  server.advertises_pkce_methods = document.contains("code_challenge_methods_supported");
  server.pkce_s256 = holds(texts_member(document, "code_challenge_methods_supported"), "S256");
  return server;
}

Attempt<AuthorizationServer> Discovery::find_server(const std::string& named, std::string& scope) {
  const Behaviour::Discovery& how = behaviour_.discovery;
  const std::string issuer = how.strips_issuer_slash ? without_slash(named) : named;
  const std::optional<Url> url = Url::parse(issuer);
  if (!url) return std::unexpected(stopped(fmt::format("{} is no authorization server.", issuer)));
  for (const std::string& place : places_of(*url, how.server_places)) {
    const auto document = fetch(place, how.server_accept, how.version_on_server_metadata);
    if (!final_answer_.empty()) return std::unexpected(stopped_at(final_answer_));
    if (!document) continue;
    Attempt<AuthorizationServer> server = read_server(*document, issuer);
    if (!server) return server;
    scope = fmt::format("{}", fmt::join(texts_member(*document, "scopes_supported"), " "));
    if (!server->authorization_endpoint.empty() && !server->token_endpoint.empty()) return server;
  }
  if (how.default_endpoints) return default_endpoints(url->origin());
  return std::unexpected(stopped(fmt::format("{} has no authorization server metadata.", issuer)));
}

}  // namespace conform::clients
