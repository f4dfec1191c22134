#include "clients/programs/stdio_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "clients/programs/observed_requests.hpp"
#include "clients/protocol/tool_result.hpp"
#include "foundation/mcp/revision.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

constexpr int kMostPages = 50;  // of one tools/list

}  // namespace

StdioClient::StdioClient(const Launch& launch, const Scenario& scenario, MockOmni& mock,
                         Person& person, Values values, const Patience& patience)
    : launch_(launch),
      setup_(launch, scenario, mock, std::move(values)),
      program_(launch, mock, person, patience) {}

StdioClient::~StdioClient() { program_.finish(); }

void StdioClient::start() {
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
  setup_.write_files(program_.home());
  program_.start(setup_.command_line(), setup_.environment(),
                 [this](std::string_view line) { return bridge_->receive(line); });
}

Outcome StdioClient::ask(std::string_view method, Json params, Json* result) {
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

Outcome StdioClient::connect(const Connect& how) {
  if (!how.client_id.empty() && !setup_.takes_client_id()) {
    return {Outcome::Kind::kCannot, "there is no way to give it a client ID"};
  }
  program_.stop();
  disconnected_ = false;
  if (how.anew) program_.home().empty();  // the user removed the connection: nothing of it is left
  last_connect_ = how;
  setup_.connect_to(how, program_.home());
  program_.gate().forget_get_stream();
  start();
  Outcome outcome = ask("initialize",
                        {{"protocolVersion", kNewestHandshake.date},
                         {"capabilities", Json::object()},
                         {"clientInfo", {{"name", "omni-conform"}, {"version", "1"}}}},
                        nullptr);
  if (outcome.kind == Outcome::Kind::kDone) {
    bridge_->notify("notifications/initialized");
    // It belongs to connecting: what the scenario changes next must not come before it.
    program_.gate().await_get_stream(kStreamPatience);
  }
  if (outcome.kind == Outcome::Kind::kGaveUp) program_.stop();
  return outcome;
}

Outcome StdioClient::list_tools() {
  if (auto trouble = trouble_with_starting_again()) return *std::move(trouble);
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

// We show its user what we are told. An answer that passes on a refusal word for word is one,
// although it comes as a result.
Outcome StdioClient::call_tool(const CallTool& call) {
  if (call.cancelled_after) return {Outcome::Kind::kCannot, "nobody interrupts it"};
  if (auto trouble = trouble_with_starting_again()) return *std::move(trouble);
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
std::optional<Outcome> StdioClient::trouble_with_starting_again() {
  if (!disconnected_ || !last_connect_) return std::nullopt;
  Outcome outcome = connect(Connect(*last_connect_));
  if (outcome.kind == Outcome::Kind::kDone) return std::nullopt;
  return outcome;
}

Outcome StdioClient::disconnect() {
  if (!program_.runs()) return {Outcome::Kind::kDone, "it does not run"};
  program_.settle();
  disconnected_ = true;
  return {Outcome::Kind::kDone, "the program was ended"};
}

Outcome StdioClient::restart() {
  if (!last_connect_) return {Outcome::Kind::kCannot, "it was never started"};
  program_.settle();
  return connect(Connect(*last_connect_));
}

Outcome StdioClient::perform(const Intent& intent) {
  struct Performer {
    StdioClient& client;
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

}  // namespace conform::clients
