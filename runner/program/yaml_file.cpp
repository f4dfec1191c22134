#include "runner/program/yaml_file.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <string_view>

#include "foundation/files/text_file.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {
namespace {

// Far more than any list of failures needs (docs/limits.md).
constexpr std::size_t kLargestYaml = 1UL << 20U;
constexpr std::size_t kDeepestYaml = 64;
constexpr std::size_t kMostYamlValues = 200'000;

// YAML as JSON. Every scalar is text, so that "no" and 2027-01-31 stay what they are. Each alias is
// replaced by what it stands for. A few bytes could so become any amount of values, and an anchor
// could hold itself; therefore values are counted as they are made.
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

}  // namespace

Json read_yaml(const std::string& file) {
  return json_of_yaml(text_of_file(file, kLargestYaml), file);
}

Json json_of_yaml(const std::string& text, const std::string& file) {
  try {
    return JsonOfYaml(file).of(YAML::Load(text));
  } catch (const YAML::Exception& error) {
    throw UsageError(
        fmt::format("{}, line {}: this is no YAML: {}", file, error.mark.line + 1, error.msg));
  }
}

}  // namespace conform::runner
