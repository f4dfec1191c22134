// Reading and writing baselines: YAML by yaml-cpp, JSON by our own reader; one meaning for both.
#include <fmt/format.h>

#include <charconv>
#include <stdexcept>
#include <string>

#include "foundation/json/json_reader.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/yaml_file.hpp"
#include "runner/results/baseline.hpp"

namespace conform::runner {
namespace {

constexpr std::string_view kHead =
    "# Failures that are expected: omni-conform run --baseline FILE. What is listed does not fail "
    "a run;\n"
    "# what is listed and passes, or has expired, does. Written by omni-conform baseline update, "
    "which\n"
    "# keeps reasons and dates, and no other comments.\n";

bool is_json(const std::string& file) { return file.ends_with(".json"); }

Json json_of_text(const std::string& text, const std::string& file) {
  return is_json(file) ? json_of_file_text(text, file) : json_of_yaml(text, file);
}

std::optional<Date> date_from(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t begin, std::size_t size, auto& into) {
    const char* end = text.data() + begin + size;
    const auto [stop, error] = std::from_chars(text.data() + begin, end, into);
    return error == std::errc() && stop == end;
  };
  if (!number(0, 4, year) || !number(5, 2, month) || !number(8, 2, day)) return std::nullopt;
  const Date date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string needed_text(const JsonReader& json, std::string_view member) {
  std::string text = json.at(member).text();
  if (text.empty()) json.at(member).fail("must not be empty");
  return text;
}

BaselineEntry entry_from(const JsonReader& json) {
  json.only({"client", "check", "reason", "expires"});
  BaselineEntry entry{.client = needed_text(json, "client"),
                      .check = needed_text(json, "check"),
                      .reason = needed_text(json, "reason"),
                      .expires = {}};
  const std::size_t colon = entry.check.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == entry.check.size()) {
    json.at("check").fail("is \"" + entry.check +
                          "\", but must be SCENARIO:CHECK, for example "
                          "\"forbidden/pats_disabled:stops-after-refusal\"");
  }
  if (const auto expires = json.find("expires")) {
    entry.expires = date_from(expires->text());
    if (!entry.expires) {
      expires->fail("is \"" + expires->text() + "\", but must be a day like 2027-01-31");
    }
  }
  return entry;
}

Baseline baseline_from(const Json& json, const std::string& file) {
  const JsonReader reader(json, file);
  reader.only({"expected_failures"});
  Baseline baseline{.file = file, .entries = {}};
  for (const JsonReader& entry : reader.at("expected_failures").elements()) {
    baseline.entries.push_back(entry_from(entry));
  }
  return baseline;
}

std::string quoted(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string yaml_of(const Baseline& baseline) {
  std::string text(kHead);
  text += baseline.entries.empty() ? "expected_failures: []\n" : "expected_failures:\n";
  for (const BaselineEntry& entry : baseline.entries) {
    // A JSON string is a double-quoted one of YAML.
    text.append(fmt::format("  - client: {}\n    check: {}\n    reason: {}\n", quoted(entry.client),
                            quoted(entry.check), quoted(entry.reason)));
    if (entry.expires) text.append(fmt::format("    expires: \"{}\"\n", text_of(*entry.expires)));
  }
  return text;
}

std::string json_text_of(const Baseline& baseline) {
  Json entries = Json::array();
  for (const BaselineEntry& entry : baseline.entries) {
    Json json = {{"client", entry.client}, {"check", entry.check}, {"reason", entry.reason}};
    if (entry.expires) json["expires"] = text_of(*entry.expires);
    entries.push_back(std::move(json));
  }
  const Json document = {{"expected_failures", std::move(entries)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

Baseline load_baseline(const std::string& file) {
  try {
    return baseline_from(is_json(file) ? read_json_file(file) : read_yaml(file), file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

Baseline read_baseline(const std::string& text, const std::string& file) {
  try {
    return baseline_from(json_of_text(text, file), file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

std::string text_of(const Baseline& baseline) {
  return is_json(baseline.file) ? json_text_of(baseline) : yaml_of(baseline);
}

}  // namespace conform::runner
