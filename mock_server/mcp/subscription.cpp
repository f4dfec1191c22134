#include "mock_server/mcp/subscription.hpp"

#include "foundation/json/json_member.hpp"
#include "mock_server/mcp/event_stream.hpp"
#include "mock_server/mcp/tool.hpp"

namespace conform::mock {
namespace {

constexpr const char* kSubscriptionId = "io.modelcontextprotocol/subscriptionId";

class ListenStream final : public BodyStream {
 public:
  ListenStream(const LiveWorld& live, const Toolbox& toolbox, std::string organization, Json id,
               bool wants_tools)
      : live_(live),
        toolbox_(toolbox),
        organization_(std::move(organization)),
        id_(std::move(id)),
        wants_tools_(wants_tools),
        world_(live.world()),
        tools_(tools_in(*world_)) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    constexpr std::chrono::seconds kBeat(15);
    if (!acknowledged_) {
      acknowledged_ = true;
      Json honored = Json::object();
      if (wants_tools_) honored["toolsListChanged"] = true;
      return notification("notifications/subscriptions/acknowledged",
                          {{"notifications", std::move(honored)}});
    }
    const auto now = live_.wait_for_change(world_, stop, kBeat);
    const bool changed = now != world_;
    world_ = now;
    const Organization* organization = world_->organization(organization_);
    if (stop.stop_requested() || organization == nullptr || !organization->settings.mcp_server) {
      return std::nullopt;
    }
    auto tools = changed ? tools_in(*world_) : tools_;
    if (wants_tools_ && tools != tools_) {
      tools_ = std::move(tools);
      return notification("notifications/tools/list_changed", Json::object());
    }
    return ": beat\n\n";
  }

 private:
  using Tools = std::vector<const Toolbox::Described*>;

  [[nodiscard]] Tools tools_in(const World& world) const {
    const Organization* organization = world.organization(organization_);
    if (organization == nullptr) return {};
    return toolbox_.list(organization->settings);
  }

  [[nodiscard]] std::string notification(std::string_view method, Json params) const {
    params["_meta"] = {{kSubscriptionId, id_}};
    return message_event({{"jsonrpc", "2.0"}, {"method", method}, {"params", std::move(params)}});
  }

  const LiveWorld& live_;
  const Toolbox& toolbox_;
  std::string organization_;
  Json id_;
  bool wants_tools_;
  bool acknowledged_ = false;
  std::shared_ptr<const World> world_;
  Tools tools_;
};

}  // namespace

Response listen(const RpcCall& call) {
  const Json filter = member(call.params, "notifications");
  const bool wants_tools = filter.is_object() && member(filter, "toolsListChanged") == true;
  Response response = event_stream_response();
  response.stream =
      std::make_shared<ListenStream>(call.context.live, *call.context.fixtures.toolbox,
                                     call.principal.organization, call.id, wants_tools);
  return response;
}

}  // namespace conform::mock
