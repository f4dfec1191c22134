// A browser of loopback without a screen: cookies, redirects, forms. Not thread-safe.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "clients/http/http_connection.hpp"
#include "foundation/web/cookie_jar.hpp"
#include "foundation/web/html.hpp"

namespace conform::clients {

// Where one visit ended: on a page of the site, or with an address that the site does not serve.
struct PageVisit {
  bool left = false;
  std::string address;  // of the page, or the one that it left for
  int status = 0;
  HtmlPage page;
};

class Browser {
 public:
  // `serves` says whether an address is of the site that may be visited.
  Browser(HttpSender& sender, std::function<bool(const Url&)> serves,
          std::function<TimePoint()> now);

  // Both follow redirects, at most 20 in a row. Throw ConnectionError when nobody answers.
  PageVisit visit(const std::string& address);
  // Submits a form of the page, pressing the button when there is one.
  PageVisit submit(const PageVisit& from, const HtmlForm& form, const HtmlButton* button);

 private:
  PageVisit follow(std::string method, Url url, std::string body, const std::string& referrer);

  HttpSender& sender_;
  std::function<bool(const Url&)> serves_;
  std::function<TimePoint()> now_;
  CookieJar cookies_;
};

// RFC 3986 section 5.2, as far as Location and form actions need it.
std::string resolve(const Url& base, std::string_view reference);

}  // namespace conform::clients
