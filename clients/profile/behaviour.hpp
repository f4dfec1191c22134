// How a scripted client behaves on the wire. Every default is correct behaviour by the
// specification of the newest handshake revision; a profile writes only what its product does
// differently, a broken one only its bug. The JSON of a profile's "behaviour" has the same groups
// and names; enumerators are written in snake_case.
#pragma once

#include <string>
#include <vector>

#include "foundation/http/challenge.hpp"
#include "foundation/json/json.hpp"
#include "foundation/mcp/revision.hpp"

namespace conform::clients {

struct Behaviour {
  // ---- Who it says it is ----
  struct Identity {
    std::string user_agent = "omni-conform/1";  // of MCP requests
    std::string metadata_user_agent;            // of metadata requests; empty: the same
    std::string oauth_user_agent;               // of registration and tokens; empty: the same
    std::string code_user_agent;                // of the code exchange; empty: as oauth's
    std::string refresh_user_agent;             // of refresh requests; empty: as oauth's
    std::string protocol_version{kNewestHandshake.date};  // asked for at initialize
    Json client_info = Json{{"name", "omni-conform-reference"}, {"version", "1"}};
    Json capabilities = Json::object();
    Json initialize_id = 0;
    std::vector<std::string> extra_headers;  // "name: value", on MCP requests
    std::string accept_encoding;             // of every request; empty: none
    bool decodes = true;                     // false: takes an encoded body as it comes
    bool raw_deflate = false;                // takes "deflate" for DEFLATE without its wrapper
  } identity;

  // ---- What it sends before it has a token ----
  enum class FirstContact {
    kPostInitialize,
    kGetUrl,              // GET of the MCP URL, then its challenge
    kPostServerDiscover,  // the probe of the stateless era; then its challenge
    kMetadata,            // never asks the MCP URL first; straight to the well-known places
  };
  // What it does when no protected resource metadata can be found.
  enum class NoResourceMetadata { kStops, kTriesOrigin, kTriesOriginWithResource };
  // In which order it asks for authorization server metadata (oauth-authorization-server,
  // openid-configuration), and where.
  enum class ServerPlaces {
    kInOrder,
    kOAuthOnly,
    kOpenIdFirst,
    kAppendedFirst,  // of an issuer with a path: behind the path before the other two
    kAppendedOnly,   // never between host and path
  };
  enum class Scopes {
    kChallenge,  // those of the challenge, else scopes_supported
    kSupported,  // the other way round
    kCommon,     // those that are in both
    kServer,     // all those of the authorization server metadata
  };
  struct Discovery {
    FirstContact first_contact = FirstContact::kPostInitialize;
    std::string probe_protocol_version;  // header of a GET probe, "" for none
    // Header on metadata requests, "" for none.
    std::string metadata_protocol_version{kNewestHandshake.date};
    bool version_on_server_metadata = true;  // also on authorization server metadata requests
    // Accept of the requests for protected resource and authorization server metadata.
    std::string resource_accept = "application/json";
    std::string server_accept = "application/json";
    int rounds = 1;                 // how often it runs probe and metadata before authorizing
    int rounds_before_session = 0;  // the same before each initialize, although it has a token
    // Also with a token or key: server/discover before initialize.
    bool probes_server_discover = false;
    std::string server_discover_id = "server-discover-1";
    ChallengeReading reads_challenge = ChallengeReading::kWhole;
    bool follows_challenge = true;         // false: ignores resource_metadata of the challenge
    bool falls_back_to_well_known = true;  // false: gives up without a challenge
    bool tries_path_well_known = true;     // path form before root form
    bool checks_resource = true;           // PRM's resource must be the URL's (origin tolerated)
    bool tolerates_origin = true;          // false: it is another resource
    // When that fails it goes on without `resource` instead of stopping.
    bool drops_resource_on_mismatch = false;
    // A root document that it found without a challenge must name the origin.
    bool root_document_is_for_origin = false;
    NoResourceMetadata without_resource_metadata = NoResourceMetadata::kStops;
    // Without server metadata: {origin}/authorize, /token, /register, as revision 2025-03-26 had
    // it.
    bool default_endpoints = false;
    // When neither challenge nor resource metadata names a scope.
    bool scope_from_server_metadata = false;
    bool reuses_metadata = false;              // a later sign-in does not ask for metadata again
    bool first_answer_is_final = false;        // anything but 404 or a document ends the search
    bool known_resource_members_only = false;  // of the resource metadata; others are an error
    bool known_server_members_only = false;
    ServerPlaces server_places = ServerPlaces::kInOrder;
    Scopes scopes = Scopes::kChallenge;
    bool forgives_resource_slash = false;  // compares as if neither had one at its end
    bool adds_slash_to_origin = false;     // writes a resource without a path as URL libraries do
    bool strips_issuer_slash = false;    // takes "https://host/" for "https://host", then compares
    bool forgives_issuer_slash = false;  // compares as if neither had one at its end
    bool checks_metadata_issuer = true;  // stops when the document names another issuer
    bool requires_pkce_metadata = true;  // refuses without code_challenge_methods_supported S256
    bool guesses_endpoints = false;      // ignores metadata: {origin}/authorize, …
    bool rediscovers_before_token = false;  // metadata again between redirect and token request
  } discovery;

  // ---- How it becomes a client ----
  enum class Secret { kAsRegistered, kBasic, kPost };
  struct Registration {
    std::string client_metadata_url;       // its CIMD; empty: it has none. May hold {callback_id}
    bool metadata_url_unasked = false;     // uses it also where the server does not support that
    bool metadata_url_needs_none = false;  // uses it only when "none" is among the auth methods
    // Body of a dynamic registration without scope; empty: the reference's. May hold
    // {redirect_uri}, {auth_method} and {application_type}.
    Json request = Json::object();
    std::string accept = "application/json";  // of that request
    bool checks_answer = true;  // does not use a registration for other redirect URIs than its own
    Secret secret = Secret::kAsRegistered;  // how it shows one that it was given
    bool one_for_all_servers = false;       // what one server registered is used with any other
    // A client_id that its user gave it is for the server with which it was first used.
    bool given_id_for_any_server = false;
    bool ignores_given_id = false;  // registers nevertheless
    bool guesses_endpoint = false;  // {origin}/register where the metadata names none
    bool fresh_redirect = false;    // with each sign-in another {port}, whatever is registered
    // May hold {callback_id}, {port}.
    std::string redirect_uri = "http://127.0.0.1:61420/callback";
    // Used instead when the server advertises the iss parameter (RFC 9207); empty: the same.
    std::string issuer_metadata_url;
    std::string issuer_redirect_uri;
    bool again_at_each_sign_in = false;  // a fresh registration for every authorization
    int attempts = 1;                    // when it is refused
    bool goes_on_when_refused = false;   // authorizes with an id of its own making
  } registration;

  // ---- The authorization request and its answer ----
  enum class Pkce { kS256, kPlain };
  struct Authorization {
    std::vector<std::string> order = {
        "response_type", "client_id", "code_challenge", "code_challenge_method",
        "redirect_uri",  "state",     "scope",          "resource"};
    Pkce pkce = Pkce::kS256;
    std::string verifier_alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    int verifier_length = 43;
    std::string state_form = "base64url:43";  // base64url:N, base64:N, hex:N, uuid, cursor, none
    bool checks_state = true;
    bool fresh_verifier = true;  // false: the one of its first authorization, time and again
    bool fresh_state = true;
    bool falls_back_to_plain = false;  // when the metadata names no S256
    bool checks_issuer = true;         // RFC 9207: when sent, and when advertised
    bool misses_issuer = true;         // … an advertised one that was not sent is an error
    bool demands_issuer = false;       // … even one that was not advertised
    bool rejects_unadvertised_issuer =
        false;                               // … and one that nobody promised, although it is right
    bool trims_issuer = false;               // compares without regard to a slash at the end
    bool error_before_issuer = false;        // believes an error before it compares
    bool issuer_from_later_look = false;     // compares with metadata read after the answer
    bool ignores_unknown_parameters = true;  // of the answer
    bool unites_scopes = true;               // stepping up asks for what was granted as well
    bool verifier_in_url = false;
    int browser_openings = 1;      // how often it opens the same page
    int attempts_when_denied = 1;  // whole flows after error=access_denied
    int attempts_when_closed = 1;  // whole flows when no answer ever comes
    int attempts_when_failed = 1;  // whole flows after any other error
    bool ignores_error = false;    // sends a token request although the answer was an error
  } authorization;

  // ---- The token endpoint ----
  struct Token {
    std::vector<std::string> order = {"grant_type",   "code",     "code_verifier",
                                      "redirect_uri", "resource", "client_id"};
    std::vector<std::string> refresh_order = {"grant_type", "refresh_token", "resource",
                                              "client_id"};
    bool exchanges_code = true;
    int attempts = 1;  // posts of the same code when it is refused
    int attempts_on_server_error = 1;
    bool refreshes = true;  // on a 401, when it holds a refresh token
    int refresh_attempts = 1;
    bool saves_rotated_token = true;
    bool rediscovers_before_refresh = false;  // metadata again before a refresh
    int proactive_seconds = 0;                // refreshes this long before expires_in is over
    bool repeats_used_code = false;           // after it worked
    bool checks_type = true;                  // an unknown token_type is not used
    bool exact_type = false;                  // "bearer" is unknown to it
    bool ignores_unknown_members = true;
    bool needs_numeric_expiry = false;     // gives up over "expires_in": "3600"
    bool needs_refresh_token = false;      // gives up without one
    bool keeps_unrotated_token = true;     // when a refresh brings no other refresh token
    bool keeps_rotated_on_disk = true;     // false: after a restart it is back at the first one
    bool keeps_refused_grant = false;      // refreshes with a refused token again, later
    bool needs_error_code = false;         // a refusal in other words than OAuth's is none
    bool registers_again = true;           // after invalid_client
    bool failure_ends_grant = false;       // a failing token endpoint is taken for a refusal
    bool refresh_token_as_bearer = false;  // instead of a refresh
    bool goes_anywhere = false;            // the access token of one server is sent to the next
    // A token without expires_in is taken to live so many seconds, and is dropped after that when
    // nothing can renew it; 0: it is good until the server says no.
    int assumed_seconds = 0;
    // Fewer scopes than it asked for are not enough: so often it signs in again, then it gives up.
    int sign_ins_for_scopes = -1;           // -1: it goes by what was granted
    bool encodes_basic = true;              // name and secret in the Authorization field
    bool registers_before_refresh = false;  // and refreshes under its new client_id
    // Of calls at once: each refreshes with the token that was there when it was sent.
    bool refreshes_for_each_call = false;
  } token;

  // ---- The MCP session ----
  enum class KeepsTools { kNo, kForTheKey, kForEverybody };
  struct Session {
    std::string accept = "application/json, text/event-stream";
    bool protocol_version_header = true;  // after initialize
    bool sends_initialized = true;
    bool opens_get_stream = true;                     // one GET after initialized; 405 is fine
    std::string stream_accept = "text/event-stream";  // Accept of that GET
    // Params of tools/list and lists_also; null: none. Here and in call_meta the string
    // "{progress}" counts up, and "{uuid}" is one for each session.
    Json list_params;
    std::vector<std::string> lists_also;  // further methods after tools/list: "resources/list"
    Json call_meta;                       // params._meta of tools/call; null: none
    bool method_headers = false;          // Mcp-Method and Mcp-Name on every POST
    bool deletes_session = true;          // DELETE at the end, when there is a session id
    bool lists_tools = true;
    bool reinitializes_when_lost = true;  // after a 404 with a session id
    bool forgets_lost_session = true;     // its initialize then carries the old id no more
    int reinitializations = 1;            // in one intent
    // Also when it connects again: the first session id that it was given.
    bool keeps_first_session_id = false;
    int stream_attempts = 1;  // GETs for the stream when it is refused
    int stream_openings = 1;  // … when it is no event stream, or ends at once
    bool refused_stream_is_fatal = false;
    bool unique_ids = true;         // each request has an id of its own
    bool null_ids = false;          // every id is null
    bool joins_messages = false;    // a notification waits for the next request and shares its POST
    bool shows_session_id = false;  // in its errors
    bool lists_first = false;       // tools/list before each initialize
    bool cancels_initialize = false;  // right after it was answered
    bool reads_all_pages = true;      // of tools/list
    bool empty_cursor_ends = false;   // takes "" for no cursor
    bool stops_without_news = true;   // at a page that brings no tool that is new
    int most_pages = 100;             // of one list
    // Whether it lists the tools of a server once, whatever the server says of how long a list is
    // good; and whether the list is there for whoever has another key.
    KeepsTools keeps_tools = KeepsTools::kNo;
    // Each request on a connection of its own: libcurl tries again by itself when one is lost that
    // it used before, and others do not.
    bool connects_anew = false;
    bool drops_all_for_one = false;        // shows no tool when one has an odd schema
    bool lists_again_when_changed = true;  // after notifications/tools/list_changed
    bool checks_version = true;            // of the answer to initialize
    bool checks_structured = true;         // against the tool's output schema
    bool checks_result_type = true;        // stateless era: an unknown resultType is an error
    bool takes_any_id = false;             // an answer with another id is taken for the answer
    bool takes_any_body = false;           // a page or a piece of JSON is shown as if it were rows
    int longest_answer = 0;                // bytes that it shows of an answer; 0: all
    bool first_content_only = false;       // of a result
    bool shows_structured = true;          // what stands in structuredContent only
    bool sends_cancelled = true;           // when its user cancels a call
    int call_timeout_ms = 0;               // real time; 0: it waits longer than any play lasts
    bool follows_redirects = false;        // of the MCP URL, with its credential
    bool follows_moves = true;             // 307 and 308 to another place of the same origin
    bool trims_key = true;                 // white space around a configured key
    bool ignores_key = false;              // as if none were configured
    bool sends_placeholders = false;       // "${OMNI_API_KEY}" as if it were a key
    bool keeps_first_key = false;          // for whatever is connected later
  } session;

  // ---- Event streams that answer a POST ----
  enum class CutStream { kResumes, kFails, kSendsAgain };
  struct Streams {
    bool reads = true;                 // false: takes JSON answers only
    bool skips_other_messages = true;  // false: the first message is the answer, whatever it is
    bool survives_empty_events = true;
    CutStream when_cut = CutStream::kResumes;  // the stream ended before the answer
    bool waits_for_retry = true;
    bool answers_pings = true;
    bool answers_unknown_requests = true;     // with -32601
    bool agrees_to_unknown_requests = false;  // with an empty result instead
    bool answers_notifications = false;
    bool ignores_unknown_notifications = true;
    // What it does not know of how streams are written.
    bool knows_crlf = true;
    bool knows_cr = true;
    bool joins_data_lines = true;  // false: it reads the first of an event
    bool needs_space = false;      // behind the colon
    bool skips_mark = true;        // a byte order mark; false: it is a part of the first name
    bool skips_comments = true;    // false: it stumbles over them
    int decodes_each = 0;          // so many bytes, whatever character they end in; 0: all at once
  } streams;

  // ---- The stateless era, since 2026-07-28 ----
  struct Stateless {
    bool speaks = true;  // false: knows the handshake revisions only
    // After initialize was refused with the versions that the server supports.
    bool retries_supported_version = true;
    bool remembers_era = true;           // of a server, for later sessions
    bool failed_probe_is_final = false;  // server/discover was not answered: no initialize
    bool ends_sessions = false;          // sends DELETE, although there is no session
    bool sends_responses = false;        // to requests of the server
    bool encodes_headers = true;         // values that a header field cannot hold
    bool needs_result_type = false;      // of the answer to server/discover
    // Calls again when a result says input_required and asks for nothing but its state back.
    bool retries_with_state = true;
    bool trims_state = false;  // of white space at its ends
  } stateless;

  // ---- When it is told no ----
  struct Refusal {
    int sign_ins_after_403 = 0;  // whole authorization flows it starts because of a 403
    int step_ups = 1;            // … of a 403 whose challenge says insufficient_scope
    int renewals_after_401 = 1;  // of its token, in one intent, before it signs in anew
    int stream_renewals = 0;     // … because the GET stream was refused with 401
    int sign_ins_after_401 = 1;  // … of a 401 that refreshing did not cure
    // Of calls at once: each starts one, although that of another has brought a token meanwhile.
    bool signs_in_for_each_call = false;
    int retries_after_403 = 0;       // identical requests sent again
    int call_retries_after_403 = 0;  // the same, of tools/call alone
    int retries_after_401 = 0;
    int retries_after_tool_error = 0;
    int retries_after_503 = 0;
    int retries_after_429 = 1;
    int retries_after_server_error = 0;  // 500, 502, 504
    int retries_after_lost_connection = 0;
    int retries_after_lost_session = 0;            // with the same session id, after 400 and 410
    bool waits_as_told = true;                     // Retry-After
    bool crashes_on_lost_connection = false;       // ends without a word
    bool gives_up_for_good = false;                // after one refused request it never asks again
    bool registers_despite_key_after_403 = false;  // … also when it was refused with 403
    // Starts OAuth when a configured key is refused, but comes only as far as the registration.
    bool registers_despite_key = false;
    bool key_on_metadata = false;      // then sends the refused key with metadata requests
    bool key_on_registration = false;  // … and with the registration
    bool answers_from_memory = false;  // shows an earlier answer (or an invention) as if fresh
  } refusal;

  // ---- What it tells its user, word for word as far as known ----
  enum class Tells { kBody, kGeneric, kNothing };
  struct Output {
    Tells http_errors = Tells::kBody;   // of the MCP endpoint
    Tells key_errors = Tells::kBody;    // of the MCP endpoint when a configured key is refused
    Tells oauth_errors = Tells::kBody;  // of registration, authorization and token
    Tells tool_errors = Tells::kBody;
    Tells waiting = Tells::kGeneric;  // when no answer came from the browser
    bool prints_secrets = false;
    bool repeats_first_answer = false;  // whatever it asks later
  } output;

  // ---- What survives a restart ----
  struct Storage {
    bool keeps_registration = true;
    bool keeps_grant = true;
    bool keeps_grant_without_refresh_token = true;
    bool forgets_when_removed = true;  // the grant of a connection that the user removed
  } storage;
};

}  // namespace conform::clients
