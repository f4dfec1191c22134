#include "mock_server/site.hpp"

#include "mock_server/http/url.hpp"

namespace conform {

std::optional<Site> find_site(const Ports& ports, std::string_view host_header,
                              std::string_view scheme) {
  const auto url = Url::parse(std::string(scheme) + "://" + std::string(host_header));
  if (!url) return std::nullopt;
  Site site;
  site.scheme = scheme;
  if (url->host == "127.0.0.1" || url->host == "localhost") {
    site.way = url->host == "localhost" ? Site::Way::kByLocalhost : Site::Way::kByAddress;
    for (const auto& [name, port] : ports) {
      if (port != url->port) continue;
      site.name = name;
      return site;
    }
    return std::nullopt;
  }
  // Every name is served on the callbacks host's port.
  site.way = Site::Way::kByName;
  if (url->port != ports.at(std::string(kCallbacks))) return std::nullopt;
  for (const auto& [name, port] : ports) {
    if (url->host != name + '.' + std::string(kDomain)) continue;
    site.name = name;
    return site;
  }
  return std::nullopt;
}

std::string origin_of(const Ports& ports, std::string_view site, const Site& like) {
  const std::string prefix = like.scheme + "://";
  const std::string name(site);
  switch (like.way) {
    case Site::Way::kByName:
      return prefix + name + '.' + std::string(kDomain) + ':' +
             std::to_string(ports.at(std::string(kCallbacks)));
    case Site::Way::kByLocalhost:
      return prefix + "localhost:" + std::to_string(ports.at(name));
    case Site::Way::kByAddress:
      break;
  }
  return prefix + "127.0.0.1:" + std::to_string(ports.at(name));
}

}  // namespace conform
