// Which host a request was for, and how the other hosts are reached in the same way: by name
// (acme.omni.localhost), by address (127.0.0.1 and a port of its own), over TLS by Omni's real name
// (acme.omniapp.co), or by the public name that a tunnel or a proxy gives it. A flow stays in its
// way.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace conform::mock {

inline constexpr std::string_view kCallbacks = "callbacks";
inline constexpr std::string_view kDomain = "omni.localhost";
inline constexpr std::string_view kRealDomain = "omniapp.co";  // over TLS only
inline constexpr std::string_view kLoopbackAddress = "127.0.0.1";

// Where the sites are reached: "callbacks" and each organization's id → port on 127.0.0.1.
using Ports = std::map<std::string, int>;

// Where others reach the sites whose requests a tunnel or a proxy passes on.
struct PublicOrigins {
  std::map<std::string, std::string> of_site;  // "callbacks" or an organization's id → its origin
  std::string shared_domain;  // of cookies for all of them; empty: there is one, or none is shared

  // Throws std::runtime_error, which says what would be right, for what is no origin, for one that
  // is given twice, and for several whose browsers would keep their cookies apart.
  static PublicOrigins checked(std::map<std::string, std::string> of_site);
};

struct Site {
  enum class Way { kByName, kByAddress, kByLocalhost, kByRealName, kPublic };
  std::string name;  // "callbacks" or an organization's id
  std::string scheme;
  Way way = Way::kByAddress;
  std::string address{kLoopbackAddress};                          // of the way by address
  std::shared_ptr<const PublicOrigins> public_origins = nullptr;  // of the public way

  // Cookies for all hosts of the mock name this domain; empty where a host stands for all.
  [[nodiscard]] std::string_view cookie_domain() const {
    if (way == Way::kByName) return kDomain;
    if (way == Way::kPublic) return public_origins->shared_domain;
    return way == Way::kByRealName ? kRealDomain : std::string_view();
  }
  [[nodiscard]] bool is_callbacks() const { return name == kCallbacks; }
};

// Which addresses a mock answers at: that of loopback, or every IPv4 address of its machine and of
// whoever passes a port on to it.
enum class Addresses { kLoopback, kAny };

// nullopt when the host is none of ours: a guard against DNS rebinding as well, which needs a name.
std::optional<Site> find_site(const Ports& ports, std::string_view host_header,
                              std::string_view scheme, Addresses addresses = Addresses::kLoopback);

// The same for the public names. A proxy that passes requests on keeps their field "Host".
std::optional<Site> find_public_site(const std::shared_ptr<const PublicOrigins>& origins,
                                     std::string_view host_header);

// "http://127.0.0.1:1234" of any site, in the way of `like`. In the public way a site without a
// public origin has that of its address, which nobody else reaches.
std::string origin_of(const Ports& ports, std::string_view site, const Site& like);

}  // namespace conform::mock
