#include "mock_server/mcp/tools/analysis.hpp"
#include "mock_server/mcp/tools/jobs_view.hpp"
#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult ask_omni(const ToolCall& call) {
  const Membership member = admitted(call, Permission::kQueryTopics);
  const ModelSummary& model = visible_model(call);
  require_branch(call, member, model);
  const Source source = source_for(call, member, model, argument(call, "prompt"));
  const std::string conversation = argument(call, "conversationId");
  const auto job =
      call.jobs.submit(owner_of(call, member), conversation,
                       analyze(call, member, model, source, call.now + Jobs::kDoneAfter));
  if (!job) {
    throw job.error() == Jobs::Failure::kBusyConversation
        ? ToolError("conversation_busy")
        : ToolError("conversation_not_found", {conversation});
  }
  return tool_answer({{"jobId", job->id},
                      {"conversationId", job->conversation_id},
                      {"omniChatUrl", chat_url(call, *job)}});
}

}  // namespace conform::mock
