// How a scripted client finds the authorization server of an MCP URL: protected resource metadata
// (RFC 9728), then authorization server metadata (RFC 8414, OpenID discovery).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "clients/profile/behaviour.hpp"
#include "clients/protocol/client_error.hpp"
#include "foundation/http/challenge.hpp"

namespace conform::clients {

struct AuthorizationServer {
  std::string issuer;
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string registration_endpoint;  // empty: no dynamic registration
  bool client_id_metadata_documents = false;
  std::vector<std::string> auth_methods;  // of the token endpoint; empty: it names none
  bool none_among_auth_methods = false;
  bool issuer_parameter = false;  // advertises RFC 9207
  bool advertises_pkce_methods = false;
  bool pkce_s256 = false;
};

struct Discovered {
  AuthorizationServer server;
  std::string resource;  // the value of the resource parameter; empty: none is to be sent
  std::string scope;     // empty: none is asked for
};

class Discovery {
 public:
  Discovery(const Behaviour& behaviour, HttpSender& sender)
      : behaviour_(behaviour), sender_(sender) {}

  // One round of metadata requests for `mcp_url`, as `user_agent`, with `key` as bearer when it is
  // not empty.
  Attempt<Discovered> discover(const std::string& mcp_url,
                               const std::optional<Challenge>& challenge,
                               const std::string& user_agent, const std::string& key);

 private:
  struct ResourceDocument {
    std::string server;
    std::string resource;
    std::string scope;
  };

  std::optional<Json> fetch(const std::string& address, const std::string& accept,
                            bool with_version);
  Attempt<ResourceDocument> find_resource(const Url& mcp_url,
                                          const std::optional<Challenge>& challenge);
  Attempt<ResourceDocument> read_resource(const Json& document, const Url& mcp_url,
                                          bool root_by_guess);
  Attempt<AuthorizationServer> find_server(const std::string& issuer, std::string& scope);
  [[nodiscard]] Attempt<AuthorizationServer> read_server(const Json& document,
                                                         const std::string& issuer) const;
  [[nodiscard]] std::string scope_of(const std::string& supported,
                                     const std::optional<Challenge>& challenge) const;

  const Behaviour& behaviour_;
  HttpSender& sender_;
  std::string user_agent_;
  std::string key_;
  std::string final_answer_;  // the address whose answer ended the search
};

}  // namespace conform::clients
