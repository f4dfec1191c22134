#include "clients/profile/launch.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <regex>
#include <string_view>

namespace conform::clients {
namespace {

constexpr std::array<std::string_view, 7> kIntents = {
    "connect",    "connect_with_key", "connect_with_client_id", "reconnect",
    "list_tools", "call_tool",        "call_tool_with_key"};

// A file's text is a string, or its lines.
std::string text_of(const JsonReader& value) {
  if (!value.json().is_array()) return value.text();
  return fmt::format("{}\n", fmt::join(value.texts(), "\n"));
}

void read_texts(ObjectReader& from, const std::string& name,
                std::map<std::string, std::string>& into) {
  const Json* const object = from.object(name);
  if (object == nullptr) return;
  const JsonReader reader(*object, from.file(), from.pointer(name));
  for (const auto& [key, value] : reader.members()) into[key] = text_of(value);
}

void read_patterns(ObjectReader& from, const std::string& name, std::vector<std::string>& into) {
  from.field(name, into);
  for (const std::string& pattern : into) {
    try {
      static_cast<void>(std::regex(pattern));
    } catch (const std::regex_error& error) {
      from.fail(name, fmt::format("has \"{}\", which is no ECMAScript regular expression: {}",
                                  pattern, error.what()));
    }
  }
}

void read_intents(ObjectReader& from, Launch& into) {
  const Json* const object = from.object("intents");
  if (object == nullptr) return;
  const JsonReader reader(*object, from.file(), from.pointer("intents"));
  for (const auto& [intent, commands] : reader.members()) {
    if (std::ranges::find(kIntents, intent) == kIntents.end()) {
      commands.fail(fmt::format("is no intent; known here: {}", fmt::join(kIntents, ", ")));
    }
    for (const JsonReader& command : commands.elements()) {
      into.intents[intent].push_back(command.texts());
      if (into.intents[intent].back().empty()) command.fail("must name a program");
    }
  }
}

}  // namespace

bool Launch::needs_model() const {
  const auto names_it = [](const std::string& text) {
    return text.find("{model_url}") != std::string::npos;
  };
  const auto in_value = [&](const auto& member) { return names_it(member.second); };
  return std::ranges::any_of(command, names_it) || std::ranges::any_of(files, in_value) ||
         std::ranges::any_of(environment, in_value) ||
         std::ranges::any_of(intents, [&](const auto& intent) {
           return std::ranges::any_of(intent.second, [&](const CommandLine& line) {
             return std::ranges::any_of(line, names_it);
           });
         });
}

void read_launch(ObjectReader& from, Launch& into) {
  from.field("npm_package", into.npm_package);
  from.field("python_packages", into.python_packages);
  from.field("command", into.command);
  from.field("stdio", into.stdio);
  from.field("key_arguments", into.key_arguments);
  from.field("client_id_arguments", into.client_id_arguments);
  read_intents(from, into);
  read_patterns(from, "failures", into.failures);
  read_texts(from, "files", into.files);
  read_texts(from, "environment", into.environment);
  read_patterns(from, "chatter", into.chatter);
  if (!into.command.empty() && !into.intents.empty()) {
    from.fail("intents", "can't stand beside \"command\": one way of driving it must be chosen");
  }
}

}  // namespace conform::clients
