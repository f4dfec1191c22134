// Reading and writing baselines: YAML by yaml-cpp, JSON by our own reader; one meaning for both.
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "mock_server/json_reader.hpp"
#include "mock_server/user_json.hpp"
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

// More than any list of failures has; a node that is part of itself has no end at all.
constexpr int kDeepestYaml = 16;
constexpr std::size_t kMostYamlNodes = 100'000;

// Every scalar is text: the file has nothing else, and "no" or 2027-01-31 shall stay what they are.
class YamlReader {
 public:
  explicit YamlReader(std::string file) : file_(std::move(file)) {}

  Json read(const YAML::Node& node, int depth = 0) {
    if (depth > kDeepestYaml) fail(node, "nests deeper than a baseline does, or in itself");
    if (++nodes_ > kMostYamlNodes) fail(node, "has more parts than a baseline does");
    if (node.IsScalar()) return node.Scalar();
    if (node.IsSequence()) {
      Json result = Json::array();
      for (const YAML::Node& item : node) result.push_back(read(item, depth + 1));
      return result;
    }
    if (node.IsMap()) {
      Json result = Json::object();
      for (const auto& item : node) {
        if (!item.first.IsScalar()) fail(item.first, "has a name that is no text");
        result[item.first.Scalar()] = read(item.second, depth + 1);
      }
      return result;
    }
    return nullptr;
  }

 private:
  [[noreturn]] void fail(const YAML::Node& node, std::string_view what) const {
    throw UsageError(fmt::format("{}, line {}: this YAML {}.", file_, node.Mark().line + 1, what));
  }

  std::string file_;
  std::size_t nodes_ = 0;
};

Json json_of_yaml(const std::string& text, const std::string& file) {
  try {
    return YamlReader(file).read(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw UsageError(
        fmt::format("{}, line {}: this is no YAML: {}", file, error.mark.line + 1, error.msg));
  }
}

Json json_of_text(const std::string& text, const std::string& file) {
  if (!is_json(file)) return json_of_yaml(text, file);
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    throw UsageError(fmt::format("{}: is not JSON: {}", file, error.what()));
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
    require_file(file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
  std::ifstream in(file, std::ios::binary);
  return read_baseline({std::istreambuf_iterator<char>(in), {}}, file);
}

Baseline read_baseline(const std::string& text, const std::string& file) {
  const Json json = json_of_text(text, file);
  try {
    const JsonReader reader(json, file);
    reader.only({"expected_failures"});
    Baseline baseline{.file = file, .entries = {}};
    for (const JsonReader& entry : reader.at("expected_failures").elements()) {
      baseline.entries.push_back(entry_from(entry));
    }
    return baseline;
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

std::string text_of(const Baseline& baseline) {
  return is_json(baseline.file) ? json_text_of(baseline) : yaml_of(baseline);
}

}  // namespace conform
