// The person at the browser of a server that is none of ours: follows redirects to allowed hosts,
// signs in when told how, presses Authorize. Over HTTP alone, so that it works with any server. Not
// thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clients/browser/browser.hpp"
#include "clients/browser/person.hpp"
#include "clients/http/http_connection.hpp"

namespace conform::clients {

struct Account {
  std::string email;
  std::string password;
};

// How an authorization is answered, where it is not by pressing Authorize on an honest page.
struct ConsentAnswer {
  bool cancels = false;
  // Sends the consent form without the fields that prove that it came from the site's own page.
  bool forges = false;
};

class HeadlessUser {
 public:
  // The account is for pages that ask for one on the way; nullopt: nobody can sign in there.
  explicit HeadlessUser(std::optional<Account> account, const AllowedHosts& allowed_hosts = {});
  // Over a connection of somebody else, which must outlive it.
  HeadlessUser(std::optional<Account> account, HttpSender& sender);
  ~HeadlessUser();

  void keep_within(const TimeLimits& patience);

  // Signs in beforehand. Throws std::runtime_error when that does not work, ConnectionError when
  // nobody answers.
  void sign_in(const std::string& page, const Account& account);

  // Opens an authorization URL and goes on until the client's redirect URI is reached, or a page
  // asks for what nobody can give.
  Visit open(const std::string& url, const ConsentAnswer& consent_answer = {});

  // What the last open() or sign_in() was answered, in order; and every cookie ever.
  [[nodiscard]] const std::vector<Response>& answers() const;
  [[nodiscard]] const std::vector<std::string>& cookies_set() const;
  // Whether the last open() had something to leave out, when it was to forge.
  [[nodiscard]] bool forged() const { return forged_; }

 private:
  class Witness;

  [[nodiscard]] bool serves(const Url& url) const;
  bool submit(PageVisit& landing, const ConsentAnswer& consent_answer);
  bool submit_sign_in(PageVisit& landing, const Account& account);

  std::optional<Account> account_;
  AllowedHosts allowed_hosts_;
  std::string redirect_uri_;  // of the authorization that is open
  bool forged_ = false;
  std::unique_ptr<Witness> witness_;
  Browser browser_;
};

}  // namespace conform::clients
