// A scripted client's connection to one MCP server: the handshake or what the stateless era has
// instead, lists and calls, a session that is lost, the end. Tells nobody anything. Not
// thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"
#include "clients/scripted/credentials.hpp"
#include "clients/scripted/mcp_session.hpp"
#include "clients/scripted/retry_policy.hpp"
#include "foundation/text/ids.hpp"
#include "foundation/time/clock.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

class ServerConnection {
 public:
  // `wait` lets time pass. All must outlive it.
  ServerConnection(const Behaviour& behaviour, HttpSender& sender, Ids& ids,
                   Credentials& credentials, std::function<void(Duration)> wait);

  void begin(const std::string& url);  // with a session of its own
  McpSession& session() { return *session_; }
  [[nodiscard]] bool has_begun() const { return session_.has_value(); }
  [[nodiscard]] bool is_established() const { return established_; }

  // Without a credential; what the server says to it.
  McpAnswer ask_without_credential(RetryBudget& left);
  // Returns the trouble when it does not come about.
  std::optional<ClientError> establish(RetryBudget& left);
  std::optional<ClientError> settle_in(RetryBudget& left);  // after a served initialize
  void end();                                               // in good order
  void drop() { established_ = false; }

  // All pages; the answer with the last.
  McpAnswer list(const std::string& method, RetryBudget& left);
  [[nodiscard]] bool has_listed() const { return listed_; }
  [[nodiscard]] bool has_tools() const {
    return has_tools_;
  }  // false: it dropped all that were listed
  // Throws TimedOut when the call's user, or the client, waits no longer.
  McpAnswer call(const CallTool& call, RetryBudget& left);
  void cancel_call();  // after that
  // An order of events that calls at once can have: all are refused before the first is cured.
  std::vector<McpAnswer> call_at_once(const std::vector<CallTool>& calls,
                                      const RetryBudget& left_for_each);

  ClientError error_of(const McpAnswer& answer, ClientError::Area area);

 private:
  McpAnswer ask_for_list(const std::string& method, RetryBudget& left);
  McpAnswer persist_in_session(const RetryPolicy::Send& send, RetryBudget& left);
  std::optional<ClientError> establish_stateless(RetryBudget& left);
  std::optional<ClientError> settle_in_stateless();
  std::optional<ClientError> open_stream();
  [[nodiscard]] std::optional<Duration> call_limit() const;
  [[nodiscard]] bool tells_of_server(const McpAnswer& answer) const;
  [[nodiscard]] std::optional<std::string> state_asked_for(const McpAnswer& answer) const;
  [[nodiscard]] bool has_handshake() const;  // its own revision, whatever the server speaks

  const Behaviour& behaviour_;
  HttpSender& sender_;
  Ids& ids_;
  Credentials& credentials_;
  std::function<void(Duration)> wait_;
  RetryPolicy retry_policy_;
  std::optional<McpSession> session_;
  bool established_ = false;
  bool listed_ = false;  // tools, in this session
  bool has_tools_ = true;
  // By URL and credential.
  std::map<std::pair<std::string, std::string>, std::optional<McpAnswer>> kept_tools_;
};

}  // namespace conform::clients
