// The person at the browser of a server that is none of ours: follows redirects on loopback, signs
// in when told how, presses Authorize. Not thread-safe.
#pragma once

#include <optional>
#include <string>

#include "clients/browser.hpp"
#include "clients/http_connection.hpp"
#include "clients/person.hpp"

namespace conform {

struct Account {
  std::string email;
  std::string password;
};

class UnattendedBrowser {
 public:
  explicit UnattendedBrowser(std::optional<Account> account);

  // Opens an authorization URL and goes on until the client's redirect URI is reached, or a page
  // asks for what nobody can give.
  Visit open(const std::string& url);

 private:
  bool submit(Landing& landing);

  std::optional<Account> account_;
  std::string redirect_uri_;  // of the authorization that is open
  HttpConnection connection_;
  Browser browser_;
};

}  // namespace conform
