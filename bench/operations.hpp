// What can be measured: connecting, refreshing, tools, refusals. Each is made of the same parts as
// the scripted client, so that it sends what a correct client sends.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bench/load.hpp"
#include "mock_server/json.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform {

// Where the load goes.
struct Target {
  std::string key_url;  // of an organization, for everything that a key can do
  std::string key;
  std::string viewer_key;    // may not query; empty: that refusal is not measured
  MockOmni* mock = nullptr;  // ours, in this process: OAuth can be measured too
};

struct Measurable {
  std::string name;  // "tools/list", "getData", "connect", "refused: viewer"
  std::string describes;
  bool needs_mock = false;
  // The target must outlive what is made.
  std::unique_ptr<Operation> (*make)(const Target& target, const std::string& name);
};

// In the order in which they are shown.
const std::vector<Measurable>& all_measurables();
const Measurable* find_measurable(std::string_view name);

}  // namespace conform
