#include "bench/micro/benched_mock.hpp"

#include "foundation/mcp/revision.hpp"
#include "foundation/time/clock.hpp"

namespace conform::bench {

using mock::Fixtures;
using mock::load_world;
using mock::MockOmni;

namespace {

const std::string kFixtures = CONFORM_SOURCE_DIR "/fixtures";

}  // namespace

std::shared_ptr<const Fixtures> benched_fixtures() {
  static const auto shared = std::make_shared<const Fixtures>(kFixtures);
  return shared;
}

std::unique_ptr<MockOmni> benched_mock() {
  return std::make_unique<MockOmni>(load_world(kFixtures + "/worlds/acme.json"), benched_fixtures(),
                                    std::make_shared<ManualClock>(), 1);
}

Request request_to(const std::string& origin, std::string method, std::string target) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.headers.add("Host", origin.substr(origin.find("//") + 2));
  return request;
}

Request form_to(const std::string& origin, std::string target, const Parameters& form) {
  Request request = request_to(origin, "POST", std::move(target));
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = form.encode();
  return request;
}

Request mcp_request(const MockOmni& mock, std::string_view method, const Json& params) {
  Request request = request_to(mock.origin("acme"), "POST", "/mcp/https");
  request.headers.add("Authorization", "Bearer " + mock.world()->key("acme_admin_key")->secret);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Accept", "application/json, text/event-stream");
  request.headers.add("MCP-Protocol-Version", std::string(kNewestHandshake.date));
  request.body = Json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}}.dump();
  return request;
}

Request tool_call(const MockOmni& mock, std::string_view tool, const Json& arguments) {
  return mcp_request(mock, "tools/call", {{"name", tool}, {"arguments", arguments}});
}

Json grouped_question() {
  return {{"modelId", "9d9440e5-8522-4507-b092-1ac26ba26673"},
          {"topicName", "order_items"},
          {"prompt", "Show me last year's orders by status"}};
}

}  // namespace conform::bench
