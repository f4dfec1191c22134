#include "runner/results/play_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>

#include "foundation/json/json_text.hpp"

namespace conform::runner {
namespace {

using std::chrono::milliseconds;

template <typename Value, std::size_t kSize>
Value named(const std::array<Value, kSize>& values, const std::string& name, const char* kind) {
  for (const Value value : values) {
    if (to_string(value) == name) return value;
  }
  throw std::runtime_error(fmt::format("'{}' is no {}", name, kind));
}

// A JSON string, or {"hex": …} for bytes that none can hold.
Json json_of(const std::string& text) {
  if (is_utf8(text)) return text;
  std::string digits;
  digits.reserve(2 * text.size());
  for (const char byte : text) {
    digits.append(fmt::format("{:02x}", static_cast<unsigned char>(byte)));
  }
  return {{"hex", std::move(digits)}};
}

std::string text_from(const Json& json) {
  if (json.is_string()) return json.get<std::string>();
  const auto digits = json.at("hex").get<std::string>();
  std::string text;
  text.reserve(digits.size() / 2);
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    constexpr int kHexadecimal = 16;
    const char* const end = digits.data() + std::min(at + 2, digits.size());
    unsigned char byte = 0;
    const auto [read, error] = std::from_chars(digits.data() + at, end, byte, kHexadecimal);
    if (error != std::errc() || read != digits.data() + at + 2) {
      throw std::runtime_error(
          fmt::format("\"hex\" has no two hexadecimal digits at place {}", at + 1));
    }
    text += static_cast<char>(byte);
  }
  return text;
}

std::int64_t milliseconds_of(TimePoint at) { return at.time_since_epoch().count(); }
TimePoint time_from(const Json& json) { return TimePoint(milliseconds(json.get<std::int64_t>())); }

Json json_of(const Headers& headers) {
  Json result = Json::array();
  for (const Header& header : headers) {
    result.push_back(Json::array({json_of(header.name), json_of(header.value)}));
  }
  return result;
}

Headers headers_from(const Json& json) {
  Headers headers;
  for (const Json& header : json) headers.add(text_from(header.at(0)), text_from(header.at(1)));
  return headers;
}

Json json_of(const Exchange& exchange) {
  Json facts = Json::object();
  for (const auto& [name, value] : exchange.facts) facts[name] = json_of(value);
  Json json = {{"number", exchange.number},
               {"at", milliseconds_of(exchange.at)},
               {"site", exchange.site},
               {"origin", json_of(exchange.origin)},
               {"endpoint", to_string(exchange.endpoint)},
               {"facts", std::move(facts)},
               {"request",
                {{"method", json_of(exchange.request.method)},
                 {"target", json_of(exchange.request.target)},
                 {"headers", json_of(exchange.request.headers)},
                 {"body", json_of(exchange.request.body)},
                 {"scheme", exchange.request.scheme}}},
               {"response",
                {{"status", exchange.response.status},
                 {"headers", json_of(exchange.response.headers)},
                 {"body", json_of(exchange.response.body)}}}};
  if (exchange.rpc) {
    json["rpc"] = {{"method", json_of(exchange.rpc->method)},
                   {"id", json_of(exchange.rpc->id)},
                   {"tool", json_of(exchange.rpc->tool)},
                   {"batch", exchange.rpc->batch}};
  }
  return json;
}

Exchange exchange_from(const Json& json) {
  Exchange exchange;
  exchange.number = json.at("number").get<std::size_t>();
  exchange.at = time_from(json.at("at"));
  exchange.site = json.at("site").get<std::string>();
  exchange.origin = text_from(json.at("origin"));
  const auto endpoint = endpoint_from(json.at("endpoint").get<std::string>());
  if (!endpoint) throw std::runtime_error("there is no such endpoint");
  exchange.endpoint = *endpoint;
  for (const auto& [name, value] : json.at("facts").items()) {
    exchange.facts[name] = text_from(value);
  }
  const Json& request = json.at("request");
  exchange.request.method = text_from(request.at("method"));
  exchange.request.target = text_from(request.at("target"));
  exchange.request.headers = headers_from(request.at("headers"));
  exchange.request.body = text_from(request.at("body"));
  exchange.request.scheme = request.at("scheme").get<std::string>();
  const Json& response = json.at("response");
  exchange.response.status = response.at("status").get<int>();
  exchange.response.headers = headers_from(response.at("headers"));
  exchange.response.body = text_from(response.at("body"));
  if (const auto rpc = json.find("rpc"); rpc != json.end()) {
    exchange.rpc = RpcSummary{.method = text_from(rpc->at("method")),
                              .id = text_from(rpc->at("id")),
                              .tool = text_from(rpc->at("tool")),
                              .batch = rpc->at("batch").get<bool>()};
  }
  return exchange;
}

Json json_of(const Note& note) {
  return {{"number", note.number},
          {"at", milliseconds_of(note.at)},
          {"note", to_string(note.kind)},
          {"text", json_of(note.text)}};
}

Note note_from(const Json& json) {
  using Kind = Note::Kind;
  constexpr std::array kKinds = {Kind::kIntent, Kind::kOutcome, Kind::kPerson,
                                 Kind::kAdmin,  Kind::kOutput,  Kind::kHarness};
  return {json.at("number").get<std::size_t>(), time_from(json.at("at")),
          named(kKinds, json.at("note").get<std::string>(), "kind of note"),
          text_from(json.at("text"))};
}

Json json_of(const Spot& spot) {
  return {{"entry", spot.entry},
          {"part", to_string(spot.part)},
          {"name", json_of(spot.name)},
          {"missing", spot.missing}};
}

Spot spot_from(const Json& json) {
  using Part = Spot::Part;
  constexpr std::array kParts = {Part::kRequestLine, Part::kRequestHeader, Part::kRequestBody,
                                 Part::kStatus,      Part::kResponseBody,  Part::kNote,
                                 Part::kAfter};
  return {.entry = json.at("entry").get<std::size_t>(),
          .part = named(kParts, json.at("part").get<std::string>(), "part"),
          .name = text_from(json.at("name")),
          .missing = json.at("missing").get<bool>()};
}

Json json_of(const CheckResult& check) {
  Json spots = Json::array();
  for (const Spot& spot : check.finding.spots) spots.push_back(json_of(spot));
  return {{"id", check.id},
          {"severity", to_string(check.severity)},
          {"requirement", check.requirement},
          {"expected", json_of(check.expected)},
          {"verdict", to_string(check.verdict)},
          {"outcome", static_cast<int>(check.finding.outcome)},
          {"seen", json_of(check.finding.seen)},
          {"evidence", check.finding.evidence},
          {"spots", std::move(spots)},
          {"reason", json_of(check.reason)}};
}

CheckResult check_from(const Json& json) {
  const int outcome = json.at("outcome").get<int>();
  if (outcome < 0 || outcome > static_cast<int>(Finding::Outcome::kCannotTell)) {
    throw std::runtime_error("there is no such outcome");
  }
  std::vector<Spot> spots;
  for (const Json& spot : json.value("spots", Json::array())) spots.push_back(spot_from(spot));
  return {.id = json.at("id").get<std::string>(),
          .severity = severity_from(json.at("severity").get<std::string>()),
          .requirement = json.at("requirement").get<std::string>(),
          .expected = text_from(json.at("expected")),
          .verdict = verdict_from(json.at("verdict").get<std::string>()),
          .finding = {static_cast<Finding::Outcome>(outcome), text_from(json.at("seen")),
                      json.at("evidence").get<std::vector<std::size_t>>(), std::move(spots)},
          .reason = text_from(json.at("reason"))};
}

}  // namespace

Verdict verdict_from(const std::string& name) {
  constexpr std::array kAll = {Verdict::kPass,  Verdict::kNotApplicable, Verdict::kKnown,
                               Verdict::kWarn,  Verdict::kFail,          Verdict::kNotExercised,
                               Verdict::kStale, Verdict::kFlaky,         Verdict::kHarnessError};
  return named(kAll, name, "verdict");
}

Severity severity_from(const std::string& name) {
  constexpr std::array kAll = {Severity::kMust, Severity::kShould};
  return named(kAll, name, "severity");
}

Json json_of(const Play& play) {
  Json checks = Json::array();
  for (const CheckResult& check : play.checks) checks.push_back(json_of(check));
  Json entries = Json::array();
  for (const Entry& entry : play.entries) {
    entries.push_back(std::visit([](const auto& it) { return json_of(it); }, entry));
  }
  Json output = Json::array();
  for (const std::string& line : play.output) output.push_back(json_of(line));
  return {{"scenario", play.scenario},    {"title", play.title},
          {"profile", play.profile},      {"verdict", to_string(play.verdict)},
          {"error", json_of(play.error)}, {"took_us", play.took.count()},
          {"checks", std::move(checks)},  {"output", std::move(output)},
          {"entries", std::move(entries)}};
}

Play play_from(const Json& json) {
  Play play;
  play.scenario = json.at("scenario").get<std::string>();
  play.title = json.at("title").get<std::string>();
  play.profile = json.at("profile").get<std::string>();
  play.verdict = verdict_from(json.at("verdict").get<std::string>());
  play.error = text_from(json.at("error"));
  play.took = std::chrono::microseconds(json.at("took_us").get<std::int64_t>());
  for (const Json& check : json.at("checks")) play.checks.push_back(check_from(check));
  for (const Json& line : json.at("output")) play.output.push_back(text_from(line));
  for (const Json& entry : json.at("entries")) {
    if (entry.contains("note")) {
      play.entries.emplace_back(note_from(entry));
    } else {
      play.entries.emplace_back(exchange_from(entry));
    }
  }
  return play;
}

}  // namespace conform::runner
