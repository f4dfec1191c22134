#include "runner/proof/prove_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "clients/browser/headless_user.hpp"
#include "clients/http/in_process_sender.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/state/live_world.hpp"
#include "runner/plays/schedule.hpp"

namespace conform::runner {

using clients::Account;
using clients::HeadlessUser;
using clients::InProcessSender;
using mock::BrokenServer;
using mock::McpBehaviour;
using mock::MockOmni;
using mock::Settings;
using mock::World;
using verify::AdminAct;
using verify::ServerCheck;
using verify::ServerFinding;
using verify::verify;
using verify::VerifyOptions;

namespace {

using Judged = ServerFinding::Outcome;

constexpr const char* kOrganization = "acme";
constexpr const char* kOther = "globex";
constexpr const char* kPerson = "quinn";

void set_active(World& world, bool active) {
  world.user(kPerson)->memberships.at(kOrganization).active = active;
}

void administer(MockOmni& mock, AdminAct act) {
  const auto change = [&mock](const char* text, const std::function<void(World&)>& apply) {
    mock.live().change({text, apply});
  };
  const auto settings = [](World& world) -> Settings& {
    return world.organization(kOrganization)->settings;
  };
  switch (act) {
    case AdminAct::kTurnTokensOff:
      return change("personal access tokens off",
                    [&](World& world) { settings(world).personal_access_tokens = false; });
    case AdminAct::kTurnTokensOn:
      return change("personal access tokens on",
                    [&](World& world) { settings(world).personal_access_tokens = true; });
    case AdminAct::kTurnServerOff:
      return change("MCP server off", [&](World& world) { settings(world).mcp_server = false; });
    case AdminAct::kTurnServerOn:
      return change("MCP server on", [&](World& world) { settings(world).mcp_server = true; });
    case AdminAct::kDeactivatePerson:
      return change("a person is deactivated", [](World& world) { set_active(world, false); });
    case AdminAct::kActivatePerson:
      return change("a person is activated", [](World& world) { set_active(world, true); });
    case AdminAct::kRevokeGrants:
      return mock.live().revoke_grants(kPerson);
    case AdminAct::kExpireTokens:
      return mock.live().expire_access_tokens();
    case AdminAct::kLetCodesExpire:
      return mock.live().advance(mock.world()->authorization.code_lifetime);
  }
}

MockOmni mock_of(const PlaySetup& setup, World world, const BrokenServer* broken) {
  if (broken != nullptr) break_world(world, *broken);
  return {std::move(world), setup.fixtures, std::make_shared<ManualClock>(), setup.seed};
}

// As clients connect by OAuth, with everything that can be switched on.
std::vector<ServerFinding> by_oauth(const PlaySetup& setup, const std::vector<ServerCheck>& checks,
                                    const BrokenServer* broken) {
  World world = setup.world;
  world.mcp.sessions = true;
  const Account account{world.user(kPerson)->email, world.user(kPerson)->password};
  const std::string key = world.key("acme_querier_key")->secret;
  MockOmni mock = mock_of(setup, std::move(world), broken);
  InProcessSender sender(mock);
  HeadlessUser browser(account, sender);
  browser.sign_in(mock.origin(kOrganization) + "/login", account);
  VerifyOptions options;
  options.url = mock.oauth_url();
  options.foreign_bearer = key;
  options.oauth = true;
  options.browser = &browser;
  options.administer = [&mock](AdminAct act) { administer(mock, act); };
  options.sender = &sender;
  return verify(options, checks);
}

// As clients connect with a key: of this organization, of another one, of a Viewer.
std::vector<ServerFinding> by_key(const PlaySetup& setup, const std::vector<ServerCheck>& checks,
                                  const BrokenServer* broken, McpBehaviour::Eras eras) {
  World world = setup.world;
  world.mcp.eras = eras;
  VerifyOptions options;
  options.bearer = world.key("acme_querier_key")->secret;
  options.revoked_bearer = world.key("acme_revoked_key")->secret;
  options.viewer_bearer = world.key("acme_viewer_key")->secret;
  options.foreign_bearer = world.key("globex_key")->secret;
  options.foreign_model = world.organization(kOther)->models.front();
  MockOmni mock = mock_of(setup, std::move(world), broken);
  InProcessSender sender(mock);
  options.url = mock.key_url(kOrganization);
  options.sender = &sender;
  return verify(options, checks);
}

bool is_worse(Judged a, Judged b) {
  const auto rank = [](Judged outcome) {
    return outcome == Judged::kFail ? 2 : outcome == Judged::kPass ? 1 : 0;
  };
  return rank(a) > rank(b);
}

bool catches(const ServerFinding& healthy, const ServerFinding& broken) {
  return healthy.outcome == Judged::kPass && broken.outcome == Judged::kFail;
}

}  // namespace

std::size_t ServerKillTable::caught() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(kills, [](const ServerKill& kill) { return !kill.caught_by.empty(); }));
}

bool ServerKillTable::complete() const {
  return checks > 0 && !kills.empty() && caught() == kills.size() && not_well.empty() &&
         idle.empty();
}

ServerKillTable prove_servers(const ServerProof& proof, const ExamineServer& examine) {
  std::vector<std::vector<ServerFinding>> found(proof.broken.size() + 1);  // the healthy one last
  in_parallel(found.size(), proof.jobs, [&](std::size_t at) {
    found[at] = examine(at < proof.broken.size() ? &proof.broken[at] : nullptr);
  });
  const std::vector<ServerFinding>& healthy = found.back();
  ServerKillTable table;
  table.checks = proof.checks.size();
  std::vector<std::size_t> catches_of(healthy.size(), 0);
  table.kills.reserve(proof.broken.size());
  for (std::size_t at = 0; at < proof.broken.size(); ++at) {
    ServerKill kill{std::string(proof.broken[at].name), std::string(proof.broken[at].sentence), {}};
    for (std::size_t check = 0; check < healthy.size(); ++check) {
      if (!catches(healthy[check], found[at].at(check))) continue;
      kill.caught_by.push_back(healthy[check].check);
      ++catches_of[check];
    }
    table.kills.push_back(std::move(kill));
  }
  for (std::size_t check = 0; check < healthy.size(); ++check) {
    if (healthy[check].outcome != Judged::kPass) {
      table.not_well.push_back(healthy[check]);
    } else if (catches_of[check] == 0) {
      table.idle.push_back(healthy[check].check);
    }
  }
  return table;
}

std::vector<ServerFinding> examine_mock(const PlaySetup& setup,
                                        const std::vector<ServerCheck>& checks,
                                        const BrokenServer* broken) {
  std::vector<ServerFinding> worst = by_oauth(setup, checks, broken);
  for (const auto eras : {McpBehaviour::Eras::kHandshake, McpBehaviour::Eras::kStateless}) {
    std::vector<ServerFinding> found = by_key(setup, checks, broken, eras);
    for (std::size_t at = 0; at < worst.size(); ++at) {
      if (is_worse(found[at].outcome, worst[at].outcome)) worst[at] = std::move(found[at]);
    }
  }
  return worst;
}

}  // namespace conform::runner
