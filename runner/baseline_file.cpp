// Reading and writing baselines: YAML by yaml-cpp, JSON by our own reader; one meaning for both.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <string>

#include "mock_server/json_reader.hpp"
#include "mock_server/text_file.hpp"
#include "runner/baseline.hpp"
#include "runner/exit_code.hpp"

namespace conform {
namespace {

constexpr std::string_view kHead =
    "# Failures that are expected: omni-conform run --baseline FILE. What is listed does not fail "
    "a run;\n"
    "# what is listed and passes, or has expired, does. Written by omni-conform baseline update, "
    "which\n"
    "# keeps reasons and dates, and no other comments.\n";

bool is_json(const std::string& file) { return file.ends_with(".json"); }

// Far more than any list of failures needs (docs/limits.md).
constexpr std::size_t kLargestYaml = 1UL << 20U;
constexpr std::size_t kDeepestYaml = 64;
constexpr std::size_t kMostYamlValues = 200'000;

// YAML as JSON. Every scalar is text: the file has nothing else, and "no" or 2027-01-31 shall stay
// what they are. Each alias is what it stands for, so a few bytes can stand for any amount and an
// anchor can hold itself: values are counted as they are made.
class JsonOfYaml {
 public:
  explicit JsonOfYaml(const std::string& file) : file_(file) {}

  Json of(const YAML::Node& node, std::size_t depth = 0) {
    if (depth > kDeepestYaml) {
      fail(node, fmt::format("nests deeper than {} levels, or holds itself", kDeepestYaml));
    }
    if (++values_ > kMostYamlValues) {
      fail(node, fmt::format("holds more than {} values, its aliases counted", kMostYamlValues));
    }
    if (node.IsScalar()) return node.Scalar();
    if (node.IsSequence()) return array_of(node, depth);
    return node.IsMap() ? object_of(node, depth) : Json();
  }

 private:
  Json array_of(const YAML::Node& node, std::size_t depth) {
    Json result = Json::array();
    for (const YAML::Node& item : node) result.push_back(of(item, depth + 1));
    return result;
  }
  Json object_of(const YAML::Node& node, std::size_t depth) {
    Json result = Json::object();
    for (const auto& item : node) {
      if (!item.first.IsScalar()) fail(item.first, "has a member whose name is no text");
      result[item.first.Scalar()] = of(item.second, depth + 1);
    }
    return result;
  }
  [[noreturn]] void fail(const YAML::Node& node, std::string_view what) const {
    throw UsageError(fmt::format("{}, line {}: the YAML {}", file_, node.Mark().line + 1, what));
  }

  const std::string& file_;
  std::size_t values_ = 0;
};

Json read_yaml(const std::string& file) {
  const std::string text = text_of_file(file, kLargestYaml);
  try {
    return JsonOfYaml(file).of(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw UsageError(
        fmt::format("{}, line {}: this is no YAML: {}", file, error.mark.line + 1, error.msg));
  }
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
    const Json json = is_json(file) ? read_json_file(file) : read_yaml(file);
    const JsonReader reader(json, file);
    reader.only({"expected_failures"});
    Baseline baseline{.file = file, .entries = {}};
    for (const JsonReader& entry : reader.at("expected_failures").elements()) {
      baseline.entries.push_back(entry_from(entry));
    }
    return baseline;
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

std::string text_of(const Baseline& baseline) {
  return is_json(baseline.file) ? json_text_of(baseline) : yaml_of(baseline);
}

}  // namespace conform
