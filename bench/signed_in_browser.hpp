// A browser whose person is signed in already and authorizes whatever asks: the part of a person
// that a measurement needs, over HTTP alone, so that it works with any server. Not thread-safe.
#pragma once

#include <string>

#include "clients/browser.hpp"
#include "clients/http_connection.hpp"
#include "clients/person.hpp"

namespace conform {

class SignedInBrowser {
 public:
  // Signs in on `sign_in_page`, by its form with the id "sign-in"; an empty page: nobody has to.
  // Throws std::runtime_error when that does not work, ConnectionError when nobody answers.
  SignedInBrowser(const Perimeter& perimeter, const std::string& sign_in_page,
                  const std::string& email, const std::string& password);

  // Opens an authorization URL and authorizes, until the flow leaves for the client's redirect URI.
  Visit open(const std::string& url);

 private:
  bool serves(const Url& url) const;

  Perimeter perimeter_;
  HttpConnection connection_;
  std::string redirect_uri_;  // of the flow under way
  Browser browser_;
};

}  // namespace conform
