// The person at the browser of a server that is none of ours: follows redirects within a perimeter,
// signs in when told how, presses Authorize. Over HTTP alone, so that it works with any server. Not
// thread-safe.
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
  // The account is for pages that ask for one on the way; nullopt: nobody can sign in there.
  explicit UnattendedBrowser(std::optional<Account> account, const Perimeter& perimeter = {});

  // Signs in beforehand. Throws std::runtime_error when that does not work, ConnectionError when
  // nobody answers.
  void sign_in(const std::string& page, const Account& account);

  // Opens an authorization URL and goes on until the client's redirect URI is reached, or a page
  // asks for what nobody can give.
  Visit open(const std::string& url);

 private:
  bool serves(const Url& url) const;
  bool submit(Landing& landing);
  bool submit_sign_in(Landing& landing, const Account& account);

  std::optional<Account> account_;
  Perimeter perimeter_;
  std::string redirect_uri_;  // of the authorization that is open
  HttpConnection connection_;
  Browser browser_;
};

}  // namespace conform
