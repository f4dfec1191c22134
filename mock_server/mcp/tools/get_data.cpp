#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/mcp/tools/tools.hpp"

namespace conform {

ToolResult get_data(const ToolCall& call) {
  const Membership member = admitted(call, Permission::kQueryTopics);
  const ModelSummary& model = visible_model(call);
  require_branch(call, member, model);
  const std::string prompt = argument(call, "prompt");
  const Source source = source_for(call, member, model, prompt);
  const bool late = call.world.mcp.query_times_out;
  const Asker asker{member.attributes};
  const QueryResult result = late ? call.engine.plan(model.id, source, prompt, asker, call.now)
                                  : call.engine.answer(model.id, source, prompt, asker, call.now);
  Json answer{{"topic", source.is_view ? Json() : Json(source.name)},
              {"query", result.query},
              {"summary", result.summary}};
  answer.update(table_of(result, late));
  return rows_answer(std::move(answer));
}

}  // namespace conform
