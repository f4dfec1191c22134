#include "suites/record.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words::kinds {
namespace {

constexpr std::string_view kWellKnown = "/.well-known/oauth-protected-resource";

bool is_rpc(const Exchange& e, std::string_view method) {
  return is_mcp_request(e) && e.rpc->method == method;
}

bool has_grant_type(const Exchange& e, std::string_view grant_type) {
  return is_token(e) && record::parameter(e, "grant_type") == grant_type;
}

}  // namespace

bool is_authorize(const Exchange& e) {
  return e.endpoint == Endpoint::kAuthorize && e.request.method == "GET" &&
         record::parameter(e, "client_id") && record::parameter(e, "response_type");
}
bool is_token(const Exchange& e) {
  return e.endpoint == Endpoint::kToken && e.request.method == "POST";
}
bool is_code_exchange(const Exchange& e) { return has_grant_type(e, "authorization_code"); }
bool is_refresh(const Exchange& e) { return has_grant_type(e, "refresh_token"); }
bool is_registration(const Exchange& e) {
  return e.endpoint == Endpoint::kRegistration && e.request.method == "POST";
}
bool is_protected_resource_metadata(const Exchange& e) {
  return e.endpoint == Endpoint::kProtectedResourceMetadata;
}
bool is_path_metadata(const Exchange& e) {
  return is_protected_resource_metadata(e) && !is_root_metadata(e);
}
bool is_root_metadata(const Exchange& e) {
  return is_protected_resource_metadata(e) && e.request.path() == kWellKnown;
}
bool is_authorization_server_metadata(const Exchange& e) {
  return e.endpoint == Endpoint::kAuthorizationServerMetadata;
}
bool is_consent_page(const Exchange& e) {
  return e.endpoint == Endpoint::kConsent && e.request.method == "GET" &&
         e.response.status == 200 && e.fact("refusal").empty();
}
bool is_mcp_request(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp && e.request.method == "POST" && e.rpc.has_value();
}
bool is_initialize(const Exchange& e) { return is_rpc(e, "initialize"); }
bool is_initialized(const Exchange& e) { return is_rpc(e, "notifications/initialized"); }
bool is_tools_list(const Exchange& e) { return is_rpc(e, "tools/list"); }
bool is_tools_call(const Exchange& e) { return is_rpc(e, "tools/call"); }

}  // namespace conform::words::kinds
