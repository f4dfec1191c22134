// A rule that binds a client: fixtures/requirements.json, one entry an id.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "foundation/json/json.hpp"

namespace conform {

struct Requirement {
  std::string id;  // "AZ-02", "OMNI-PAT-01"
  std::string
      level;  // "MUST", "MUST NOT", "SHOULD", "SHOULD NOT"; "OMNI" for what Omni's own pages say
  std::string text;        // one sentence, in our own words
  std::string link;        // where the rule itself stands
  std::string since;       // the first revision of MCP that has it; empty: not a matter of one
  std::string until;       // the last; empty: it still stands
  std::string not_tested;  // why no check judges it; empty: one must
};

using Requirements = std::map<std::string, Requirement>;  // by id

// Throws std::runtime_error whose text names the file, the JSON pointer and what would be right.
Requirements load_requirements(const std::filesystem::path& file);
Requirements parse_requirements(const Json& json, const std::string& name_in_errors);

}  // namespace conform
