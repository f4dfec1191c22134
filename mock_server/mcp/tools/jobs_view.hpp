// What askOmni and checkStatus share about jobs. Pure functions.
#pragma once

#include <string>

#include "mock_server/mcp/tool.hpp"

namespace conform::mock {

inline JobOwner owner_of(const ToolCall& call, const Membership& member) {
  return {call.organization.id, member.id};
}

inline std::string chat_url(const ToolCall& call, const Job& job) {
  return call.origin + "/chat/" + job.conversation_id;
}

}  // namespace conform::mock
