#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform {
namespace {

std::string topic_for(const ToolCall& call, const ModelSummary& model, const std::string& prompt) {
  const auto topics = visible_topics(call, model);
  auto asked = call.arguments.value("topicName", std::string());
  if (asked.empty()) return call.engine.pick_topic(model.id, prompt, ids_of(topics)).id;
  require_topic(topics, asked);
  return asked;
}

}  // namespace

ToolResult get_data(const ToolCall& call) {
  if (auto refusal = refused(call, Permission::kQueryTopics, true)) return *refusal;
  try {
    const Membership member = acting_member(call);
    if (!may(member.role, Permission::kQueryTopics)) {
      ToolResult denied = tool_error("Permission denied");
      denied.refusal = denied.text;
      return denied;
    }
    const ModelSummary& model = visible_model(call, call.arguments.value("modelId", ""));
    const auto prompt = call.arguments.at("prompt").get<std::string>();
    const std::string topic = topic_for(call, model, prompt);
    const bool late = call.world.mcp.query_times_out;
    const Asker asker{member.attributes};
    const QueryResult result = late ? call.engine.plan(model.id, topic, prompt, asker, call.now)
                                    : call.engine.answer(model.id, topic, prompt, asker, call.now);
    return tool_answer({{"topic", topic},
                        {"query", result.query},
                        {"summary", result.summary},
                        {"columns", result.columns},
                        {"rows", result.rows},
                        {"row_count", result.rows.size()},
                        {"truncated", result.truncated},
                        {"timed_out", late}});
  } catch (const QueryError& error) {
    return tool_error(error.what());
  }
}

}  // namespace conform
