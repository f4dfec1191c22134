#include "foundation/http/message_edits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace conform {
namespace {

// What is set is made when it is not there: each step becomes a level, and an index makes its list
// as long.
void require_bounds(const JsonReader& json, Json::json_pointer pointer) {
  constexpr std::size_t kMostSteps = 32;
  constexpr std::size_t kMostIndexDigits = 4;
  for (std::size_t steps = 1; !pointer.empty(); ++steps, pointer.pop_back()) {
    const std::string& step = pointer.back();
    if (step.size() > kMostIndexDigits &&
        step.find_first_not_of("0123456789") == std::string::npos) {
      json.fail(fmt::format("has an index of more than {} digits", kMostIndexDigits));
    }
    if (steps > kMostSteps) json.fail(fmt::format("has more than {} steps", kMostSteps));
  }
}

// The document as a whole is replaced by `body` instead.
void require_pointer(const JsonReader& json, const std::string& text) {
  Json::json_pointer pointer;
  try {
    pointer = Json::json_pointer(text);
  } catch (const Json::parse_error&) {
    json.fail(fmt::format("\"{}\" is no JSON pointer: write \"/member\" or \"/list/0\"", text));
  }
  if (pointer.empty()) json.fail("must point at a member: \"/member\" or \"/list/0\"");
  require_bounds(json, std::move(pointer));
}

void set_member(Json& document, const Json::json_pointer& pointer, Json value) {
  try {
    document[pointer] = std::move(value);
  } catch (const Json::exception&) {
    return;  // below a text or a number, or no index of a list: there is nothing to set
  }
}

void remove_member(Json& document, const Json::json_pointer& pointer) {
  try {
    if (!document.contains(pointer)) return;
    Json& parent = document.at(pointer.parent_pointer());
    if (parent.is_array()) {
      parent.erase(std::stoul(pointer.back()));
    } else {
      parent.erase(pointer.back());
    }
  } catch (const Json::exception&) {
    return;  // no index of a list: there is nothing to remove
  }
}

}  // namespace

void HeaderEdits::apply(Headers& headers, const Fill& fill) const {
  for (const std::string& name : remove) headers.remove(name);
  for (const auto& [name, text] : set) {
    if (const auto value = fill(text)) headers.set(name, *value);
  }
}

HeaderEdits read_header_edits(const JsonReader& json) {
  HeaderEdits edits;
  if (const auto fields = json.find("headers")) {
    for (const auto& [name, value] : fields->members()) {
      require_field_text(value, name);
      require_field_text(value, value.text());
      edits.set[name] = value.text();
    }
  }
  if (const auto names = json.find("remove_headers")) edits.remove = names->texts();
  return edits;
}

void require_field_text(const JsonReader& json, std::string_view text) {
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
    json.fail("must not hold a line break");
  }
}

Parameters ParameterEdits::applied(const Parameters& to, const Fill& fill) const {
  std::map<std::string, std::string> values;
  for (const auto& [name, text] : set) {
    if (const auto value = fill(text)) values[name] = *value;
  }
  Parameters after;
  for (const auto& [name, value] : to) {
    const bool goes = values.contains(name) || std::ranges::find(remove, name) != remove.end();
    if (!goes) after.add(name, value);
  }
  for (const auto& [name, value] : values) after.add(name, value);
  for (const auto& [name, text] : add) {
    if (const auto value = fill(text)) after.add(name, *value);
  }
  return after;
}

ParameterEdits read_parameter_edits(const JsonReader& json) {
  json.only({"set", "remove", "add"});
  ParameterEdits edits;
  if (const auto value = json.find("set")) edits.set = value->named_texts();
  if (const auto value = json.find("remove")) edits.remove = value->texts();
  if (const auto value = json.find("add")) edits.add = value->named_texts();
  return edits;
}

void MemberEdits::apply(Json& document, const Fill& fill) const {
  for (const auto& [pointer, value] : set) {
    Json member = value;
    if (fill_texts(member, fill)) {
      set_member(document, Json::json_pointer(pointer), std::move(member));
    }
  }
  for (const std::string& pointer : remove) remove_member(document, Json::json_pointer(pointer));
}

MemberEdits read_member_edits(const JsonReader& json) {
  MemberEdits edits;
  if (const auto value = json.find("set")) {
    for (const auto& [pointer, member] : value->members()) {
      require_pointer(*value, pointer);
      edits.set.emplace_back(pointer, member.json());
    }
  }
  if (const auto value = json.find("remove")) {
    for (const JsonReader& element : value->elements()) {
      require_pointer(element, element.text());
      edits.remove.push_back(element.text());
    }
  }
  return edits;
}

bool fill_texts(Json& value, const Fill& fill) {
  if (value.is_string()) {
    const std::optional<std::string> text = fill(value.get_ref<const std::string&>());
    if (text) value = *text;
    return text.has_value();
  }
  bool whole = true;
  if (value.is_structured()) {
    for (Json& part : value) whole = fill_texts(part, fill) && whole;
  }
  return whole;
}

}  // namespace conform
