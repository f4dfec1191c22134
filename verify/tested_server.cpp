#include "verify/tested_server.hpp"

#include <algorithm>
#include <utility>

#include "clients/scripted/mcp_session.hpp"
#include "foundation/http/challenge.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"

namespace conform::verify {

using clients::ConsentAnswer;
using clients::find_response;
using clients::HttpConnection;
using clients::HttpSender;
using clients::Visit;

namespace {

constexpr const char* kRedirect = "http://127.0.0.1:33421/callback";

std::unique_ptr<HttpSender> own_connection(const VerifyOptions& options) {
  auto connection = std::make_unique<HttpConnection>();
  connection->let_see(options.witness);
  return connection;
}

}  // namespace

Json json_of(const Response& response) {
  Json json = parse_foreign(response.body);
  return json.is_discarded() ? Json() : json;
}

ServerUnderTest::ServerUnderTest(VerifyOptions options)
    : options_(std::move(options)),
      url_(Url::parse(options_.url).value()),
      own_sender_(options_.sender == nullptr ? own_connection(options_) : nullptr),
      sender_(options_.sender == nullptr ? *own_sender_ : *options_.sender) {
  sender_.keep_within(options_.patience);
  if (options_.browser != nullptr) {
    options_.browser->keep_within({.first_answer = {}, .end = options_.patience.end});
  }
}

Response ServerUnderTest::send(const std::string& method, const std::string& address,
                               const Headers& headers, std::string body) {
  const Url to = Url::parse(address).value_or(Url{});
  Request request;
  request.method = method;
  request.target = to.target();
  request.headers = headers;
  request.headers.add("User-Agent", "omni-conform-verify/1");
  request.body = std::move(body);
  return sender_.send(to, std::move(request));
}

Response ServerUnderTest::get(const std::string& address) {
  return send("GET", address, {{"Accept", "application/json"}}, "");
}

Response ServerUnderTest::post_form(const std::string& address, const Parameters& form) {
  return send(
      "POST", address,
      {{"Accept", "application/json"}, {"Content-Type", "application/x-www-form-urlencoded"}},
      form.encode());
}

Response ServerUnderTest::post_json(const std::string& address, const Json& body) {
  return send("POST", address,
              {{"Accept", "application/json"}, {"Content-Type", "application/json"}}, body.dump());
}

Response ServerUnderTest::post_mcp(const std::string& body, const Headers& more) {
  Headers headers = {{"Accept", "application/json, text/event-stream"},
                     {"Content-Type", "application/json"}};
  for (const Header& header : more) headers.add(header.name, header.value);
  return send("POST", options_.url, headers, body);
}

RpcExchange ServerUnderTest::ask(const std::string& method, const Json& params) {
  if (!speaks_handshake()) return ask_stateless(method, params);
  RpcExchange asked;
  asked.id = "verify-" + std::to_string(++request_number_);
  const Json message = {
      {"jsonrpc", "2.0"}, {"id", asked.id}, {"method", method}, {"params", params}};
  asked.response = post_mcp(message.dump(), session_headers());
  asked.answer =
      find_response(asked.response.headers.get("Content-Type"), asked.response.body, asked.id);
  return asked;
}

Json ServerUnderTest::call(const std::string& method, const Json& params) {
  return ask(method, params).answer;
}

Json stateless_meta(std::string_view version) {
  return {
      {"io.modelcontextprotocol/protocolVersion", version},
      {"io.modelcontextprotocol/clientInfo", {{"name", "omni-conform-verify"}, {"version", "1"}}},
      {"io.modelcontextprotocol/clientCapabilities", Json::object()}};
}

// `params` may bring a _meta of its own, `changed` header fields; a value that is empty takes the
// field away.
RpcExchange ServerUnderTest::ask_stateless(const std::string& method, const Json& params,
                                           const Headers& changed) {
  RpcExchange asked;
  asked.id = "verify-" + std::to_string(++request_number_);
  Json message = {{"jsonrpc", "2.0"}, {"id", asked.id}, {"method", method}, {"params", params}};
  if (!params.contains("_meta")) message["params"]["_meta"] = stateless_meta(kNewestStateless.date);
  Headers headers = {{"Authorization", "Bearer " + bearer()},
                     {"MCP-Protocol-Version", std::string(kNewestStateless.date)},
                     {"Mcp-Method", method}};
  if (params.contains("name")) headers.add("Mcp-Name", text_member(params, "name"));
  for (const Header& header : changed) {
    headers.remove(header.name);
    if (!header.value.empty()) headers.add(header.name, header.value);
  }
  asked.response = post_mcp(message.dump(), headers);
  asked.answer =
      find_response(asked.response.headers.get("Content-Type"), asked.response.body, asked.id);
  return asked;
}

bool ServerUnderTest::speaks_stateless() {
  if (!speaks_stateless_) {
    const Json answer = ask_stateless("server/discover", Json::object()).answer;
    speaks_stateless_ = answer.is_object() && answer.contains("result");
  }
  return *speaks_stateless_;
}

// Whoever speaks neither is taken for a server with a handshake that fails.
bool ServerUnderTest::speaks_handshake() {
  if (!speaks_stateless()) return true;
  const Response& begun = initialized();
  const Json answer = find_response(begun.headers.get("Content-Type"), begun.body, 1);
  return answer.is_object() && answer.contains("result");
}

Json client_metadata() {
  return {{"client_name", "omni-conform verify"},
          {"redirect_uris", {kRedirect}},
          {"grant_types", {"authorization_code", "refresh_token"}},
          {"response_types", {"code"}},
          {"token_endpoint_auth_method", "none"}};
}

Json initialize_message(std::string_view version) {
  return {{"jsonrpc", "2.0"},
          {"id", 1},
          {"method", "initialize"},
          {"params",
           {{"protocolVersion", version},
            {"capabilities", Json::object()},
            {"clientInfo", {{"name", "omni-conform-verify"}, {"version", "1"}}}}}};
}

const Response& ServerUnderTest::unauthenticated() {
  if (!unauthenticated_) unauthenticated_ = post_mcp(initialize_message().dump(), {});
  return *unauthenticated_;
}

std::string ServerUnderTest::metadata_address() {
  if (const auto challenge = bearer_challenge(unauthenticated().headers)) {
    if (std::string named = challenge->get("resource_metadata"); !named.empty()) return named;
  }
  const std::string root = url_.origin() + "/.well-known/oauth-protected-resource";
  for (const std::string& place : {root + url_.path, root}) {
    if (get(place).status == 200) return place;
  }
  return {};
}

const Json& ServerUnderTest::resource_metadata() {
  if (!resource_metadata_) {
    const std::string address = metadata_address();
    resource_metadata_ = address.empty() ? Json() : json_of(get(address));
  }
  return *resource_metadata_;
}

const Json& ServerUnderTest::server_metadata() {
  if (server_metadata_) return *server_metadata_;
  server_metadata_ = Json();
  const Json& resource = resource_metadata();
  if (!resource.is_object() || !resource.contains("authorization_servers"))
    return *server_metadata_;
  const Json& servers = resource.at("authorization_servers");
  if (!servers.is_array() || servers.empty() || !servers.front().is_string())
    return *server_metadata_;
  const auto issuer = Url::parse(servers.front().get<std::string>());
  if (!issuer) return *server_metadata_;
  const std::string path = issuer->path == "/" ? "" : issuer->path;
  for (const char* form : {"oauth-authorization-server", "openid-configuration"}) {
    const Response response = get(issuer->origin() + "/.well-known/" + form + path);
    if (response.status != 200) continue;
    server_metadata_ = json_of(response);
    break;
  }
  return *server_metadata_;
}

std::string ServerUnderTest::endpoint(const char* member) {
  return text_member(server_metadata(), member);
}

const Json& ServerUnderTest::registration() {
  if (registration_) return *registration_;
  registration_ = Json();
  const std::string address = endpoint("registration_endpoint");
  if (address.empty()) return *registration_;
  const Response response = post_json(address, client_metadata());
  registration_status_ = response.status;
  if (response.status == 201 || response.status == 200) registration_ = json_of(response);
  return *registration_;
}

int ServerUnderTest::registration_status() {
  registration();
  return registration_status_;
}

Parameters ServerUnderTest::authorization() {
  verifier_ = ids_.base64url(43);
  Parameters query = {{"response_type", "code"},
                      {"client_id", text_member(registration(), "client_id")},
                      {"code_challenge", s256_challenge(verifier_)},
                      {"code_challenge_method", "S256"},
                      {"redirect_uri", kRedirect},
                      {"state", ids_.base64url(24)},
                      {"resource", text_member(resource_metadata(), "resource")}};
  const Json& resource = resource_metadata();
  if (resource.is_object() && resource.contains("scopes_supported") &&
      resource["scopes_supported"].is_array() && !resource["scopes_supported"].empty()) {
    query.add("scope", resource["scopes_supported"].front().get<std::string>());
  }
  return query;
}

Visit ServerUnderTest::visit(const Parameters& query, const ConsentAnswer& consent_answer) {
  return options_.browser->open(with_query(endpoint("authorization_endpoint"), query.encode()),
                                consent_answer);
}

std::optional<IssuedCode> ServerUnderTest::code() {
  if (!registration().is_object() || endpoint("authorization_endpoint").empty())
    return std::nullopt;
  const Parameters query = authorization();
  const std::string verifier = verifier_;
  const Visit seen = visit(query);
  if (seen.end != Visit::End::kHandedOver) return std::nullopt;
  const Parameters answer = Parameters::parse(Url::parse(seen.url).value_or(Url{}).query);
  if (!answer.has("code")) return std::nullopt;
  return IssuedCode{answer.get("code"), verifier, query.get("state"), answer};
}

Parameters ServerUnderTest::exchange_of(const IssuedCode& issued) {
  return {{"grant_type", "authorization_code"},
          {"code", issued.code},
          {"code_verifier", issued.verifier},
          {"redirect_uri", kRedirect},
          {"client_id", text_member(registration(), "client_id")},
          {"resource", text_member(resource_metadata(), "resource")}};
}

const Response& ServerUnderTest::tokens() {
  if (!tokens_) {
    const auto issued = code();
    tokens_ =
        issued ? post_form(endpoint("token_endpoint"), exchange_of(*issued)) : text_response(0, "");
  }
  return *tokens_;
}

Json ServerUnderTest::fresh_tokens() {
  const auto issued = code();
  return issued ? json_of(post_form(endpoint("token_endpoint"), exchange_of(*issued))) : Json();
}

const std::string& ServerUnderTest::other_client() {
  if (!other_client_) {
    const Response response = post_json(endpoint("registration_endpoint"), client_metadata());
    other_client_ = text_member(json_of(response), "client_id");
  }
  return *other_client_;
}

void ServerUnderTest::administer(AdminAct act) {
  options_.administer(act);
  if (act == AdminAct::kRevokeGrants || act == AdminAct::kExpireTokens) {
    tokens_.reset();
    initialized_.reset();
  }
}

std::string ServerUnderTest::bearer() {
  if (!options_.bearer.empty() || !options_.oauth) return options_.bearer;
  return text_member(json_of(tokens()), "access_token");
}

const Response& ServerUnderTest::initialized() {
  if (!initialized_) {
    initialized_ = post_mcp(initialize_message().dump(), {{"Authorization", "Bearer " + bearer()}});
  }
  return *initialized_;
}

Headers ServerUnderTest::session_headers() {
  Headers headers = {{"Authorization", "Bearer " + bearer()}};
  const Response& begun = initialized();
  const Json answer = find_response(begun.headers.get("Content-Type"), begun.body, 1);
  const Json& result = member(answer, "result");
  if (std::string version = text_member(result, "protocolVersion"); !version.empty()) {
    headers.add("MCP-Protocol-Version", std::move(version));
  }
  if (std::string session = begun.headers.get("Mcp-Session-Id"); !session.empty()) {
    headers.add("Mcp-Session-Id", std::move(session));
  }
  return headers;
}

}  // namespace conform::verify
