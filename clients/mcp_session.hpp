// One Streamable HTTP session of a scripted client: requests, answers as JSON or event stream, the
// session id. Sends what it is told to; how to react to an answer is decided elsewhere. Not
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "clients/behaviour.hpp"
#include "clients/http_connection.hpp"
#include "mock_server/http/url.hpp"
#include "mock_server/ids.hpp"
#include "mock_server/json.hpp"

namespace conform {

struct McpAnswer {
  int status = 0;
  Headers headers;
  std::string body;
  Json message;  // the JSON-RPC response to the request, or null

  bool accepted() const { return status >= 200 && status < 300; }
  const Json* result() const;  // of a JSON-RPC success, else nullptr
  std::string error() const;   // "-32601: Method not found" of a JSON-RPC error, else empty
};

class McpSession {
 public:
  McpSession(const Behaviour& behaviour, HttpSender& sender, Ids& ids, const std::string& mcp_url);

  // `bearer` is the access token or key; empty sends none.
  McpAnswer server_discover(const std::string& bearer);
  McpAnswer probe(std::string_view method);  // GET or HEAD of the URL, without a credential
  // Begins anew: forgets session id and counters. Without a handshake it is server/discover.
  McpAnswer initialize(const std::string& bearer);
  McpAnswer initialized(const std::string& bearer);
  McpAnswer open_stream(const std::string& bearer);
  McpAnswer list(const std::string& method, const std::string& bearer);
  McpAnswer call_tool(const std::string& tool, const Json& arguments, const std::string& bearer);
  McpAnswer delete_session(const std::string& bearer);

  bool has_session_id() const { return !session_id_.empty(); }
  // Whether its revision has a handshake; since 2026-07-28 every request stands alone.
  bool has_handshake() const;

 private:
  McpAnswer post(Json message, const std::string& bearer, bool begins);
  McpAnswer send(Request request, const std::string& bearer, bool begins);
  Json request_meta() const;  // of a revision without a handshake
  Json next_id();
  Json fill_in(const Json& params);

  const Behaviour& behaviour_;
  HttpSender& sender_;
  Ids& ids_;
  Url url_;
  std::string session_id_;
  std::string negotiated_;  // protocol version; empty before initialize
  std::string uuid_;
  int request_number_ = 0;
  int progress_ = 0;
};

// The JSON-RPC response with that id in a body of either content type; null when there is none.
Json find_response(std::string_view content_type, std::string_view body, const Json& id);

}  // namespace conform
