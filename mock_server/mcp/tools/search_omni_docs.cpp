#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult search_omni_docs(const ToolCall& call) {
  // No data and no model is read, so roles and header fields do not matter.
  require_agent(call);
  const HelpAnswer found = call.help_texts.search(argument(call, "question"));
  Json sources = Json::array();
  for (const Citation& source : found.sources) {
    sources.push_back({{"title", source.title}, {"url", source.url}});
  }
  return tool_answer({{"answer", found.text}, {"sources", std::move(sources)}});
}

}  // namespace conform::mock
