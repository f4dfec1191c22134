#include <algorithm>

#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {
namespace {

// The topics to choose from, the current one first: of equally good ones the first is picked.
std::vector<std::string> candidates(const Json& arguments,
                                    const std::vector<TopicSummary>& topics) {
  std::vector<std::string> among;
  if (arguments.contains("potentialTopicNames")) {
    for (const Json& name : arguments.at("potentialTopicNames")) {
      among.push_back(name.get<std::string>());
      require_topic(topics, among.back());
    }
  } else {
    among = ids_of(topics);
  }
  if (arguments.contains("currentTopicName")) {
    const auto current = arguments.at("currentTopicName").get<std::string>();
    require_topic(topics, current);
    const auto found = std::find(among.begin(), among.end(), current);
    if (found != among.end()) std::rotate(among.begin(), found, found + 1);
  }
  return among;
}

}  // namespace

ToolResult pick_topic(const ToolCall& call) {
  admitted(call, Permission::kQueryTopics);
  const ModelSummary& model = visible_model(call);
  const auto topics = visible_topics(call, model);
  const TopicSummary picked = call.engine.pick_topic(model.id, argument(call, "prompt"),
                                                     candidates(call.arguments, topics));
  Json list = Json::array();
  for (const TopicSummary& topic : topics) {
    list.push_back({{"id", topic.id}, {"label", topic.label}, {"description", topic.description}});
  }
  return tool_answer({{"topicId", picked.id}, {"topics", std::move(list)}});
}

}  // namespace conform::mock
