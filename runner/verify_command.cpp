#include "runner/verify_command.hpp"

#include <fmt/format.h>

#include <ostream>
#include <system_error>

#include "clients/unattended_browser.hpp"
#include "mock_server/clock.hpp"
#include "mock_server/json.hpp"
#include "runner/atomic_file.hpp"
#include "runner/exit_code.hpp"
#include "runner/foreign_server.hpp"
#include "runner/report_files.hpp"

namespace conform {
namespace {

void write_differences(const VerifyCommandOptions& options,
                       const std::vector<ServerFinding>& findings) {
  const std::string date = to_iso8601(SystemClock().now()).substr(0, 10);
  const std::string source = fmt::format("omni-conform verify {}, {}", options.url, date);
  const int error = write_whole_file(options.fidelity, differences(findings, source));
  if (error == 0) return;
  throw ReportError(fmt::format("The differences could not be written to {}: {}", options.fidelity,
                                std::generic_category().message(error)));
}

}  // namespace

std::string differences(const std::vector<ServerFinding>& findings, const std::string& source) {
  Json facts = Json::array();
  for (const ServerFinding& finding : findings) {
    if (finding.outcome != ServerFinding::Outcome::kFail) continue;
    facts.push_back({{"id", "observed/" + finding.check},
                     {"mark", "observed"},
                     {"statement", fmt::format("Not as the mock, where {}. Seen: {}",
                                               finding.expected, finding.seen)},
                     {"source", fmt::format("{}; the rule: {}", source, finding.requirement)}});
  }
  return Json{{"facts", facts}}.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

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
  if (!options.fidelity.empty()) write_differences(options, findings);
  return passed > 0 && failed == 0 ? kConformant : kNotConformant;
}

}  // namespace conform
