#include <algorithm>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "foundation/http/url.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/oauth/client_lookup.hpp"
#include "mock_server/oauth/endpoints.hpp"
#include "mock_server/oauth/redirect.hpp"
#include "mock_server/omni/refusal.hpp"
#include "mock_server/world/settings_gate.hpp"

namespace conform::mock {
namespace {

constexpr std::string_view kScope = "mcp:access";

// What is wrong with a request whose client and redirect are in order; it is told to the client.
struct Problem {
  std::string_view error;
  std::string description;
};

bool is_challenge(std::string_view text) {
  // RFC 7636 section 4.2: base64url of 32 bytes.
  return text.size() == 43 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_';
         });
}

// mcp:access is what every grant is for; a list is separated by spaces (RFC 6749 section 3.3).
bool are_scopes(const std::string& text, const std::vector<std::string>& further) {
  std::istringstream list(text);
  for (std::string scope; list >> scope;) {
    if (scope != kScope && std::ranges::find(further, scope) == further.end()) return false;
  }
  return true;
}

std::optional<Problem> find_problem(const Context& context, const Parameters& query) {
  const std::string resource = context.own_origin() + "/callback/mcp";
  for (const auto& [name, value] : query) {
    const bool may_repeat = name == "resource" || context.has(Defect::kRepeatedParameters);
    if (!may_repeat && query.count(name) > 1) {
      return Problem{"invalid_request", "the parameter " + name + " is repeated"};
    }
  }
  if (query.get("response_type") != "code" && !context.has(Defect::kAnyResponseType)) {
    return Problem{"unsupported_response_type", "response_type must be code"};
  }
  if (!query.has("code_challenge")) {
    if (context.has(Defect::kPkceOptional)) return std::nullopt;
    return Problem{"invalid_request", "PKCE is required: code_challenge is missing"};
  }
  // RFC 7636 section 4.3: an absent method means "plain".
  if (query.get("code_challenge_method", "plain") != "S256" && !context.has(Defect::kPlainPkce)) {
    return Problem{"invalid_request", "code_challenge_method must be S256"};
  }
  if (!is_challenge(query.get("code_challenge"))) {
    return Problem{"invalid_request", "code_challenge must be 43 base64url characters"};
  }
  if (!are_scopes(query.get("scope"), context.world.authorization.further_scopes)) {
    return Problem{"invalid_scope", "the only scope is mcp:access"};
  }
  for (const auto& [name, value] : query) {
    if (name == "resource" && value != resource && !context.has(Defect::kAnyResourceAuthorized)) {
      return Problem{"invalid_target", "resource must be " + resource};
    }
  }
  return std::nullopt;
}

std::string as_it_is_used(const Context& context, std::string redirect_uri) {
  if (context.has(Defect::kRedirectsWithoutBreaks)) {
    std::erase_if(redirect_uri, [](char c) { return c == '\r' || c == '\n'; });
  }
  return redirect_uri;
}

// "http://somebody@127.0.0.1/callback" as "http://127.0.0.1/callback".
std::string without_user(std::string uri) {
  const std::size_t begin = uri.find("//");
  const std::size_t at = uri.find('@');
  return begin == std::string::npos || at == std::string::npos || at < begin
             ? uri
             : uri.erase(begin + 2, at - begin - 1);
}

bool may_redirect(const Context& context, const ClientRegistration& client,
                  const std::string& redirect_uri) {
  if (redirect_is_registered(client, redirect_uri)) return true;
  if (context.has(Defect::kRedirectsByParts) &&
      redirect_is_registered(client, without_user(redirect_uri))) {
    return true;
  }
  return context.has(Defect::kAnyRedirect);
}

// An error is told to the client at an address that it registered. Of one that was registered by
// hand the mock knows no address, so it goes to this machine only: else each link that names such a
// client would lead anywhere (RFC 9700 section 4.11.2).
bool may_be_told(const ClientRegistration& client, const std::string& redirect_uri) {
  return !client.any_redirect || Url::parse(redirect_uri).value_or(Url{}).is_loopback();
}

}  // namespace

Response authorize(Context& context) {
  const Parameters query = context.request.query();
  const std::string client_id = query.get("client_id");
  context.facts["client_id"] = client_id;

  // Nothing is sent to an address that nobody vouched for: these two are pages (RFC 6749
  // section 4.1.2.1).
  auto client = find_client(context, client_id);
  if (!client && context.has(Defect::kUnknownClients)) {
    client = ClientRegistration{.client_id = client_id,
                                .name = client_id,
                                .client_uri = "",
                                .redirect_uris = {query.get("redirect_uri")}};
  }
  if (!client) {
    throw Forbidden("invalid_client",
                    client_id.empty() ? "The request has no client_id."
                    : client_id.starts_with("https://")
                        ? "Its metadata document could not be fetched: " + client_id +
                              ". The mock fetches nothing; --client-document URL=FILE tells it."
                        : "Its client_id is not registered: " + client_id);
  }
  context.facts["client"] = client->name;
  const std::string redirect_uri = as_it_is_used(context, query.get("redirect_uri"));
  if (query.count("redirect_uri") != 1 || !may_redirect(context, *client, redirect_uri)) {
    throw Forbidden("invalid_redirect_uri", "redirect_uri: " + query.get("redirect_uri"));
  }

  AuthorizationRequest request;
  request.client = *client;
  request.redirect_uri = redirect_uri;
  if (const std::string* state = query.find("state")) request.state = *state;
  request.scope = query.get("scope").empty() ? std::string(kScope) : query.get("scope");
  request.code_challenge = query.get("code_challenge");
  request.resource = query.get("resource");
  request.callbacks_origin = context.own_origin();

  const auto problem = find_problem(context, query);
  if (problem && !may_be_told(*client, redirect_uri)) {
    throw Forbidden("invalid_redirect_uri", problem->description);
  }
  if (problem) {
    return redirect_with_error(context, request, problem->error, problem->description);
  }

  // "The OAuth flow will use the cookie of the last Omni instance you logged into."
  const std::string instance = context.request.cookie(kLastInstanceCookie);
  const Organization* organization = context.world.organization(instance);
  if (organization == nullptr) return login_required_page(context);
  context.facts["organization"] = organization->id;
  require_mcp_authorization(context.world, *organization);

  request.organization = organization->id;
  request.client.redirect_uris.clear();  // it is settled; a ticket shall not keep them all
  const std::string ticket = context.state.park(std::move(request));
  return redirect_response(context.origin(organization->id) +
                           "/oauth/mcp/authorize?ticket=" + ticket);
}

}  // namespace conform::mock
