#include "mock_server/mcp/tools/scope.hpp"

#include <algorithm>
#include <utility>

namespace conform::mock {
namespace {

// A header field that is a switch; absent means false.
bool flag(const ToolCall& call, const char* name) {
  const std::string* value = call.headers.find(name);
  if (value == nullptr || value->empty() || equals_ignoring_case(*value, "false")) return false;
  if (!equals_ignoring_case(*value, "true")) throw ToolError("header_not_boolean", {name});
  return true;
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Nullptr when the organization has no such model, or the data set has not.
const ModelSummary* reachable_model(const ToolCall& call, std::string_view id) {
  const ModelSummary* model = call.engine.model(id);
  const bool every = call.world.defects.has(Defect::kForeignModels);
  if (model == nullptr || !(every || contains(call.organization.models, model->id))) return nullptr;
  return model;
}

Membership acting_member(const ToolCall& call) {
  const Membership& own = call.principal.membership;
  const bool required = flag(call, "X-MCP-User-Required");
  const std::string wanted = call.headers.get("X-MCP-User-ID");
  if (wanted.empty()) {
    if (required) throw ToolError("user_required");
    return own;
  }
  if (wanted == own.id) return own;
  if (call.principal.credential != Principal::Credential::kOrganizationKey) {
    throw ToolError("not_on_behalf");
  }
  for (const User& user : call.world.users) {
    const auto membership = user.memberships.find(call.organization.id);
    if (membership != user.memberships.end() && membership->second.id == wanted &&
        membership->second.active) {
      return membership->second;
    }
  }
  throw ToolError("user_not_found", {wanted});
}

}  // namespace

void require_agent(const ToolCall& call) {
  if (!call.organization.settings.omni_agent) throw ToolError("feature_off");
}

Membership admitted(const ToolCall& call, Permission permission, Agent agent) {
  if (agent == Agent::kNeeded) require_agent(call);
  const bool everybody = call.world.defects.has(Defect::kViewersQuery);
  if (!everybody && !may(call.principal.membership.role, permission)) {
    throw ToolError("viewer_cannot_query");
  }
  Membership member = acting_member(call);
  if (!everybody && !may(member.role, permission)) throw ToolError("viewer_cannot_query");
  return member;
}

std::vector<const ModelSummary*> visible_models(const ToolCall& call) {
  const std::string only = call.headers.get("X-MCP-Model-ID");
  if (!only.empty()) {
    const ModelSummary* model = reachable_model(call, only);
    if (model == nullptr) throw ToolError("model_not_found", {only});
    return {model};
  }
  std::vector<const ModelSummary*> models;
  for (const std::string& id : call.organization.models) {
    if (const ModelSummary* model = reachable_model(call, id)) models.push_back(model);
  }
  return models;
}

const ModelSummary& visible_model(const ToolCall& call) {
  const std::string asked = argument(call, "modelId");
  const auto models = visible_models(call);
  if (asked.empty()) {
    if (models.empty()) throw ToolError("no_model");
    return *models.front();
  }
  const ModelSummary* model = reachable_model(call, asked);
  const bool every = call.world.defects.has(Defect::kForeignModels);
  const bool seen = std::find(models.begin(), models.end(), model) != models.end();
  if (model == nullptr || !(seen || every)) {
    throw ToolError("model_not_found", {asked});
  }
  return *model;
}

std::vector<TopicSummary> visible_topics(const ToolCall& call, const ModelSummary& model) {
  const std::string only = call.headers.get("X-MCP-Topic-Name");
  std::vector<TopicSummary> topics;
  for (const TopicSummary& topic : model.topics) {
    if (!topic.for_ai || contains(call.organization.hidden_topics, topic.id)) continue;
    if (only.empty() || topic.id == only) topics.push_back(topic);
  }
  if (!only.empty() && topics.empty()) throw ToolError("topic_not_allowed", {only});
  if (topics.empty()) throw ToolError("no_topic");
  return topics;
}

void require_topic(const std::vector<TopicSummary>& topics, std::string_view asked) {
  const bool found = std::any_of(topics.begin(), topics.end(),
                                 [&](const TopicSummary& topic) { return topic.id == asked; });
  if (!found) throw ToolError("topic_not_allowed", {asked});
}

std::vector<std::string> ids_of(const std::vector<TopicSummary>& topics) {
  std::vector<std::string> ids;
  ids.reserve(topics.size());
  for (const TopicSummary& topic : topics) ids.push_back(topic.id);
  return ids;
}

void require_branch(const ToolCall& call, const Membership& member, const ModelSummary& model) {
  const std::string asked = argument(call, "branchId");
  if (asked.empty()) return;
  const bool exists = std::any_of(model.branches.begin(), model.branches.end(),
                                  [&](const Branch& branch) { return branch.id == asked; });
  if (!exists || !may(member.role, Permission::kQueryFullModel)) {
    throw ToolError("branch_not_found", {asked});
  }
}

Source source_for(const ToolCall& call, const Membership& member, const ModelSummary& model,
                  const std::string& prompt) {
  const bool all_views = flag(call, "X-MCP-Query-All-Views");
  const auto topics = visible_topics(call, model);
  if (std::string asked = argument(call, "topicName"); !asked.empty()) {
    require_topic(topics, asked);
    return {std::move(asked)};
  }
  // The scope of one topic is narrower than the permission to leave topics.
  const bool views = all_views && call.headers.get("X-MCP-Topic-Name").empty() &&
                     may(member.role, Permission::kQueryFullModel);
  return call.engine.pick_source(model.id, prompt, {ids_of(topics), views});
}

std::string argument(const ToolCall& call, const char* name) {
  return call.arguments.value(name, std::string());
}

ToolResult tool_answer(const Json& structured) { return text_answer(structured.dump()); }

ToolResult text_answer(std::string structured) {
  ToolResult result;
  result.text = std::move(structured);
  result.structured = true;
  return result;
}

Json table_of(const QueryResult& result, bool late) {
  return {{"columns", result.columns},
          {"rows", result.rows},
          {"row_count", result.rows.size()},
          {"truncated", result.truncated},
          {"timed_out", late}};
}

ToolResult rows_answer(const Json& structured) {
  const bool late = structured.at("timed_out") == true;
  ToolResult result = tool_answer(structured);
  if (late) result.refusal_id = "query_timed_out";
  return result;
}

}  // namespace conform::mock
