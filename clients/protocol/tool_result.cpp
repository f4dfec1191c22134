#include "clients/protocol/tool_result.hpp"

namespace conform::clients {
namespace {

bool is_true(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && *found == true;
}

}  // namespace

std::string text_of_tool_result(const Json& result) {
  std::string text;
  if (!result.is_object() || !result.contains("content") || !result["content"].is_array())
    return text;
  for (const Json& part : result["content"]) {
    if (!part.is_object() || part.value("type", "") != "text" || !part.contains("text")) continue;
    if (!part["text"].is_string()) continue;
    if (!text.empty()) text += '\n';
    text += part["text"].get<std::string>();
  }
  return text;
}

bool is_failed_tool_result(const Json& result) {
  if (!result.is_object()) return false;
  if (is_true(result, "isError")) return true;
  const auto structured = result.find("structuredContent");
  return structured != result.end() && structured->is_object() && is_true(*structured, "timed_out");
}

}  // namespace conform::clients
