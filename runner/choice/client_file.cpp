#include "runner/choice/client_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "foundation/json/json_reader.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/nearest.hpp"
#include "runner/program/yaml_file.hpp"

namespace conform::runner {

using clients::CommandLine;
using clients::Profile;

namespace {

// As a client's author says it → as scenarios and profiles name it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kAbilities{{
    {"oauth", "connect_with_oauth"},
    {"api_key", "connect_with_key"},
    {"client_id", "connect_with_client_id"},
    {"stateless", "stateless_era"},
    {"begin_anew", "begin_anew"},
    {"call_at_once", "call_at_once"},
    {"call_tool", "call_tool"},
    {"cancel_call", "cancel_call"},
    {"client_document", "client_document"},
    {"disconnect", "disconnect"},
    {"get_stream", "get_stream"},
    {"list_tools", "list_tools"},
    {"look_again", "look_again"},
    {"refresh", "refresh"},
    {"restart", "restart"},
    {"resume_stream", "resume_stream"},
    {"unlisted_call", "unlisted_call"},
}};

std::vector<std::string> ability_list() {
  std::vector<std::string> names;
  names.reserve(kAbilities.size());
  for (const auto& [name, ability] : kAbilities) names.emplace_back(name);
  return names;
}

Incapability incapability(const std::string& name) {
  const auto found = std::ranges::find(kAbilities, name, [](const auto& one) { return one.first; });
  if (found == kAbilities.end()) throw unknown_name("ability", name, ability_list());
  return {std::string(found->second), fmt::format("the client has no {}, as its author says", name),
          ""};
}

bool names_client_id(const CommandLine& command) {
  return std::ranges::any_of(command, [](const std::string& argument) {
    return argument.find("{client_id}") != std::string::npos;
  });
}

// What the way of driving a client rules out.
void add_limits_of_the_way(const ClientDescription& client, Allowances& allowances) {
  const auto cannot = [&](std::string ability, std::string because) {
    allowances.cannot.push_back({std::move(ability), std::move(because), ""});
  };
  if (client.way == DrivingWay::kOfficial) return;
  if (!client.intents.empty()) return;
  if (!names_client_id(client.command)) {
    cannot("connect_with_client_id", "its command takes no {client_id}");
  }
  if (client.way == DrivingWay::kSelfActing) {
    cannot("cancel_call", "nobody interrupts a program that acts by itself");
  }
}

std::map<std::string, std::string> texts_by_name(const JsonReader& json) {
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : json.members()) texts[name] = value.text();
  return texts;
}

// A list of words; a text is split at white space.
std::vector<std::string> words_of(const JsonReader& json) {
  if (!json.json().is_string()) return json.texts();
  std::vector<std::string> words;
  std::string word;
  for (const char c : json.text() + ' ') {
    if (c != ' ' && c != '\t' && c != '\n') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  return words;
}

std::chrono::milliseconds seconds_of(const JsonReader& json) {
  const std::string text = json.json().is_string() ? json.text() : json.json().dump();
  double seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (error != std::errc() || end != text.data() + text.size() || seconds <= 0 || seconds > 3600) {
    json.fail("must be a number of seconds, above 0 and at most 3600");
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

ClientDescription description_from(const JsonReader& json, const std::filesystem::path& folder) {
  json.only({"name", "command", "way", "intents", "environment", "without", "client_documents",
             "baseline", "timeout"});
  ClientDescription client;
  if (const auto name = json.find("name")) client.name = name->text();
  if (const auto command = json.find("command")) client.command = words_of(*command);
  if (const auto way = json.find("way")) {
    client.way = way->one_of<DrivingWay>({{"self_acting", DrivingWay::kSelfActing},
                                          {"stdio", DrivingWay::kStdio},
                                          {"official", DrivingWay::kOfficial}});
  }
  if (const auto intents = json.find("intents")) {
    for (const auto& [intent, commands] : intents->members()) {
      for (const JsonReader& command : commands.elements()) {
        client.intents[intent].push_back(words_of(command));
      }
    }
  }
  if (const auto variables = json.find("environment")) {
    client.environment = texts_by_name(*variables);
  }
  if (const auto without = json.find("without")) client.without = without->texts();
  if (const auto documents = json.find("client_documents")) {
    for (const auto& [url, file] : texts_by_name(*documents)) {
      client.client_documents[url] = (folder / file).string();
    }
  }
  if (const auto baseline = json.find("baseline")) {
    client.baseline = (folder / baseline->text()).string();
  }
  if (const auto timeout = json.find("timeout")) client.timeout = seconds_of(*timeout);
  if (client.command.empty() == client.intents.empty()) {
    json.fail("must have one of `command` and `intents`");
  }
  return client;
}

std::string name_of(const ClientDescription& client) {
  if (!client.name.empty()) return client.name;
  const CommandLine& command =
      client.command.empty() ? client.intents.begin()->second.front() : client.command;
  std::string name = std::filesystem::path(command.front()).filename().string();
  return name.empty() ? "command" : name;
}

}  // namespace

std::string ability_names() { return fmt::format("{}", fmt::join(ability_list(), ", ")); }

ClientDescription read_client_file(const std::filesystem::path& file) {
  try {
    const Json json = file.extension() == ".json" ? read_json_file(file) : read_yaml(file.string());
    return description_from(JsonReader(json, file.string()), file.parent_path());
  } catch (const UsageError&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

void add_variable(const std::string& text, std::map<std::string, std::string>& environment) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (name.empty()) {
    throw UsageError(fmt::format("--env '{}': must be NAME=VALUE, or NAME to pass on yours", text));
  }
  if (equals != std::string::npos) {
    environment[name] = text.substr(equals + 1);
    return;
  }
  const char* const own = std::getenv(name.c_str());
  if (own == nullptr) throw UsageError(fmt::format("--env {}: you have no such variable", name));
  environment[name] = own;
}

void add_client_document(const std::string& text, std::map<std::string, std::string>& documents) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || !text.starts_with("https://") || equals + 1 == text.size()) {
    throw UsageError(fmt::format("--client-document '{}': must be https://…=FILE", text));
  }
  documents[text.substr(0, equals)] = text.substr(equals + 1);
}

Profile profile_of(const ClientDescription& client) {
  Profile profile;
  profile.id = name_of(client);
  profile.title = fmt::format("{}", fmt::join(client.command, " "));
  profile.kind = "external";
  profile.launch.command = client.command;
  profile.launch.intents = client.intents;
  profile.launch.stdio = client.way == DrivingWay::kStdio;
  profile.launch.official = client.way == DrivingWay::kOfficial;
  profile.launch.environment = client.environment;
  for (const std::string& name : client.without) {
    profile.allowances.cannot.push_back(incapability(name));
  }
  add_limits_of_the_way(client, profile.allowances);
  const bool acts_by_itself = client.way == DrivingWay::kSelfActing && client.intents.empty();
  return acts_by_itself ? profile : of_the_real_program(std::move(profile));
}

}  // namespace conform::runner
