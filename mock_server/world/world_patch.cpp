#include "mock_server/world/world_patch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "foundation/text/ascii.hpp"

namespace conform::mock {
namespace {

bool is_index(std::string_view step, std::size_t size) {
  const bool number = !step.empty() && step.size() < 6 &&
                      std::ranges::all_of(step, [](char c) { return c >= '0' && c <= '9'; });
  return number && std::stoul(std::string(step)) < size;
}

std::string names_in(const Json& value) {
  std::string names;
  const auto add = [&names](const std::string& name) {
    names += (names.empty() ? "" : ", ") + name;
  };
  if (value.is_object()) {
    for (const auto& [name, _] : value.items()) add(name);
  } else if (value.is_array()) {
    for (const Json& element : value) {
      if (element.is_object()) add(element.value("id", ""));
    }
  }
  return names.empty() ? "nothing" : names;
}

Json* child(Json& value, const std::string& step) {
  if (value.is_object()) {
    const auto found = value.find(step);
    return found == value.end() ? nullptr : &*found;
  }
  if (!value.is_array()) return nullptr;
  const auto named = std::ranges::find_if(value, [&step](const Json& element) {
    return element.is_object() && element.value("id", Json()) == step;
  });
  if (named != value.end()) return &*named;
  return is_index(step, value.size()) ? &value[std::stoul(step)] : nullptr;
}

}  // namespace

void merge_at(Json& world, std::string_view pointer, const Json& patch) {
  Json* value = &world;
  std::string_view rest = pointer;
  while (!rest.empty()) {
    if (rest.front() != '/') {
      throw std::runtime_error(
          fmt::format("\"{}\" is no JSON pointer: it must be empty or begin with '/'", pointer));
    }
    rest.remove_prefix(1);
    std::string step(rest.substr(0, rest.find('/')));
    rest.remove_prefix(step.size());
    replace_all(step, "~1", "/");
    replace_all(step, "~0", "~");
    Json* next = child(*value, step);
    if (next == nullptr) {
      const std::string_view reached = pointer.substr(0, pointer.size() - rest.size());
      throw std::runtime_error(
          fmt::format("{} is not in this world; there is: {}", reached, names_in(*value)));
    }
    value = next;
  }
  value->merge_patch(patch);
}

}  // namespace conform::mock
