#include "mock_server/mcp/tools/written_query.hpp"

#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/query/query_reader.hpp"

namespace conform::mock {
namespace {

void require_source(const ToolCall& call, const Membership& member, const ModelSummary& model,
                    const Source& source) {
  const auto topics = visible_topics(call, model);
  if (!source.is_view) {
    require_topic(topics, source.name);
    return;
  }
  if (!may(member.role, Permission::kQueryFullModel)) throw ToolError("viewer_cannot_query");
  const bool views = call.headers.get("X-MCP-Topic-Name").empty();
  call.engine.require_source(model.id, source, {ids_of(topics), views});
}

}  // namespace

Json run_written_query(const ToolCall& call, const Membership& member, const ModelSummary& model,
                       const Json& query) {
  require_source(call, member, model, source_of(query));
  const bool late = call.world.mcp.query_times_out;
  const Asker asker{member.attributes};
  const QueryResult result = late ? call.engine.plan_query(model.id, query, asker, call.now)
                                  : call.engine.run_query(model.id, query, asker, call.now);
  Json answer{{"query", result.query}, {"summary", {{"missing_fields", result.missing_fields}}}};
  answer.update(table_of(result, late));
  return answer;
}

}  // namespace conform::mock
