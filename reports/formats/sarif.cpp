// SARIF 2.1.0 (OASIS), for code scanning: a rule is a requirement, a result a check that did not
// pass. There is no source file to point at, so a location names the scenario and the client, and
// the exchange that broke the rule stands in webRequest and webResponse.
#include <fmt/format.h>

#include <map>
#include <ostream>
#include <string>

#include "foundation/json/json.hpp"
#include "foundation/text/digest.hpp"
#include "reports/evidence.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr std::size_t kMostBodyBytes = 4096;
constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

Json message(std::string_view text) { return {{"text", visible(text)}}; }

std::string level_of(Verdict verdict) {
  if (is_red(verdict)) return "error";
  return verdict == Verdict::kWarn ? "warning" : "note";
}

bool is_result(Verdict verdict) {
  return verdict != Verdict::kPass && verdict != Verdict::kNotApplicable;
}

Json headers_of(const Headers& headers) {
  Json result = Json::object();
  for (const Header& header : headers) {
    const std::string name = visible(header.name);
    const std::string value = visible(header.value);
    // SARIF allows one value for each name.
    if (result.contains(name)) {
      result[name] = result[name].get<std::string>() + ", " + value;
    } else {
      result[name] = value;
    }
  }
  return result;
}

void add_body(Json& json, const std::string& body) {
  if (!body.empty()) json["body"] = message(cut(body, kMostBodyBytes));
}

void add_exchange(Json& result, const Play& play, const CheckResult& check) {
  for (const Entry* entry : entries_of(play, check.finding.evidence)) {
    const auto* exchange = std::get_if<Exchange>(entry);
    if (exchange == nullptr) continue;
    Json request = {{"protocol", "HTTP"},
                    {"version", "1.1"},
                    {"method", visible(exchange->request.method)},
                    {"target", visible(exchange->origin + exchange->request.target)},
                    {"headers", headers_of(exchange->request.headers)}};
    add_body(request, exchange->request.body);
    Json response = {{"protocol", "HTTP"},
                     {"version", "1.1"},
                     {"statusCode", exchange->response.status},
                     {"headers", headers_of(exchange->response.headers)}};
    add_body(response, exchange->response.body);
    result["webRequest"] = std::move(request);
    result["webResponse"] = std::move(response);
    return;
  }
}

// A recording is of no scenario, and code scanning wants a file of every result.
Json location_of(const Play& play, const ReportContext& report_context) {
  const auto story = report_context.stories.find(play.scenario);
  const bool has_file = story != report_context.stories.end() && !story->second.file.empty();
  const std::string uri =
      has_file ? story->second.file : "suites/scenarios/" + visible(play.scenario) + ".cpp";
  return {
      {"physicalLocation", {{"artifactLocation", {{"uri", uri}}}, {"region", {{"startLine", 1}}}}},
      {"logicalLocations",
       {{{"name", visible(play.scenario)},
         {"fullyQualifiedName", visible(play.profile + "/" + play.scenario)},
         {"kind", "member"}}}}};
}

std::string told(const Run& run, const Play& play, const CheckResult& check) {
  std::string text = fmt::format("{} with {}: {} ({}). Expected: {}.", play.scenario, play.profile,
                                 check.id, to_string(check.verdict), check.expected);
  if (!check.finding.seen.empty()) text += fmt::format(" Seen: {}.", check.finding.seen);
  if (!check.reason.empty()) text += fmt::format(" Because: {}.", check.reason);
  for (const Entry* entry : entries_of(play, check.finding.evidence)) {
    text.append("\n").append(line_of(*entry, 160));
  }
  if (const std::string replay = replay_of(run, play); !replay.empty()) {
    text += "\nAgain: " + replay;
  }
  return text;
}

Json rule_of(const std::string& id, const ReportContext& report_context) {
  Json rule = {{"id", id}, {"name", id}};
  const auto known = report_context.rules.find(id);
  if (known == report_context.rules.end()) return rule;
  const auto& [text, url] = known->second;
  rule["shortDescription"] = message(text);
  rule["fullDescription"] = message(text);
  rule["help"] = {
      {"text", visible(fmt::format("{}\n{}\nomni-conform explain {}", text, url, id))},
      {"markdown", visible(fmt::format("{}\n\n[Where it stands]({})\n\n`omni-conform explain {}`",
                                       text, url, id))}};
  if (!url.empty()) rule["helpUri"] = url;
  return rule;
}

class Sarif {
 public:
  Sarif(const Run& run, const ReportContext& report_context)
      : run_(run), report_context_(report_context) {}

  Json document() {
    for (const Play& play : run_.plays) {
      if (play.verdict == Verdict::kHarnessError) add_error(play);
      for (const CheckResult& check : play.checks) {
        if (is_result(check.verdict)) add(play, check);
      }
    }
    if (!report_context_.interrupted.empty()) {
      errors_.push_back({{"level", "error"}, {"message", message(report_context_.interrupted)}});
    }
    const bool successful = errors_.empty();
    Json invocation = {{"executionSuccessful", successful}};
    if (!successful) invocation["toolExecutionNotifications"] = std::move(errors_);
    Json driver = {
        {"name", "omni-conform"}, {"semanticVersion", run_.version}, {"rules", std::move(rules_)}};
    Json sarif_run = {{"tool", {{"driver", std::move(driver)}}},
                      {"invocations", Json::array({std::move(invocation)})},
                      {"columnKind", "unicodeCodePoints"},
                      {"results", std::move(results_)}};
    return {
        {"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(sarif_run)})}};
  }

 private:
  std::size_t rule_index(const std::string& id) {
    const auto [place, is_new] = indices_.emplace(id, rules_.size());
    if (is_new) rules_.push_back(rule_of(id, report_context_));
    return place->second;
  }

  void add(const Play& play, const CheckResult& check) {
    const std::string identity = fmt::format("{}\n{}\n{}", play.profile, play.scenario, check.id);
    Json result = {{"ruleId", check.requirement},
                   {"ruleIndex", rule_index(check.requirement)},
                   {"level", level_of(check.verdict)},
                   {"message", message(told(run_, play, check))},
                   {"locations", Json::array({location_of(play, report_context_)})},
                   {"partialFingerprints", {{"check/v1", sha256_hex(identity).substr(0, 32)}}}};
    add_exchange(result, play, check);
    if (check.verdict == Verdict::kKnown) {
      result["suppressions"] = Json::array({{{"kind", "external"},
                                             {"status", "accepted"},
                                             {"justification", visible(check.reason)}}});
    }
    result["properties"] = {{"client", visible(play.profile)},
                            {"scenario", visible(play.scenario)},
                            {"check", check.id},
                            {"verdict", to_string(check.verdict)}};
    results_.push_back(std::move(result));
  }

  void add_error(const Play& play) {
    errors_.push_back({{"level", "error"},
                       {"message", message(fmt::format("{} with {}: {}", play.scenario,
                                                       play.profile, play.error))}});
  }

  const Run& run_;
  const ReportContext& report_context_;
  std::map<std::string, std::size_t> indices_;  // requirement -> its place among the rules
  Json rules_ = Json::array();
  Json results_ = Json::array();
  Json errors_ = Json::array();
};

void write(const Run& run, const ReportContext& report_context, std::ostream& out) {
  const Json document = Sarif(run, report_context).document();
  out << inert_json(document.dump(1, ' ', false, Json::error_handler_t::replace)) << '\n';
}

const RegisterFormat sarif{{.name = "sarif",
                            .describes = "SARIF 2.1.0 for code scanning; rules are requirements",
                            .extension = "sarif",
                            .write = write}};

}  // namespace
}  // namespace conform::reports
