#include "reports/golden/example_run.hpp"

namespace conform::reports {
namespace {

using std::chrono::microseconds;

// What a hostile server or client could put into any text.
const std::string kAwkward =
    std::string("<b>&amp; \"quoted\" ]]> \x1b[31mred\x1b[0m nul:") + '\0' +
    " bad:\xff\xc3 cut:\xe2\x82 tab:\t bell:\a \xe2\x80\xaeright to left \xef\xbf\xbf end";

TimePoint at(int seconds) { return ManualClock().now() + std::chrono::seconds(seconds); }

Exchange authorize(std::size_t number, int status) {
  Exchange exchange;
  exchange.number = number;
  exchange.at = at(static_cast<int>(number));
  exchange.site = "callbacks";
  exchange.origin = "http://callbacks.omni.localhost";
  exchange.endpoint = Endpoint::kAuthorize;
  exchange.request.target =
      "/oauth/authorize?response_type=code&client_id=client#1&code_challenge=challenge#1&"
      "code_challenge_method=S256&state=state#1&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcallback";
  exchange.request.headers = {{"Host", "callbacks.omni.localhost"},
                              {"Cookie", "omni_last_login=cookie#1"},
                              {"User-Agent", "Mozilla/5.0"}};
  exchange.response = html_response(status, "<p>Personal Access Tokens aren't enabled</p>");
  exchange.facts = {{"refusal", "personal_access_tokens_off"}, {"organization", "acme"}};
  return exchange;
}

Exchange call(std::size_t number) {
  Exchange exchange;
  exchange.number = number;
  exchange.at = at(static_cast<int>(number));
  exchange.site = "acme";
  exchange.origin = "http://acme.omni.localhost";
  exchange.endpoint = Endpoint::kMcp;
  exchange.rpc = RpcSummary{.method = "tools/call", .id = "2", .tool = "getData", .batch = false};
  exchange.request.method = "POST";
  exchange.request.target = "/mcp/https";
  exchange.request.headers = {{"Authorization", "Bearer key#1"},
                              {"Accept", "application/json"},
                              {"Content-Type", "application/json"}};
  exchange.request.body = R"({"jsonrpc":"2.0","id":2,"method":"tools/call"})";
  exchange.response = text_response(403, kAwkward + std::string(5000, 'x'));
  return exchange;
}

Note said(std::size_t number, std::string text) {
  return {number, at(static_cast<int>(number)), Note::Kind::kOutput, std::move(text)};
}

CheckResult result(std::string id, Severity severity, std::string requirement, std::string expected,
                   Verdict verdict) {
  CheckResult check;
  check.id = std::move(id);
  check.severity = severity;
  check.requirement = std::move(requirement);
  check.expected = std::move(expected);
  check.verdict = verdict;
  switch (verdict) {
    case Verdict::kPass:
    case Verdict::kStale:
      check.finding.outcome = Finding::Outcome::kPass;
      break;
    case Verdict::kKnown:
    case Verdict::kWarn:
    case Verdict::kFail:
      check.finding.outcome = Finding::Outcome::kFail;
      break;
    default:
      check.finding.outcome = Finding::Outcome::kNotExercised;
  }
  return check;
}

CheckResult stops(Verdict verdict) {
  return result("stops-after-refusal", Severity::kMust, "OMNI-PAT-01",
                "at most 1 authorization request", verdict);
}

CheckResult tells(Verdict verdict) {
  return result("tells-the-user", Severity::kShould, "SU-01",
                "the client's output mentions \"Personal Access Tokens\"", verdict);
}

CheckResult version_header(Verdict verdict) {
  return result("invariant/version-header", Severity::kMust, "MCP-VER-01",
                "MCP-Protocol-Version on every request after initialize", verdict);
}

Play play(std::string scenario, std::string profile, Verdict verdict,
          std::vector<CheckResult> checks) {
  Play made;
  made.scenario = std::move(scenario);
  made.profile = std::move(profile);
  made.title =
      made.scenario == "forbidden/pats_disabled"
          ? "Personal access tokens are off: authorization is refused and the client says so"
          : "An API key connects and reads";
  made.verdict = verdict;
  made.checks = std::move(checks);
  made.took = microseconds(1234567);
  return made;
}

Play failed() {
  CheckResult stop = stops(Verdict::kFail);
  stop.finding.seen = "3 authorization requests";
  stop.finding.evidence = {1, 2, 4};
  CheckResult tell = tells(Verdict::kWarn);
  tell.finding.seen = "the client said: " + kAwkward;
  tell.finding.evidence = {3};
  Play made = play("forbidden/pats_disabled", "cursor", Verdict::kFail,
                   {stop, tell, version_header(Verdict::kPass)});
  made.entries = {authorize(1, 403), authorize(2, 403), said(3, kAwkward), authorize(4, 403)};
  return made;
}

Play never_exercised() {
  CheckResult stop = stops(Verdict::kNotExercised);
  stop.finding.seen = "no authorization request was made";
  Play made = play("forbidden/pats_disabled", "an.external", Verdict::kNotExercised, {stop});
  for (int line = 1; line <= 10; ++line) made.output.push_back("line " + std::to_string(line));
  made.output.push_back(kAwkward);
  return made;
}

Play known() {
  CheckResult header = version_header(Verdict::kKnown);
  header.finding.seen = "2 requests without it";
  header.finding.evidence = {1};
  header.reason = "sends none before 1.100 (https://example.com/issues/1)";
  Play made = play("api_key/happy_path", "vscode", Verdict::kKnown, {header});
  made.entries = {call(1)};
  return made;
}

Play stale() {
  CheckResult header = version_header(Verdict::kStale);
  header.reason = "sends none before 1.100 (https://example.com/issues/1)";
  header.finding.evidence = {1};
  Play made = play("api_key/happy_path", "cursor", Verdict::kStale, {header});
  made.entries = {call(1)};
  return made;
}

Play not_applicable() {
  CheckResult stop = stops(Verdict::kNotApplicable);
  stop.reason = "connect_with_key: it takes no keys (https://example.com/docs)";
  return play("api_key/happy_path", "an.external", Verdict::kNotApplicable, {stop});
}

Play warned() {
  CheckResult tell = tells(Verdict::kWarn);
  tell.finding.seen = "the client said nothing";
  return play("forbidden/pats_disabled", "reference", Verdict::kWarn,
              {stops(Verdict::kPass), tell});
}

Play broke() {
  Play made = play("forbidden/pats_disabled", "vscode", Verdict::kHarnessError, {});
  made.error = "no port could be bound: " + kAwkward;
  return made;
}

}  // namespace

Run example_run() {
  Run run;
  run.version = "0.1.0";
  run.seed = 1;
  run.profiles = {"reference", "cursor", "vscode", "an.external"};
  run.scenarios = {"api_key/happy_path", "forbidden/pats_disabled"};
  run.plays = {
      play("api_key/happy_path", "reference", Verdict::kPass, {version_header(Verdict::kPass)}),
      stale(),
      known(),
      not_applicable(),
      warned(),
      failed(),
      broke(),
      never_exercised()};
  run.took = microseconds(9876543);
  for (const std::string& profile : run.profiles) {
    run.replays[profile] = "omni-conform run {scenario} --profile " + profile + " --seed 1";
  }
  return run;
}

ReportContext example_report_context() {
  ReportContext report_context;
  report_context.rules = {
      {"OMNI-PAT-01",
       {"When personal access tokens are off, authorization is refused with 403; the client must "
        "not "
        "start over.",
        "https://docs.omni.co/ai/mcp"}},
      {"MCP-VER-01",
       {"The client MUST include the MCP-Protocol-Version header on all subsequent requests.",
        "https://modelcontextprotocol.io/specification/2025-11-25/basic/transports"}}};
  report_context.stories = {
      {"forbidden/pats_disabled",
       {.title = "Personal access tokens are off: authorization is refused and the client says so",
        .story = "\"Personal Access Tokens aren't enabled\" (403 error)",
        .why = "Only an admin can change the setting.",
        .fix = "Ask an admin to enable PATs: Settings > API Keys > Personal tokens.",
        .arranged = {"personal access tokens are off in acme"},
        .done = {"the person: signs in to acme as quinn", "the client: connect by OAuth"}}}};
  report_context.clients = {{"reference", "The reference client"}, {"cursor", "Cursor <1.7>"}};
  report_context.baseline = "conform-baseline.yaml";
  report_context.circumstances = {.began = "2026-11-29T12:00:00.000Z",
                                  .command = "omni-conform run --report html=report.html",
                                  .machine = "Linux x86_64, 2 processors",
                                  .commit = "0123456789abcdef"};
  return report_context;
}

}  // namespace conform::reports
