#include "runner/commands/wire/verify_command.hpp"

#include <fmt/format.h>

#include <ostream>
#include <system_error>

#include "clients/browser/headless_user.hpp"
#include "foundation/files/atomic_file.hpp"
#include "foundation/json/json.hpp"
#include "foundation/time/clock.hpp"
#include "runner/commands/wire/foreign_server.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/report_files.hpp"

namespace conform::runner {

using clients::HeadlessUser;
using clients::TimeLimits;
using verify::server_checks;
using verify::ServerCheck;
using verify::ServerFinding;
using verify::verify;
using verify::VerifyOptions;
using verify::VerifyProgress;

namespace {

using SteadyClock = TimeLimits::Moment::clock;

// The file is for others to read: what the server said in it is redacted.
void write_differences(const VerifyCommandOptions& options, std::vector<ServerFinding> findings,
                       const ForeignServerTexts& texts) {
  for (ServerFinding& finding : findings) finding.seen = texts.redacted(finding.seen);
  const std::string date = to_iso8601(SystemClock().now()).substr(0, 10);
  const std::string source = fmt::format("omni-conform verify {}, {}", options.url, date);
  const int error = write_whole_file(options.fidelity, differences(findings, source));
  if (error == 0) return;
  throw ReportError(fmt::format("The differences could not be written to {}: {}", options.fidelity,
                                std::generic_category().message(error)));
}

VerifyOptions asked_of(const VerifyCommandOptions& options) {
  VerifyOptions asked;
  asked.url = options.url;
  asked.bearer = options.bearer;
  asked.revoked_bearer = options.revoked;
  asked.viewer_bearer = options.viewer;
  asked.foreign_bearer = options.foreign;
  asked.foreign_model = options.foreign_model;
  asked.oauth = options.oauth;
  asked.patience = time_limits_of(options.first_answer, options.time_limit);
  return asked;
}

// Says each finding when it is there.
class CheckOutput {
 public:
  CheckOutput(const VerifyCommandOptions& options, const ForeignServerTexts& texts,
              Streams& streams)
      : options_(options), texts_(texts), streams_(streams) {}

  VerifyProgress progress() {
    return {.begins = [this](const ServerCheck& check) { begins(check); },
            .found = [this](const ServerFinding& finding) { found(finding); }};
  }
  // Ends what is said.
  bool is_good() {
    clear();
    if (options_.json) {
      const Json document{{"url", options_.url},
                          {"passed", passed_},
                          {"failed", failed_},
                          {"findings", std::move(findings_)}};
      streams_.out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
      streams_.out << fmt::format("{} passed, {} failed\n", passed_, failed_);
    }
    streams_.out << std::flush;
    return passed_ > 0 && failed_ == 0;
  }

 private:
  void clear() const {
    if (streams_.progress) streams_.err << "\r\x1b[K" << std::flush;
  }
  void begins(const ServerCheck& check) const {
    if (!streams_.progress) return;
    streams_.err << fmt::format("\r\x1b[K{} passed, {} failed; {} ...", passed_, failed_, check.id)
                 << std::flush;
  }
  void found(const ServerFinding& finding) {
    const bool has_failed = finding.outcome == ServerFinding::Outcome::kFail;
    passed_ += finding.outcome == ServerFinding::Outcome::kPass ? 1U : 0U;
    failed_ += has_failed ? 1U : 0U;
    clear();
    if (options_.json) {
      findings_.push_back({{"check", finding.check},
                           {"outcome", to_string(finding.outcome)},
                           {"expected", finding.expected},
                           {"requirement", finding.requirement},
                           {"seen", texts_.redacted(finding.seen)}});
      return;
    }
    streams_.out << fmt::format("{:<14} {:<30} {}\n", to_string(finding.outcome), finding.check,
                                finding.expected);
    if (!finding.seen.empty()) {
      streams_.out << fmt::format("{:<15}{}\n", "", texts_.line(finding.seen));
    }
    if (has_failed) streams_.out << fmt::format("{:<15}{}\n", "", finding.requirement);
    streams_.out << std::flush;
  }

  const VerifyCommandOptions& options_;
  const ForeignServerTexts& texts_;
  Streams& streams_;
  Json findings_ = Json::array();
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
};

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
  HeadlessUser browser(account_from(options.sign_in));
  ForeignServerTexts texts;
  for (const std::string& secret :
       {options.bearer, options.revoked, options.viewer, options.foreign}) {
    texts.know(secret);
  }
  if (const auto account = account_from(options.sign_in)) texts.know(account->password);
  VerifyOptions asked = asked_of(options);
  asked.browser = &browser;
  asked.witness = texts.witness();
  streams.err << fmt::format("Asks {} by {} checks, for at most {:g} s.\n", options.url,
                             server_checks().size(), options.time_limit)
              << std::flush;
  if (const auto silence = first_try(asked)) {
    streams.err << fmt::format("{}. No check was begun.\n", texts.line(*silence));
    return kNotConformant;
  }
  CheckOutput output(options, texts, streams);
  asked.patience.first_answer.reset();
  const std::vector<ServerFinding> findings = verify(asked, server_checks(), output.progress());
  if (!options.fidelity.empty()) write_differences(options, findings, texts);
  const bool in_time = SteadyClock::now() < *asked.patience.end;
  if (!in_time) {
    streams.err << fmt::format("The time limit of {:g} s was over; --time-limit sets another.\n",
                               options.time_limit);
  }
  return output.is_good() && in_time ? kConformant : kNotConformant;
}

}  // namespace conform::runner
