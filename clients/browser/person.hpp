// The person at the browser: keeps cookies, follows redirects on loopback, reads the HTML forms and
// submits them. Never goes to another machine: a redirect elsewhere is handed back, as an operating
// system would.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"
#include "mock_server/mock_omni.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

struct Visit {
  enum class End {
    kHandedOver,  // the flow left the mock: `url` is the client's redirect with its code or error
    kPage,        // a page that asks for nothing more: `status` and `text` say what the person read
    kClosed,      // the person closed the window
  };
  End end = End::kPage;
  std::string url;
  int status = 0;
  std::string text;  // the page without its tags
};

// Not thread-safe, but for open(): a client may open a page from another thread.
class Person {
 public:
  // Speaks to the mock's sockets when it is served, by its `origin`s; notes moves in its
  // transcript.
  explicit Person(mock::MockOmni& mock);
  ~Person();

  // Signs in, signs out, tries to generate a token, or makes up their mind for the pages to come.
  void perform(const PersonMove& move);

  // Opens a URL, as a client asks its browser to, and goes on until the flow leaves the mock, a
  // page asks for nothing more, or the window is closed. A redirect to a loopback address that is
  // not the mock's is requested when `deliver` is set (a real client listens there) and then handed
  // back as well.
  Visit open(std::string_view url, bool deliver);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace conform::clients
