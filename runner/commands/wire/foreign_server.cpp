#include "runner/commands/wire/foreign_server.hpp"

#include <fmt/format.h>

#include "foundation/http/url.hpp"
#include "reports/text.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using clients::Account;
using clients::HttpConnection;
using clients::TimeLimits;
using reports::printed;
using reports::terminal_line;

std::optional<Account> account_from(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) {
    throw UsageError("--sign-in is EMAIL:PASSWORD, of somebody the server knows.");
  }
  return Account{text.substr(0, colon), text.substr(colon + 1)};
}

void require_loopback_url(const std::string& text) {
  const std::optional<Url> url = Url::parse(text);
  if (url && url->scheme == "http" && url->is_loopback()) return;
  throw UsageError(
      fmt::format("{} is not an http URL on loopback. Another machine's server is reached through "
                  "`omni-conform record --upstream URL`, which listens on loopback.",
                  text));
}

TimeLimits time_limits_of(double first_answer, double time_limit) {
  using std::chrono::duration;
  const auto limit =
      std::chrono::duration_cast<std::chrono::milliseconds>(duration<double>(time_limit));
  return {.first_answer =
              std::chrono::duration_cast<std::chrono::milliseconds>(duration<double>(first_answer)),
          .end = TimeLimits::Moment::clock::now() + limit};
}

void ForeignServerTexts::know(std::string_view secret) {
  if (!secret.empty()) redactor_.know(secret, "bearer");
}

HttpConnection::Witness ForeignServerTexts::witness() {
  return [this](const Request& request, const Response& response) {
    Exchange exchange;
    exchange.request = request;
    exchange.response = response;
    redactor_.learn(std::vector<Entry>{std::move(exchange)});
  };
}

std::string ForeignServerTexts::redacted(const std::string& text) const { return redactor_(text); }

std::string ForeignServerTexts::line(const std::string& text) const {
  constexpr std::size_t kColumns = 1000;
  return terminal_line(redacted(text), kColumns);
}

std::string ForeignServerTexts::lines(const std::string& text) const {
  return printed(redacted(text));
}

}  // namespace conform::runner
