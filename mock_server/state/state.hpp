// What was obtained from the mock while it ran: browser sessions, client registrations,
// authorization codes, grants (Omni calls one an MCP OAuth PAT) with their tokens, and MCP
// sessions. Thread-safe; every verb is atomic. Times are the mock's clock. Of each kind the newest
// are kept (docs/limits.md): what was forgotten is as unknown as what never was.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/text/ids.hpp"
#include "foundation/time/clock.hpp"
#include "mock_server/state/bounded_map.hpp"
#include "mock_server/state/event_log.hpp"
#include "mock_server/state/jobs.hpp"
#include "mock_server/state/rate_limiter.hpp"
#include "mock_server/world/defect.hpp"

namespace conform::mock {

// RFC 7591, or a client ID metadata document that was accepted.
struct ClientRegistration {
  std::string client_id;
  std::string name;
  std::string client_uri;
  std::vector<std::string> redirect_uris;
  bool from_document = false;
  bool any_redirect = false;  // registered by hand
  std::string secret = {};    // empty: a public client
  std::optional<TimePoint> secret_expires = std::nullopt;
};

// An authorization request that was found in order; it waits for the person's decision.
struct AuthorizationRequest {
  ClientRegistration client;
  std::string redirect_uri;
  std::optional<std::string> state;  // sent back byte for byte
  std::string scope;
  std::string code_challenge;
  std::string resource;          // empty when the client named none
  std::string callbacks_origin;  // as the browser addressed it; the issuer of this flow
  std::string organization;      // whose page asks the person; no other one may
};

struct Grant {
  std::string id;
  std::string user;
  std::string organization;
  std::string client_id;
  std::string client_name;
  std::string scope;
  std::string resource;
  TimePoint created;
  bool revoked = false;
};

struct Tokens {
  std::string access_token;
  std::string refresh_token;           // empty when none is issued
  std::optional<Duration> expires_in;  // none: the access token does not expire
  Grant grant;
};

enum class CodeFailure {
  kUnknown,
  kExpired,
  kReused,
  kOtherClient,
  kOtherRedirect,
  kWrongVerifier,
  kOtherResource
};
enum class RefreshFailure { kUnknown, kReused, kRevoked, kOtherClient, kOtherResource };
enum class TokenFailure { kUnknown, kExpired, kRevoked };

class State {
 public:
  // Registrations, tickets and codes, which hold what clients wrote.
  static constexpr std::size_t kMostOfAKind = 10'000;
  // Grants, tokens of each kind, and sessions.
  static constexpr std::size_t kMostGrants = 200'000;

  State(Clock& clock, Ids& ids) : clock_(clock), ids_(ids), jobs_(clock, ids), limiter_(clock) {}

  // ---- Browser sessions of one organization's own host ----
  std::string sign_in(std::string_view organization,
                      std::string_view user);  // the session cookie's value
  std::optional<std::string> signed_in_user(std::string_view organization,
                                            std::string_view session) const;
  void sign_out(std::string_view organization, std::string_view session);

  // ---- Registrations ----
  ClientRegistration add_client(ClientRegistration client);  // gives it a client_id
  std::optional<ClientRegistration> client(std::string_view client_id) const;

  // ---- Authorization requests that wait for a decision ----
  std::string park(AuthorizationRequest request);  // returns the ticket that the pages carry
  std::optional<AuthorizationRequest> parked(std::string_view ticket) const;
  std::optional<AuthorizationRequest> take(std::string_view ticket);  // once

  // ---- Codes and grants ----
  std::string issue_code(const AuthorizationRequest& request, std::string_view user,
                         std::string_view organization, Duration lifetime, bool marked = false);
  struct CodeUse {
    std::string code, client_id, redirect_uri, verifier, resource;
  };
  struct Issue {
    std::optional<Duration> access_token_lifetime;
    bool refresh_token = true;
    bool rotate = true;  // false: a refresh token stays valid and no other is issued
    Defects defects = {};
    bool marked = false;  // the refresh token holds what a form must encode
  };
  // Called with the grant just before tokens are issued for it; may throw, and then nothing has
  // happened. Runs under the lock: it must not call the State.
  using Allow = std::function<void(const Grant&)>;
  // A code works once. Using a spent one again revokes what came of it (RFC 6749 section 4.1.2);
  // repeating a refused request does not: of the clients that were recorded, most send a refused
  // exchange a second time.
  std::expected<Tokens, CodeFailure> redeem(const CodeUse& use, const Issue& issue,
                                            const Allow& allow);
  // Rotates; a spent refresh token revokes its grant (RFC 9700 section 4.14.2).
  std::expected<Tokens, RefreshFailure> refresh(std::string_view refresh_token,
                                                std::string_view client_id,
                                                std::string_view resource, const Issue& issue,
                                                const Allow& allow);
  std::expected<Grant, TokenFailure> grant_of(std::string_view access_token,
                                              const Defects& defects = {}) const;

  std::vector<Grant> grants() const;
  // What a person may look at; nobody waits for long while it is copied.
  template <typename Item>
  struct Newest {
    std::vector<Item> items;  // the oldest of them first
    std::size_t all = 0;      // so many there are
  };
  Newest<Grant> newest_grants(std::size_t most) const;
  void revoke_grants(std::string_view user);
  std::optional<Grant> revoke_grant(std::string_view id);  // none when it was revoked before
  void expire_access_tokens();

  // ---- MCP sessions (worlds with sessions only) ----
  std::string open_session(std::string_view credential_id);
  bool has_session(std::string_view id, std::string_view credential_id) const;
  bool close_session(std::string_view id, std::string_view credential_id);
  using Session = std::pair<std::string, std::string>;  // its id, and the id of the grant or key
  Newest<Session> newest_sessions(std::size_t most) const;
  bool end_session(std::string_view id);  // false when there is none
  void end_sessions();

  // What event streams carried, for resumption.
  EventLog& events() { return events_; }
  // What askOmni was asked.
  Jobs& jobs() { return jobs_; }
  RateLimiter& limiter() { return limiter_; }

  // How many code exchanges were answered with the world's token error so far; counts one more.
  int count_token_error();

 private:
  struct Code {
    AuthorizationRequest request;
    std::string user, organization;
    TimePoint expires;
    std::string grant;  // set once it is spent
  };
  struct AccessToken {
    std::string grant;
    std::optional<TimePoint> expires;
  };
  struct RefreshToken {
    std::string grant;
    bool spent = false;
  };

  Tokens issue_tokens(const Grant& grant, const Issue& issue);
  void revoke(const std::string& grant);

  Clock& clock_;
  Ids& ids_;
  mutable std::mutex mutex_;
  BoundedMap<std::pair<std::string, std::string>, std::string> sessions_{
      kMostGrants};  // organization, cookie → user
  BoundedMap<std::string, ClientRegistration> clients_{kMostOfAKind};
  BoundedMap<std::string, AuthorizationRequest> parked_{kMostOfAKind};
  BoundedMap<std::string, Code> codes_{kMostOfAKind};
  BoundedMap<std::string, Grant> grants_{kMostGrants};
  BoundedMap<std::string, AccessToken> access_tokens_{kMostGrants};
  BoundedMap<std::string, RefreshToken> refresh_tokens_{kMostGrants};
  BoundedMap<std::string, std::string> mcp_sessions_{kMostGrants};  // id → credential
  int token_errors_ = 0;
  EventLog events_;
  Jobs jobs_;
  RateLimiter limiter_;
};

}  // namespace conform::mock
