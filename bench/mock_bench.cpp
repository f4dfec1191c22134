// What one request costs the mock itself, from Request to Response, with its record.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "mock_server/json.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform {
namespace {

const std::string kFixtures = CONFORM_SOURCE_DIR "/fixtures";

std::shared_ptr<const Fixtures> fixtures() {
  static const auto shared = std::make_shared<const Fixtures>(kFixtures);
  return shared;
}

std::unique_ptr<MockOmni> new_mock() {
  return std::make_unique<MockOmni>(load_world(kFixtures + "/worlds/acme.json"), fixtures(),
                                    std::make_shared<ManualClock>(), 1);
}

Request request_to(const std::string& origin, std::string method, std::string target) {
  Request request;
  request.method = std::move(method);
  request.target = std::move(target);
  request.headers.add("Host", origin.substr(origin.find("//") + 2));
  return request;
}

Request call(const MockOmni& mock, const std::string& tool, const Json& arguments) {
  Request request = request_to(mock.origin("acme"), "POST", "/mcp/https");
  request.headers.add("Authorization", "Bearer " + mock.world()->key("acme_admin_key")->secret);
  request.headers.add("Content-Type", "application/json");
  request.headers.add("Accept", "application/json, text/event-stream");
  request.headers.add("MCP-Protocol-Version", "2025-11-25");
  request.body = Json{{"jsonrpc", "2.0"},
                      {"id", 1},
                      {"method", "tools/call"},
                      {"params", {{"name", tool}, {"arguments", arguments}}}}
                     .dump();
  return request;
}

// The transcript keeps everything, so a long run starts anew now and then.
constexpr int kRequestsPerMock = 10'000;

void repeat(benchmark::State& state, Request (*make)(const MockOmni&)) {
  auto mock = new_mock();
  Request request = make(*mock);
  const int status = mock->handle(request).status;
  if (status != 200) {
    state.SkipWithError(("status " + std::to_string(status)).c_str());
    return;
  }
  int sent = 0;
  while (state.KeepRunning()) {
    if (++sent % kRequestsPerMock == 0) {
      state.PauseTiming();
      mock = new_mock();
      state.ResumeTiming();
    }
    benchmark::DoNotOptimize(mock->handle(request));
  }
}

Request metadata(const MockOmni& mock) {
  return request_to(mock.origin("callbacks"), "GET", "/.well-known/oauth-authorization-server");
}
Request pick_model(const MockOmni& mock) { return call(mock, "pickModel", Json::object()); }
Request get_data(const MockOmni& mock) {
  return call(mock, "getData",
              {{"modelId", "9d9440e5-8522-4507-b092-1ac26ba26673"},
               {"topicName", "order_items"},
               {"prompt", "Show me last year's orders by status"}});
}

BENCHMARK_CAPTURE(repeat, metadata, metadata);
BENCHMARK_CAPTURE(repeat, pick_model, pick_model);
BENCHMARK_CAPTURE(repeat, get_data, get_data);

void start_a_mock(benchmark::State& state) {
  const World world = load_world(kFixtures + "/worlds/acme.json");
  while (state.KeepRunning()) {
    MockOmni mock(world, fixtures(), std::make_shared<ManualClock>(), 1);
    benchmark::DoNotOptimize(mock);
  }
}
BENCHMARK(start_a_mock);

}  // namespace
}  // namespace conform
