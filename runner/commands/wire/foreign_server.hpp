// For commands that speak to somebody else's server: reading their options, and showing what the
// server said without secrets.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "clients/browser/headless_user.hpp"
#include "clients/http/http_connection.hpp"
#include "record/redactor.hpp"

namespace conform::runner {

// "EMAIL:PASSWORD"; nullopt of nothing. Throws UsageError.
std::optional<clients::Account> account_from(const std::string& text);

// Throws UsageError unless it is an http URL on loopback.
void require_loopback_url(const std::string& url);

// Of seconds from now.
clients::TimeLimits time_limits_of(double first_answer, double time_limit);

// Texts of such a server, without its secrets and fit for a terminal. Not thread-safe.
class ForeignServerTexts {
 public:
  // A secret that the command line gave. Nothing happens when it is empty.
  void know(std::string_view secret);
  // Learns the secrets of every exchange. Must not outlive this.
  clients::HttpConnection::Witness witness();

  std::string redacted(const std::string& text) const;  // for a file
  std::string line(const std::string& text) const;      // of ours, that quotes the server
  std::string lines(const std::string& text) const;     // the server's own

 private:
  Redactor redactor_{{}};
};

}  // namespace conform::runner
