// Every broken server that we know how to be, by name. `omni-conform prove --server` makes each of
// them and looks which server check notices. Thread-safe: constant data.
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "mock_server/world/world.hpp"

namespace conform::mock {

struct BrokenServer {
  using Setting = void (*)(World&);
  std::string_view name;      // "any-verifier"
  std::string_view sentence;  // what such a server does
  // A rule that is not enforced; a fault, as JSON; or a setting of the world.
  std::variant<Defect, std::string_view, Setting> how;
};

std::span<const BrokenServer> broken_servers();
const BrokenServer* find_broken_server(std::string_view name);  // nullptr when there is none

// Throws std::runtime_error when the fault cannot be read.
void break_world(World& world, const BrokenServer& broken);

}  // namespace conform::mock
