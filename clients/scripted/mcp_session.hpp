// One Streamable HTTP session of a scripted client: requests, answers as JSON or event stream, the
// session id, and what the server asks in between. Sends what it is told to; how to react to a
// refusal is decided elsewhere. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/json.hpp"
#include "foundation/text/ids.hpp"
#include "foundation/time/clock.hpp"

namespace conform::clients {

struct McpAnswer {
  int status = 0;
  Headers headers;
  std::string body;
  Json message;  // the JSON-RPC response to the request, or null

  [[nodiscard]] bool accepted() const { return status >= 200 && status < 300; }
  [[nodiscard]] const Json* result() const;        // of a JSON-RPC success, else nullptr
  [[nodiscard]] const Json* error_object() const;  // of a JSON-RPC error, else nullptr
  [[nodiscard]] std::string error()
      const;  // "-32601: Method not found" of a JSON-RPC error, else empty
  [[nodiscard]] bool is_event_stream() const;
  [[nodiscard]] bool stays_open() const;  // an event stream that does not end with this answer
};

class McpSession {
 public:
  // `wait` lets time pass; by default none does. All must outlive it.
  McpSession(
      const Behaviour& behaviour, HttpSender& sender, Ids& ids, const std::string& mcp_url,
      std::function<void(Duration)> wait = [](Duration) {});

  // `bearer` is the access token or key; empty sends none.
  McpAnswer server_discover(const std::string& bearer);
  McpAnswer probe();                                // GET of the URL, without a credential
  McpAnswer initialize(const std::string& bearer);  // begins anew: forgets session id and counters
  McpAnswer initialized(const std::string& bearer);
  McpAnswer open_stream(const std::string& bearer);
  // One page; without a cursor the first. "" is a cursor too.
  McpAnswer list(const std::string& method, const std::string& bearer,
                 const std::optional<std::string>& cursor = std::nullopt);
  // `state` is that of a result which asked for it back.
  McpAnswer call_tool(const std::string& tool, const Json& arguments, const std::string& bearer,
                      const std::optional<std::string>& state = std::nullopt);
  McpAnswer cancel_last(const std::string& bearer);
  McpAnswer delete_session(const std::string& bearer);

  void speak_stateless() { stateless_ = true; }  // from now on
  [[nodiscard]] bool speaks_negotiated_version() const;
  [[nodiscard]] bool is_stateless() const { return stateless_; }
  [[nodiscard]] bool has_session_id() const { return !session_id_.empty(); }
  [[nodiscard]] const Url& url() const { return url_; }
  [[nodiscard]] const std::string& session_id() const { return session_id_; }
  [[nodiscard]] const std::string& first_session_id() const { return first_session_id_; }
  void keep_session_id(std::string id) { first_session_id_ = std::move(id); }
  [[nodiscard]] const Json& tool(const std::string& name) const;  // its description, or null
  bool take_tools_changed() { return std::exchange(tools_changed_, false); }

 private:
  McpAnswer request(const std::string& method, Json params, const std::string& bearer);
  McpAnswer post(const Json& message, const std::string& bearer, bool begins);
  McpAnswer send(Request request, const std::string& bearer, bool begins);
  McpAnswer follow(const McpAnswer& redirect, Request request);
  [[nodiscard]] std::optional<std::string> moved_within_origin(const Response& response) const;
  void read_answer(McpAnswer& answer, const Json& message, const std::string& bearer);
  // What the stream says; the id of its last event.
  std::string read_stream(McpAnswer& answer, const Json& id, const std::string& bearer);
  McpAnswer resume(const std::string& last_event_id, const std::string& bearer);
  // Of the server, on a stream; false: this client stumbles over it.
  bool take_message(const Json& message, const std::string& bearer);
  void answer_request(const Json& request, const std::string& bearer);
  void learn_tools(const McpAnswer& answer);
  Json next_id();
  Json fill_in(const Json& params);

  const Behaviour& behaviour_;
  HttpSender& sender_;
  Ids& ids_;
  Url url_;
  std::function<void(Duration)> wait_;
  bool stateless_ = false;
  std::string session_id_;
  std::string lost_session_id_;
  std::string first_session_id_;
  std::string negotiated_;  // protocol version; empty before initialize
  std::string uuid_;
  std::map<std::string, Json> tools_;  // by name, as they were listed
  bool tools_changed_ = false;
  Duration retry_{0};    // before a cut stream is resumed
  Json last_id_;         // of the last request
  std::string waiting_;  // for the next POST
  int request_number_ = 0;
  int progress_ = 0;
};

// The JSON-RPC response with that id in a body of either content type; null when there is none.
Json find_response(std::string_view content_type, const std::string& body, const Json& id);

}  // namespace conform::clients
