// What can be measured: connecting, refreshing, tools, refusals. Each is made of the same parts as
// the scripted client, so that it sends what a correct client sends.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/load/load.hpp"
#include "bench/load/request_budget.hpp"
#include "clients/http/http_connection.hpp"
#include "mock_server/mock_omni.hpp"

namespace conform::bench {

// Where the load goes.
struct Target {
  std::string key_url;  // of an organization, for everything that a key can do
  std::string key;
  std::string viewer_key;  // may not query; empty: that refusal is not measured
  std::string oauth_url;   // where a client connects by OAuth; empty: that is not measured
  // Who signs in there, by a form that asks for a password; an empty page: nobody is asked to.
  std::string sign_in_page;
  std::string email;
  std::string password;
  clients::AllowedHosts allowed_hosts = {};  // beyond http on loopback
  // Every request takes from it; null: no limit.
  std::shared_ptr<RequestBudget> budget = nullptr;

  [[nodiscard]] bool has_oauth() const { return !oauth_url.empty(); }
};

// The mock's own people and keys: Acme's querier and its Viewer's key.
Target target_of(const mock::MockOmni& mock);

struct Measurable {
  std::string name;  // "tools/list", "getData", "connect", "refused-viewer"
  std::string describes;
  bool needs_oauth = false;
  // The target must outlive what is made.
  std::unique_ptr<Operation> (*make)(const Target& target, const std::string& name);

  [[nodiscard]] bool possible_at(const Target& target) const;
};

// In the order in which they are shown.
const std::vector<Measurable>& all_measurables();
const Measurable* find_measurable(std::string_view name);

}  // namespace conform::bench
