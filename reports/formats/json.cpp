// The whole run as one JSON document for other programs, as fixtures/schemas/run.schema.json says.
// Versioned by "format"; members are only ever added within a version. Durations are in members
// named "took_us" and nowhere else, so two runs with one seed differ only there.
#include "foundation/json/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <string>

#include "foundation/text/digest.hpp"
#include "reports/evidence.hpp"
#include "reports/report.hpp"
#include "reports/spot.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr int kFormatVersion = 1;
constexpr std::size_t kMostBodyBytes = 4096;

// The header fields that decide how a message is understood. Cookies and conditional fields are
// left out: they say nothing about a client here.
constexpr std::array<std::string_view, 16> kTellingHeaders = {
    "accept",       "allow",       "authorization", "content-type",     "host",
    "location",     "mcp-method",  "mcp-name",      "mcp-session-id",   "mcp-protocol-version",
    "origin",       "retry-after", "user-agent",    "www-authenticate", "last-event-id",
    "cache-control"};

Json headers_of(const Headers& headers) {
  Json result = Json::array();
  for (const Header& header : headers) {
    const bool tells = std::ranges::any_of(kTellingHeaders, [&](std::string_view name) {
      return equals_ignoring_case(name, header.name);
    });
    if (tells) result.push_back({{"name", header.name}, {"value", header.value}});
  }
  return result;
}

void add_body(Json& message, const std::string& body) {
  message["body_bytes"] = body.size();
  if (body.empty()) return;
  message["body"] = std::string(cut(body, kMostBodyBytes));
  if (body.size() > kMostBodyBytes) message["body_cut"] = true;
}

Json json_of(const Exchange& exchange) {
  Json request = {{"method", exchange.request.method},
                  {"target", exchange.request.target},
                  {"headers", headers_of(exchange.request.headers)}};
  add_body(request, exchange.request.body);
  Json response = {{"status", exchange.response.status},
                   {"headers", headers_of(exchange.response.headers)}};
  add_body(response, exchange.response.body);
  Json result = {{"number", exchange.number},     {"kind", "exchange"},
                 {"at", to_iso8601(exchange.at)}, {"site", exchange.site},
                 {"origin", exchange.origin},     {"endpoint", to_string(exchange.endpoint)}};
  if (exchange.rpc) {
    result["rpc"] = {{"method", exchange.rpc->method},
                     {"id", exchange.rpc->id},
                     {"tool", exchange.rpc->tool},
                     {"batch", exchange.rpc->batch}};
  }
  result["facts"] = exchange.facts;
  result["request"] = std::move(request);
  result["response"] = std::move(response);
  return result;
}

Json json_of(const Note& note) {
  return {{"number", note.number},
          {"kind", to_string(note.kind)},
          {"at", to_iso8601(note.at)},
          {"text", note.text}};
}

Json json_of(const Entry& entry) {
  return std::visit([](const auto& it) { return json_of(it); }, entry);
}

std::string dumped(const Json& json, int indent) {
  // A body may hold bytes that are not valid in JSON.
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// The whole record would be too long for this report. Its digest shows whether two records differ.
std::string digest_of(const std::vector<Entry>& entries) {
  std::string all;
  for (const Entry& entry : entries) {
    all += dumped(json_of(entry), -1);
    all += '\n';
  }
  return sha256_hex(all);
}

Json json_of(const Spot& place) {
  Json result = {{"entry", place.entry}, {"part", to_string(place.part)}};
  if (!place.name.empty()) result["name"] = place.name;
  if (place.missing) result["missing"] = true;
  return result;
}

Json json_of(const Play& play, const CheckResult& check) {
  Json places = Json::array();
  for (const Spot& place : spots_of(play, check)) places.push_back(json_of(place));
  Json result = {{"id", check.id},
                 {"severity", to_string(check.severity)},
                 {"requirement", check.requirement},
                 {"verdict", to_string(check.verdict)},
                 {"expected", check.expected},
                 {"seen", check.finding.seen},
                 {"evidence", check.finding.evidence}};
  if (!places.empty()) result["places"] = std::move(places);
  if (!check.reason.empty()) result["reason"] = check.reason;
  return result;
}

Json json_of(const Run& run, const Play& play) {
  Json checks = Json::array();
  for (const CheckResult& check : play.checks) checks.push_back(json_of(play, check));
  Json evidence = Json::array();
  for (const Entry* entry : cited_entries(play)) evidence.push_back(json_of(*entry));
  Json result = {
      {"scenario", play.scenario},
      {"title", play.title},
      {"profile", play.profile},
      {"verdict", to_string(play.verdict)},
      {"red", is_red(play.verdict)},
      {"took_us", play.took.count()},
      {"checks", std::move(checks)},
      {"evidence", std::move(evidence)},
      {"record", {{"entries", play.entries.size()}, {"sha256", digest_of(play.entries)}}}};
  if (!play.error.empty()) result["error"] = play.error;
  if (!play.output.empty()) result["output"] = play.output;
  if (const std::string replay = replay_of(run, play); !replay.empty()) result["replay"] = replay;
  return result;
}

void write(const Run& run, const ReportContext& report_context, std::ostream& out) {
  Json plays = Json::array();
  std::map<std::string, std::size_t> verdicts;
  std::map<std::string, Rule> rules;
  std::vector<Verdict> all;
  for (const Play& play : run.plays) {
    plays.push_back(json_of(run, play));
    all.push_back(play.verdict);
    ++verdicts[std::string(to_string(play.verdict))];
    for (const CheckResult& check : play.checks) {
      const auto rule = report_context.rules.find(check.requirement);
      if (rule != report_context.rules.end()) rules.insert(*rule);
    }
  }
  Json requirements = Json::object();
  for (const auto& [id, rule] : rules) {
    requirements[id] = {{"text", rule.text}, {"url", rule.url}};
  }
  Json document = {{"format", kFormatVersion},
                   {"generator", {{"name", "omni-conform"}, {"version", run.version}}},
                   {"seed", run.seed},
                   {"verdict", to_string(worst(all))},
                   {"took_us", run.took.count()},
                   {"counts", verdicts},
                   {"profiles", run.profiles},
                   {"scenarios", run.scenarios},
                   {"requirements", std::move(requirements)},
                   {"plays", std::move(plays)}};
  if (!report_context.interrupted.empty()) document["interrupted"] = report_context.interrupted;
  out << inert_json(dumped(document, 1)) << '\n';
}

const RegisterFormat json{{.name = "json",
                           .describes = "the whole run with its evidence, for programs (format 1)",
                           .extension = "json",
                           .write = write}};

}  // namespace
}  // namespace conform::reports
