#include "mock_server/mcp/tools/scope.hpp"

#include <algorithm>

namespace conform {
namespace {

QueryError no_such_model(std::string_view id) {
  return QueryError("Model with id " + std::string(id) + " does not exist");
}

QueryError no_such_topic(std::string_view id) {
  return QueryError("No such topic \"" + std::string(id) + "\" or access not permitted");
}

bool contains(const std::vector<std::string>& list, std::string_view item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// Nullptr when the organization has no such model, or the data set has not.
const ModelSummary* reachable_model(const ToolCall& call, std::string_view id) {
  const ModelSummary* model = call.engine.model(id);
  if (model == nullptr || !contains(call.organization.models, model->id)) return nullptr;
  return model;
}

}  // namespace

std::optional<ToolResult> refused(const ToolCall& call, Permission permission, bool needs_agent) {
  ToolResult result;
  if (needs_agent && !call.organization.settings.omni_agent) {
    result.refusal = "Feature is not enabled";
  } else if (!may(call.principal.membership.role, permission)) {
    result.refusal = "Permission denied";
  } else {
    return std::nullopt;
  }
  result.text = result.refusal;
  result.is_error = true;
  return result;
}

Membership acting_member(const ToolCall& call) {
  const std::string* wanted = call.headers.find("X-MCP-User-ID");
  if (wanted == nullptr || wanted->empty()) {
    if (equals_ignoring_case(call.headers.get("X-MCP-User-Required"), "true")) {
      throw QueryError("A user ID is required: send X-MCP-User-ID");
    }
    return call.principal.membership;
  }
  if (*wanted == call.principal.membership.id) return call.principal.membership;
  if (call.principal.credential != Principal::Credential::kOrganizationKey) {
    throw QueryError(
        "User-scoped API keys can only be used to act on behalf of the authenticated user.");
  }
  for (const User& user : call.world.users) {
    const auto membership = user.memberships.find(call.organization.id);
    if (membership != user.memberships.end() && membership->second.id == *wanted &&
        membership->second.active) {
      return membership->second;
    }
  }
  throw QueryError("User with id " + *wanted + " does not exist");
}

std::vector<const ModelSummary*> visible_models(const ToolCall& call) {
  const std::string only = call.headers.get("X-MCP-Model-ID");
  if (!only.empty()) {
    const ModelSummary* model = reachable_model(call, only);
    if (model == nullptr) throw no_such_model(only);
    return {model};
  }
  std::vector<const ModelSummary*> models;
  for (const std::string& id : call.organization.models) {
    if (const ModelSummary* model = reachable_model(call, id)) models.push_back(model);
  }
  return models;
}

const ModelSummary& visible_model(const ToolCall& call, std::string_view asked) {
  const auto models = visible_models(call);
  if (asked.empty()) {
    if (models.empty()) throw QueryError("The organization has no model");
    return *models.front();
  }
  const ModelSummary* model = reachable_model(call, asked);
  if (model == nullptr || std::find(models.begin(), models.end(), model) == models.end()) {
    throw no_such_model(asked);
  }
  return *model;
}

std::vector<TopicSummary> visible_topics(const ToolCall& call, const ModelSummary& model) {
  const std::string only = call.headers.get("X-MCP-Topic-Name");
  std::vector<TopicSummary> topics;
  for (const TopicSummary& topic : model.topics) {
    if (contains(call.organization.hidden_topics, topic.id)) continue;
    if (only.empty() || topic.id == only) topics.push_back(topic);
  }
  if (!only.empty() && topics.empty()) throw no_such_topic(only);
  if (topics.empty()) throw QueryError("The model has no topic that can be queried");
  return topics;
}

void require_topic(const std::vector<TopicSummary>& topics, std::string_view asked) {
  const bool found = std::any_of(topics.begin(), topics.end(),
                                 [&](const TopicSummary& topic) { return topic.id == asked; });
  if (!found) throw no_such_topic(asked);
}

std::vector<std::string> ids_of(const std::vector<TopicSummary>& topics) {
  std::vector<std::string> ids;
  ids.reserve(topics.size());
  for (const TopicSummary& topic : topics) ids.push_back(topic.id);
  return ids;
}

ToolResult tool_error(std::string text) {
  ToolResult result;
  result.text = std::move(text);
  result.is_error = true;
  return result;
}

ToolResult tool_answer(Json structured) {
  ToolResult result;
  result.text = structured.dump();
  result.structured = std::move(structured);
  return result;
}

}  // namespace conform
