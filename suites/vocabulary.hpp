// The words that scenarios are written in: what is arranged, what is done, what must be true of the
// record. Bare words are constants that need no run-time initialization, so scenario files may use
// them freely.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suites/scenario.hpp"

namespace conform::words {

// ======== Arrange: changes of the world, also usable in `.act` ========

enum class Switch { kOff, kOn };
inline constexpr Switch off = Switch::kOff;
inline constexpr Switch on = Switch::kOn;

struct SettingWord {
  std::string_view name;
  bool Settings::* field;
};
inline constexpr SettingWord mcp_server{"MCP server", &Settings::mcp_server};
inline constexpr SettingWord personal_access_tokens{"personal access tokens",
                                                    &Settings::personal_access_tokens};
inline constexpr SettingWord omni_agent{"Omni Agent", &Settings::omni_agent};
inline constexpr SettingWord agentic{"agentic capabilities", &Settings::agentic};
inline constexpr SettingWord single_shot{"single shot query generation", &Settings::single_shot};
Change setting(std::string organization, SettingWord which, Switch state);

inline constexpr Role viewer = Role::kViewer;
inline constexpr Role restricted_querier = Role::kRestrictedQuerier;
inline constexpr Role querier = Role::kQuerier;
inline constexpr Role modeler = Role::kModeler;
Change role(std::string user, std::string organization, Role now);
Change deactivated(std::string user, std::string organization);
Change activated(std::string user, std::string organization);  // again

inline constexpr ApiKey::State revoked = ApiKey::State::kRevoked;
inline constexpr ApiKey::State disabled = ApiKey::State::kDisabled;
Change key_state(std::string key, ApiKey::State state);
Change topic_hidden(std::string organization, std::string topic);
Change topic_shown(std::string organization, const std::string& topic);  // again

Change no_challenge();  // 401 without WWW-Authenticate
Change no_metadata();   // neither metadata document anywhere
Change
no_client_documents();  // client ID metadata documents are not accepted: clients must register
inline constexpr auto refused_400 = AuthorizationBehaviour::Registration::kRefused400;
inline constexpr auto refused_403 = AuthorizationBehaviour::Registration::kRefused403;
inline constexpr auto absent = AuthorizationBehaviour::Registration::kAbsent;
Change registration_is(AuthorizationBehaviour::Registration how);
Change code_lifetime(Duration lifetime);
Change wrong_state();                                // the answer carries another state
Change token_endpoint_fails(int times, int status);  // the next code exchanges
Change query_times_out();
Change refusals_by_http();  // a refused call is HTTP 403 instead of a tool result
Change sessions();          // Mcp-Session-Id is issued and required

// ======== Act: intents of the client, moves of the person, moves of an admin ========

struct OAuthUrlWord {};
inline constexpr OAuthUrlWord oauth{};

// A key goes to the organization that its id begins with ("acme_querier_key"), or to another one.
struct KeyWord {
  std::string key;
  std::string organization;
  KeyWord at(std::string where) const { return {key, std::move(where)}; }
};
KeyWord api_key(std::string id);

Intent connect(OAuthUrlWord);
Intent connect(const KeyWord& key);
Intent connect(Connect how);
Connect oauth_anew();  // the connection is removed first and added again
Connect oauth_url_with(std::string key);
Connect instance_url_without_key(std::string organization);

inline constexpr ListTools list_tools{};
inline constexpr Disconnect disconnect{};
inline constexpr Restart restart{};
Intent call_tool(std::string tool, Json arguments);
Intent call_at_once(std::vector<CallTool> calls);
// Arguments of getData: a question about the orders of Acme's model, or about another model or
// topic.
Json question(std::string prompt);
Json question(std::string prompt, std::string model, std::string topic);
inline constexpr std::string_view globex_model = "4f1c2d7a-6b3e-4a59-9c18-0d2e7f5a8b64";

struct As {
  std::string user;
};
As as(std::string user);
PersonMove signs_in_to(std::string organization);
PersonMove signs_out_of(std::string organization);
PersonMove generates_a_token_at(std::string organization);
PersonMove authorizes_after(AdminMove meanwhile);
inline constexpr PersonMove::Kind authorizes = PersonMove::Kind::kAuthorizes;
inline constexpr PersonMove::Kind cancels = PersonMove::Kind::kCancels;
inline constexpr PersonMove::Kind closes_the_window = PersonMove::Kind::kClosesTheWindow;
PersonMove person(PersonMove move);
PersonMove person(PersonMove move, As who);
PersonMove person(PersonMove::Kind decision);

AdminMove admin(AdminMove move);
AdminMove revokes_key(std::string key);
AdminMove revokes_grants_of(std::string user);
AdminMove expires_access_tokens();
AdminMove ends_sessions();
AdminMove waits(Duration by);  // the mock's clock moves

// ======== Kinds of requests ========

struct Kind {
  std::string_view one;
  std::string_view many;
  bool (*is)(const Exchange&);
};
namespace kinds {
bool is_authorize(const Exchange& e);
bool is_token(const Exchange& e);
bool is_code_exchange(const Exchange& e);
bool is_refresh(const Exchange& e);
bool is_registration(const Exchange& e);
bool is_protected_resource_metadata(const Exchange& e);
bool is_path_metadata(const Exchange& e);
bool is_root_metadata(const Exchange& e);
bool is_authorization_server_metadata(const Exchange& e);
bool is_consent_page(const Exchange& e);
bool is_mcp_request(const Exchange& e);
bool is_initialize(const Exchange& e);
bool is_initialized(const Exchange& e);
bool is_tools_list(const Exchange& e);
bool is_tools_call(const Exchange& e);
}  // namespace kinds

// A well-formed authorization request; a page of the mock fetched at random is none.
inline constexpr Kind authorize{"authorization request", "authorization requests",
                                &kinds::is_authorize};
inline constexpr Kind token{"token request", "token requests", &kinds::is_token};
inline constexpr Kind code_exchange{"code exchange", "code exchanges", &kinds::is_code_exchange};
inline constexpr Kind refresh{"refresh request", "refresh requests", &kinds::is_refresh};
inline constexpr Kind registration{"registration", "registrations", &kinds::is_registration};
inline constexpr Kind protected_resource_metadata{"request for protected resource metadata",
                                                  "requests for protected resource metadata",
                                                  &kinds::is_protected_resource_metadata};
inline constexpr Kind path_metadata{"request for the resource metadata at the URL's path",
                                    "requests for the resource metadata at the URL's path",
                                    &kinds::is_path_metadata};
inline constexpr Kind root_metadata{"request for the resource metadata at the root",
                                    "requests for the resource metadata at the root",
                                    &kinds::is_root_metadata};
inline constexpr Kind authorization_server_metadata{"request for authorization server metadata",
                                                    "requests for authorization server metadata",
                                                    &kinds::is_authorization_server_metadata};
inline constexpr Kind consent_page{"authorization page", "authorization pages",
                                   &kinds::is_consent_page};
inline constexpr Kind mcp_request{"MCP request", "MCP requests", &kinds::is_mcp_request};
inline constexpr Kind initialize{"initialize", "initialize requests", &kinds::is_initialize};
inline constexpr Kind initialized{"notifications/initialized", "notifications/initialized",
                                  &kinds::is_initialized};
inline constexpr Kind tools_list{"tools/list", "tools/list requests", &kinds::is_tools_list};
inline constexpr Kind tools_call{"tools/call", "tools/call requests", &kinds::is_tools_call};

// ======== Events: the first place in the record at which something had happened ========

struct Event {
  std::string text;
  std::function<std::optional<std::size_t>(const std::vector<Entry>&)> find;  // index of its entry
};
struct EventWord {
  std::string_view text;
  std::optional<std::size_t> (*find)(const std::vector<Entry>&);
  operator Event() const { return {std::string(text), find}; }
};
namespace events {
std::optional<std::size_t> first_contact(const std::vector<Entry>& entries);
std::optional<std::size_t> code_issued(const std::vector<Entry>& entries);
std::optional<std::size_t> granted(const std::vector<Entry>& entries);
std::optional<std::size_t> cancelled(const std::vector<Entry>& entries);
std::optional<std::size_t> consent_shown(const std::vector<Entry>& entries);
std::optional<std::size_t> wrong_state_returned(const std::vector<Entry>& entries);
std::optional<std::size_t> came_back(const std::vector<Entry>& entries);
}  // namespace events

// The client was told by 401 that it must sign in, or asked for protected resource metadata of its
// own accord.
inline constexpr EventWord first_contact{"the client learnt that it must sign in",
                                         &events::first_contact};
inline constexpr EventWord code_issued{"an authorization code was issued", &events::code_issued};
inline constexpr EventWord granted{"an access token was issued", &events::granted};
inline constexpr EventWord cancelled{"the person cancelled", &events::cancelled};
inline constexpr EventWord consent_shown{"the authorization page was shown",
                                         &events::consent_shown};
inline constexpr EventWord wrong_state_returned{"an answer with a wrong state came back",
                                                &events::wrong_state_returned};
// A restart of a client that had a token and then spoke to the mock again.
inline constexpr EventWord came_back{"the client came back after its restart", &events::came_back};

Event refused(std::string_view refusal);  // by the mock's name for the refusal: "mcp_server_off"
Event refused(Kind kind);                 // any request of that kind, for any reason
Event answered(Kind kind, int status);
Event served(Kind kind);  // answered without a refusal
Event seen(Kind kind);
Event page_shown(std::string text);  // a page with that text

Event then(Event first, Event second);  // the first time that the second happens after the first

struct After {
  Event event;
};
After after(
    Event event);  // what comes later than the event counts; not exercised until it happened
struct Once {
  Event event;
};
Once once(Event event);  // the whole record counts; not exercised until it happened
struct Having {
  Event event;
};
Having having(Event event);  // no pass without it

// ======== Expectations ========

// What one request must look like; says what is wrong with it, or nothing.
struct Property {
  std::string text;
  std::function<std::string(const Exchange&, const std::vector<Entry>&)> problem;
};
Property has_header(std::string name);
Property has_header(std::string name, std::string value);
Property lacks_header(std::string name);
Property has_parameter(std::string name);  // of the query, or of a form
Property has_parameter(std::string name, std::string value);
Property for_organization(
    std::string organization);         // what the mock saw the credential to be good for
Property shows_the_clients_name();     // of an authorization page
Property answers_at_a_safe_address();  // redirect_uri is on loopback or https

Expectation at_least(std::size_t n, Kind kind, Once condition);
Expectation at_least(std::size_t n, Kind kind, After condition);
Expectation at_most(std::size_t n, Kind kind);
Expectation at_most(std::size_t n, Kind kind, After condition);
Expectation at_most(std::size_t n, Kind kind, Once condition);
// A session begins with initialize.
Expectation at_most_in_a_session(std::size_t n, Kind kind, After condition);
Expectation never(Kind kind, After condition);
Expectation never(Kind kind, After condition, Having proof);
Expectation each(Kind kind, Property property);
Expectation each(Kind kind, After condition, Property property);
// The first of each kind came in this order.
Expectation in_order(std::vector<Kind> kinds, Once condition);

// A call of a tool came back with rows.
Expectation gets_rows(Once condition);
Expectation gets_rows(After condition);

struct AnythingWord {};
inline constexpr AnythingWord anything{};
Expectation tells_user(AnythingWord, After condition);
Expectation tells_user(AnythingWord, Once condition);
Expectation tells_user(std::string text, After condition);
// The intent during which the refusal came does not end as if it had been done, nor with an earlier
// answer.
Expectation admits_refusal(After condition);

// ======== Checks ========

struct CaughtBy {
  std::string profile;
};
struct Cites {
  std::string requirement;
};
CaughtBy caught_by(std::string profile);
Cites cites(std::string requirement);
Check must(std::string id, Expectation expectation, Cites cites, CaughtBy catcher);
Check should(std::string id, Expectation expectation, Cites cites, CaughtBy catcher);

}  // namespace conform::words
