// What one request costs the mock itself, from Request to Response, with its record.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>

#include "bench/micro/benched_mock.hpp"

namespace conform::bench {

using mock::MockOmni;
using mock::World;

namespace {

// The transcript keeps everything, so a long run starts anew now and then.
constexpr int kRequestsPerMock = 10'000;

void repeat(benchmark::State& state, Request (*make)(const MockOmni&)) {
  auto mock = benched_mock();
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
      mock = benched_mock();
      state.ResumeTiming();
    }
    benchmark::DoNotOptimize(mock->handle(request));
  }
}

Request metadata(const MockOmni& mock) {
  return request_to(mock.origin("callbacks"), "GET", "/.well-known/oauth-authorization-server");
}
Request tools_list(const MockOmni& mock) { return mcp_request(mock, "tools/list", Json::object()); }
Request pick_model(const MockOmni& mock) { return tool_call(mock, "pickModel", Json::object()); }
Request get_data(const MockOmni& mock) { return tool_call(mock, "getData", grouped_question()); }

BENCHMARK_CAPTURE(repeat, metadata, metadata);
BENCHMARK_CAPTURE(repeat, tools_list, tools_list);
BENCHMARK_CAPTURE(repeat, pick_model, pick_model);
BENCHMARK_CAPTURE(repeat, get_data, get_data);

void start_a_mock(benchmark::State& state) {
  const World world = *benched_mock()->world();
  while (state.KeepRunning()) {
    MockOmni mock(world, benched_fixtures(), std::make_shared<ManualClock>(), 1);
    benchmark::DoNotOptimize(mock);
  }
}
BENCHMARK(start_a_mock);

}  // namespace
}  // namespace conform::bench
