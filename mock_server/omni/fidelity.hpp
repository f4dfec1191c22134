// What the mock does, and how we know that Omni does so: fixtures/fidelity.json. Plain data.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/omni/refusal.hpp"

namespace conform::mock {

// How sure we are, surest first.
enum class Mark {
  kSeed,        // the documentation page that the mock was asked to implement
  kDocumented,  // other documentation of Omni, or the specification that it names
  kObserved,    // recorded from the live service by somebody, or in public code
  kInferred,    // follows from what is known
  kChosen,      // nothing is known; the mock's own choice
};
std::string_view to_string(Mark mark);

struct KnownBehaviour {
  std::string id;  // "settings/personal-access-tokens"
  std::string statement;
  Mark mark = Mark::kChosen;
  std::string source;
  std::string option;                    // the member of a world file that switches it, or empty
  std::vector<const Refusal*> refusals;  // of the one table, by their ids
  std::vector<std::string> endpoints;    // "callbacks POST /oauth/register"
  std::vector<std::string> tools;
};

// Throws std::runtime_error that names the file, the place and what would be right.
std::vector<KnownBehaviour> load_fidelity(const std::filesystem::path& file);

}  // namespace conform::mock
