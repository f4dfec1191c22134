// What the parts of answering cost, one by one: routing, who asks, JSON-RPC.
#include <benchmark/benchmark.h>

#include <map>
#include <memory>
#include <string>

#include "bench/micro/benched_mock.hpp"
#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/mcp/authentication.hpp"
#include "mock_server/mcp/rpc.hpp"
#include "mock_server/state/live_world.hpp"

namespace conform::bench {

using mock::Context;
using mock::MockOmni;
using mock::Principal;
using mock::RpcAnswer;
using mock::Site;
using mock::World;

namespace {

// What a handler gets, without the way there.
class Answering {
 public:
  Answering() {
    request_.headers.set("Authorization",
                         "Bearer " + mock_->world()->key("acme_admin_key")->secret);
    site_.name = "acme";
  }
  Context context() {
    facts_.clear();
    return {mock_->live(),     *world_,        mock_->state(), ids_,  mock_->clock(),
            mock_->fixtures(), mock_->ports(), request_,       site_, facts_};
  }

 private:
  std::unique_ptr<MockOmni> mock_ = benched_mock();
  std::shared_ptr<const World> world_ = mock_->world();
  Ids ids_{1};
  Request request_;
  Site site_;
  std::map<std::string, std::string> facts_;
};

void routing(benchmark::State& state) {
  Answering answering;
  const Context context = answering.context();
  const std::string path = "/mcp/https";
  bool found = true;
  while (state.KeepRunning()) {
    benchmark::DoNotOptimize(mock::endpoint_of("POST", path, false));
    found = find_route(context.world, context.site, "POST", path).handler != nullptr && found;
  }
  if (!found) state.SkipWithError("no such route");
}
BENCHMARK(routing);

void token_check(benchmark::State& state) {
  Answering answering;
  bool admitted = true;
  while (state.KeepRunning()) {
    Context context = answering.context();
    admitted = authenticate(context).has_value() && admitted;
  }
  if (!admitted) state.SkipWithError("the key was refused");
}
BENCHMARK(token_check);

void rpc_dispatch(benchmark::State& state, const char* method, const char* tool) {
  Answering answering;
  Context first = answering.context();
  const Principal principal = authenticate(first).value();
  Json message{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", Json::object()}};
  if (*tool != '\0') message["params"] = {{"name", tool}, {"arguments", Json::object()}};
  bool answered = true;
  while (state.KeepRunning()) {
    Context context = answering.context();
    const RpcAnswer answer = answer_rpc(context, principal, message, kNewestHandshake);
    answered =
        answer.message && answer.message->find("\"result\"") != std::string::npos && answered;
  }
  if (!answered) state.SkipWithError("no result");
}
BENCHMARK_CAPTURE(rpc_dispatch, ping, "ping", "");
BENCHMARK_CAPTURE(rpc_dispatch, tools_list, "tools/list", "");
BENCHMARK_CAPTURE(rpc_dispatch, pick_model, "tools/call", "pickModel");

void pkce(benchmark::State& state) {
  const std::string verifier(64, 'v');
  const std::string challenge = s256_challenge(verifier);
  bool equal = true;
  while (state.KeepRunning()) {
    equal = equal_in_constant_time(s256_challenge(verifier), challenge) && equal;
  }
  if (!equal) state.SkipWithError("the verifier was refused");
}
BENCHMARK(pkce);

}  // namespace
}  // namespace conform::bench
