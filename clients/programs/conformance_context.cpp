#include "clients/programs/conformance_context.hpp"

#include <variant>

#include "foundation/mcp/revision.hpp"

namespace conform::clients {
namespace {

Json json_of(const Intent& intent) {
  struct Writer {
    Json operator()(const Connect& connect) const {
      return {{"intent", "connect"}, {"with", connect.key.empty() ? "oauth" : "api_key"}};
    }
    Json operator()(const ListTools&) const { return {{"intent", "list_tools"}}; }
    Json operator()(const CallTool& call) const {
      return {{"intent", "call_tool"}, {"tool", call.tool}, {"arguments", call.arguments}};
    }
    Json operator()(const CallAtOnce& all) const {
      Json calls = Json::array();
      for (const CallTool& call : all.calls) calls.push_back((*this)(call));
      return {{"intent", "call_at_once"}, {"calls", std::move(calls)}};
    }
    Json operator()(const Disconnect&) const { return {{"intent", "disconnect"}}; }
    Json operator()(const Restart&) const { return {{"intent", "restart"}}; }
  };
  return std::visit(Writer{}, intent);
}

}  // namespace

Json conformance_context(const Scenario& scenario, const ConformanceStart& start,
                         const std::string& url, const std::string& api_key,
                         const std::string& client_id, const OfficialNames& official) {
  const bool is_official = !official.scenario.empty();
  Json context{{"name", is_official ? official.scenario : scenario.id}};
  if (is_official) context["scenario"] = scenario.id;
  context["title"] = scenario.title;
  context["url"] = url;
  if (!api_key.empty()) context["api_key"] = api_key;
  if (!client_id.empty()) context["client_id"] = client_id;
  // Its programs take an identity only with a secret.
  if (is_official && !client_id.empty()) context["client_secret"] = "unused";
  context["start"] = start.number;
  context["starts"] = start.of;
  context["intents"] = Json::array();
  for (const Intent& intent : start.intents) context["intents"].push_back(json_of(intent));
  return context;
}

std::map<std::string, std::string> conformance_environment(
    const Scenario& scenario, const ConformanceStart& start, const std::string& url,
    const std::string& api_key, const std::string& client_id, const OfficialNames& official) {
  return {{"MCP_CONFORMANCE_SCENARIO", official.scenario.empty() ? scenario.id : official.scenario},
          {"MCP_CONFORMANCE_PROTOCOL_VERSION", std::string(kNewestHandshake.date)},
          {"MCP_CONFORMANCE_CONTEXT",
           conformance_context(scenario, start, url, api_key, client_id, official).dump()}};
}

std::string in_short(const Intent& intent) {
  struct InShort {
    std::string operator()(const Connect&) const { return "connect"; }
    std::string operator()(const ListTools&) const { return "list the tools"; }
    std::string operator()(const CallTool& call) const { return "call " + call.tool; }
    std::string operator()(const CallAtOnce&) const { return "call at once"; }
    std::string operator()(const Disconnect&) const { return "disconnect"; }
    std::string operator()(const Restart&) const { return "restart"; }
  };
  return std::visit(InShort{}, intent);
}

}  // namespace conform::clients
