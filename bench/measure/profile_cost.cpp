#include "bench/measure/profile_cost.hpp"

#include <fmt/format.h>

#include "clients/browser/person.hpp"
#include "clients/scripted/scripted_client.hpp"
#include "mock_server/serving/omni_server.hpp"

namespace conform::bench {

using clients::Outcome;
using clients::Person;
using clients::Profile;
using clients::ScriptedClient;
using mock::Fixtures;
using mock::MockOmni;
using mock::OmniServer;
using mock::World;

namespace {

constexpr std::size_t kLineEnd = 2;

std::uint64_t size_of(const Headers& headers) {
  std::uint64_t bytes = kLineEnd;
  for (const Header& header : headers) {
    bytes += header.name.size() + std::size_t{2} + header.value.size() + kLineEnd;
  }
  return bytes;
}

// As HTTP/1.1 writes it; without what the server's library adds (Keep-Alive, Content-Length).
std::uint64_t size_of(const Exchange& exchange) {
  const Request& request = exchange.request;
  const Response& response = exchange.response;
  const std::size_t request_line = request.method.size() + request.target.size() + 11 + kLineEnd;
  constexpr std::size_t kStatusLine = 15 + kLineEnd;
  return request_line + size_of(request.headers) + request.body.size() + kStatusLine +
         size_of(response.headers) + response.body.size();
}

ConnectCost cost_since(const Transcript& transcript, std::size_t number) {
  ConnectCost cost;
  for (const Exchange& exchange : transcript.exchanges()) {
    if (exchange.number <= number) continue;
    ++(is_for_people(exchange.endpoint) ? cost.pages : cost.requests);
    cost.bytes += size_of(exchange);
  }
  return cost;
}

}  // namespace

ProfileCost profile_cost(const Profile& profile, const World& world,
                         std::shared_ptr<const Fixtures> fixtures) {
  ProfileCost result;
  result.profile = profile.id;
  result.title = profile.title;
  OmniServer server(world, std::move(fixtures), std::make_shared<ManualClock>(), 1);
  server.listen({.avoided = redirect_ports(profile.behaviour)});
  MockOmni& mock = server.mock();
  Person person(mock);
  person.perform({PersonMove::Kind::kSignsIn, "acme", "quinn", {}});
  ScriptedClient client(profile, mock, person, 1);
  const auto connect = [&](const Intent& intent) {
    const std::size_t before = mock.transcript().size();
    const Outcome outcome = client.perform(intent);
    if (outcome.kind != Outcome::Kind::kDone && result.problem.empty()) {
      result.problem = fmt::format("{}: {}", to_string(outcome.kind), outcome.text);
    }
    return cost_since(mock.transcript(), before);
  };
  result.cold = connect(Connect{});
  if (!result.problem.empty()) return result;
  client.perform(Restart{});
  result.warm = connect(Connect{});
  client.finish();
  return result;
}

}  // namespace conform::bench
