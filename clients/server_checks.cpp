#include "clients/server_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "clients/challenge.hpp"
#include "clients/mcp_session.hpp"
#include "mock_server/json_member.hpp"

namespace conform {
namespace {

using Needs = ServerCheck::Needs;

constexpr std::string_view kCannot = "cannot tell: ";
constexpr const char* kNeverIssued = "no-such-token-0000000000000000";
constexpr const char* kToolsList = R"({"jsonrpc":"2.0","id":2,"method":"tools/list"})";

std::string cannot(std::string_view why) { return fmt::format("{}{}", kCannot, why); }

std::string answered(const Response& response) {
  return fmt::format("answered {}: {}", response.status, response.body.substr(0, 160));
}

std::string expect(bool right, const Response& response) { return right ? "" : answered(response); }

std::string must_be_401(const Response& response) {
  return expect(response.status == 401, response);
}

// ---- Discovery ----

std::string unauthenticated_is_401(Examination& server) {
  return must_be_401(server.unauthenticated());
}

std::string metadata_is_found(Examination& server) {
  const std::string address = server.metadata_address();
  if (address.empty()) return "neither the challenge nor a well-known address leads to it";
  const Response response = server.get(address);
  if (response.status != 200 || !json_of(response).is_object()) return answered(response);
  return response.headers.get("Content-Type").starts_with("application/json")
             ? ""
             : "Content-Type is " + response.headers.get("Content-Type");
}

std::string challenge_is_bearer(Examination& server) {
  const Response& response = server.unauthenticated();
  if (response.status != 401) return cannot("it did not answer 401");
  const auto challenge = bearer_challenge(response.headers);
  if (!challenge) return "WWW-Authenticate is \"" + response.headers.get("WWW-Authenticate") + '"';
  return "";
}

std::string resource_is_the_url(Examination& server) {
  if (!server.resource_metadata().is_object()) return cannot("there is no metadata");
  const std::string resource = text_member(server.resource_metadata(), "resource");
  const bool right = resource == server.options().url || resource == server.url().origin();
  return right ? "" : fmt::format("resource is \"{}\"", resource);
}

std::string names_authorization_servers(Examination& server) {
  const Json& document = server.resource_metadata();
  if (!document.is_object()) return cannot("there is no metadata");
  const Json servers = document.value("authorization_servers", Json());
  return servers.is_array() && !servers.empty() ? "" : "authorization_servers is " + servers.dump();
}

std::string server_metadata_is_found(Examination& server) {
  return server.server_metadata().is_object() ? "" : "no well-known address has it";
}

std::string issuer_is_the_identifier(Examination& server) {
  if (!server.server_metadata().is_object()) return cannot("there is no metadata");
  const std::string issuer = text_member(server.server_metadata(), "issuer");
  const Json& servers = server.resource_metadata().at("authorization_servers");
  return servers.front() == issuer
             ? ""
             : fmt::format("issuer is \"{}\", not {}", issuer, servers.front().dump());
}

std::string holds(Examination& server, const char* member, const char* value) {
  if (!server.server_metadata().is_object()) return cannot("there is no metadata");
  const Json list = server.server_metadata().value(member, Json());
  const bool right = list.is_array() && std::ranges::find(list, Json(value)) != list.end();
  return right ? "" : fmt::format("{} is {}", member, list.dump());
}

std::string advertises_s256(Examination& server) {
  return holds(server, "code_challenge_methods_supported", "S256");
}
std::string advertises_code(Examination& server) {
  return holds(server, "response_types_supported", "code");
}

std::string endpoints_are_absolute(Examination& server) {
  if (!server.server_metadata().is_object()) return cannot("there is no metadata");
  for (const char* member : {"authorization_endpoint", "token_endpoint"}) {
    const auto url = Url::parse(server.endpoint(member));
    if (!url || !url->is_http())
      return fmt::format("{} is \"{}\"", member, server.endpoint(member));
  }
  return "";
}

// ---- Credentials ----

Response list_with(Examination& server, const std::string& bearer) {
  return server.post_mcp(kToolsList, {{"Authorization", "Bearer " + bearer}});
}

std::string bad_token_is_401(Examination& server) {
  return must_be_401(list_with(server, kNeverIssued));
}

std::string bad_token_is_challenged(Examination& server) {
  if (server.metadata_address().empty()) return cannot("the server offers no OAuth");
  const Response response = list_with(server, kNeverIssued);
  const auto challenge = bearer_challenge(response.headers);
  return challenge && challenge->get("error") == "invalid_token"
             ? ""
             : fmt::format("WWW-Authenticate is \"{}\"", response.headers.get("WWW-Authenticate"));
}

std::string revoked_is_401(Examination& server) {
  return must_be_401(list_with(server, server.options().revoked_bearer));
}

std::string query_token_is_refused(Examination& server) {
  Examination by_query(VerifyOptions{
      .url =
          with_query(server.options().url, Parameters{{"access_token", server.bearer()}}.encode()),
      .bearer = {},
      .revoked_bearer = {},
      .oauth = false,
      .open_browser = {}});
  return must_be_401(by_query.unauthenticated());
}

// ---- Registration and authorization ----

std::string registers(Examination& server) {
  if (server.endpoint("registration_endpoint").empty()) return cannot("it offers no registration");
  const Json& answer = server.registration();
  if (!answer.is_object()) return "the registration was refused";
  return text_member(answer, "client_id").empty() ? "there is no client_id" : "";
}

std::string registration_needs_redirects(Examination& server) {
  const std::string address = server.endpoint("registration_endpoint");
  if (address.empty()) return cannot("it offers no registration");
  const Response response = server.post_json(address, {{"client_name", "no redirect"}});
  const std::string error = text_member(json_of(response), "error");
  return expect(response.status == 400 &&
                    (error == "invalid_redirect_uri" || error == "invalid_client_metadata"),
                response);
}

Parameters changed(const Parameters& from, std::string_view name, const std::string& value) {
  Parameters to;
  for (const auto& [known, old] : from) {
    if (known != name) to.add(known, old);
    if (known == name && !value.empty()) to.add(known, value);
  }
  return to;
}

// An authorization request that must not lead back to the client.
std::string stays_on_page(Examination& server, std::string_view name, const std::string& value) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(changed(server.authorization(), name, value));
  return seen.end == Visit::End::kPage && seen.status >= 400
             ? ""
             : fmt::format("ended at {} with {}", seen.url.substr(0, 80), seen.status);
}

std::string unknown_client_is_refused(Examination& server) {
  return stays_on_page(server, "client_id", "no-such-client");
}
std::string foreign_redirect_is_refused(Examination& server) {
  return stays_on_page(server, "redirect_uri", "http://127.0.0.1:33421/elsewhere");
}

// An authorization request that must come back with an error.
std::string comes_back_with(Examination& server, std::string_view name, const std::string& value,
                            std::string_view error) {
  if (!server.registration().is_object()) return cannot("there is no client");
  const Visit seen = server.visit(changed(server.authorization(), name, value));
  const Parameters answer = Parameters::parse(Url::parse(seen.url).value_or(Url{}).query);
  if (seen.end == Visit::End::kPage && seen.status >= 400) return "";
  return answer.get("error") == error ? "" : fmt::format("answered {}", answer.encode());
}

std::string pkce_is_needed(Examination& server) {
  return comes_back_with(server, "code_challenge", "", "invalid_request");
}
std::string plain_pkce_is_refused(Examination& server) {
  return comes_back_with(server, "code_challenge_method", "plain", "invalid_request");
}
std::string foreign_resource_is_refused(Examination& server) {
  return comes_back_with(server, "resource", "https://other.example/mcp", "invalid_target");
}

std::string state_is_echoed(Examination& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  return issued->answer.get("state") == issued->state_sent
             ? ""
             : "state is \"" + issued->answer.get("state") + '"';
}

std::string iss_is_the_issuer(Examination& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const bool advertised =
      server.server_metadata().value("authorization_response_iss_parameter_supported", false);
  const std::string* iss = issued->answer.find("iss");
  if (iss == nullptr) return advertised ? "iss is advertised and missing" : "";
  return *iss == text_member(server.server_metadata(), "issuer") ? "" : "iss is " + *iss;
}

// ---- Tokens ----

std::string refused_with(const Response& response, std::string_view error) {
  return expect(response.status >= 400 && response.status < 500 &&
                    text_member(json_of(response), "error") == error,
                response);
}

// A code whose exchange has one thing wrong.
std::string bad_exchange(Examination& server, std::string_view name, const std::string& value) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  return refused_with(server.post_form(server.endpoint("token_endpoint"),
                                       changed(server.exchange_of(*issued), name, value)),
                      "invalid_grant");
}

std::string wrong_verifier_is_refused(Examination& server) {
  return bad_exchange(server, "code_verifier", std::string(43, 'x'));
}
std::string missing_verifier_is_refused(Examination& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const Response response = server.post_form(
      server.endpoint("token_endpoint"), changed(server.exchange_of(*issued), "code_verifier", ""));
  return expect(response.status == 400, response);
}
std::string other_redirect_is_refused(Examination& server) {
  return bad_exchange(server, "redirect_uri", "http://127.0.0.1:33421/elsewhere");
}
std::string unknown_code_is_refused(Examination& server) {
  return bad_exchange(server, "code", "no-such-code");
}

std::string code_is_good_once(Examination& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const std::string address = server.endpoint("token_endpoint");
  const Response first = server.post_form(address, server.exchange_of(*issued));
  if (first.status != 200) return answered(first);
  return refused_with(server.post_form(address, server.exchange_of(*issued)), "invalid_grant");
}

std::string tokens_are_complete(Examination& server) {
  const Response& response = server.tokens();
  if (response.status == 0) return cannot("no code was issued");
  const Json tokens = json_of(response);
  const std::string type = text_member(tokens, "token_type");
  if (response.status != 200 || text_member(tokens, "access_token").empty())
    return fmt::format("answered {}", response.status);
  return equals_ignoring_case(type, "Bearer") ? "" : fmt::format("token_type is \"{}\"", type);
}

std::string tokens_are_not_stored(Examination& server) {
  const Response& response = server.tokens();
  if (response.status != 200) return cannot("there is no token");
  const std::string control = response.headers.get("Cache-Control");
  return control.find("no-store") != std::string::npos ? "" : "Cache-Control is \"" + control + '"';
}

std::string refresh_works(Examination& server) {
  const auto issued = server.code();
  if (!issued) return cannot("no code was issued");
  const std::string address = server.endpoint("token_endpoint");
  const Json tokens = json_of(server.post_form(address, server.exchange_of(*issued)));
  const std::string refresh = text_member(tokens, "refresh_token");
  if (refresh.empty()) return cannot("it gives no refresh token");
  const Response renewed = server.post_form(
      address, {{"grant_type", "refresh_token"},
                {"refresh_token", refresh},
                {"client_id", text_member(server.registration(), "client_id")},
                {"resource", text_member(server.resource_metadata(), "resource")}});
  return text_member(json_of(renewed), "access_token").empty()
             ? fmt::format("answered {}", renewed.status)
             : "";
}

std::string unknown_refresh_is_refused(Examination& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  return refused_with(
      server.post_form(server.endpoint("token_endpoint"),
                       {{"grant_type", "refresh_token"},
                        {"refresh_token", "no-such-refresh-token"},
                        {"client_id", text_member(server.registration(), "client_id")}}),
      "invalid_grant");
}

std::string unknown_grant_type_is_refused(Examination& server) {
  if (!server.registration().is_object()) return cannot("there is no client");
  return refused_with(
      server.post_form(server.endpoint("token_endpoint"),
                       {{"grant_type", "password"},
                        {"client_id", text_member(server.registration(), "client_id")}}),
      "unsupported_grant_type");
}

// ---- MCP ----

Json result_of_initialize(Examination& server, const std::string& version) {
  const Response response = server.post_mcp(initialize_message(version).dump(),
                                            {{"Authorization", "Bearer " + server.bearer()}});
  const Json answer = find_response(response.headers.get("Content-Type"), response.body, 1);
  return answer.is_object() ? answer.value("result", Json()) : Json();
}

std::string initializes(Examination& server) {
  const Json result = result_of_initialize(server, "2025-11-25");
  if (!result.is_object()) return answered(server.initialized());
  if (text_member(result, "protocolVersion").empty()) return "no protocolVersion";
  if (!result.contains("serverInfo")) return "no serverInfo";
  return result.value("capabilities", Json()).contains("tools") ? ""
                                                                : "no tools among the capabilities";
}

std::string negotiates_the_version(Examination& server) {
  const Json result = result_of_initialize(server, "1999-01-01");
  const std::string version = text_member(result, "protocolVersion");
  if (version == "1999-01-01") return "it agrees to 1999-01-01";
  return version.empty() ? "no version in the answer" : "";
}

std::string notification_is_202(Examination& server) {
  const Response response = server.post_mcp(
      R"({"jsonrpc":"2.0","method":"notifications/initialized"})", server.session_headers());
  return expect(response.status == 202 && response.body.empty(), response);
}

std::string lists_good_tools(Examination& server) {
  const Json answer = server.call("tools/list", Json::object());
  const Json tools = answer.is_object() && answer.contains("result")
                         ? answer["result"].value("tools", Json())
                         : Json();
  if (!tools.is_array() || tools.empty()) return "no tools in " + answer.dump().substr(0, 160);
  std::set<std::string> names;
  for (const Json& tool : tools) {
    const std::string name = text_member(tool, "name");
    constexpr const char* kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
    if (name.empty() || name.size() > 128 || name.find_first_not_of(kAllowed) != std::string::npos)
      return fmt::format("a tool is called \"{}\"", name);
    if (!names.insert(name).second) return fmt::format("two tools are called {}", name);
    if (text_member(tool.value("inputSchema", Json()), "type") != "object")
      return fmt::format("the inputSchema of {} is no object's", name);
  }
  return "";
}

std::string error_code(const Json& answer) {
  if (!answer.is_object() || !answer.contains("error"))
    return "none in " + answer.dump().substr(0, 160);
  return std::to_string(answer["error"].value("code", 0));
}

std::string unknown_method_is_an_error(Examination& server) {
  const std::string code = error_code(server.call("no/such/method", Json::object()));
  return code == "-32601" ? "" : "the error code is " + code;
}

std::string unknown_tool_is_an_error(Examination& server) {
  const Json answer =
      server.call("tools/call", {{"name", "no_such_tool"}, {"arguments", Json::object()}});
  if (!answer.is_object()) return "no JSON-RPC answer";
  const bool failed =
      answer.contains("error") || answer.value("result", Json()).value("isError", false);
  return failed ? "" : "the call succeeded";
}

std::string broken_json_is_400(Examination& server) {
  const Response response = server.post_mcp("{\"jsonrpc\":", server.session_headers());
  return expect(response.status == 400, response);
}

std::string bad_version_is_400(Examination& server) {
  Headers headers = server.session_headers();
  headers.set("MCP-Protocol-Version", "1999-01-01");
  const Response response = server.post_mcp(kToolsList, headers);
  return expect(response.status == 400, response);
}

std::string lost_session_is_404(Examination& server) {
  if (server.initialized().headers.get("Mcp-Session-Id").empty())
    return cannot("it gives no session id");
  Headers headers = server.session_headers();
  headers.set("Mcp-Session-Id", "no-such-session");
  const Response response = server.post_mcp(kToolsList, headers);
  return expect(response.status == 404, response);
}

std::string foreign_origin_is_403(Examination& server) {
  const Response response = server.post_mcp(kToolsList, {{"Origin", "https://evil.example"}});
  return expect(response.status == 403, response);
}

std::string_view missing(Needs needs, const VerifyOptions& options) {
  switch (needs) {
    case Needs::kNothing:
      return "";
    case Needs::kOAuth:
      return options.oauth ? "" : "needs --oauth";
    case Needs::kBearer:
      return options.oauth || !options.bearer.empty() ? "" : "needs --bearer or --oauth";
    case Needs::kRevoked:
      return options.revoked_bearer.empty() ? "needs --revoked" : "";
  }
  return "";
}

ServerFinding judged(const ServerCheck& check, Examination& server) {
  ServerFinding finding{std::string(check.id), std::string(check.requirement),
                        std::string(check.expected), ServerFinding::Outcome::kNotExercised, ""};
  finding.seen = missing(check.needs, server.options());
  if (!finding.seen.empty()) return finding;
  try {
    if (check.needs == Needs::kBearer && server.bearer().empty()) {
      finding.seen = "no token was obtained";
      return finding;
    }
    finding.seen = check.problem(server);
  } catch (const ConnectionError& error) {
    finding.seen = error.what();
  } catch (const std::logic_error& error) {  // an address that is not on loopback
    finding.seen = error.what();
  } catch (const Json::exception& error) {
    finding.seen = fmt::format("JSON of another form: {}", error.what());
  }
  if (finding.seen.starts_with(kCannot)) return finding;
  finding.outcome =
      finding.seen.empty() ? ServerFinding::Outcome::kPass : ServerFinding::Outcome::kFail;
  return finding;
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
  static const std::vector<ServerCheck> table = {
      {"unauthenticated-is-401", "DISC-01 (MCP authorization)",
       "a request without a credential is answered 401", Needs::kNothing, unauthenticated_is_401},
      {"foreign-origin-is-403", "Streamable HTTP, security",
       "a request of a foreign web page is answered 403", Needs::kNothing, foreign_origin_is_403},
      {"bad-token-is-401", "RFC 6750 section 3.1", "a token that was never issued is answered 401",
       Needs::kNothing, bad_token_is_401},
      {"revoked-is-401", "RFC 6750 section 3.1", "a revoked key or token is answered 401",
       Needs::kRevoked, revoked_is_401},
      {"challenge-is-bearer", "RFC 6750 section 3", "401 carries a Bearer challenge", Needs::kOAuth,
       challenge_is_bearer},
      {"bad-token-is-challenged", "RFC 6750 section 3.1",
       "the challenge of a bad token says invalid_token", Needs::kOAuth, bad_token_is_challenged},
      {"resource-metadata-is-found", "DISC-02, DISC-06 (RFC 9728)",
       "protected resource metadata is found", Needs::kOAuth, metadata_is_found},
      {"resource-is-the-url", "RFC 9728 section 3.3", "its resource is the MCP URL", Needs::kOAuth,
       resource_is_the_url},
      {"names-authorization-servers", "DISC-04", "it names an authorization server", Needs::kOAuth,
       names_authorization_servers},
      {"server-metadata-is-found", "DISC-12 (RFC 8414)", "authorization server metadata is found",
       Needs::kOAuth, server_metadata_is_found},
      {"issuer-is-the-identifier", "RFC 8414 section 3.3",
       "its issuer is the identifier that led to it", Needs::kOAuth, issuer_is_the_identifier},
      {"endpoints-are-absolute", "RFC 8414 section 2", "its endpoints are absolute URLs",
       Needs::kOAuth, endpoints_are_absolute},
      {"advertises-s256", "AZ-03", "it says that it supports PKCE with S256", Needs::kOAuth,
       advertises_s256},
      {"advertises-code", "RFC 8414 section 2", "it says that it supports response_type code",
       Needs::kOAuth, advertises_code},
      {"registers", "RFC 7591 section 3.2.1", "a registration gives a client_id", Needs::kOAuth,
       registers},
      {"registration-needs-redirects", "RFC 7591 section 3.2.2",
       "a registration without redirect_uris is refused", Needs::kOAuth,
       registration_needs_redirects},
      {"unknown-client-is-refused", "RFC 6749 section 4.1.2.1",
       "an unknown client_id ends on a page", Needs::kOAuth, unknown_client_is_refused},
      {"foreign-redirect-is-refused", "REG-13", "an unregistered redirect_uri ends on a page",
       Needs::kOAuth, foreign_redirect_is_refused},
      {"pkce-is-needed", "AZ-01", "an authorization without code_challenge is refused",
       Needs::kOAuth, pkce_is_needed},
      {"plain-pkce-is-refused", "AZ-02", "an authorization with plain PKCE is refused",
       Needs::kOAuth, plain_pkce_is_refused},
      {"foreign-resource-is-refused", "RFC 8707 section 2",
       "an authorization for another resource is refused", Needs::kOAuth,
       foreign_resource_is_refused},
      {"state-is-echoed", "RFC 6749 section 4.1.2", "state comes back as it was sent",
       Needs::kOAuth, state_is_echoed},
      {"iss-is-the-issuer", "RFC 9207 section 2", "iss, where sent or advertised, is the issuer",
       Needs::kOAuth, iss_is_the_issuer},
      {"wrong-verifier-is-refused", "RFC 7636 section 4.6", "a wrong code_verifier is refused",
       Needs::kOAuth, wrong_verifier_is_refused},
      {"missing-verifier-is-refused", "RFC 7636 section 4.6", "a missing code_verifier is refused",
       Needs::kOAuth, missing_verifier_is_refused},
      {"other-redirect-is-refused", "RFC 6749 section 4.1.3",
       "another redirect_uri at the token endpoint is refused", Needs::kOAuth,
       other_redirect_is_refused},
      {"unknown-code-is-refused", "RFC 6749 section 5.2", "an unknown code is refused",
       Needs::kOAuth, unknown_code_is_refused},
      {"code-is-good-once", "RFC 6749 section 4.1.2", "a code is good once", Needs::kOAuth,
       code_is_good_once},
      {"tokens-are-complete", "RFC 6749 section 5.1", "an exchange gives a Bearer token",
       Needs::kOAuth, tokens_are_complete},
      {"tokens-are-not-stored", "RFC 6749 section 5.1", "tokens come with Cache-Control: no-store",
       Needs::kOAuth, tokens_are_not_stored},
      {"refresh-works", "RFC 6749 section 6", "a refresh token gives a new access token",
       Needs::kOAuth, refresh_works},
      {"unknown-refresh-is-refused", "RFC 6749 section 5.2", "an unknown refresh token is refused",
       Needs::kOAuth, unknown_refresh_is_refused},
      {"unknown-grant-type-is-refused", "RFC 6749 section 5.2", "an unknown grant_type is refused",
       Needs::kOAuth, unknown_grant_type_is_refused},
      {"query-token-is-refused", "TOK-02", "a credential in the query is none", Needs::kBearer,
       query_token_is_refused},
      {"initializes", "MCP lifecycle", "initialize names version, server and tools", Needs::kBearer,
       initializes},
      {"negotiates-the-version", "MCP lifecycle, version negotiation",
       "an unknown version is answered with a known one", Needs::kBearer, negotiates_the_version},
      {"notification-is-202", "Streamable HTTP, sending messages",
       "a notification is answered 202 without a body", Needs::kBearer, notification_is_202},
      {"lists-good-tools", "MCP tools", "tools have names and input schemas", Needs::kBearer,
       lists_good_tools},
      {"unknown-method-is-an-error", "JSON-RPC 2.0", "an unknown method is error -32601",
       Needs::kBearer, unknown_method_is_an_error},
      {"unknown-tool-is-an-error", "MCP tools, error handling", "an unknown tool is an error",
       Needs::kBearer, unknown_tool_is_an_error},
      {"broken-json-is-400", "Streamable HTTP, sending messages", "broken JSON is answered 400",
       Needs::kBearer, broken_json_is_400},
      {"bad-version-is-400", "HTTP-01", "an unsupported MCP-Protocol-Version is answered 400",
       Needs::kBearer, bad_version_is_400},
      {"lost-session-is-404", "Streamable HTTP, session management",
       "an unknown session is answered 404", Needs::kBearer, lost_session_is_404},
  };
  return table;
}

std::vector<ServerFinding> verify(const VerifyOptions& options) {
  Examination server(options);
  std::vector<ServerFinding> findings;
  findings.reserve(server_checks().size());
  for (const ServerCheck& check : server_checks()) findings.push_back(judged(check, server));
  return findings;
}

}  // namespace conform
