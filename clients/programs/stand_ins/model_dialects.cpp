#include "clients/programs/stand_ins/model_dialects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "foundation/json/json_member.hpp"

namespace conform::clients {
namespace {

constexpr std::string_view kNothingMore = "That is all.";

// Which words to use: the tool call, or a text that ends the turn.
struct Turn {
  std::optional<Json> call;  // {"name": …} or {"namespace": …, "name": …}
  std::string text;
};

const Json& array_in(const Json& object, const char* member) {
  static const Json none = Json::array();
  if (!object.is_object()) return none;
  const auto found = object.find(member);
  return found != object.end() && found->is_array() ? *found : none;
}

bool names(std::string_view offered, std::string_view tool) {
  return offered == tool || offered.ends_with(fmt::format("__{}", tool));
}

std::optional<Json> offered_as(const Json& tools, const std::string& tool) {
  for (const Json& offer : tools) {
    const std::string name = text_member(offer, "name");
    for (const Json& inner : array_in(offer, "tools")) {
      if (names(text_member(inner, "name"), tool)) {
        return Json{{"namespace", name}, {"name", text_member(inner, "name")}};
      }
    }
    if (names(name, tool)) return Json{{"name", name}};
  }
  return std::nullopt;
}

Turn turn_for(const Json& tools, bool has_result, const std::optional<WantedCall>& wanted) {
  if (!wanted || has_result) return {std::nullopt, std::string(kNothingMore)};
  Turn turn;
  turn.call = offered_as(tools, wanted->tool);
  if (!turn.call) turn.text = fmt::format("The tool {} was not offered to me.", wanted->tool);
  return turn;
}

std::string said(const Turn& turn) {
  if (turn.call) {
    return fmt::format("the stand-in model asked for {}", text_member(*turn.call, "name"));
  }
  return fmt::format("the stand-in model said: {}", turn.text);
}

void add_event(std::string& events, const Json& data) {
  events += fmt::format("event: {}\ndata: {}\n\n", text_member(data, "type"), data.dump());
}

bool holds_tool_result(const Json& message) {
  return std::ranges::any_of(array_in(message, "content"), [](const Json& block) {
    return text_member(block, "type") == "tool_result";
  });
}

}  // namespace

ModelAnswer messages_answer(const Json& request, const std::optional<WantedCall>& wanted) {
  const bool has_result = std::ranges::any_of(array_in(request, "messages"), holds_tool_result);
  const Turn turn = turn_for(array_in(request, "tools"), has_result, wanted);
  const Json block = turn.call ? Json{{"type", "tool_use"},
                                      {"id", "toolu_stand_in_1"},
                                      {"name", text_member(*turn.call, "name")},
                                      {"input", Json::object()}}
                               : Json{{"type", "text"}, {"text", ""}};
  const Json delta =
      turn.call ? Json{{"type", "input_json_delta"}, {"partial_json", wanted->arguments.dump()}}
                : Json{{"type", "text_delta"}, {"text", turn.text}};

  ModelAnswer answer{.events = {}, .said = said(turn)};
  std::string& events = answer.events;
  add_event(events, {{"type", "message_start"},
                     {"message",
                      {{"id", "msg_stand_in"},
                       {"type", "message"},
                       {"role", "assistant"},
                       {"model", text_member(request, "model")},
                       {"content", Json::array()},
                       {"stop_reason", nullptr},
                       {"stop_sequence", nullptr},
                       {"usage", {{"input_tokens", 1}, {"output_tokens", 1}}}}}});
  add_event(events, {{"type", "content_block_start"}, {"index", 0}, {"content_block", block}});
  add_event(events, {{"type", "content_block_delta"}, {"index", 0}, {"delta", delta}});
  add_event(events, {{"type", "content_block_stop"}, {"index", 0}});
  add_event(events,
            {{"type", "message_delta"},
             {"delta",
              {{"stop_reason", turn.call ? "tool_use" : "end_turn"}, {"stop_sequence", nullptr}}},
             {"usage", {{"output_tokens", 1}}}});
  add_event(events, {{"type", "message_stop"}});
  return answer;
}

ModelAnswer responses_answer(const Json& request, const std::optional<WantedCall>& wanted) {
  const bool has_result = std::ranges::any_of(array_in(request, "input"), [](const Json& item) {
    return text_member(item, "type") == "function_call_output";
  });
  const Turn turn = turn_for(array_in(request, "tools"), has_result, wanted);
  Json item;
  if (turn.call) {
    item = {{"type", "function_call"}, {"id", "fc_stand_in"}, {"call_id", "call_stand_in_1"}};
    item.update(*turn.call);
    item["arguments"] = wanted->arguments.dump();
  } else {
    item = {{"type", "message"},
            {"id", "msg_stand_in"},
            {"role", "assistant"},
            {"content", {{{"type", "output_text"}, {"text", turn.text}}}}};
  }

  ModelAnswer answer{.events = {}, .said = said(turn)};
  std::string& events = answer.events;
  add_event(events, {{"type", "response.created"}, {"response", {{"id", "resp_stand_in"}}}});
  add_event(events, {{"type", "response.output_item.added"}, {"output_index", 0}, {"item", item}});
  add_event(events, {{"type", "response.output_item.done"}, {"output_index", 0}, {"item", item}});
  add_event(events,
            {{"type", "response.completed"},
             {"response",
              {{"id", "resp_stand_in"},
               {"usage", {{"input_tokens", 1}, {"output_tokens", 1}, {"total_tokens", 2}}}}}});
  return answer;
}

}  // namespace conform::clients
