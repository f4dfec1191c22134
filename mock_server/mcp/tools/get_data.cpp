#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform::mock {
namespace {

Json answer_of(const Source& source, const QueryResult& result, bool late) {
  Json answer{{"topic", source.is_view ? Json() : Json(source.name)},
              {"query", result.query},
              {"summary", result.summary}};
  answer.update(table_of(result, late));
  return answer;
}

}  // namespace

ToolResult get_data(const ToolCall& call) {
  const Membership member = admitted(call, Permission::kQueryTopics);
  const ModelSummary& model = visible_model(call);
  require_branch(call, member, model);
  const std::string prompt = argument(call, "prompt");
  const Source source = source_for(call, member, model, prompt);
  const Asker asker{member.attributes};
  if (call.world.mcp.query_times_out) {
    const QueryResult planned = call.engine.plan(model.id, source, prompt, asker, call.now);
    return rows_answer(answer_of(source, planned, true));
  }
  return text_answer(*call.engine.told(
      model.id, source, prompt, asker, call.now,
      [&](const QueryResult& rows) { return answer_of(source, rows, false).dump(); }));
}

}  // namespace conform::mock
