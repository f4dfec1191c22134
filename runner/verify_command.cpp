#include "runner/verify_command.hpp"

#include <fmt/format.h>

#include <ostream>

#include "clients/server_checks.hpp"
#include "clients/unattended_browser.hpp"
#include "runner/exit_code.hpp"
#include "runner/foreign_server.hpp"

namespace conform {

int verify_command(const VerifyCommandOptions& options, Streams& streams) {
  require_loopback_url(options.url);
  UnattendedBrowser browser(account_from(options.sign_in));
  std::size_t passed = 0;
  std::size_t failed = 0;
  VerifyOptions asked;
  asked.url = options.url;
  asked.bearer = options.bearer;
  asked.revoked_bearer = options.revoked;
  asked.viewer_bearer = options.viewer;
  asked.foreign_bearer = options.foreign;
  asked.foreign_model = options.foreign_model;
  asked.oauth = options.oauth;
  asked.browser = &browser;
  const std::vector<ServerFinding> findings = verify(asked);
  for (const ServerFinding& finding : findings) {
    passed += finding.outcome == ServerFinding::Outcome::kPass ? 1U : 0U;
    failed += finding.outcome == ServerFinding::Outcome::kFail ? 1U : 0U;
    streams.out << fmt::format("{:<14} {:<30} {}\n", to_string(finding.outcome), finding.check,
                               finding.expected);
    if (!finding.seen.empty()) streams.out << fmt::format("{:<15}{}\n", "", finding.seen);
    if (finding.outcome == ServerFinding::Outcome::kFail) {
      streams.out << fmt::format("{:<15}{}\n", "", finding.requirement);
    }
  }
  streams.out << fmt::format("{} passed, {} failed\n", passed, failed);
  return passed > 0 && failed == 0 ? kConformant : kNotConformant;
}

}  // namespace conform
