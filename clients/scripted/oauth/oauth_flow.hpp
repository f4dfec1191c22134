// A scripted client's side of OAuth: registration, authorization in the browser, tokens. Every
// deviation from the specification is a field of Behaviour. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "clients/browser/person.hpp"
#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"
#include "clients/scripted/oauth/discovery.hpp"
#include "clients/scripted/oauth/held_grant.hpp"
#include "clients/scripted/oauth/token_endpoint.hpp"
#include "foundation/http/challenge.hpp"
#include "foundation/text/ids.hpp"
#include "foundation/time/clock.hpp"

namespace conform::clients {

// What the flow needs of the world around the client.
struct FlowEnvironment {
  HttpSender& sender;
  std::function<Visit(const std::string&)> open_browser;
  std::function<TimePoint()> now;
  Ids& ids;
  HeldRegistration registered;  // beforehand, with every server; no client_id: it was not
};

class OAuthFlow {
 public:
  OAuthFlow(const Behaviour& behaviour, FlowEnvironment environment);

  // Asks the MCP URL for its challenge where the client does so before it has a token. `probe`
  // sends the one request of the MCP session that may serve as a probe, server/discover, and gives
  // its challenge.
  using Probe = std::function<std::optional<Challenge>()>;

  // A whole authorization for `mcp_url`; with `challenge` the client was told no already and probes
  // no more.
  Attempt<HeldGrant> sign_in(const std::string& mcp_url, const std::optional<Challenge>& challenge,
                             const Probe& probe);

  // Metadata and registration only, with a refused key; nothing comes of it.
  void register_in_vain(const std::string& mcp_url, const std::optional<Challenge>& challenge,
                        const std::string& key);

  // One round of probe and metadata whose result is not used.
  void look_again(const std::string& mcp_url, const Probe& probe);

  // Renews the access token. On failure the trouble says whether the grant is of no more use
  // (kRefused).
  Attempt<void> refresh(const std::string& mcp_url, const std::optional<Challenge>& challenge,
                        HeldGrant& grant);

  // The client_id that the user was given for this connection; empty: none.
  void be_known_as(std::string client_id) { given_id_ = std::move(client_id); }
  void forget_metadata() { known_.reset(); }
  void forget_registrations() { registrations_.clear(); }

 private:
  using Registration = HeldRegistration;

  Attempt<Discovered> rounds(const std::string& mcp_url, const std::optional<Challenge>& challenge,
                             const Probe& probe, int how_many);
  Attempt<Registration> registration(const Discovered& discovered, const std::string& key);
  // What the client is without registering with this server; no client_id: it has to.
  Attempt<Registration> ready_identity(const AuthorizationServer& server);
  [[nodiscard]] std::string held_under(
      const AuthorizationServer& server) const;  // key of registrations_
  Attempt<Registration> register_dynamically(const Discovered& discovered,
                                             Registration registration, const std::string& key);
  // The code, and the verifier that belongs to it.
  Attempt<CodeToExchange> authorize(const std::string& mcp_url, const Discovered& discovered,
                                    const Registration& client);
  [[nodiscard]] std::string challenge_of(const std::string& verifier,
                                         const Discovered& discovered) const;
  std::string authorization_url(const Discovered& discovered, const Registration& client,
                                const std::string& state, const std::string& verifier);
  Attempt<HeldGrant> exchange(const std::string& mcp_url, const Discovered& discovered,
                              const Registration& client, const CodeToExchange& code);
  void forget_refused_client(const AuthorizationServer& server);
  std::string issuer_to_expect(const std::string& mcp_url, const Discovered& discovered);
  std::string fill_in(std::string text);

  const Behaviour& behaviour_;
  FlowEnvironment around_;
  Discovery discovery_;
  TokenEndpoint token_endpoint_;
  std::string callback_id_;
  std::optional<Discovered> known_;                    // metadata of the last round
  std::map<std::string, Registration> registrations_;  // issuer -> client
  std::string given_id_;
  std::map<std::string, std::string> servers_of_given_ids_;  // client_id -> issuer
  std::string first_verifier_;                               // of the first authorization
  std::string first_state_;
  std::string last_error_;  // what the answer to the last authorization said, if an error
  bool no_answer_ = false;  // the last authorization never came back
};

}  // namespace conform::clients
