#include "clients/running_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "clients/sighting.hpp"
#include "clients/tool_result.hpp"

namespace conform {
namespace {

constexpr int kMostPages = 50;  // of one tools/list
constexpr std::string_view kHostProtocolVersion = "2025-11-25";

}  // namespace

RunningClient::RunningClient(const Launch& launch, const Scenario& scenario, MockOmni& mock,
                             Person& person, Values values, Patience patience)
    : launch_(launch),
      setup_(launch, scenario, mock, std::move(values)),
      program_(launch, mock, person, patience) {}

RunningClient::~RunningClient() { program_.finish(); }

CommandLine RunningClient::command_line() const {
  CommandLine pattern = launch_.command;
  const auto append = [&](const CommandLine& more) {
    pattern.insert(pattern.end(), more.begin(), more.end());
  };
  if (setup_.has_key()) append(launch_.key_arguments);
  if (setup_.has_client_id()) append(launch_.client_id_arguments);
  const bool names_url = std::ranges::any_of(pattern, [](const std::string& argument) {
    return argument.find("{url}") != std::string::npos;
  });
  if (!names_url) pattern.emplace_back("{url}");
  return setup_.filled(std::move(pattern));
}

void RunningClient::start() {
  DrivenProgram::TakesLine protocol;
  if (launch_.stdio) {
    bridge_.emplace([this](std::string_view line) { return program_.send(line); },
                    [this](std::string_view, const StdioBridge::Answer& answer) {
                      // What its host is told is all that the user can learn from it.
                      const std::string text =
                          answer.is_error() ? answer.error : text_of_tool_result(answer.result);
                      if (!text.empty()) program_.take_output(text);
                    },
                    [this](std::string_view method) {
                      program_.note(Note::Kind::kHarness,
                                    fmt::format("{} was answered on standard output", method));
                    });
    protocol = [this](std::string_view line) { return bridge_->receive(line); };
  }
  setup_.write_files(program_.home());
  program_.start(command_line(), setup_.environment(), std::move(protocol));
}

// A program that acts by itself: the intent is done when the record shows it `times` times.
Outcome RunningClient::watch(std::string_view method, std::string_view tool, int times,
                             std::string_view what) {
  const std::size_t after = method == "initialize" ? program_.started_after() : 0;
  const Wait wait = program_.await([&](const std::vector<Entry>& entries) {
    return look_for(entries, method, tool, after).answered >= times;
  });
  Outcome outcome = program_.how_it_ended(wait, what);
  if (wait != Wait::kSeen) return outcome;
  const std::vector<Entry> entries = program_.transcript().entries();
  const Exchange* const last = look_for(entries, method, tool, after).last;
  if (last != nullptr && !last->fact("refusal").empty())
    outcome = {Outcome::Kind::kRefused, last->fact("refusal")};
  return outcome;
}

// A program that is asked on its standard input.
Outcome RunningClient::ask(std::string_view method, Json params, Json* result) {
  if (!program_.runs() || !bridge_) return program_.how_it_ended(Wait::kEnded, method);
  const std::int64_t id = bridge_->request(method, std::move(params));
  const Wait wait =
      program_.await([&](const std::vector<Entry>&) { return bridge_->answer(id).has_value(); });
  if (wait != Wait::kSeen) return program_.how_it_ended(wait, method);
  const StdioBridge::Answer answer = bridge_->answer(id).value_or(StdioBridge::Answer{});
  if (answer.is_error()) return {Outcome::Kind::kRefused, answer.error};
  if (is_failed_tool_result(answer.result))
    return {Outcome::Kind::kRefused, text_of_tool_result(answer.result)};
  if (result != nullptr) *result = answer.result;
  return {Outcome::Kind::kDone, fmt::format("{} was answered", method)};
}

Outcome RunningClient::connect(const Connect& how) {
  if (!how.client_id.empty() && launch_.client_id_arguments.empty()) {
    return {Outcome::Kind::kCannot, "there is no way to give it a client ID"};
  }
  program_.stop();
  disconnected_ = false;
  if (how.anew) program_.home().empty();  // the user removed the connection: nothing of it is left
  last_connect_ = how;
  setup_.connect_to(how, program_.home());
  start();
  Outcome outcome;
  if (launch_.stdio) {
    outcome = ask("initialize",
                  {{"protocolVersion", kHostProtocolVersion},
                   {"capabilities", Json::object()},
                   {"clientInfo", {{"name", "omni-conform"}, {"version", "1"}}}},
                  nullptr);
    if (outcome.kind == Outcome::Kind::kDone) bridge_->notify("notifications/initialized");
  } else {
    outcome = watch("initialize", "", 1, "connect");
  }
  if (outcome.kind == Outcome::Kind::kGaveUp) program_.stop();
  return outcome;
}

Outcome RunningClient::list_tools() {
  if (auto trouble = trouble_with_starting_again()) return *std::move(trouble);
  if (!launch_.stdio) return watch("tools/list", "", ++asked_[""], "list the tools");
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

Outcome RunningClient::call_tool(const CallTool& call) {
  if (call.cancelled_after) return {Outcome::Kind::kCannot, "nobody interrupts it"};
  if (auto trouble = trouble_with_starting_again()) return *std::move(trouble);
  if (launch_.stdio) return call_tool_by_host(call);
  return watch("tools/call", call.tool, ++asked_[call.tool], "call " + call.tool);
}

// As the host of a program on standard streams, which shows its user what it is told. An answer
// that passes on a refusal word for word is one, although it comes as a result.
Outcome RunningClient::call_tool_by_host(const CallTool& call) {
  const std::size_t before = program_.transcript().size();
  Json result;
  Outcome outcome =
      ask("tools/call", {{"name", call.tool}, {"arguments", call.arguments}}, &result);
  if (outcome.kind != Outcome::Kind::kDone) return outcome;
  const std::vector<Entry> entries = program_.transcript().entries();
  const Exchange* const exchange = look_for(entries, "tools/call", call.tool, before).last;
  if (exchange == nullptr || exchange->fact("refusal").empty()) return outcome;
  const std::string text = text_of_tool_result(result);
  if (text_of_tool_result(result_of(*exchange)) != text) return outcome;
  return {Outcome::Kind::kRefused, text};
}

// A host starts a program that it ended as soon as it needs it again.
std::optional<Outcome> RunningClient::trouble_with_starting_again() {
  if (!disconnected_ || !last_connect_) return std::nullopt;
  Outcome outcome = connect(Connect(*last_connect_));
  if (outcome.kind == Outcome::Kind::kDone) return std::nullopt;
  return outcome;
}

Outcome RunningClient::disconnect() {
  if (!program_.runs()) return {Outcome::Kind::kDone, "it does not run"};
  program_.settle();
  disconnected_ = true;
  return {Outcome::Kind::kDone, "the program was ended"};
}

Outcome RunningClient::restart() {
  if (!last_connect_) return {Outcome::Kind::kCannot, "it was never started"};
  program_.settle();
  return connect(Connect(*last_connect_));
}

Outcome RunningClient::perform(const Intent& intent) {
  struct Performer {
    RunningClient& client;
    Outcome operator()(const Connect& how) const { return client.connect(how); }
    Outcome operator()(const ListTools&) const { return client.list_tools(); }
    Outcome operator()(const CallTool& call) const { return client.call_tool(call); }
    Outcome operator()(const CallAtOnce&) const {
      return {Outcome::Kind::kCannot, "it is asked one thing after the other"};
    }
    Outcome operator()(const Disconnect&) const { return client.disconnect(); }
    Outcome operator()(const Restart&) const { return client.restart(); }
  };
  return std::visit(Performer{*this}, intent);
}

}  // namespace conform
