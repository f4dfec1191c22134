#include "mock_server/world/defect_table.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace conform::mock {
namespace {

using Issuer = AuthorizationBehaviour::Issuer;
using StateAnswer = AuthorizationBehaviour::State;

// In the order of a connection: discovery, registration, authorization, pages, tokens, credentials,
// settings, transport, tools, the stateless revision.
constexpr std::array kBroken{
    BrokenServer{"no-resource-metadata", "The protected resource metadata is nowhere.",
                 +[](World& world) { world.authorization.protected_resource_metadata = false; }},
    BrokenServer{"no-server-metadata", "The authorization server metadata is nowhere.",
                 +[](World& world) { world.authorization.authorization_server_metadata = false; }},
    BrokenServer{"metadata-is-a-page", "Metadata is answered with a web page.",
                 R"({"do": {"metadata": "html"}})"},
    BrokenServer{"no-challenge", "401 comes without WWW-Authenticate.",
                 +[](World& world) { world.authorization.challenge = false; }},
    BrokenServer{"challenge-without-metadata", "The challenge names no resource_metadata.",
                 R"({"on": {"endpoint": "mcp"}, "do": {"challenge": "no_metadata"}})"},
    BrokenServer{"wrong-resource", "The metadata is that of another resource.",
                 R"({"do": {"metadata": "wrong_resource"}})"},
    BrokenServer{"no-authorization-server", "The metadata names no authorization server.",
                 R"({"on": {"endpoint": "protected resource metadata"},
                     "do": {"set": {"/authorization_servers": []}}})"},
    BrokenServer{"other-issuer", "The metadata is that of another issuer.",
                 R"({"on": {"endpoint": "authorization server metadata"},
                     "do": {"set": {"/issuer": "{origin}/tenant"}}})"},
    BrokenServer{"relative-endpoints", "The metadata names endpoints without their host.",
                 R"({"on": {"endpoint": "authorization server metadata"},
                     "do": {"set": {"/token_endpoint": "/callback/mcp/oauth/token"}}})"},
    BrokenServer{"no-code-advertised", "The metadata offers no response_type code.",
                 R"({"on": {"endpoint": "authorization server metadata"},
                     "do": {"set": {"/response_types_supported": ["token"]}}})"},
    BrokenServer{"no-pkce-advertised", "The metadata does not say which PKCE methods there are.",
                 R"({"do": {"metadata": "no_pkce_methods"}})"},
    BrokenServer{"plain-pkce-advertised", "The metadata offers plain PKCE only.",
                 R"({"do": {"metadata": "plain_pkce_only"}})"},

    BrokenServer{"registration-without-client-id", "A registration is answered without client_id.",
                 R"({"do": {"registration": "no_client_id"}})"},
    BrokenServer{"registration-is-200", "A registration is answered 200.",
                 R"({"do": {"registration": "status_200"}})"},
    BrokenServer{"registration-changes-redirects", "A registration is given other redirect URIs.",
                 R"({"do": {"registration": "changed_redirect"}})"},
    BrokenServer{"secret-for-a-public-client", "A client that can keep no secret is given one.",
                 R"({"do": {"registration": "client_secret"}})"},
    BrokenServer{"registers-without-redirects", "A client without redirect_uris is registered.",
                 Defect::kRegistersWithoutRedirects},
    BrokenServer{"registers-plain-http", "A redirect URI by http to another machine is registered.",
                 Defect::kRegistersPlainHttp},
    BrokenServer{"registers-scripts",
                 "A URI that browsers run or show themselves is registered to redirect to.",
                 Defect::kRegistersScripts},
    BrokenServer{"registers-disguises",
                 "A redirect URI with user information or a line break is registered.",
                 Defect::kRegistersDisguises},

    BrokenServer{"unknown-client", "A client_id that was never registered gets a consent page.",
                 Defect::kUnknownClients},
    BrokenServer{"any-redirect", "It redirects to an address that was not registered.",
                 Defect::kAnyRedirect},
    BrokenServer{
        "redirects-by-parts",
        "Redirect URIs are compared by host and path, whoever stands in front of the host.",
        Defect::kRedirectsByParts},
    BrokenServer{"redirects-without-breaks",
                 "Line breaks are left out of a redirect URI before it is compared.",
                 Defect::kRedirectsWithoutBreaks},
    BrokenServer{"repeated-parameters", "An authorization may name a parameter twice.",
                 Defect::kRepeatedParameters},
    BrokenServer{"any-response-type", "A response_type that it does not know gets a code.",
                 Defect::kAnyResponseType},
    BrokenServer{"pkce-optional", "An authorization needs no code_challenge.",
                 Defect::kPkceOptional},
    BrokenServer{"plain-pkce", "An authorization may use plain PKCE.", Defect::kPlainPkce},
    BrokenServer{"any-resource", "A code is issued for a resource of somebody else.",
                 Defect::kAnyResourceAuthorized},
    BrokenServer{"no-state", "The answer to the client has no state.",
                 +[](World& world) { world.authorization.state = StateAnswer::kMissing; }},
    BrokenServer{"wrong-state", "The answer to the client has another state.",
                 +[](World& world) { world.authorization.state = StateAnswer::kWrong; }},
    BrokenServer{"no-state-with-errors", "An error comes back to the client without its state.",
                 Defect::kStateWithCodesOnly},
    BrokenServer{"wrong-iss", "iss names another issuer.",
                 +[](World& world) { world.authorization.issuer = Issuer::kWrong; }},
    BrokenServer{"iss-only-advertised", "iss is promised and not sent.",
                 +[](World& world) { world.authorization.issuer = Issuer::kAdvertisedNotSent; }},

    BrokenServer{"pages-in-frames", "The consent page may be shown in a frame of another site.",
                 R"({"on": {"endpoint": "consent page"},
                     "do": {"remove_headers": ["Content-Security-Policy"]}})"},
    BrokenServer{"bare-cookies", "Session cookies have neither HttpOnly nor SameSite.",
                 Defect::kBareCookies},
    BrokenServer{"forged-forms", "The consent form is taken without its token.",
                 Defect::kForgedForms},
    BrokenServer{"cancel-is-consent", "A person who presses Cancel has authorized the client.",
                 Defect::kCancelIsConsent},

    BrokenServer{"any-verifier", "A code is redeemed with a code_verifier that does not fit.",
                 Defect::kAnyVerifier},
    BrokenServer{"no-verifier", "A code is redeemed without code_verifier.",
                 Defect::kNoVerifierNeeded},
    BrokenServer{"any-redirect-at-token", "A code is redeemed with another redirect_uri.",
                 Defect::kAnyRedirectExchanged},
    BrokenServer{"any-resource-at-token", "A code is redeemed for another resource.",
                 Defect::kAnyResourceExchanged},
    BrokenServer{"code-of-any-client", "A client redeems the code of another one.",
                 Defect::kCodesOfAnyClient},
    BrokenServer{"codes-stay-good", "A code is good twice.", Defect::kCodesStayGood},
    BrokenServer{"reuse-revokes-nothing", "A code that is used twice leaves its token alone.",
                 Defect::kReuseRevokesNothing},
    BrokenServer{"expired-codes", "A code is good after its time.", Defect::kExpiredCodes},
    BrokenServer{"no-token-type", "Tokens come without token_type.",
                 R"({"do": {"token": "no_token_type"}})"},
    BrokenServer{"tokens-are-stored", "Tokens come without Cache-Control: no-store.",
                 R"({"on": {"endpoint": "token"}, "do": {"remove_headers": ["Cache-Control"]}})"},
    BrokenServer{"refresh-refused", "It refuses the refresh tokens that it issues.",
                 Defect::kRefreshRefused},
    BrokenServer{"refresh-does-not-rotate", "A refresh token stays good and is not replaced.",
                 R"({"do": {"token": "no_rotation"}})"},
    BrokenServer{"spent-refresh-tokens", "A refresh token that was replaced is still good.",
                 Defect::kSpentRefreshTokens},
    BrokenServer{"refresh-token-of-any-client", "A client uses the refresh token of another one.",
                 Defect::kRefreshTokensOfAnyClient},
    BrokenServer{"errors-without-code", "Refusals of the token endpoint have no error code.",
                 Defect::kErrorsWithoutCode},
    BrokenServer{"errors-are-200", "Refusals of the token endpoint are answered 200.",
                 Defect::kErrorsAs200},
    BrokenServer{"unknown-grant-types", "An unknown grant_type is taken for a code exchange.",
                 Defect::kUnknownGrantTypes},
    BrokenServer{"secrets-in-errors", "Refusals repeat the secret that was sent.",
                 Defect::kSecretsInErrors},

    BrokenServer{"open", "No credential is needed.", +[](World& world) { world.mcp.open = true; }},
    BrokenServer{"unknown-credentials", "A token or key that nobody issued is accepted.",
                 Defect::kUnknownCredentials},
    BrokenServer{"foreign-credentials", "What another server issued is accepted.",
                 Defect::kForeignCredentials},
    BrokenServer{"revoked-keys", "A revoked key is accepted.", Defect::kRevokedKeys},
    BrokenServer{"revoked-grants", "A token stays good when an administrator revoked it.",
                 Defect::kRevokedGrants},
    BrokenServer{"expired-tokens", "A token is good after its time.", Defect::kExpiredTokens},
    BrokenServer{"tokens-in-the-query", "A token in the query is accepted.",
                 Defect::kTokensInQuery},

    BrokenServer{"authorizes-with-tokens-off",
                 "People authorize clients although personal access tokens are off.",
                 Defect::kAuthorizesWithTokensOff},
    BrokenServer{"authorizes-with-server-off",
                 "People authorize clients although the MCP server is off.",
                 Defect::kAuthorizesWithServerOff},
    BrokenServer{"serves-with-tokens-off",
                 "Grants go on working although personal access tokens are off.",
                 Defect::kServesWithTokensOff},
    BrokenServer{"serves-with-server-off", "Grants go on working although the MCP server is off.",
                 Defect::kServesWithServerOff},
    BrokenServer{"deactivated-users", "The token of somebody who was deactivated is accepted.",
                 Defect::kDeactivatedUsers},
    BrokenServer{"viewers-query", "A Viewer's query is answered.", Defect::kViewersQuery},
    BrokenServer{"foreign-models", "The rows of another organization are served.",
                 Defect::kForeignModels},

    BrokenServer{"foreign-origins", "A web page of another site may call it.",
                 Defect::kForeignOrigins},
    BrokenServer{"broken-json-is-500", "Broken JSON is answered 500.", Defect::kBrokenJsonAs500},
    BrokenServer{"any-version-header", "Any MCP-Protocol-Version is accepted.",
                 Defect::kAnyVersionHeader},
    BrokenServer{"any-version-agreed", "initialize agrees to a version that does not exist.",
                 Defect::kAnyVersionAgreed},
    BrokenServer{"empty-initialize", "initialize is answered with an empty result.",
                 R"({"on": {"rpc": "initialize"}, "do": {"answer": {"result": {}}}})"},
    BrokenServer{
        "no-tools-capability", "initialize does not say that there are tools.",
        R"({"on": {"rpc": "initialize"}, "do": {"remove": ["/result/capabilities/tools"]}})"},
    BrokenServer{"notification-is-answered", "A notification is answered 200 with a body.",
                 R"({"on": {"rpc": "notifications/initialized"},
                     "do": {"after": true, "status": 200}})"},
    BrokenServer{"batches", "A batch is served although the version has none.", Defect::kBatches},
    BrokenServer{"wrong-id", "The answer has another id than the request.",
                 R"({"on": {"rpc": "ping"}, "do": {"answer": {"id": 999, "result": {}}}})"},
    BrokenServer{"wrong-content-type", "Answers are labelled text/plain.",
                 R"({"on": {"endpoint": "mcp", "method": "POST"},
                     "do": {"content_type": "text/plain"}})"},
    BrokenServer{"get-answers-json", "GET is answered 200 with JSON.", Defect::kGetAnswersJson},
    BrokenServer{"no-session-needed", "A request without its session id is served.",
                 Defect::kNoSessionNeeded},
    BrokenServer{"unknown-sessions", "A request of an unknown session is served.",
                 Defect::kUnknownSessions},
    BrokenServer{"delete-forgotten", "A session goes on after DELETE.", Defect::kDeleteForgotten},
    BrokenServer{"session-id-with-spaces", "The session id has characters that are not visible.",
                 R"({"on": {"rpc": "initialize"},
                     "do": {"headers": {"Mcp-Session-Id": "one and two"}}})"},
    BrokenServer{"unknown-methods", "A method that does not exist is answered with a result.",
                 Defect::kUnknownMethods},

    BrokenServer{"tools-without-schemas", "Tools are listed without input schemas.",
                 R"({"on": {"rpc": "tools/list"},
                     "do": {"answer": {"result": {"tools": [{"name": "pickModel"}]}}}})"},
    BrokenServer{
        "two-tools-of-one-name", "Two tools are called alike.",
        R"({"on": {"rpc": "tools/list"}, "do": {"set": {"/result/tools/1/name": "pickModel"}}})"},
    BrokenServer{"unknown-tools", "A tool that does not exist is called with success.",
                 Defect::kUnknownTools},
    BrokenServer{"tool-errors-are-500", "The error of a tool is answered with HTTP 500.",
                 Defect::kToolErrorsAs500},

    BrokenServer{"empty-discovery", "server/discover is answered with an empty result.",
                 R"({"on": {"rpc": "server/discover"}, "do": {"answer": {"result": {}}}})"},
    BrokenServer{"results-without-type", "A stateless result does not say whether it is whole.",
                 R"({"on": {"rpc": "tools/list"}, "do": {"remove": ["/result/resultType"]}})"},
    BrokenServer{"lists-without-time", "A stateless list does not say how long it may be kept.",
                 R"({"on": {"rpc": "tools/list"}, "do": {"remove": ["/result/ttlMs"]}})"},
    BrokenServer{"no-meta-needed", "A request needs no _meta.", Defect::kNoMetaNeeded},
    BrokenServer{"any-stateless-version", "Any version in _meta is accepted.",
                 Defect::kAnyStatelessVersion},
    BrokenServer{"headers-unchecked", "Header fields may contradict the body.",
                 Defect::kHeadersUnchecked},
    BrokenServer{"session-without-sessions", "A stateless request is given a session id.",
                 R"({"on": {"rpc": "server/discover"},
                     "do": {"headers": {"Mcp-Session-Id": "abc"}}})"},
};

}  // namespace

std::span<const BrokenServer> broken_servers() { return kBroken; }

const BrokenServer* find_broken_server(std::string_view name) {
  const auto* const found = std::ranges::find(kBroken, name, &BrokenServer::name);
  return found == kBroken.end() ? nullptr : found;
}

void break_world(World& world, const BrokenServer& broken) {
  if (const auto* defect = std::get_if<Defect>(&broken.how)) {
    world.defects.add(*defect);
  } else if (const auto* fault = std::get_if<std::string_view>(&broken.how)) {
    Json json = Json::parse(*fault);
    json["id"] = broken.name;
    world.faults.push_back(read_fault(JsonReader(json, std::string(broken.name)), 0));
  } else {
    std::get<BrokenServer::Setting>(broken.how)(world);
  }
}

}  // namespace conform::mock
