#include "mock_server/mcp/tools/jobs_view.hpp"
#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {

ToolResult check_status(const ToolCall& call) {
  const Membership member = admitted(call, Permission::kQueryTopics);
  const std::string id = argument(call, "jobId");
  const auto job = call.jobs.find(id, owner_of(call, member));
  if (!job) throw ToolError("job_not_found", {id});
  const JobStatus status = call.jobs.status(*job);
  const std::string url = chat_url(call, *job);
  Json answer{{"jobId", job->id},
              {"conversationId", job->conversation_id},
              {"omniChatUrl", url},
              {"status", to_string(status)}};
  if (status == JobStatus::kComplete) {
    answer["result"] = job->result;
    answer["result"]["omniChatUrl"] = url;
  }
  if (status == JobStatus::kFailed) answer["error"] = job->error;
  return tool_answer(answer);
}

}  // namespace conform::mock
