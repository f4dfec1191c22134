#include "runner/commands/wire/client_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <thread>

#include "clients/browser/headless_user.hpp"
#include "clients/scripted/scripted_client.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/text/ids.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/commands/wire/foreign_server.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"

namespace conform::runner {

using clients::Account;
using clients::HeadlessUser;
using clients::HeldRegistration;
using clients::load_profiles;
using clients::Outcome;
using clients::OutOfReach;
using clients::Profile;
using clients::ScriptedClient;
using clients::TimeLimits;

namespace {

Profile scripted_profile(const ClientOptions& options) {
  const auto profiles = load_profiles(fixtures_folder(options.fixtures) / "clients");
  std::vector<std::string> scripted;
  for (const auto& [id, profile] : profiles) {
    if (profile.kind != "external") scripted.push_back(id);
  }
  const auto found = profiles.find(options.profile);
  if (found == profiles.end() || found->second.kind == "external") {
    throw unknown_name("scripted profile", options.profile, scripted, "list profiles");
  }
  return found->second;
}

// client_id and client_secret of MCP_CONFORMANCE_CONTEXT.
HeldRegistration registered_beforehand(const std::string& text) {
  HeldRegistration registered;
  if (text.empty()) return registered;
  const Json context = parse_foreign(text);
  if (!context.is_object()) {
    throw UsageError("MCP_CONFORMANCE_CONTEXT is not a JSON object.");
  }
  const auto take = [&context](const char* name, std::string& to) {
    const auto found = context.find(name);
    if (found != context.end() && found->is_string()) to = found->get<std::string>();
  };
  take("client_id", registered.client_id);
  take("client_secret", registered.secret);
  return registered;
}

std::vector<Intent> intents_of(const ClientOptions& options) {
  std::vector<Intent> intents = {
      Connect{Connect::Url::kOAuth, "", options.bearer.empty() ? "" : "given"}, ListTools{}};
  for (const auto& [tool, text] : options.calls) {
    Json arguments = parse_foreign(text);
    if (!arguments.is_object()) {
      throw UsageError(fmt::format(
          "--call {0}: the arguments are not a JSON object: {1}. Right would be: --call {0} '{{}}'",
          tool, text));
    }
    intents.emplace_back(CallTool{tool, std::move(arguments)});
  }
  return intents;
}

// A server that answers with JSON of another form than MCP's, or names an address to which nothing
// is sent, is the server's fault.
Outcome performed(ScriptedClient& client, const Intent& intent) {
  try {
    return client.perform(intent);
  } catch (const Json::exception& error) {
    return {Outcome::Kind::kGaveUp,
            fmt::format("an answer of the server has another form than MCP gives it: {}",
                        error.what())};
  } catch (const OutOfReach& error) {
    return {Outcome::Kind::kGaveUp, fmt::format("the server leads elsewhere: {}", error.what())};
  }
}

}  // namespace

int client_command(const ClientOptions& options, Streams& streams) {
  require_loopback_url(options.url);
  Profile profile = scripted_profile(options);
  const HeldRegistration registered = registered_beforehand(options.context);
  if (!options.protocol_version.empty()) {
    profile.behaviour.identity.protocol_version = options.protocol_version;
  }
  if (!options.client_metadata_url.empty()) {
    profile.behaviour.registration.client_metadata_url = options.client_metadata_url;
  }
  const std::vector<Intent> intents = intents_of(options);
  const std::optional<Account> account = account_from(options.sign_in);
  HeadlessUser browser(account);
  ForeignServerTexts texts;
  texts.know(options.bearer);
  texts.know(registered.secret);
  if (account) texts.know(account->password);
  const TimeLimits patience = time_limits_of(options.first_answer, options.time_limit);
  browser.keep_within({.first_answer = {}, .end = patience.end});
  ScriptedClient client(
      profile,
      {.url = [&options](const Connect&) { return options.url; },
       .secret = [&options](const std::string&) { return options.bearer; },
       .now = [] { return SystemClock().now(); },
       .wait =
           [&patience](Duration by) {
             // A server may ask for days.
             std::this_thread::sleep_until(
                 std::min(*patience.end, TimeLimits::Moment::clock::now() + by));
           },
       .tell =
           [&](const std::string& text) { streams.out << texts.lines(text) << '\n'
                                                      << std::flush; },
       .remark = [&](const std::string& text) { streams.err << texts.lines(text) << '\n'; },
       .open_browser = [&browser](const std::string& url) { return browser.open(url); },
       .patience = patience,
       .witness = texts.witness(),
       .registered = registered},
      Ids::unpredictable_seed());

  ExitCode code = kConformant;
  for (const Intent& intent : intents) {
    if (streams.progress) streams.err << texts.line(describe(intent)) << " ..." << std::flush;
    const Outcome outcome = performed(client, intent);
    streams.err << fmt::format("{}{}: {}{}{}\n", streams.progress ? "\r\x1b[K" : "",
                               texts.line(describe(intent)), to_string(outcome.kind),
                               outcome.text.empty() ? "" : ", ", texts.line(outcome.text))
                << std::flush;
    if (TimeLimits::Moment::clock::now() >= *patience.end) {
      streams.err << fmt::format("The time limit of {:g} s was over; --time-limit sets another.\n",
                                 options.time_limit);
      return kNotConformant;
    }
    if (outcome.kind == Outcome::Kind::kCrashed) code = kHarnessError;
    if (outcome.kind != Outcome::Kind::kDone && code == kConformant) code = kNotConformant;
    if (outcome.kind == Outcome::Kind::kCrashed) break;
  }
  client.finish();
  return code;
}

}  // namespace conform::runner
