// How a scripted client behaves on the wire. Every default is correct behaviour by the specification of
// revision 2025-11-25; a profile writes only what its product does differently, a broken one only its bug.
// The JSON of a profile's "behaviour" has the same groups and names; enumerators are written in snake_case.
#pragma once

#include <string>
#include <vector>

#include "mock_server/json.hpp"

namespace conform {

struct Behaviour {
  // ---- Who it says it is ----
  struct Identity {
    std::string user_agent = "omni-conform/1";  // of MCP requests
    std::string metadata_user_agent;            // of metadata requests; empty: the same
    std::string oauth_user_agent;               // of registration and token requests; empty: the same
    std::string protocol_version = "2025-11-25";  // asked for at initialize
    Json client_info = Json{{"name", "omni-conform-reference"}, {"version", "1"}};
    Json capabilities = Json::object();
    Json initialize_id = 0;
    std::vector<std::string> extra_headers;     // "name: value", on MCP requests
  } identity;

  // ---- What it sends before it has a token ----
  enum class FirstContact {
    kPostInitialize,
    kGetUrl,               // GET of the MCP URL, then its challenge
    kHeadUrl,
    kPostServerDiscover,   // the 2026-07-28 probe; then its challenge
    kMetadata,             // never asks the MCP URL first; straight to the well-known places
  };
  struct Discovery {
    FirstContact first_contact = FirstContact::kPostInitialize;
    std::string probe_protocol_version;         // header of a GET probe, "" for none
    std::string metadata_protocol_version = "2025-11-25";  // header on metadata requests, "" for none
    int rounds = 1;                             // how often it runs probe and metadata before authorizing
    bool probes_server_discover = false;        // also with a token or key: server/discover before initialize
    bool follows_challenge = true;              // false: ignores resource_metadata of the challenge
    bool falls_back_to_well_known = true;       // false: gives up without a challenge
    bool tries_path_well_known = true;          // path form before root form
    bool checks_resource = true;                // PRM's resource must be the URL's (origin tolerated)
    bool requires_pkce_metadata = true;         // refuses without code_challenge_methods_supported S256
    bool guesses_endpoints = false;             // ignores metadata: {origin}/authorize, /token, /register
    bool rediscovers_before_token = false;      // metadata again between redirect and token request
  } discovery;

  // ---- How it becomes a client ----
  struct Registration {
    std::string client_metadata_url;            // its CIMD; empty: it has none. May hold {callback_id}
    bool metadata_url_needs_none = false;       // uses it only when "none" is among the auth methods
    Json request = Json::object();              // body of a dynamic registration without scope; empty: the
                                                // reference's. May hold {redirect_uri}
    bool with_scope = true;                     // adds "scope" to it
    std::string redirect_uri = "http://127.0.0.1:33420/callback";  // may hold {callback_id}, {port}
    int attempts = 1;                           // when it is refused
    bool goes_on_when_refused = false;          // authorizes with an id of its own making
    bool made_up_client_id = false;             // never registers
  } registration;

  // ---- The authorization request and its answer ----
  enum class Pkce { kS256, kPlain, kNone, kWrongVerifier };
  enum class Resource { kExact, kOriginWithSlash, kOtherHost, kAbsent };
  struct Authorization {
    std::vector<std::string> order = {"response_type", "client_id", "code_challenge",
                                      "code_challenge_method", "redirect_uri", "state", "scope", "resource"};
    Pkce pkce = Pkce::kS256;
    std::string verifier_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    int verifier_length = 43;
    std::string state_form = "base64url:43";    // base64url:N, base64:N, hex:N, uuid, cursor, none
    bool checks_state = true;
    bool checks_issuer = true;                  // RFC 9207: when sent, and when advertised
    Resource resource = Resource::kExact;
    std::string scope;                          // "" takes the challenge's, else scopes_supported
    bool verifier_in_url = false;
    int browser_openings = 1;                   // how often it opens the same page
    int attempts_when_denied = 1;               // whole flows after error=access_denied
    int attempts_when_closed = 1;               // whole flows when no answer ever comes
    bool ignores_error = false;                 // sends a token request although the answer was an error
  } authorization;

  // ---- The token endpoint ----
  struct Token {
    std::vector<std::string> order = {"grant_type", "code", "code_verifier", "redirect_uri", "resource",
                                      "client_id"};
    std::vector<std::string> refresh_order = {"grant_type", "refresh_token", "resource", "client_id"};
    Resource resource = Resource::kExact;
    Resource refresh_resource = Resource::kExact;
    bool exchanges_code = true;
    int attempts = 1;                           // posts of the same code when it is refused
    int attempts_on_server_error = 1;
    bool refreshes = true;                      // on a 401, when it holds a refresh token
    int refresh_attempts = 1;
    bool saves_rotated_token = true;
    int proactive_seconds = 0;                  // refreshes this long before expires_in is over
  } token;

  // ---- The MCP session ----
  enum class Credential { kHeader, kQuery };
  enum class BearerOn { kEveryRequest, kInitializeOnly };
  struct Session {
    std::string accept = "application/json, text/event-stream";
    bool protocol_version_header = true;        // after initialize
    bool session_id_header = true;
    Credential credential = Credential::kHeader;
    BearerOn bearer_on = BearerOn::kEveryRequest;
    bool sends_initialized = true;
    bool opens_get_stream = false;              // one GET after initialized; 405 is fine
    Json list_params;                           // params of tools/list; null: none
    std::vector<std::string> lists_also;        // further methods after tools/list: "resources/list"
    Json call_meta;                             // params._meta of tools/call; null: none
    bool method_headers = false;                // Mcp-Method and Mcp-Name on every POST
    bool deletes_session = false;               // DELETE at the end, when there is a session id
    bool lists_tools = true;
    bool calls_tools = true;
    bool sends_arguments = true;                // false: calls with {}
    bool reinitializes_when_lost = true;        // after a 404 with a session id
  } session;

  // ---- When it is told no ----
  struct Refusal {
    int sign_ins_after_403 = 0;                 // whole authorization flows it starts because of a 403
    int sign_ins_after_401 = 1;                 // … of a 401 that refreshing did not cure
    int retries_after_403 = 0;                  // identical requests sent again
    int retries_after_401 = 0;
    int retries_after_tool_error = 0;
    int retries_after_503 = 0;
    bool oauth_despite_key = false;             // starts OAuth when a configured key is refused
    bool registers_despite_key = false;         // … but comes only as far as metadata and registration
    bool answers_from_memory = false;           // shows an earlier answer (or an invention) as if it were fresh
  } refusal;

  // ---- What it tells its user, word for word as far as known ----
  enum class Tells { kBody, kGeneric, kNothing };
  struct Output {
    Tells http_errors = Tells::kBody;           // of the MCP endpoint
    Tells oauth_errors = Tells::kBody;          // of registration, authorization and token
    Tells tool_errors = Tells::kBody;
    Tells waiting = Tells::kGeneric;            // when no answer came from the browser
    bool prints_secrets = false;
  } output;

  // ---- What survives a restart ----
  struct Storage {
    bool keeps_registration = true;
    bool keeps_grant = true;
  } storage;
};

}  // namespace conform
