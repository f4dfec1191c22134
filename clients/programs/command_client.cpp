#include "clients/programs/command_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "clients/protocol/tool_result.hpp"
#include "foundation/json/json_text.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

std::unique_ptr<StandInModel> model_for(const Launch& launch, MockOmni& mock) {
  if (!launch.needs_model()) return nullptr;
  return std::make_unique<StandInModel>([&mock](std::string text) {
    mock.transcript().note(Note::Kind::kHarness, std::move(text), mock.clock().now());
  });
}

Values with_model(Values values, const StandInModel* model) {
  if (model != nullptr) values["model_url"] = model->url();
  return values;
}

bool is_same_connection(const Connect& one, const Connect& other) {
  return one.url == other.url && one.organization == other.organization && one.key == other.key &&
         one.key_text == other.key_text && one.client_id == other.client_id;
}

}  // namespace

CommandClient::CommandClient(const Launch& launch, const Scenario& scenario, MockOmni& mock,
                             Person& person, Values values, const Patience& patience)
    : launch_(launch),
      mock_(mock),
      model_(model_for(launch, mock)),
      setup_(launch, scenario, mock, with_model(std::move(values), model_.get())),
      program_(launch, mock, person, patience) {}

CommandClient::~CommandClient() { program_.finish(); }

// All of them, as a user goes on after a complaint; but not after one that has to be ended.
CommandClient::Ran CommandClient::run(const std::string& intent, std::string_view what,
                                      const Values& more) {
  Ran ran;
  const auto commands = launch_.intents.find(intent);
  if (commands == launch_.intents.end()) return ran;
  for (const CommandLine& command : commands->second) {
    program_.start(setup_.filled(command, more), setup_.environment());
    program_.close_input();
    const Wait wait = program_.await([](const std::vector<Entry>&) { return false; });
    const Outcome outcome = program_.how_it_ended(wait, what);
    const std::optional<ProcessEnd> end = program_.end();
    program_.stop();
    ran.text = outcome.text;
    if (wait == Wait::kGaveUp || (end && end->signal)) {
      ran.gave_up = outcome;
      return ran;
    }
    ran.failed = ran.failed || program_.admitted_failure() || !end || !end->success();
  }
  return ran;
}

std::string CommandClient::passed_on(const ObservedRequests& observed, std::size_t after) const {
  if (observed.last == nullptr || observed.last->fact("refusal").empty()) return {};
  std::string text = text_of_tool_result(result_of(*observed.last));
  const std::vector<Note> outputs = mock_.transcript().notes(Note::Kind::kOutput);
  const bool shown = !text.empty() && std::ranges::any_of(outputs, [&](const Note& output) {
    return output.number > after && holds_text(output.text, text);
  });
  return shown ? text : std::string();
}

// What the record and the program say together. A program that claims success although it was
// refused is believed: that is what it told its user.
Outcome CommandClient::judged(const Ran& ran, std::string_view what, std::string_view method,
                              std::string_view tool, std::size_t after) const {
  if (ran.gave_up) return *ran.gave_up;
  const std::vector<Entry> entries = mock_.transcript().entries();
  const ObservedRequests observed = look_for(entries, method, tool, after);
  if (observed.answered > 0 && !ran.failed) {
    std::string refusal = passed_on(observed, after);
    if (!refusal.empty()) return {Outcome::Kind::kRefused, std::move(refusal)};
    return {Outcome::Kind::kDone, std::string(what)};
  }
  std::string refusal = last_refusal(entries, after);
  if (refusal.empty() && observed.last != nullptr) refusal = observed.last->fact("refusal");
  if (!refusal.empty()) {
    return {Outcome::Kind::kRefused, fmt::format("{}: refused with {}", what, refusal)};
  }
  if (ran.failed) return {Outcome::Kind::kCrashed, ran.text};
  return {Outcome::Kind::kGaveUp, fmt::format("{}: it ended without doing so", what)};
}

Outcome CommandClient::connect(const Connect& how) {
  const bool again =
      connected_ && last_connect_ && !how.anew && is_same_connection(*last_connect_, how);
  if (how.anew || (last_connect_ && !again)) {
    program_.home().empty();  // the user removed the connection: nothing of it is left
  }
  last_connect_ = how;
  setup_.connect_to(how, program_.home());
  setup_.write_files(program_.home());
  const std::string intent = again                    ? "reconnect"
                             : !how.client_id.empty() ? "connect_with_client_id"
                             : setup_.has_key()       ? "connect_with_key"
                                                      : "connect";
  if (!launch_.intents.contains(intent)) {
    return {Outcome::Kind::kCannot, fmt::format("there is no command to {}", intent)};
  }
  if (model_) model_->asks_for_nothing();
  connected_after_ = mock_.transcript().size();
  Outcome outcome = judged(run(intent, "connect"), "connect", "initialize", "", connected_after_);
  connected_ = outcome.kind == Outcome::Kind::kDone;
  return outcome;
}

Outcome CommandClient::list_tools() {
  if (model_) model_->asks_for_nothing();
  return judged(run("list_tools", "list the tools"), "list the tools", "tools/list", "",
                connected_after_);
}

Outcome CommandClient::call_tool(const CallTool& call) {
  if (call.cancelled_after) return {Outcome::Kind::kCannot, "nobody interrupts it"};
  const bool has_own = setup_.has_key() && launch_.intents.contains("call_tool_with_key");
  const std::string intent = has_own ? "call_tool_with_key" : "call_tool";
  if (!launch_.intents.contains(intent)) {
    return {Outcome::Kind::kCannot, "there is no command to call a tool"};
  }
  if (model_) model_->asks_for(call.tool, call.arguments);
  const std::size_t before = mock_.transcript().size();
  const std::string what = "call " + call.tool;
  const Ran ran = run(intent, what, {{"tool", call.tool}, {"arguments", call.arguments.dump()}});
  return judged(ran, what, "tools/call", call.tool, before);
}

Outcome CommandClient::perform(const Intent& intent) {
  struct Performer {
    CommandClient& client;
    Outcome operator()(const Connect& how) const { return client.connect(how); }
    Outcome operator()(const ListTools&) const { return client.list_tools(); }
    Outcome operator()(const CallTool& call) const { return client.call_tool(call); }
    Outcome operator()(const CallAtOnce&) const {
      return {Outcome::Kind::kCannot, "its commands run one after the other"};
    }
    Outcome operator()(const Disconnect&) const {
      return {Outcome::Kind::kDone, "nothing runs between its commands"};
    }
    Outcome operator()(const Restart&) const {
      return {Outcome::Kind::kDone, "nothing runs between its commands"};
    }
  };
  return std::visit(Performer{*this}, intent);
}

}  // namespace conform::clients
