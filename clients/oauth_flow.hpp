// A scripted client's side of OAuth: registration, authorization in the browser, tokens. Every
// deviation from the specification is a field of Behaviour. Not thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "clients/behaviour.hpp"
#include "clients/challenge.hpp"
#include "clients/discovery.hpp"
#include "clients/http_connection.hpp"
#include "clients/person.hpp"
#include "clients/trouble.hpp"
#include "mock_server/clock.hpp"
#include "mock_server/ids.hpp"

namespace conform {

// What a client was registered as, or is by its own word.
struct HeldRegistration {
  std::string client_id;
  std::string redirect_uri;
  std::string secret;                // empty: a public client
  std::string auth_method = "none";  // at the token endpoint (RFC 7591 section 2)
};

struct HeldGrant {  // not the mock's Grant: what the client knows of it
  std::string access_token;
  std::string refresh_token;  // empty: none was given
  std::optional<TimePoint> expires;
  HeldRegistration client;
  std::string scope;
  Discovered discovered;
};

// What the flow needs of the world around the client.
struct Surroundings {
  HttpSender& sender;
  std::function<Visit(const std::string&)> open_browser;
  std::function<TimePoint()> now;
  Ids& ids;
};

class OAuthFlow {
 public:
  OAuthFlow(const Behaviour& behaviour, Surroundings surroundings);

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
  struct Answer {  // of the browser
    std::string code;
    std::string verifier;
  };

  Attempt<Discovered> rounds(const std::string& mcp_url, const std::optional<Challenge>& challenge,
                             const Probe& probe, int how_many);
  Attempt<Registration> registration(const Discovered& discovered, const std::string& key);
  // What the client is without registering with this server; no client_id: it has to.
  Attempt<Registration> ready_identity(const AuthorizationServer& server);
  std::string held_under(const AuthorizationServer& server) const;  // key of registrations_
  Attempt<Registration> register_dynamically(const Discovered& discovered,
                                             Registration registration, const std::string& key);
  Attempt<Answer> authorize(const Discovered& discovered, const Registration& client);
  Attempt<Answer> read_answer(const Discovered& discovered, const std::string& address,
                              const std::string& state, std::string verifier) const;
  Attempt<HeldGrant> exchange(const std::string& mcp_url, const Discovered& discovered,
                              const Registration& client, const Answer& answer);
  Response post_form(const std::string& address, Parameters form, const Registration& client,
                     const std::string& user_agent);
  void take_tokens(const Json& tokens, HeldGrant& grant, bool keeps_refresh_token) const;
  std::string fill_in(std::string text);

  const Behaviour& behaviour_;
  Surroundings around_;
  Discovery discovery_;
  std::string callback_id_;
  std::optional<Discovered> known_;                    // metadata of the last round
  std::map<std::string, Registration> registrations_;  // issuer -> client
  std::string given_id_;
  std::map<std::string, std::string> servers_of_given_ids_;  // client_id -> issuer
  bool denied_ = false;     // the last authorization ended with access_denied
  bool no_answer_ = false;  // the last authorization never came back
};

// The value of `resource` in the way that the behaviour names; empty: it is not sent.
std::string resource_parameter(Behaviour::Resource how, const std::string& exact);

}  // namespace conform
