// What a call may see: its member, model and topics, narrowed by the headers X-MCP-Model-ID,
// X-MCP-Topic-Name and X-MCP-User-ID. What is out of sight is answered like what does not exist.
// Thread-safe: plain functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/mcp/tool.hpp"

namespace conform {

// A refusal by setting or permission, or none. `needs_agent`: the tool runs through the Omni Agent.
std::optional<ToolResult> refused(const ToolCall& call, Permission permission, bool needs_agent);

// These throw QueryError with the text for the caller.
Membership acting_member(const ToolCall& call);
std::vector<const ModelSummary*> visible_models(const ToolCall& call);
// The model that is asked for, or the first one.
const ModelSummary& visible_model(const ToolCall& call, std::string_view asked);
std::vector<TopicSummary> visible_topics(const ToolCall& call, const ModelSummary& model);
// Throws when the topic is none of `topics`.
void require_topic(const std::vector<TopicSummary>& topics, std::string_view asked);
std::vector<std::string> ids_of(const std::vector<TopicSummary>& topics);

ToolResult tool_error(std::string text);
// structuredContent, and the same JSON as text for clients that read only text.
ToolResult tool_answer(Json structured);

}  // namespace conform
