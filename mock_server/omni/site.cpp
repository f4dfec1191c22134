#include "mock_server/omni/site.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <utility>

#include "foundation/http/url.hpp"
#include "foundation/text/ascii.hpp"

namespace conform::mock {
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

// Names below these belong to different people: browsers keep no cookie for all of them (the public
// suffix list, RFC 6265 section 5.3 step 5).
constexpr std::array<std::string_view, 9> kTunnelDomains = {
    "trycloudflare.com", "ngrok.io",      "ngrok.app", "ngrok.dev", "ngrok-free.app",
    "ngrok-free.dev",    "devtunnels.ms", "loca.lt",   "serveo.net"};

bool is_below(std::string_view host, std::string_view domain) {
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.';
}

// The longest domain that both are or are below, of two labels at least; or empty.
std::string_view shared_domain_of(std::string_view one, std::string_view other) {
  for (std::string_view domain = one; domain.find('.') != std::string_view::npos;
       domain.remove_prefix(domain.find('.') + 1)) {
    if (other == domain || is_below(other, domain)) return domain;
  }
  return {};
}

// Throws for what is none.
std::string host_of_origin(const std::string& origin) {
  const std::optional<Url> url = Url::parse(origin);
  if (!url || (url->scheme != "https" && url->scheme != "http") || url->has_user_information ||
      !url->path.empty() || url->has_query || url->has_fragment || url->origin() != origin ||
      url->port == default_port(url->scheme)) {
    throw std::runtime_error(
        fmt::format("{} is no origin; right would be https://acme.example.com", origin));
  }
  return url->host;
}

}  // namespace

PublicOrigins PublicOrigins::checked(std::map<std::string, std::string> of_site) {
  PublicOrigins checked;
  std::set<std::string> given;
  std::set<std::string> hosts;
  std::string shared;
  for (const auto& [site, origin] : of_site) {
    const std::string host = host_of_origin(origin);
    if (!given.insert(origin).second) {
      throw std::runtime_error(fmt::format("{} stands for two sites", origin));
    }
    hosts.insert(host);
    shared = given.size() == 1 ? host : std::string(shared_domain_of(shared, host));
  }
  checked.of_site = std::move(of_site);
  if (hosts.size() < 2) return checked;  // cookies do not know ports
  if (shared.empty() || std::ranges::find(kTunnelDomains, shared) != kTunnelDomains.end()) {
    throw std::runtime_error(fmt::format(
        "browsers share no cookie between {}, and Omni's OAuth needs one; right would be names "
        "below a domain of yours, as https://callbacks.mcp.example.com and "
        "https://acme.mcp.example.com",
        fmt::join(hosts, " and ")));
  }
  checked.shared_domain = shared;
  return checked;
}

std::optional<Site> find_public_site(const std::shared_ptr<const PublicOrigins>& origins,
                                     std::string_view host_header) {
  if (origins == nullptr) return std::nullopt;
  for (const auto& [name, origin] : origins->of_site) {
    const std::size_t host_begins = origin.find("://") + 3;
    if (!equals_ignoring_case(std::string_view(origin).substr(host_begins), host_header)) continue;
    Site site;
    site.name = name;
    site.scheme = origin.substr(0, origin.find(':'));
    site.way = Site::Way::kPublic;
    site.public_origins = origins;
    return site;
  }
  return std::nullopt;
}

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
    case Site::Way::kPublic: {
      const auto found = like.public_origins->of_site.find(std::string(site));
      if (found != like.public_origins->of_site.end()) return found->second;
      return fmt::format("http://{}{}", kLoopbackAddress, port_part("http", own_port));
    }
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

}  // namespace conform::mock
