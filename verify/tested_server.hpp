// One server under examination: what its checks ask of it, each thing once. Speaks as a plain
// client, without a profile's habits. Not thread-safe; throws ConnectionError.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "clients/browser/headless_user.hpp"
#include "clients/http/http_connection.hpp"
#include "foundation/json/json.hpp"
#include "foundation/mcp/revision.hpp"
#include "foundation/text/ids.hpp"

namespace conform::verify {

// What somebody who administers the server does while it is examined: to the organization and the
// person that the browser signs in as.
enum class AdminAct {
  kTurnTokensOff,  // personal access tokens
  kTurnTokensOn,
  kTurnServerOff,  // the MCP server
  kTurnServerOn,
  kDeactivatePerson,
  kActivatePerson,
  kRevokeGrants,
  kExpireTokens,
  kLetCodesExpire,
};

struct VerifyOptions {
  std::string url;             // of the MCP server, http on loopback
  std::string bearer;          // a key or token that it accepts; or empty
  std::string revoked_bearer;  // one that it must not accept any more; or empty
  std::string viewer_bearer;   // one that it accepts, of somebody who may not query; or empty
  std::string foreign_bearer;  // one that is good at another server, not here; or empty
  std::string foreign_model;   // the id of a model of another organization; or empty
  // Sign in by OAuth: registers clients and makes grants. Otherwise nothing is written.
  bool oauth = false;
  clients::HeadlessUser* browser = nullptr;  // needed for oauth
  // Changes the server for a moment; empty: nobody does. What is turned off is turned on again.
  std::function<void(AdminAct)> administer;
  clients::HttpSender* sender = nullptr;  // nullptr: a connection of its own
  clients::TimeLimits patience = {};
  clients::HttpConnection::Witness witness = {};  // of a connection of its own; or empty
};

// A code and what belongs to it.
struct IssuedCode {
  std::string code;
  std::string verifier;
  std::string state_sent;
  Parameters answer;  // of the redirect
};

// A JSON-RPC request, and what came of it.
struct RpcExchange {
  Json id;
  Response response;
  Json answer;  // the JSON-RPC response with that id, or null
};

class ServerUnderTest {
 public:
  explicit ServerUnderTest(VerifyOptions options);

  [[nodiscard]] const VerifyOptions& options() const { return options_; }
  [[nodiscard]] const Url& url() const { return url_; }

  Response get(const std::string& address);
  Response post_form(const std::string& address, const Parameters& form);
  Response post_json(const std::string& address, const Json& body);
  // A JSON-RPC message to the MCP URL, with these header fields beside the usual ones.
  Response post_mcp(const std::string& body, const Headers& more);
  Response send(const std::string& method, const std::string& address, const Headers& headers,
                std::string body = "");

  // A request with the bearer, in a session where the server has them, or of the stateless
  // revision where it speaks nothing else.
  RpcExchange ask(const std::string& method, const Json& params);
  Json call(const std::string& method, const Json& params);  // its answer
  RpcExchange ask_stateless(const std::string& method, const Json& params,
                            const Headers& changed = {});

  const Response& unauthenticated();  // initialize without a credential
  std::string metadata_address();     // of the challenge, else well-known; empty: nowhere
  const Json& resource_metadata();    // null when there is none
  const Json& server_metadata();
  std::string endpoint(const char* member);  // of the authorization server; or empty

  const Json& registration();  // the answer, null when it was refused
  int registration_status();   // HTTP
  Parameters authorization();  // a good request, with a new challenge
  clients::Visit visit(const Parameters& query, const clients::ConsentAnswer& consent_answer = {});
  [[nodiscard]] const clients::HeadlessUser& browser() const { return *options_.browser; }
  std::optional<IssuedCode> code();  // a new one each time; nullopt when none came
  Parameters exchange_of(const IssuedCode& issued);
  const Response& tokens();           // the answer to a good exchange
  Json fresh_tokens();                // of a new code, each time; null when none came
  std::string bearer();               // given, or by OAuth; or empty
  const std::string& other_client();  // the client_id of a second registration; or empty
  // Forgets what it got by OAuth where the act makes that worthless.
  void administer(AdminAct act);

  bool speaks_handshake();        // false: only the stateless revision
  bool speaks_stateless();        // 2026-07-28
  const Response& initialized();  // initialize with the bearer
  Headers session_headers();      // bearer, version, session id

 private:
  VerifyOptions options_;
  Url url_;
  std::unique_ptr<clients::HttpSender> own_sender_;
  clients::HttpSender& sender_;
  Ids ids_{Ids::unpredictable_seed()};
  std::string verifier_;
  int request_number_ = 0;
  int registration_status_ = 0;
  std::optional<Response> unauthenticated_;
  std::optional<Json> resource_metadata_;
  std::optional<Json> server_metadata_;
  std::optional<Json> registration_;
  std::optional<Response> tokens_;
  std::optional<Response> initialized_;
  std::optional<bool> speaks_stateless_;
  std::optional<std::string> other_client_;
};

// The JSON of a body, null when it is none.
Json json_of(const Response& response);
Json client_metadata();                                                     // to register with
Json initialize_message(std::string_view version = kNewestHandshake.date);  // with the id 1
Json stateless_meta(std::string_view version);

}  // namespace conform::verify
