// What is arranged: organizations, people, keys, settings, and how the mock is bent. Plain data,
// correct by default; each field says what a client will see. What clients obtain is not here but
// in state/.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"
#include "foundation/time/clock.hpp"
#include "mock_server/world/defect.hpp"
#include "mock_server/world/fault.hpp"
#include "mock_server/world/permissions.hpp"

namespace conform::mock {

// When everything that a world file arranges was made: 2026-01-05T09:00:00Z, each key a minute
// later than the one before.
inline constexpr TimePoint kFixturesCreated =
    std::chrono::sys_days(std::chrono::year(2026) / 1 / 5) + std::chrono::hours(9);

struct Membership {
  std::string id;  // the id the API calls a membership id
  Role role = Role::kViewer;
  bool organization_admin = false;
  bool active = true;  // a deactivated user can neither sign in nor use a grant
  std::map<std::string, std::string> attributes;  // user attributes, for row-level access filters
};

struct User {
  std::string id;  // short name in worlds and scenarios: "quinn"
  std::string email;
  std::string name;
  std::string password = "omni";                  // for the sign-in page
  std::map<std::string, Membership> memberships;  // organization id → membership
};

struct ApiKey {
  enum class Kind { kOrganization, kPersonal };
  enum class State { kActive, kDisabled, kRevoked };
  std::string id;      // short name in worlds and scenarios: "acme_querier_key"
  std::string name;    // what its creator called it
  std::string secret;  // "omni_osk_MOCK…"; derived from the id when the file gives none
  std::string organization;
  std::string owner;  // user id; the key acts with this user's permissions
  Kind kind = Kind::kPersonal;
  State state = State::kActive;
  TimePoint created = kFixturesCreated;
};

// Settings > AI > General and Settings > API Keys > Personal tokens of one organization.
struct Settings {
  bool mcp_server = true;  // off: authorization is refused with 403, existing grants are blocked
  bool personal_access_tokens = true;  // off: authorization is refused with 403 naming the setting
  bool omni_agent = true;      // off: tools stay listed, calls answer "403 Feature is not enabled"
  bool agentic = true;         // askOmni, checkStatus, listBranches, pickModel, pickTopic
  bool single_shot = true;     // getData, runQuery, pickModel, pickTopic
  bool docs_search = true;     // searchOmniDocs
  bool content_access = true;  // searchDashboards, listDashboardQueries, runSavedQuery
};

struct ToolAlias {
  std::string name;
  std::string tool;
  Json arguments;
};

struct Organization {
  std::string id;  // also the first label of its host name
  std::string name;
  Settings settings;
  std::vector<std::string> models;  // ids of models in the data set that its members can reach
  // Topics that AI may not use here (the model's ai_chat_topics): asking for one is refused.
  std::vector<std::string> hidden_topics;
};

// How the authorization server behaves. Defaults are what is known of Omni, else the most
// compatible choice.
struct AuthorizationBehaviour {
  enum class Issuer {
    kOmitted,           // neither advertised nor sent
    kSentUnadvertised,  // sent with code and error; the metadata stays as recorded
    kAdvertisedAndSent,
    kAdvertisedNotSent,
    kWrong,  // another issuer is sent
  };
  enum class State { kEchoed, kWrong, kMissing };
  enum class Registration { kAccepted, kRefused400, kRefused403, kAbsent };

  bool challenge = true;                    // false: 401 without WWW-Authenticate
  bool protected_resource_metadata = true;  // false: 404 at every well-known place
  bool path_well_known = false;             // true: also serve the path-suffixed document
  bool authorization_server_metadata = true;
  // true: /authorize, /token and /register are served as well, as revision 2025-03-26 has it for
  // servers without metadata.
  bool default_endpoints = false;
  bool client_id_metadata_documents = true;  // false: neither advertised nor accepted
  // client_ids of clients that somebody registered by hand; whatever they redirect to is theirs.
  std::vector<std::string> known_clients;
  Registration registration = Registration::kAccepted;
  Issuer issuer = Issuer::kOmitted;
  State state = State::kEchoed;
  Duration code_lifetime{std::chrono::seconds(60)};
  std::optional<Duration> access_token_lifetime;  // none: no expires_in, the grant does not expire
  bool refresh_tokens = true;
  // A registration is given a secret that lives so long; none: it is given no secret.
  std::optional<Duration> client_secret_lifetime;
  bool marked_codes = false;  // codes and refresh tokens hold + / = % &, which a form must encode
  // Granted when asked for, beside mcp:access; no metadata names them.
  std::vector<std::string> further_scopes;
  int token_errors =
      0;  // the next n requests of a code exchange are answered with token_error_status
  int token_error_status = 500;
  int login_required_status = 200;  // of the page that says nobody is signed in anywhere
};

// How the MCP endpoint behaves.
struct McpBehaviour {
  enum class Answers {
    kJson,
    kEventStream,
    kPolling,  // the stream ends after its priming event; the answer comes on resumption (SEP-1699)
  };
  enum class Refusal { kToolResult, kHttp };  // the form of "403 Permission denied" on a call
  enum class BadKey { k401, kRestStyle };     // REST style: 400 malformed, 403 invalid
  enum class Eras { kHandshake, kStateless, kDual };  // kDual: both at the same URLs
  bool sessions = false;                              // true: Mcp-Session-Id is issued and required
  bool get_stream = false;  // true: GET opens an event stream instead of 405
  Answers answers = Answers::kJson;
  Refusal refusal = Refusal::kToolResult;
  BadKey bad_key = BadKey::k401;
  bool strict_accept = true;     // 406 unless Accept names both types
  bool query_times_out = false;  // getData answers with timed_out: true and no rows
  Eras eras = Eras::kHandshake;
  bool resumable = false;  // event streams: ids, a priming event, resumption by Last-Event-ID
  bool open = false;  // debugging only: without a credential one acts as the world's first user
  bool param_headers = false;  // 2026-07-28: modelId is to be repeated in Mcp-Param-Model-Id
  // 2026-07-28: tools/call needs this client capability ("elicitation"), else -32021. Empty: none.
  std::string required_capability;
  int lost_session_status = 404;  // of a request in a session that is not known (any more)
  // The MCP URL answers with this redirect to itself with a slash behind it; none: it is there.
  std::optional<int> moved_with;
  std::optional<int> tools_per_page;       // tools/list comes in pages, with cursors; none: at once
  std::optional<int> requests_per_minute;  // per Authorization value; above: 429
};

struct World {
  std::string name;
  std::vector<Organization> organizations;
  std::vector<User> users;
  std::vector<ApiKey> keys;
  // Tools under other names, listed first and called with these arguments whatever comes: programs
  // of the official suite call tools that its own servers have. In no file.
  std::vector<ToolAlias> tool_aliases;
  // Client ID metadata documents that "the internet" serves: URL (may hold one {callback_id}) →
  // document.
  std::map<std::string, Json> client_documents;
  AuthorizationBehaviour authorization;
  McpBehaviour mcp;
  std::vector<Fault> faults;
  Defects defects;  // never read from a file

  [[nodiscard]] const Organization* organization(std::string_view id) const;
  Organization* organization(std::string_view id);
  [[nodiscard]] const User* user(std::string_view id_or_email) const;
  User* user(std::string_view id_or_email);
  [[nodiscard]] const ApiKey* key(std::string_view id) const;
  ApiKey* key(std::string_view id);
  // Compares with every key, in constant time.
  [[nodiscard]] const ApiKey* key_with_secret(std::string_view secret) const;
};

// One change of the world with the words that explain it ("acme: personal access tokens off").
struct Change {
  std::string text;
  std::function<void(World&)> apply;
};

// Reads a world and the client documents beside it. Throws std::runtime_error whose text names the
// file, the JSON pointer and what would be right.
World load_world(const std::filesystem::path& file);
World parse_world(const Json& json, const std::string& name_in_errors);
std::map<std::string, Json> load_client_documents(const std::filesystem::path& file);

}  // namespace conform::mock
