// What a call may see: its member, model, topics and views, narrowed by the headers X-MCP-Model-ID,
// X-MCP-Topic-Name, X-MCP-User-ID, X-MCP-User-Required and X-MCP-Query-All-Views. What is out of
// sight is answered like what does not exist. Plain functions; thread-safe; they throw ToolError
// and QueryError with the text for the caller.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock_server/mcp/tool.hpp"

namespace conform::mock {

// Whether a tool uses Omni's AI. Those that do are off while the Omni Agent is; pickModel is the
// exception (docs/omni.md, "Settings that decide").
enum class Agent { kNeeded, kNotNeeded };

void require_agent(const ToolCall& call);
// Who the call acts for. Both the credential's owner and that member need the permission.
Membership admitted(const ToolCall& call, Permission permission, Agent agent = Agent::kNeeded);

std::vector<const ModelSummary*> visible_models(const ToolCall& call);
// The model that argument "modelId" asks for, or the first one.
const ModelSummary& visible_model(const ToolCall& call);
// The topics that the AI may use.
std::vector<TopicSummary> visible_topics(const ToolCall& call, const ModelSummary& model);
// Throws when the topic is none of `topics`.
void require_topic(const std::vector<TopicSummary>& topics, std::string_view asked);
std::vector<std::string> ids_of(const std::vector<TopicSummary>& topics);
// Throws when argument "branchId" names a branch that the member cannot see.
void require_branch(const ToolCall& call, const Membership& member, const ModelSummary& model);
// What answers a question in words: the topic of argument "topicName", else the closest match; with
// X-MCP-Query-All-Views it may be a view, for those who may query the full model.
Source source_for(const ToolCall& call, const Membership& member, const ModelSummary& model,
                  const std::string& prompt);

// An argument that may be absent.
std::string argument(const ToolCall& call, const char* name);
// structuredContent, and the same JSON as text for clients that read only text.
ToolResult tool_answer(const Json& structured);
ToolResult text_answer(std::string structured);  // of JSON that is written already
// {columns, rows, row_count, truncated, timed_out}; a late query has no rows.
Json table_of(const QueryResult& result, bool late);
// An answer that came too late is no error, but a refusal all the same.
ToolResult rows_answer(const Json& structured);

}  // namespace conform::mock
