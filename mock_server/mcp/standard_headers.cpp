#include "mock_server/mcp/standard_headers.hpp"

#include <fmt/format.h>

#include "foundation/text/digest.hpp"

namespace conform::mock {
namespace {

constexpr std::string_view kOpening = "=?base64?";
constexpr std::string_view kClosing = "?=";

std::string misfit(std::string_view header, std::string_view place, std::string_view expected,
                   const std::string* given) {
  if (given == nullptr) return fmt::format("{} is missing; {} is \"{}\"", header, place, expected);
  return fmt::format("{} is \"{}\", but {} is \"{}\"", header, *given, place, expected);
}

// Empty when the header says `expected`.
std::string compare(const Headers& headers, std::string_view header, std::string_view place,
                    std::string_view expected) {
  const std::string* given = headers.find(header);
  if (given == nullptr) return misfit(header, place, expected, nullptr);
  const auto value = decoded_header(*given);
  if (!value) return fmt::format("{} is no valid base64: {}", header, *given);
  return *value == expected ? "" : misfit(header, place, expected, given);
}

std::string header_text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// Each property that is to be repeated in a header field of its own.
std::string parameter_mismatch(const Headers& headers, const Json& arguments, const Json& tool) {
  const Json properties = tool.value("/inputSchema/properties"_json_pointer, Json::object());
  for (const auto& [name, schema] : properties.items()) {
    if (!schema.contains("x-mcp-header")) continue;
    const std::string header = "Mcp-Param-" + schema.at("x-mcp-header").get<std::string>();
    const std::string place = "params.arguments." + name;
    const auto argument = arguments.find(name);
    if (argument == arguments.end() || argument->is_null()) {
      if (headers.has(header)) return fmt::format("{} is sent, but {} is not", header, place);
      continue;
    }
    if (std::string problem = compare(headers, header, place, header_text_of(*argument));
        !problem.empty())
      return problem;
  }
  return "";
}

}  // namespace

std::optional<std::string> decoded_header(std::string_view value) {
  value = trimmed(value);
  const bool encoded = value.starts_with(kOpening) && value.ends_with(kClosing) &&
                       value.size() >= kOpening.size() + kClosing.size();
  if (!encoded) return std::string(value);
  value.remove_prefix(kOpening.size());
  value.remove_suffix(kClosing.size());
  return base64_decode(value);
}

std::string header_mismatch(const Headers& headers, std::string_view method, const Json& params,
                            const Json* tool) {
  if (std::string problem = compare(headers, "Mcp-Method", "method", method); !problem.empty()) {
    return problem;
  }
  if (method != "tools/call") return "";
  const Json name = params.value("name", Json());
  if (!name.is_string()) return "";  // the call itself is refused for that
  if (std::string problem = compare(headers, "Mcp-Name", "params.name", name.get<std::string>());
      !problem.empty()) {
    return problem;
  }
  const Json arguments = params.value("arguments", Json::object());
  if (tool == nullptr || !arguments.is_object()) return "";
  return parameter_mismatch(headers, arguments, *tool);
}

Json with_header_parameters(Json tool) {
  const auto model = "/inputSchema/properties/modelId"_json_pointer;
  if (tool.contains(model)) tool[model]["x-mcp-header"] = "Model-Id";
  return tool;
}

}  // namespace conform::mock
