#include "suites/requirement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ranges>
#include <stdexcept>
#include <string_view>

#include "foundation/json/json_reader.hpp"
#include "foundation/mcp/revision.hpp"

namespace conform {
namespace {

constexpr std::array<std::string_view, 7> kMembers{"id",   "level", "since",     "until",
                                                   "text", "link",  "not_tested"};
constexpr std::array<std::string_view, 5> kLevels{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT",
                                                  "OMNI"};

[[noreturn]] void fail(const std::string& file, const std::string& pointer,
                       const std::string& problem) {
  throw std::runtime_error(
      fmt::format("{}: {}: {}", file, pointer.empty() ? "/" : pointer, problem));
}

std::string text_at(const Json& entry, std::string_view name, const std::string& file,
                    const std::string& pointer) {
  const auto found = entry.find(name);
  if (found == entry.end()) fail(file, pointer, fmt::format("\"{}\" is missing", name));
  if (!found->is_string() || found->get<std::string>().empty()) {
    fail(file, fmt::format("{}/{}", pointer, name), "must be a text that is not empty");
  }
  return found->get<std::string>();
}

std::string optional_text_at(const Json& entry, std::string_view name, const std::string& file,
                             const std::string& pointer) {
  return entry.contains(name) ? text_at(entry, name, file, pointer) : std::string();
}

std::string revision_at(const Json& entry, std::string_view name, const std::string& file,
                        const std::string& pointer) {
  std::string revision = optional_text_at(entry, name, file, pointer);
  if (!revision.empty() && find_revision(revision) == nullptr) {
    fail(file, fmt::format("{}/{}", pointer, name),
         fmt::format("must be a revision of MCP: {}",
                     fmt::join(kRevisions | std::views::transform(&Revision::date), ", ")));
  }
  return revision;
}

Requirement parse_one(const Json& entry, const std::string& file, const std::string& pointer) {
  if (!entry.is_object()) fail(file, pointer, "must be an object");
  for (const auto& [name, value] : entry.items()) {
    if (std::ranges::find(kMembers, name) == kMembers.end()) {
      fail(file, fmt::format("{}/{}", pointer, name),
           fmt::format("unknown member; known are {}", fmt::join(kMembers, ", ")));
    }
  }
  Requirement requirement{.id = text_at(entry, "id", file, pointer),
                          .level = text_at(entry, "level", file, pointer),
                          .text = text_at(entry, "text", file, pointer),
                          .link = text_at(entry, "link", file, pointer),
                          .since = revision_at(entry, "since", file, pointer),
                          .until = revision_at(entry, "until", file, pointer),
                          .not_tested = optional_text_at(entry, "not_tested", file, pointer)};
  if (std::ranges::find(kLevels, requirement.level) == kLevels.end()) {
    fail(file, pointer + "/level", fmt::format("must be one of {}", fmt::join(kLevels, ", ")));
  }
  if (!requirement.link.starts_with("https://")) {
    fail(file, pointer + "/link", "must begin with https://");
  }
  if (!requirement.until.empty() && requirement.until < requirement.since) {
    fail(file, pointer + "/until", fmt::format("must not be before {}", requirement.since));
  }
  return requirement;
}

}  // namespace

Requirements parse_requirements(const Json& json, const std::string& name_in_errors) {
  if (!json.is_array()) fail(name_in_errors, "", "must be an array of requirements");
  Requirements all;
  std::size_t index = 0;
  for (const Json& entry : json) {
    const std::string pointer = fmt::format("/{}", index++);
    Requirement one = parse_one(entry, name_in_errors, pointer);
    const std::string id = one.id;
    if (!all.emplace(id, std::move(one)).second) {
      fail(name_in_errors, pointer + "/id", fmt::format("\"{}\" stands there twice", id));
    }
  }
  return all;
}

Requirements load_requirements(const std::filesystem::path& file) {
  return parse_requirements(read_json_file(file), file.string());
}

}  // namespace conform
