// One server under examination: what its checks ask of it, each thing once. Speaks as a plain
// client, without a profile's habits. Not thread-safe; throws ConnectionError.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "clients/http_connection.hpp"
#include "clients/person.hpp"
#include "mock_server/ids.hpp"
#include "mock_server/json.hpp"

namespace conform {

struct VerifyOptions {
  std::string url;             // of the MCP server, http on loopback
  std::string bearer;          // a key or token that it accepts; or empty
  std::string revoked_bearer;  // one that it must not accept any more; or empty
  // Sign in by OAuth: registers clients and makes grants. Otherwise nothing is written.
  bool oauth = false;
  std::function<Visit(const std::string&)> open_browser;  // needed for oauth
};

// A code and what belongs to it.
struct IssuedCode {
  std::string code;
  std::string verifier;
  std::string state_sent;
  Parameters answer;  // of the redirect
};

class Examination {
 public:
  explicit Examination(VerifyOptions options);

  const VerifyOptions& options() const { return options_; }
  const Url& url() const { return url_; }

  Response get(const std::string& address);
  Response post_form(const std::string& address, const Parameters& form);
  Response post_json(const std::string& address, const Json& body);
  // A JSON-RPC message to the MCP URL, with these header fields beside the usual ones.
  Response post_mcp(const std::string& body, const Headers& more);
  Json call(const std::string& method, Json params);  // the JSON-RPC answer, in a session

  const Response& unauthenticated();  // initialize without a credential
  std::string metadata_address();     // of the challenge, else well-known; empty: nowhere
  const Json& resource_metadata();    // null when there is none
  const Json& server_metadata();
  std::string endpoint(const char* member);  // of the authorization server; or empty

  const Json& registration();  // the answer, null when it was refused
  Parameters authorization();  // a good request, with a new challenge
  Visit visit(const Parameters& query);
  std::optional<IssuedCode> code();  // a new one each time; nullopt when none came
  Parameters exchange_of(const IssuedCode& issued);
  const Response& tokens();  // the answer to a good exchange
  std::string bearer();      // given, or by OAuth; or empty

  const Response& initialized();  // initialize with the bearer
  Headers session_headers();      // bearer, version, session id

 private:
  Response send(const std::string& method, const std::string& address, const Headers& headers,
                std::string body);

  VerifyOptions options_;
  Url url_;
  HttpConnection connection_;
  Ids ids_{Ids::unpredictable_seed()};
  std::string verifier_;
  int request_number_ = 0;
  std::optional<Response> unauthenticated_;
  std::optional<Json> resource_metadata_;
  std::optional<Json> server_metadata_;
  std::optional<Json> registration_;
  std::optional<Response> tokens_;
  std::optional<Response> initialized_;
};

// The JSON of a body, null when it is none.
Json json_of(const Response& response);
Json initialize_message(const std::string& version);  // with the id 1

}  // namespace conform
