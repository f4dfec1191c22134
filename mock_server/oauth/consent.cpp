#include <string>

#include "foundation/http/url.hpp"
#include "mock_server/instance/pages.hpp"
#include "mock_server/oauth/redirect.hpp"
#include "mock_server/world/settings_gate.hpp"

namespace conform::mock {
namespace {

// The signed-in person and the request that waits for them; or the answer that comes first.
struct Waiting {
  Visitor visitor;
  AuthorizationRequest request;
};

void note_facts(Context& context, const Waiting& waiting) {
  context.facts["user"] = waiting.visitor.user->id;
  context.facts["organization"] = context.site.name;
  context.facts["client"] = waiting.request.client.name;
  context.facts["client_id"] = waiting.request.client.client_id;
}

// Only the organization that was asked may answer; who of it does is up to whoever holds the link
// (docs/limits.md).
Waiting waiting_request(Context& context, const Visitor& visitor, const std::string& ticket) {
  const auto request = context.state.parked(ticket);
  if (!request || request->organization != context.site.name) throw Forbidden("ticket_gone");
  Waiting waiting{visitor, *request};
  note_facts(context, waiting);
  if (!visitor.membership->active) throw Forbidden("user_deactivated");
  require_mcp_authorization(context.world, context.organization());
  return waiting;
}

}  // namespace

Response consent_page(Context& context) {
  const auto visitor = visitor_of(context);
  if (!visitor) {
    return redirect_response("/login?return_to=" + percent_encode(context.request.target));
  }
  const std::string ticket = context.request.query().get("ticket");
  const Waiting waiting = waiting_request(context, *visitor, ticket);
  const AuthorizationRequest& request = waiting.request;
  const auto redirect = Url::parse(request.redirect_uri);
  const std::string name =
      request.client.name.empty() ? "An application without a name" : request.client.name;
  PageValues values;
  values.texts = {{"CLIENT", name},
                  {"EMAIL", visitor->user->email},
                  {"SCOPE", request.scope},
                  {"REDIRECT_HOST", redirect ? redirect->origin() : request.redirect_uri},
                  {"TICKET", ticket}};
  return page_response(context, 200, "consent", "Authorize " + name, values);
}

Response consent(Context& context) {
  const auto visitor = visitor_of(context);
  if (!visitor) throw Forbidden("form_expired");
  require_csrf(context, *visitor);
  const Parameters form = context.request.form();
  const std::string decision = form.get("decision");
  if (decision != "authorize" && decision != "cancel") throw Forbidden("form_expired");
  context.facts["decision"] = decision;
  const Waiting waiting = waiting_request(context, *visitor, form.get("ticket"));
  const auto request = context.state.take(form.get("ticket"));
  if (!request) throw Forbidden("ticket_gone");  // answered in another tab a moment ago
  if (decision == "cancel" && !context.has(Defect::kCancelIsConsent)) {
    return redirect_with_error(context, *request, "access_denied",
                               std::string(refusal("access_denied").text));
  }
  const std::string code = context.state.issue_code(
      *request, waiting.visitor.user->id, context.site.name,
      context.world.authorization.code_lifetime, context.world.authorization.marked_codes);
  return redirect_with_code(context, *request, code);
}

}  // namespace conform::mock
