#include "runner/commands/wire/serve_command.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/files/text_file.hpp"
#include "mock_server/control/control.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/omni/site.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "mock_server/serving/tls.hpp"
#include "mock_server/world/world_check.hpp"
#include "reports/text.hpp"
#include "runner/choice/client_documents.hpp"
#include "runner/choice/client_file.hpp"
#include "runner/commands/wire/trust_instructions.hpp"
#include "runner/plays/live_judge.hpp"
#include "runner/program/end_signals.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"

namespace conform::runner {

using mock::ApiKey;
using mock::Case;
using mock::CaseStep;
using mock::Control;
using mock::ControlOptions;
using mock::Fixtures;
using mock::kCallbacks;
using mock::kLoopbackAddress;
using mock::kRealDomain;
using mock::load_cases;
using mock::load_checked_world;
using mock::load_client_documents;
using mock::load_world;
using mock::load_world_schema;
using mock::McpBehaviour;
using mock::Membership;
using mock::MockOmni;
using mock::OmniServer;
using mock::Organization;
using mock::PublicOrigins;
using mock::TlsIdentity;
using mock::User;
using mock::World;
using reports::printed;

namespace {

std::string_view to_string(ApiKey::State state) {
  switch (state) {
    case ApiKey::State::kActive:
      return "active";
    case ApiKey::State::kDisabled:
      return "disabled";
    case ApiKey::State::kRevoked:
      return "revoked";
  }
  return "";
}

void print_organization(std::ostream& out, const MockOmni& mock, const Organization& organization) {
  const World& world = *mock.world();
  out << fmt::format("\n{} ({})\n", organization.name, organization.id)
      << fmt::format("  API key URL   {}\n", mock.key_url(organization.id))
      << fmt::format("  log in        {}/login\n", mock.origin(organization.id))
      << fmt::format("  by name       {}\n", mock.origin(organization.id, true));
  for (const User& user : world.users) {
    const auto membership = user.memberships.find(organization.id);
    if (membership == user.memberships.end()) continue;
    const Membership& member = membership->second;
    out << fmt::format("  person        {:<24} password {}, {}{}{}\n", user.email, user.password,
                       to_string(member.role),
                       member.organization_admin ? ", Organization Admin" : "",
                       member.active ? "" : ", deactivated");
  }
  for (const ApiKey& key : world.keys) {
    if (key.organization != organization.id) continue;
    out << fmt::format("  {:<13} {}  {} of {}, {}\n",
                       key.kind == ApiKey::Kind::kOrganization ? "key" : "token", key.secret,
                       key.id, key.owner, to_string(key.state));
  }
}

bool asks_for_secret(const ServeOptions& options) {
  return !options.control_secret.empty() || !options.control_secret_file.empty();
}

void print_control(std::ostream& out, const MockOmni& mock, const ServeOptions& options) {
  if (!options.control) return;
  out << fmt::format("  console       {}/_mock/{}\n", mock.origin(kCallbacks),
                     asks_for_secret(options) ? " (asks for the secret)" : "");
}

void print_public(std::ostream& out, const MockOmni& mock, const ServeOptions& options) {
  for (const auto& [site, origin] : mock.public_origins()) {
    const bool is_oauth = site == kCallbacks;
    out << fmt::format("  {:<13} {}{}, passed on to {}\n", "public", origin,
                       is_oauth ? "/callback/mcp" : "/mcp/https", mock.origin(site));
  }
  if (!mock.public_origins().empty() && options.control && !asks_for_secret(options)) {
    out << "                the console stays on this machine: --control-secret opens it there\n";
  }
}

void print_world(std::ostream& out, const MockOmni& mock, const ServeOptions& options) {
  out << "The mock Omni is ready; stop it with Ctrl-C. Everything in it is made up.\n\n"
      << "  OAuth URL     " << mock.oauth_url() << '\n'
      << "  by name       " << mock.origin("callbacks", true) << "/callback/mcp\n";
  print_control(out, mock, options);
  print_public(out, mock, options);
  if (options.listen != kLoopbackAddress) {
    out << fmt::format(
        "  listens on    {}: elsewhere its address stands for 127.0.0.1 in all URLs\n",
        options.listen);
  }
  const auto world = mock.world();
  if (world->mcp.open) {
    out << "\n  OPEN: whoever asks without a credential acts as a member. For debugging only:\n"
           "  a client that works here has not shown that it can authenticate.\n";
  }
  for (const Organization& organization : world->organizations) {
    print_organization(out, mock, organization);
  }
}

std::unique_ptr<const TlsIdentity> tls_identity(const ServeOptions& options) {
  if (!options.tls) return nullptr;
  try {
    return std::make_unique<const TlsIdentity>(options.tls_folder.empty()
                                                   ? default_tls_folder()
                                                   : std::filesystem::path(options.tls_folder));
  } catch (const std::exception& error) {
    throw UsageError(error.what());
  }
}

void print_trust(std::ostream& out, const MockOmni& mock, const TlsIdentity& tls) {
  std::vector<std::string> hosts;
  hosts.reserve(mock.ports().size());
  for (const auto& [site, port] : mock.ports())
    hosts.push_back(fmt::format("{}.{}", site, kRealDomain));
  out << fmt::format("\n  real name     {}/callback/mcp\n", mock.real_origin(kCallbacks))
      << trust_instructions(tls.authority_file(), hosts, mock.ports().at(std::string(kCallbacks)));
}

World read_world(const std::string& named, const std::filesystem::path& fixtures) {
  const std::filesystem::path worlds = fixtures / "worlds";
  try {
    if (named.empty()) return load_world(worlds / "acme.json");
    World world = load_checked_world(named, load_world_schema(fixtures));
    // A world of the user's own knows the same products as ours.
    world.client_documents.merge(load_client_documents(worlds / "client_documents.json"));
    return world;
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

void add_documents(World& world, const ServeOptions& options) {
  std::map<std::string, std::string> documents;
  for (const std::string& text : options.client_documents) add_client_document(text, documents);
  add_client_documents(documents, world);
}

void bend(World& world, const ServeOptions& options) {
  add_documents(world, options);
  using Eras = McpBehaviour::Eras;
  world.mcp.open = world.mcp.open || options.open;
  if (options.eras == "handshake") world.mcp.eras = Eras::kHandshake;
  if (options.eras == "stateless") world.mcp.eras = Eras::kStateless;
  if (options.eras == "dual" || (options.open && options.eras.empty())) {
    world.mcp.eras = Eras::kDual;
  }
}

PublicOrigins public_origins_of(const ServeOptions& options, const World& world) {
  std::vector<std::string> sites = {std::string(kCallbacks)};
  for (const Organization& organization : world.organizations) sites.push_back(organization.id);
  std::map<std::string, std::string> of_site;
  for (const std::string& text : options.public_origins) {
    const std::size_t equals = text.find('=');
    const std::string site = text.substr(0, equals);
    if (equals == std::string::npos || std::ranges::find(sites, site) == sites.end()) {
      throw UsageError(
          fmt::format("--public {}: right would be SITE=https://HOST, where SITE is one of {}",
                      text, fmt::join(sites, ", ")));
    }
    if (!of_site.emplace(site, text.substr(equals + 1)).second) {
      throw UsageError(fmt::format("--public {}: {} has a public origin already", text, site));
    }
  }
  try {
    return PublicOrigins::checked(std::move(of_site));
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("--public: {}", error.what()));
  }
}

ControlOptions control_options(const ServeOptions& options) {
  return {.on = options.control,
          .secret = control_secret_of(options),
          .version = CONFORM_VERSION,
          .judge = [] { return std::make_unique<LiveJudge>(); }};
}

Case case_of(const std::string& id, const std::filesystem::path& fixtures) {
  const std::vector<Case> cases = load_cases(fixtures / "cases");
  const auto found = std::ranges::find(cases, id, &Case::id);
  if (found != cases.end()) return *found;
  std::vector<std::string> ids;
  ids.reserve(cases.size());
  for (const Case& one : cases) ids.push_back(one.id);
  throw unknown_name("case", id, ids, "list cases");
}

void put_into(Control& control, const Case& one) {
  try {
    control.put_into(one, 0);
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("The case {} does not fit this world: {}", one.id, error.what()));
  }
}

std::string actor_text(const Case& one, const MockOmni& mock) {
  std::string text;
  for (const auto& [organization, user] : one.actor.sign_ins) {
    text += fmt::format("log in as {} at {}/login, then ", mock.world()->user(user)->email,
                        mock.origin(organization));
  }
  text += fmt::format("connect the client to {}",
                      one.actor.by_oauth ? mock.oauth_url() : mock.key_url(one.actor.organization));
  const ApiKey* key = mock.world()->key(one.actor.key);
  if (key != nullptr) text += fmt::format(" with the key {}", key->secret);
  if (key == nullptr && !one.actor.key.empty()) text += " with any other text as the key";
  return text;
}

std::string_view moment(CaseStep::When when) {
  switch (when) {
    case CaseStep::When::kStart:
      return "from the start";
    case CaseStep::When::kConsent:
      return "while the authorization page is open";
    case CaseStep::When::kConnected:
      return "once the client is connected";
  }
  return "";
}

// The request that takes the mock to a step of the case.
std::string step_command(const MockOmni& mock, const ServeOptions& options, const Case& one,
                         std::size_t step) {
  if (!options.control) return "needs the control API, which --no-control leaves out";
  // The secret itself would be in the terminal's history, or a CI service's log.
  const std::string secret =
      asks_for_secret(options)
          ? fmt::format("-H \"Authorization: Bearer ${}\" ", kControlSecretVariable)
          : "";
  return fmt::format(
      "curl {}-H 'Content-Type: application/json' -d '{{\"step\":{}}}' {}/_mock/api/cases/{}",
      secret, step, mock.origin(kCallbacks), one.id);
}

void print_case(std::ostream& out, const MockOmni& mock, const ServeOptions& options,
                const Case& one) {
  out << fmt::format("\nCase {}: {}\n", one.id, one.title)
      << fmt::format("  report        {}\n", one.symptom)
      << fmt::format("  to see it     {}\n", actor_text(one, mock));
  for (std::size_t i = 1; i < one.steps.size(); ++i) {
    out << fmt::format("  step {}        {}: {}\n                {}\n", i + 1,
                       moment(one.steps[i].when), one.steps[i].title,
                       step_command(mock, options, one, i + 1));
  }
  out << fmt::format("  seen          {} at {}: {}\n", one.expectation.status,
                     one.expectation.endpoint, one.expectation.text)
      << fmt::format("  what helps    {}\n", one.fix);
}

// Of a file with a secret. No file that holds one is longer, but a device has no end.
std::string first_line_of(const std::string& file) {
  constexpr std::size_t kLargestSecretFile = 64UL << 10U;
  try {
    const std::string text = text_of_file(file, kLargestSecretFile);
    return std::string(trimmed(text.substr(0, text.find_first_of("\r\n"))));
  } catch (const std::runtime_error& error) {
    throw UsageError(fmt::format("--control-secret-file {}", error.what()));
  }
}

// An empty variable is none to the command line, and would leave the control API open to everybody.
void require_no_empty_variable() {
  const char* const given = std::getenv(kControlSecretVariable);
  if (given == nullptr || *given != '\0') return;
  throw UsageError(
      fmt::format("{} is empty: set it to the secret, or take it away", kControlSecretVariable));
}

}  // namespace

std::string control_secret_of(const ServeOptions& options) {
  if (options.control && !asks_for_secret(options)) require_no_empty_variable();
  if (options.control_secret_file.empty()) return options.control_secret;
  const std::string& name = options.control_secret_file;
  const std::string secret = first_line_of(name);
  if (secret.empty()) {
    throw UsageError(fmt::format(
        "--control-secret-file {}: its first line is empty; right would be the secret", name));
  }
  return secret;
}

void require_safe_address(const ServeOptions& options) {
  in_addr address{};
  if (::inet_pton(AF_INET, options.listen.c_str(), &address) != 1) {
    throw UsageError(
        fmt::format("--listen {}: right would be an IPv4 address, as 0.0.0.0", options.listen));
  }
  constexpr std::uint32_t kLoopbackNetwork = 127;
  if (ntohl(address.s_addr) >> 24U == kLoopbackNetwork) return;
  if (!options.control || asks_for_secret(options)) return;
  throw UsageError(
      fmt::format("--listen {}: whoever reaches it could change everything at /_mock/. Give "
                  "--control-secret-file FILE or {}, or --no-control.",
                  options.listen, kControlSecretVariable));
}

void serve(const ServeOptions& options, std::ostream& out, const WhileServing& meanwhile) {
  require_safe_address(options);
  const std::filesystem::path folder = fixtures_folder(options.fixtures);
  // A file may be a pipe of which nothing ever comes, and a signal is to end that.
  World world = read_world(options.world, folder);
  bend(world, options);
  ControlOptions controlled = control_options(options);
  const EndSignals signals;  // before any thread starts
  const auto fixtures = std::make_shared<const Fixtures>(folder);
  std::optional<Case> chosen;
  if (!options.case_id.empty()) chosen = case_of(options.case_id, fixtures->folder);
  if (meanwhile.arrange) meanwhile.arrange(world);
  PublicOrigins public_origins = public_origins_of(options, world);
  const auto tls = tls_identity(options);
  OmniServer server(std::move(world), fixtures, std::make_shared<SystemClock>(),
                    options.seed.value_or(Ids::unpredictable_seed()),
                    {.on = options.transcript, .memory = options.transcript_memory << 20U},
                    std::move(controlled));
  MockOmni& mock = server.mock();
  mock.be_public_at(std::move(public_origins));
  try {
    server.listen({.first_port = options.port, .tls = tls.get(), .address = options.listen});
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
  mock.transcript().on_trouble([](const std::string& trouble) {
    std::cerr << "omni-conform: " << printed(trouble) << '\n' << std::flush;
  });
  if (chosen) put_into(server.control(), *chosen);
  if (meanwhile.announce) {
    meanwhile.announce(mock, out);
    print_control(out, mock, options);
  } else {
    print_world(out, mock, options);
  }
  if (chosen) print_case(out, mock, options, *chosen);
  if (tls) print_trust(out, mock, *tls);
  if (meanwhile.introduce) meanwhile.introduce(mock, out);
  out << std::flush;

  std::jthread watching;
  if (meanwhile.watch) {
    watching = std::jthread([&](const std::stop_token& stop) { meanwhile.watch(mock, stop); });
  }
  std::jthread playing;
  if (meanwhile.play) {
    playing = std::jthread([&](const std::stop_token& stop) {
      meanwhile.play(mock, stop);
      if (!stop.stop_requested()) signals.end();
    });
  }
  signals.wait();
  // What waits at the mock is let in before the server waits for it.
  if (playing.joinable()) {
    playing.request_stop();
    playing.join();
  }
  server.stop();
}

int serve_command(const ServeOptions& options) {
  serve(options, std::cout);
  return kConformant;
}

}  // namespace conform::runner
