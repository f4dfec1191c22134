#include "clients/scripted/displayed_answer.hpp"

#include <fmt/format.h>

#include "clients/protocol/tool_result.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/json/json_schema.hpp"
#include "foundation/json/json_text.hpp"

namespace conform::clients {
namespace {

// The result as somebody sees it who looks at its first part only.
Json first_part_of(Json result) {
  const auto content = result.find("content");
  if (content != result.end() && content->is_array() && !content->empty()) {
    result["content"] = Json::array({content->front()});
  }
  return result;
}

// Structured content that no text repeats: a server should send both, and need not.
std::string structured_alone(const Json& result, const std::string& text) {
  const Json& structured = member(result, "structuredContent");
  if (!structured.is_object()) return "";
  return parse_foreign(text) == structured ? "" : json_text(structured);
}

}  // namespace

std::string shown_text(const Json& result, const Behaviour::Session& how) {
  std::string text = text_of_tool_result(how.first_content_only ? first_part_of(result) : result);
  if (how.shows_structured && !how.first_content_only && !is_failed_tool_result(result)) {
    const std::string more = structured_alone(result, text);
    if (!text.empty() && !more.empty()) text += '\n';
    text += more;
  }
  const auto longest = static_cast<std::size_t>(how.longest_answer);
  if (longest > 0 && text.size() > longest) text.resize(longest);
  return text;
}

std::string problem_of_result(const Json& result, const Json& tool, bool stateless,
                              const Behaviour::Session& how) {
  if (!result.is_object()) return "The tool's result is no object.";
  const Json type = result.value("resultType", Json("complete"));
  if (stateless && how.checks_result_type && type != "complete") {
    return fmt::format("The tool's result is of a type that is not known here: {}", type.dump());
  }
  const bool checkable =
      tool.is_object() && tool.contains("outputSchema") && result.contains("structuredContent");
  if (!how.checks_structured || !checkable) return "";
  const std::string problems = JsonSchema(tool["outputSchema"], "outputSchema")
                                   .problems(result["structuredContent"], "structuredContent");
  if (problems.empty()) return "";
  return fmt::format("The tool's result is not what its description promises: {}", problems);
}

}  // namespace conform::clients
