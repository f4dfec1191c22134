// The words that scenarios are written in: what is arranged, what is done, what must be true of the
// record. Bare words are constants that need no run-time initialization, so scenario files may use
// them freely. The comment above a word is its line in suites/README.md (suites/word_list.sh).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "suites/scenario.hpp"
#include "suites/words/problem.hpp"

namespace conform::words {

// ======== Arrange ========

enum class Switch { kOff, kOn };
// The setting is switched off.
inline constexpr Switch off = Switch::kOff;
// The setting is switched on.
inline constexpr Switch on = Switch::kOn;

struct SettingWord {
  std::string_view name;
  bool mock::Settings::* field;
};
// Without it no client may authorize, and no grant may call a tool.
inline constexpr SettingWord mcp_server{"MCP server", &mock::Settings::mcp_server};
// Without it authorization is refused with 403.
inline constexpr SettingWord personal_access_tokens{"personal access tokens",
                                                    &mock::Settings::personal_access_tokens};
// Without it the tools stay listed, but calls answer "403 Feature is not enabled".
inline constexpr SettingWord omni_agent{"Omni Agent", &mock::Settings::omni_agent};
// Lists askOmni, checkStatus, listBranches, pickModel and pickTopic.
inline constexpr SettingWord agentic{"agentic capabilities", &mock::Settings::agentic};
// Lists getData, runQuery, pickModel and pickTopic.
inline constexpr SettingWord single_shot{"single shot query generation",
                                         &mock::Settings::single_shot};
// A setting of an organization is on or off.
mock::Change setting(std::string organization, SettingWord which, Switch state);

// May see content, but not query.
inline constexpr mock::Role viewer = mock::Role::kViewer;
// May query topics only.
inline constexpr mock::Role restricted_querier = mock::Role::kRestrictedQuerier;
// May query topics and views.
inline constexpr mock::Role querier = mock::Role::kQuerier;
// May edit the model as well.
inline constexpr mock::Role modeler = mock::Role::kModeler;
// The user has this role in the organization.
mock::Change role(std::string user, std::string organization, mock::Role now);
// The user's account in the organization is deactivated.
mock::Change deactivated(std::string user, std::string organization);
// The user's account in the organization is active again.
mock::Change activated(std::string user, std::string organization);

// The key is gone for good.
inline constexpr mock::ApiKey::State revoked = mock::ApiKey::State::kRevoked;
// The key is switched off, and may come back.
inline constexpr mock::ApiKey::State disabled = mock::ApiKey::State::kDisabled;
// The API key with this id is active, disabled or revoked.
mock::Change key_state(std::string key, mock::ApiKey::State state);
// AI may not use the topic in this organization.
mock::Change topic_hidden(std::string organization, std::string topic);
// AI may use the topic in this organization again.
mock::Change topic_shown(std::string organization, const std::string& topic);

// A 401 carries no WWW-Authenticate.
mock::Change no_challenge();
// Neither of the two metadata documents is found anywhere.
mock::Change no_metadata();
// Client ID metadata documents are not accepted: clients must register.
mock::Change no_client_documents();
// Registration answers with 400.
inline constexpr auto refused_400 = mock::AuthorizationBehaviour::Registration::kRefused400;
// Registration answers with 403.
inline constexpr auto refused_403 = mock::AuthorizationBehaviour::Registration::kRefused403;
// There is no registration endpoint.
inline constexpr auto absent = mock::AuthorizationBehaviour::Registration::kAbsent;
// Registration is refused, or absent.
mock::Change registration_is(mock::AuthorizationBehaviour::Registration how);
// Authorization codes are good for this long, by the mock's clock.
mock::Change code_lifetime(Duration lifetime);
// The authorization answer carries another state than the client sent.
mock::Change wrong_state();
// The next code exchanges are answered with this status.
mock::Change token_endpoint_fails(int times, int status);
// getData answers that the query timed out, without rows.
mock::Change query_times_out();
// A call that is refused by permission gets HTTP 403 instead of a tool result.
mock::Change refusals_by_http();
// The server gives out an Mcp-Session-Id, and requires it.
mock::Change sessions();

// ======== Act ========

struct OAuthUrlWord {};
// The shared OAuth URL, without a key.
inline constexpr OAuthUrlWord oauth{};

// A key goes to the organization that its id begins with ("acme_querier_key"), or to another one.
struct KeyWord {
  std::string key;
  std::string organization;
  // The key is sent to the URL of this organization instead.
  [[nodiscard]] KeyWord at(std::string where) const { return {key, std::move(where)}; }
};
// An API key of the world, at the URL of its own organization.
KeyWord api_key(std::string id);

// The client connects, in one of the ways below.
Intent connect(OAuthUrlWord);
Intent connect(const KeyWord& key);
Intent connect(Connect how);
// By OAuth, after the user removed the connection and added it again.
Connect oauth_anew();
// The OAuth URL with an API key as a fixed bearer; "?wrong" is a key that nobody issued.
Connect oauth_url_with(std::string key);
// An organization's own URL without a key.
Connect instance_url_without_key(std::string organization);

// The client lists the tools.
inline constexpr ListTools list_tools{};
// The client ends its session and exits.
inline constexpr Disconnect disconnect{};
// The client exits and starts again with what it kept on disk.
inline constexpr Restart restart{};
// The client calls a tool.
Intent call_tool(std::string tool, Json arguments);
// The client makes these calls without waiting for one of them.
Intent call_at_once(std::vector<CallTool> calls);
// Arguments of getData: a question about the orders in Acme's model, or about this model and topic.
Json question(std::string prompt);
Json question(std::string prompt, std::string model, std::string topic);
// The id of Globex's model.
inline constexpr std::string_view globex_model = "4f1c2d7a-6b3e-4a59-9c18-0d2e7f5a8b64";

struct As {
  std::string user;
};
// Who signs in, by the user's short name.
As as(std::string user);
// The person signs in to the organization.
PersonMove signs_in_to(std::string organization);
// The person signs out of the organization.
PersonMove signs_out_of(std::string organization);
// The person tries to generate a standard personal access token there.
PersonMove generates_a_token_at(std::string organization);
// The person will press Authorize, after this happened while the page was open.
PersonMove authorizes_after(AdminMove meanwhile);
// The person will press Authorize on the pages to come.
inline constexpr PersonMove::Kind authorizes = PersonMove::Kind::kAuthorizes;
// The person will press Cancel on the pages to come.
inline constexpr PersonMove::Kind cancels = PersonMove::Kind::kCancels;
// The person will close the window instead of answering.
inline constexpr PersonMove::Kind closes_the_window = PersonMove::Kind::kClosesTheWindow;
// A step of the person at the browser, or a decision for the pages to come.
PersonMove person(PersonMove move);
PersonMove person(PersonMove move, As who);
PersonMove person(PersonMove::Kind decision);

// A step of an admin, or of time: one of the words below, or anything that can be arranged.
AdminMove admin(AdminMove move);
// An admin revokes the key.
AdminMove revokes_key(std::string key);
// An admin revokes the MCP OAuth PATs of the user.
AdminMove revokes_grants_of(std::string user);
// Every access token expires.
AdminMove expires_access_tokens();
// The server forgets its MCP sessions.
AdminMove ends_sessions();
// The mock's clock moves on; nobody waits in real time.
AdminMove waits(Duration by);

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

// It must have a client_id and a response_type: a page that is fetched at random does not count.
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

// ======== Events ========

// An event is the first place in the record at which something had happened.
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

// It got a 401 from the MCP URL, or asked for protected resource metadata of its own accord.
inline constexpr EventWord first_contact{"the client learnt that it must sign in",
                                         &events::first_contact};
inline constexpr EventWord code_issued{"an authorization code was issued", &events::code_issued};
inline constexpr EventWord granted{"an access token was issued", &events::granted};
inline constexpr EventWord cancelled{"the person cancelled", &events::cancelled};
inline constexpr EventWord consent_shown{"the authorization page was shown",
                                         &events::consent_shown};
inline constexpr EventWord wrong_state_returned{"an answer with a wrong state came back",
                                                &events::wrong_state_returned};
// It had a token before, and spoke to the MCP URL again afterwards.
inline constexpr EventWord came_back{"the client came back after its restart", &events::came_back};

// The mock refused a request, by its name for the refusal ("mcp_server_off") or any of this kind.
Event refused(std::string_view refusal);
Event refused(Kind kind);
// A request of this kind was answered with this status.
Event answered(Kind kind, int status);
// A request of this kind was answered without a refusal.
Event served(Kind kind);
// A request of this kind came.
Event seen(Kind kind);
// A web page with this text was shown.
Event page_shown(std::string text);

// The second event, the first time that it comes after the first.
Event then(Event first, Event second);

// ======== Conditions ========

struct After {
  Event event;
};
// Only what comes later than the event counts; until it happened nothing is exercised.
After after(Event event);
struct Once {
  Event event;
};
// The whole record counts; until the event happened nothing is exercised.
Once once(Event event);
struct Having {
  Event event;
};
// Without the event there is no pass.
Having having(Event event);

// ======== Properties ========

// What one request must look like; says what is wrong with it, if anything.
struct Property {
  std::string text;
  std::function<std::optional<Problem>(const Exchange&, const std::vector<Entry>&)> problem;
};
// The request has this header field, or has it with this value.
Property has_header(std::string name);
Property has_header(std::string name, std::string value);
// The request does not have this header field.
Property lacks_header(std::string name);
// The query or the form has this parameter, or has it with this value.
Property has_parameter(std::string name);
Property has_parameter(std::string name, std::string value);
// The mock found the credential to be good for this organization.
Property for_organization(std::string organization);
// Of an authorization page: it can name the client.
Property shows_the_clients_name();
// Of an authorization request: the redirect_uri is on loopback, or https.
Property answers_at_a_safe_address();

// ======== Expectations ========

// At least so many requests of this kind came.
Expectation at_least(std::size_t n, Kind kind, Once condition);
Expectation at_least(std::size_t n, Kind kind, After condition);
// At most so many requests of this kind came.
Expectation at_most(std::size_t n, Kind kind);
Expectation at_most(std::size_t n, Kind kind, After condition);
Expectation at_most(std::size_t n, Kind kind, Once condition);
// At most so many came in one session, which begins with initialize.
Expectation at_most_in_a_session(std::size_t n, Kind kind, After condition);
// No request of this kind came.
Expectation never(Kind kind, After condition);
Expectation never(Kind kind, After condition, Having proof);
// Every request of this kind has the property.
Expectation each(Kind kind, Property property);
Expectation each(Kind kind, After condition, Property property);
// Every request of this kind has the property, and where none came nothing is wrong: another check
// asks for one, or nobody need send one.
Expectation if_any(Kind kind, After condition, Property property);
// The first requests of these kinds came in this order.
Expectation in_order(std::vector<Kind> kinds, Once condition);

// A call of a tool came back with rows.
Expectation gets_rows(Once condition);
Expectation gets_rows(After condition);

struct AnythingWord {};
// Any words at all.
inline constexpr AnythingWord anything{};
// The client told its user something, or this text.
Expectation tells_user(AnythingWord, After condition);
Expectation tells_user(AnythingWord, Once condition);
Expectation tells_user(std::string text, After condition);
// The intent that was refused does not end as if it were done, nor with an earlier answer.
Expectation admits_refusal(After condition);

// ======== Checks ========

struct CaughtBy {
  std::string profile;
};
struct Cites {
  std::string requirement;
};
// The broken client that this check must catch: a file of fixtures/clients/broken.
CaughtBy caught_by(std::string profile);
// The rule that the check rests on: an id of fixtures/requirements.json.
Cites cites(std::string requirement);
// A check that is red when it is broken.
Check must(std::string id, Expectation expectation, Cites cites, CaughtBy catcher);
// A check that is a warning when it is broken.
Check should(std::string id, Expectation expectation, Cites cites, CaughtBy catcher);

}  // namespace conform::words
