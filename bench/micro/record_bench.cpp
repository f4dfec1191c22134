// What recording an exchange costs, in memory and beyond it, and what judging a record costs.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/micro/benched_mock.hpp"
#include "clients/captures/capture_file.hpp"
#include "suites/judge.hpp"

namespace conform::bench {

using clients::read_captures;

namespace {

Exchange an_exchange() {
  const auto mock = benched_mock();
  mock->handle(tool_call(*mock, "pickModel", Json::object()));
  return mock->transcript().exchanges().at(0);
}

// Of a transcript whose memory is full, so that the rest goes to the file all the time.
void transcript_append(benchmark::State& state) {
  const Exchange exchange = an_exchange();
  const auto transcript =
      std::make_unique<Transcript>(static_cast<std::size_t>(state.range(0)) << 20U);
  while (state.KeepRunning()) transcript->append(exchange);
}
BENCHMARK(transcript_append)->Arg(1)->ArgName("MiB");

void transcript_append_in_memory(benchmark::State& state) {
  const Exchange exchange = an_exchange();
  constexpr int kAtMost = 10'000;
  auto transcript = std::make_unique<Transcript>();
  int count = 0;
  while (state.KeepRunning()) {
    if (++count % kAtMost == 0) {
      state.PauseTiming();
      transcript = std::make_unique<Transcript>();
      state.ResumeTiming();
    }
    transcript->append(exchange);
  }
}
BENCHMARK(transcript_append_in_memory);

// A recorded client's way to its first answer, judged by one scenario and every invariant.
void judge_a_record(benchmark::State& state) {
  const std::vector<Entry> entries =
      read_captures(benched_fixtures()->folder / "captures/graded/codex-0.169.0-omni-real.jsonl")
          .at(0)
          .entries;
  const Scenario* const scenario = find_scenario("oauth/happy_path");
  if (scenario == nullptr) {
    state.SkipWithError("no such scenario");
    return;
  }
  std::size_t checks = 0;
  while (state.KeepRunning()) checks = judge(*scenario, entries, {}).size();
  if (checks == 0) state.SkipWithError("nothing was judged");
  state.counters["checks"] = static_cast<double>(checks);
  state.counters["entries"] = static_cast<double>(entries.size());
}
BENCHMARK(judge_a_record);

}  // namespace
}  // namespace conform::bench
