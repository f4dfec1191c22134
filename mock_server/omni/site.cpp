#include "mock_server/omni/site.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include "foundation/http/url.hpp"

namespace conform {
namespace {

int default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

// ":1234", or nothing for the port that the scheme has anyway (RFC 6454 section 6).
std::string port_part(std::string_view scheme, int port) {
  return port == default_port(scheme) ? "" : fmt::format(":{}", port);
}

bool is_address(const std::string& host) {
  in_addr unused{};
  return ::inet_pton(AF_INET, host.c_str(), &unused) == 1;
}

}  // namespace

std::optional<Site> find_site(const Ports& ports, std::string_view host_header,
                              std::string_view scheme, Addresses addresses) {
  const auto url = Url::parse(std::string(scheme) + "://" + std::string(host_header));
  // A field "Host" is a host and a port, and nothing besides (RFC 9110 section 7.2).
  if (!url || url->has_user_information || !url->path.empty() || url->has_query ||
      url->has_fragment) {
    return std::nullopt;
  }
  Site site;
  site.scheme = scheme;
  const bool by_address =
      addresses == Addresses::kAny ? is_address(url->host) : url->host == kLoopbackAddress;
  if (by_address || url->host == "localhost") {
    site.way = by_address ? Site::Way::kByAddress : Site::Way::kByLocalhost;
    if (by_address) site.address = url->host;
    const int asked = url->port == 0 ? default_port(scheme) : url->port;
    for (const auto& [name, port] : ports) {
      if (port != asked) continue;
      site.name = name;
      return site;
    }
    return std::nullopt;
  }
  // Every name is served on the callbacks host's port.
  const int port = url->port == 0 ? default_port(scheme) : url->port;
  if (port != ports.at(std::string(kCallbacks))) return std::nullopt;
  for (const auto& [name, unused] : ports) {
    site.name = name;
    site.way = Site::Way::kByName;
    if (url->host == fmt::format("{}.{}", name, kDomain)) return site;
    site.way = Site::Way::kByRealName;
    if (scheme == "https" && url->host == fmt::format("{}.{}", name, kRealDomain)) return site;
  }
  return std::nullopt;
}

std::string origin_of(const Ports& ports, std::string_view site, const Site& like) {
  const int callbacks_port = ports.at(std::string(kCallbacks));
  const int own_port = ports.at(std::string(site));
  switch (like.way) {
    case Site::Way::kByName:
      return fmt::format("{}://{}.{}{}", like.scheme, site, kDomain,
                         port_part(like.scheme, callbacks_port));
    case Site::Way::kByRealName:
      return fmt::format("{}://{}.{}{}", like.scheme, site, kRealDomain,
                         port_part(like.scheme, callbacks_port));
    case Site::Way::kByLocalhost:
      return fmt::format("{}://localhost{}", like.scheme, port_part(like.scheme, own_port));
    case Site::Way::kByAddress:
      break;
  }
  return fmt::format("{}://{}{}", like.scheme, like.address, port_part(like.scheme, own_port));
}

}  // namespace conform
