// Which host a request was for, and how the other hosts are reached in the same way: by name
// (acme.omni.localhost) or by address (127.0.0.1 and a port of its own). A flow stays in its way.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/mock_omni.hpp"

namespace conform {

inline constexpr std::string_view kCallbacks = "callbacks";
inline constexpr std::string_view kDomain = "omni.localhost";

struct Site {
  enum class Way { kByName, kByAddress, kByLocalhost };
  std::string name;  // "callbacks" or an organization's id
  std::string scheme;
  Way way = Way::kByAddress;

  bool is_callbacks() const { return name == kCallbacks; }
};

// nullopt when the host is none of ours: a guard against DNS rebinding as well.
std::optional<Site> find_site(const Ports& ports, std::string_view host_header,
                              std::string_view scheme);

// "http://127.0.0.1:1234" of any site, in the way of `like`.
std::string origin_of(const Ports& ports, std::string_view site, const Site& like);

}  // namespace conform
