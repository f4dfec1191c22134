#include "clients/external_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "clients/listening.hpp"
#include "clients/process.hpp"
#include "clients/program_home.hpp"
#include "clients/program_output.hpp"
#include "clients/sighting.hpp"
#include "clients/stand_in_browser.hpp"
#include "clients/stdio_bridge.hpp"
#include "clients/tool_result.hpp"
#include "mock_server/ascii.hpp"
#include "mock_server/http/url.hpp"
#include "mock_server/ids.hpp"

namespace conform {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostLines = 2000;  // of output that are kept of one play
constexpr int kMostPages = 50;            // of one tools/list
constexpr milliseconds kReadingTime{3000};
constexpr std::string_view kProtocolVersion = "2025-11-25";

// A person reads the page before they press a button; ours does not, and some programs open the
// browser a moment before they listen for its answer.
void await_listener(const std::string& url) {
  const std::string redirect =
      Parameters::parse(Url::parse(url).value_or(Url{}).query).get("redirect_uri");
  const Url target = Url::parse(redirect).value_or(Url{});
  if (target.scheme == "http" && target.is_loopback() && target.port != 0) {
    wait_for_listener(target.port, kReadingTime);
  }
}

// A key of the world, or one that Omni never issued.
std::string secret_of(const World& world, const std::string& key) {
  if (key.empty()) return "";
  if (key == "?wrong") return omni_key("NeverIssuedByAnyOrganization");
  const ApiKey* const found = world.key(key);
  if (found == nullptr)
    throw std::invalid_argument(fmt::format("the world has no key \"{}\"", key));
  return found->secret;
}

enum class Wait {
  kSeen,    // what was waited for is there
  kEnded,   // the program ended
  kGaveUp,  // nothing came any more
};

}  // namespace

struct ExternalClient::Impl {
  Impl(Launch given, const Scenario& played, MockOmni& mock_omni, Person& at_the_browser,
       Patience how_long)
      : launch(std::move(given)),
        scenario(played),
        mock(mock_omni),
        person(at_the_browser),
        patience(how_long) {}
  ~Impl() { finish(); }

  Transcript& transcript() { return mock.transcript(); }
  void note(Note::Kind kind, std::string text) {
    transcript().note(kind, std::move(text), mock.clock().now());
  }

  // -- The program --
  std::vector<std::string> command_line(const std::map<std::string, std::string>& values,
                                        bool with_key) const;
  void start(const Connect& connect);
  void stop(milliseconds friendly);
  bool send(std::string_view line);
  void take_output(std::string_view line);
  void visit(const std::string& url);

  // -- Waiting --
  Wait await(const std::function<bool(const std::vector<Entry>&)>& seen);
  Outcome how_it_ended(Wait wait, std::string_view what);

  // -- What it is asked to do --
  Outcome connect(const Connect& how);
  Outcome list_tools();
  Outcome call_tool(const CallTool& call);
  Outcome call_tool_by_host(const CallTool& call);
  Outcome disconnect();
  Outcome restart();
  Outcome watch(std::string_view method, std::string_view tool, int times, std::string_view what);
  Outcome ask(std::string_view method, Json params, Json* result);
  void finish();

  Launch launch;
  const Scenario& scenario;
  MockOmni& mock;
  Person& person;
  Patience patience;
  std::filesystem::path package;

  ProgramHome home;
  std::optional<StandInBrowser> browser;
  std::optional<StdioBridge> bridge;
  std::mutex process_mutex;  // between send() and whoever starts or ends the program
  std::unique_ptr<Process> process;
  std::optional<Connect> last_connect;
  std::size_t started_after = 0;         // entries that were there when the program was started
  std::size_t nothing_after = SIZE_MAX;  // size of the record when it was last given up
  std::map<std::string, int> asked;  // tool (empty: tools/list) → how often since the play began

  std::atomic<std::size_t> lines{0};
  std::atomic<int> open_pages{0};
  std::atomic<bool> left_with_a_page{false};  // the last visit led nowhere
  bool finished = false;
};

// ---- The program ----

std::vector<std::string> ExternalClient::Impl::command_line(
    const std::map<std::string, std::string>& values, bool with_key) const {
  std::vector<std::string> pattern = launch.command;
  if (with_key)
    pattern.insert(pattern.end(), launch.key_arguments.begin(), launch.key_arguments.end());
  const bool names_url = std::ranges::any_of(pattern, [](const std::string& argument) {
    return argument.find("{url}") != std::string::npos;
  });
  if (!names_url) pattern.emplace_back("{url}");
  for (std::string& argument : pattern) argument = with_placeholders(std::move(argument), values);
  return pattern;
}

void ExternalClient::Impl::start(const Connect& connect) {
  const std::string url =
      connect.url == Connect::Url::kOAuth ? mock.oauth_url() : mock.key_url(connect.organization);
  const std::string secret = secret_of(*mock.world(), connect.key);
  const std::string key = secret.empty() ? "" : connect.entered(secret);

  ProcessSpec spec;
  spec.argv = command_line({{"url", url},
                            {"api_key", key},
                            {"home", home.home().string()},
                            {"port", std::to_string(free_port())},
                            {"package", package.string()}},
                           !key.empty());
  spec.environment = home.environment();
  spec.environment["MCP_CONFORMANCE_SCENARIO"] = scenario.id;
  spec.environment["MCP_CONFORMANCE_PROTOCOL_VERSION"] = kProtocolVersion;
  spec.environment["MCP_CONFORMANCE_CONTEXT"] = conformance_context(scenario, url, key).dump();
  spec.on_stderr = [this](std::string_view line) { take_output(line); };
  spec.on_stdout = spec.on_stderr;
  if (launch.stdio) {
    bridge.emplace([this](std::string_view line) { return send(line); },
                   [this](std::string_view method, const StdioBridge::Answer& answer) {
                     // What its host is told is all that the user can learn from it.
                     const std::string text =
                         answer.is_error() ? answer.error : text_of_tool_result(answer.result);
                     if (!text.empty()) take_output(text);
                     note(Note::Kind::kHarness,
                          fmt::format("{} was answered on standard output", method));
                   });
    spec.on_stdout = [this](std::string_view line) {
      if (!bridge->receive(line)) take_output(line);
    };
  }
  spec.on_end = [this](const ProcessEnd& end) {
    note(Note::Kind::kHarness, fmt::format("the program ended with {}", end.text()));
  };
  started_after = transcript().size();
  left_with_a_page = false;
  nothing_after = SIZE_MAX;
  const std::scoped_lock lock(process_mutex);
  process = std::make_unique<Process>(std::move(spec));
}

// Closes its standard input, gives it time to end by itself, then ends it.
void ExternalClient::Impl::stop(milliseconds friendly) {
  if (!process) return;
  process->close_input();
  process->wait(friendly);
  process->terminate(patience.grace);  // its threads call nothing of ours any more
  const std::scoped_lock lock(process_mutex);
  process.reset();
}

// Called on our thread and on the program's: it may ask its host something before it is fully
// started.
bool ExternalClient::Impl::send(std::string_view line) {
  const std::scoped_lock lock(process_mutex);
  return process && process->write(std::string(line) + "\n");
}

// Called on the threads of the process.
void ExternalClient::Impl::take_output(std::string_view line) {
  while (!line.empty()) {  // an answer's text may have several lines
    const std::size_t end = std::min(line.find('\n'), line.size());
    std::string text = plain_line(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
    if (text.find_first_not_of(" \t") == std::string::npos) continue;
    replace_all(text, home.home().string(), "~");
    const std::size_t number = ++lines;
    if (number == kMostLines)
      note(Note::Kind::kHarness, "the program's further output is not kept");
    if (number < kMostLines) note(Note::Kind::kOutput, std::move(text));
  }
}

// Called on a thread of its own for each page that the program opens.
void ExternalClient::Impl::visit(const std::string& url) {
  ++open_pages;
  std::string text = "the browser has nothing more to do";
  bool stuck = true;
  try {
    await_listener(url);
    stuck = person.open(url, true).end != Visit::End::kHandedOver;
  } catch (const std::exception& error) {
    text = fmt::format("the page could not be opened: {}", error.what());
  }
  left_with_a_page = stuck;
  --open_pages;
  note(Note::Kind::kHarness, text);  // wakes whoever waits for the record to grow
}

// ---- Waiting ----

// Until the record shows what is waited for, the program ends, or nothing comes any more. The
// record grows when a request or an answer arrives, a line is printed, a page is done with or the
// program ends.
Wait ExternalClient::Impl::await(const std::function<bool(const std::vector<Entry>&)>& seen) {
  const auto limit = SteadyClock::now() + patience.intent;
  for (;;) {
    std::size_t size = 0;
    bool found = false;
    transcript().wait_for(
        [&](const std::vector<Entry>& entries) {
          size = entries.size();
          found = seen(entries);
          return true;
        },
        milliseconds{0});
    if (found) return Wait::kSeen;
    if (!process || process->ended()) return Wait::kEnded;

    const bool settling = left_with_a_page || size == nothing_after;
    const milliseconds quiet = open_pages > 0 ? patience.intent
                               : settling     ? patience.settle
                                              : patience.quiet;
    const auto deadline = std::min(limit, SteadyClock::now() + quiet);
    const bool grew = transcript().wait_for(
        [&](const std::vector<Entry>& entries) { return entries.size() != size; },
        std::chrono::ceil<milliseconds>(deadline - SteadyClock::now()));
    if (!grew || SteadyClock::now() >= limit) {
      nothing_after = size;
      return Wait::kGaveUp;
    }
  }
}

Outcome ExternalClient::Impl::how_it_ended(Wait wait, std::string_view what) {
  if (wait == Wait::kSeen) return {Outcome::Kind::kDone, std::string(what)};
  const std::string refusal = last_refusal(transcript().entries(), started_after);
  if (wait == Wait::kGaveUp) {
    const std::string_view why =
        left_with_a_page ? "the person was left with a page" : "nothing came any more";
    return {Outcome::Kind::kGaveUp, fmt::format("{}: {}", what, why)};
  }
  if (!process) return {Outcome::Kind::kGaveUp, fmt::format("{}: the program does not run", what)};
  const ProcessEnd end = process->ended().value_or(ProcessEnd{});
  const std::string text = fmt::format("{}: the program ended with {}{}{}", what, end.text(),
                                       refusal.empty() ? "" : " after ", refusal);
  if (!refusal.empty() && !end.signal) return {Outcome::Kind::kRefused, text};
  return {end.success() ? Outcome::Kind::kGaveUp : Outcome::Kind::kCrashed, text};
}

// ---- What it is asked to do ----

// A program that acts by itself: the intent is done when the record shows it `times` times.
Outcome ExternalClient::Impl::watch(std::string_view method, std::string_view tool, int times,
                                    std::string_view what) {
  const std::size_t after = method == "initialize" ? started_after : 0;
  const Wait wait = await([&](const std::vector<Entry>& entries) {
    return look_for(entries, method, tool, after).answered >= times;
  });
  Outcome outcome = how_it_ended(wait, what);
  if (wait != Wait::kSeen) return outcome;
  const std::vector<Entry> entries = transcript().entries();
  const Exchange* const last = look_for(entries, method, tool, after).last;
  if (last != nullptr && !last->fact("refusal").empty())
    outcome = {Outcome::Kind::kRefused, last->fact("refusal")};
  return outcome;
}

// A program that is asked on its standard input.
Outcome ExternalClient::Impl::ask(std::string_view method, Json params, Json* result) {
  if (!process || !bridge) return how_it_ended(Wait::kEnded, method);
  const std::int64_t id = bridge->request(method, std::move(params));
  const Wait wait =
      await([&](const std::vector<Entry>&) { return bridge->answer(id).has_value(); });
  if (wait != Wait::kSeen) return how_it_ended(wait, method);
  const StdioBridge::Answer answer = bridge->answer(id).value_or(StdioBridge::Answer{});
  if (answer.is_error()) return {Outcome::Kind::kRefused, answer.error};
  if (is_failed_tool_result(answer.result))
    return {Outcome::Kind::kRefused, text_of_tool_result(answer.result)};
  if (result != nullptr) *result = answer.result;
  return {Outcome::Kind::kDone, fmt::format("{} was answered", method)};
}

Outcome ExternalClient::Impl::connect(const Connect& how) {
  stop(milliseconds{0});
  if (how.anew) home.empty();  // the user removed the connection: nothing of it is left
  last_connect = how;
  start(how);
  Outcome outcome;
  if (launch.stdio) {
    outcome = ask("initialize",
                  {{"protocolVersion", kProtocolVersion},
                   {"capabilities", Json::object()},
                   {"clientInfo", {{"name", "omni-conform"}, {"version", "1"}}}},
                  nullptr);
    if (outcome.kind == Outcome::Kind::kDone) bridge->notify("notifications/initialized");
  } else {
    outcome = watch("initialize", "", 1, "connect");
  }
  if (outcome.kind == Outcome::Kind::kGaveUp) stop(milliseconds{0});
  return outcome;
}

Outcome ExternalClient::Impl::list_tools() {
  if (!launch.stdio) return watch("tools/list", "", ++asked[""], "list the tools");
  Json params = Json::object();
  for (int page = 0; page < kMostPages; ++page) {
    Json result;
    Outcome outcome = ask("tools/list", params, &result);
    if (outcome.kind != Outcome::Kind::kDone || !result.is_object() ||
        !result.contains("nextCursor")) {
      return outcome;
    }
    params["cursor"] = result["nextCursor"];
  }
  return {Outcome::Kind::kGaveUp,
          fmt::format("the list of tools did not end after {} pages", kMostPages)};
}

Outcome ExternalClient::Impl::call_tool(const CallTool& call) {
  if (launch.stdio) return call_tool_by_host(call);
  return watch("tools/call", call.tool, ++asked[call.tool], "call " + call.tool);
}

// As the host of a program on standard streams, which shows its user what it is told. An answer
// that passes on a refusal word for word is one, although it comes as a result.
Outcome ExternalClient::Impl::call_tool_by_host(const CallTool& call) {
  const std::size_t before = transcript().size();
  Json result;
  Outcome outcome =
      ask("tools/call", {{"name", call.tool}, {"arguments", call.arguments}}, &result);
  if (outcome.kind != Outcome::Kind::kDone) return outcome;
  const std::vector<Entry> entries = transcript().entries();
  const Exchange* const exchange = look_for(entries, "tools/call", call.tool, before).last;
  if (exchange == nullptr || exchange->fact("refusal").empty()) return outcome;
  const std::string text = text_of_tool_result(result);
  if (text_of_tool_result(result_of(*exchange)) != text) return outcome;
  return {Outcome::Kind::kRefused, text};
}

Outcome ExternalClient::Impl::disconnect() {
  if (!process) return {Outcome::Kind::kDone, "it does not run"};
  stop(patience.settle);
  return {Outcome::Kind::kDone, "the program was ended"};
}

Outcome ExternalClient::Impl::restart() {
  if (!last_connect) return {Outcome::Kind::kCannot, "it was never started"};
  stop(patience.settle);
  return connect(Connect(*last_connect));
}

void ExternalClient::Impl::finish() {
  if (finished) return;
  finished = true;
  stop(patience.settle);
  browser.reset();
}

std::filesystem::path make_available(const Launch& launch, const std::filesystem::path& packages) {
  if (launch.command.empty()) throw ClientUnavailable("there is no command to run");
  std::filesystem::path package;
  if (!launch.npm_package.empty()) package = install_npm_package(launch.npm_package, packages);
  const std::string program =
      with_placeholders(launch.command.front(), {{"package", package.string()}});
  try {
    find_program(program, program_path());
  } catch (const ProcessError& error) {
    throw ClientUnavailable(error.what());
  }
  return package;
}

ExternalClient::ExternalClient(Launch launch, const Scenario& scenario, MockOmni& mock,
                               Person& person, const std::filesystem::path& packages,
                               Patience patience)
    : impl_(std::make_unique<Impl>(std::move(launch), scenario, mock, person, patience)) {
  impl_->package = make_available(impl_->launch, packages);
  impl_->browser.emplace(impl_->home.browser_folder(),
                         [state = impl_.get()](const std::string& url) { state->visit(url); });
}

ExternalClient::~ExternalClient() = default;

Outcome ExternalClient::perform(const Intent& intent) {
  struct Performer {
    Impl& client;
    Outcome operator()(const Connect& how) const { return client.connect(how); }
    Outcome operator()(const ListTools&) const { return client.list_tools(); }
    Outcome operator()(const CallTool& call) const { return client.call_tool(call); }
    Outcome operator()(const Disconnect&) const { return client.disconnect(); }
    Outcome operator()(const Restart&) const { return client.restart(); }
  };
  return std::visit(Performer{*impl_}, intent);
}

void ExternalClient::finish() { impl_->finish(); }

}  // namespace conform
