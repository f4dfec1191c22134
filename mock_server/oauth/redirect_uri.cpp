#include "mock_server/oauth/redirect_uri.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <ranges>
#include <string>
#include <utility>
#include <vector>

#include "foundation/http/ipv4_address.hpp"
#include "foundation/http/url.hpp"

namespace conform::mock {
namespace {

// Names of what is on every desktop; a client's own scheme can be anything else (RFC 8252 section
// 7.1), and products use such as have no period.
constexpr auto kSchemesOfPrograms = std::to_array<std::string_view>(
    {// What browsers run, open or show without a server.
     "javascript", "livescript", "vbscript", "data", "blob", "filesystem", "file", "about",
     "view-source", "chrome", "edge", "brave", "opera", "resource", "jar", "wyciwyg", "mhtml",
     "res", "feed", "ws", "wss", "ftp", "ftps", "gopher", "intent", "content", "cid", "mid", "its",
     "mk", "read",
     // What starts a browser with an address of anybody's choice.
     "vivaldi", "android-app", "market",
     // What any web site may ask a browser to be handed (HTML section 8.8, safelisted schemes), but
     // for "urn", of which OAuth has a value of its own.
     "bitcoin", "geo", "im", "irc", "ircs", "magnet", "mailto", "matrix", "mms", "news", "nntp",
     "openpgp4fpr", "sftp", "sip", "sms", "smsto", "ssh", "tel", "webcal", "wtai", "xmpp",
     // What desktops start another program with.
     "callto", "facetime", "facetime-audio", "sips", "skype", "telnet", "rdp", "vnc", "smb", "nfs",
     "afp", "dav", "davs", "ldap", "ldaps", "git", "svn", "jnlp", "shell", "hcp", "help", "search",
     "onenote", "steam", "vnd.ms.radio", "webcals"});
// Families of the same: ms-msdt, search-ms, chrome-extension, x-apple.…, x-man-page, svn+ssh,
// microsoft-edge-https, googlechromes, firefox-focus.
constexpr auto kSchemePrefixes = std::to_array<std::string_view>(
    {"ms-", "chrome-", "moz-", "edge-", "x-apple", "x-man-page", "itms", "search-", "applescript",
     "git+", "svn+", "microsoft-edge", "googlechrome", "firefox", "brave-browser"});
// "x-safari-https://host/" is https://host/ in a browser of the name's choice.
constexpr auto kSchemeEnds = std::to_array<std::string_view>({"http", "https"});

// RFC 3986 section 2: unreserved, reserved and the percent sign.
constexpr std::array<bool, 256> kInUri = [] {
  std::array<bool, 256> in{};
  for (unsigned char c = '0'; c <= '9'; ++c) in[c] = true;
  for (unsigned char c = 'a'; c <= 'z'; ++c) in[c] = in[c - 'a' + 'A'] = true;
  for (const char c : std::string_view("-._~:/?#[]@!$&'()*+,;=%")) {
    in[static_cast<unsigned char>(c)] = true;
  }
  return in;
}();

bool is_blank_or_control(unsigned char c) { return c <= 0x20 || c == 0x7f; }

bool is_of_a_program(std::string_view scheme) {
  const auto begins = [scheme](std::string_view prefix) { return scheme.starts_with(prefix); };
  const auto ends = [scheme](std::string_view end) { return scheme.ends_with(end); };
  if (scheme == "http" || scheme == "https") return false;
  return std::ranges::find(kSchemesOfPrograms, scheme) != kSchemesOfPrograms.end() ||
         std::ranges::any_of(kSchemePrefixes, begins) || std::ranges::any_of(kSchemeEnds, ends);
}

// Between "//" and the path; nullopt when there is none.
std::optional<std::string_view> authority_of(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || !uri.substr(colon + 1).starts_with("//")) {
    return std::nullopt;
  }
  const std::string_view rest = uri.substr(colon + 3);
  return rest.substr(0, std::min(rest.find_first_of("/?#"), rest.size()));
}

bool is_label(std::string_view label) {
  return !label.empty() && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

// A name that all read alike. One that ends in a number is an address to a browser (WHATWG URL,
// "ends in a number checker"), and only four decimal octets are the same address to everybody.
bool is_host_name(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  std::vector<std::string_view> labels;
  for (const auto part : std::views::split(host, '.')) {
    labels.emplace_back(part.begin(), part.end());
    if (!is_label(labels.back())) return false;
  }
  if (labels.empty()) return false;
  const std::string_view last = labels.back();
  const bool is_number = last.find_first_not_of("0123456789") == std::string_view::npos ||
                         (last.starts_with("0x") &&
                          last.find_first_not_of("0123456789abcdef", 2) == std::string_view::npos);
  return !is_number || is_ipv4_address(host);
}

// An address in brackets is of IP version 6 (RFC 3986 section 3.2.2); of a later one there is none.
bool is_ip_literal(std::string_view host) {
  return host.starts_with('[') &&
         host.find_first_not_of("0123456789abcdef:.", 1) == host.size() - 1 && host.contains(':');
}

bool is_port(std::string_view digits) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  return error == std::errc() && end == digits.data() + digits.size() && port > 0 && port < 65536;
}

bool is_loopback_host(std::string_view host) {
  Url url;
  url.host = host;
  return host == "localhost" || (url.is_loopback() && !host.ends_with("localhost"));
}

// A loopback redirect without its port; nullopt for every other text.
std::optional<std::string> loopback_without_port(std::string_view uri) {
  constexpr std::string_view kHttp = "http://";
  if (!uri.starts_with(kHttp)) return std::nullopt;
  const std::string_view authority = *authority_of(uri);
  const std::string_view rest = uri.substr(kHttp.size() + authority.size());
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  const std::string_view host = authority.substr(0, colon);
  if (!is_loopback_host(host)) return std::nullopt;
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1))) return std::nullopt;
  return std::string(host).append(rest);
}

}  // namespace

RedirectProblem redirect_problem(std::string_view uri) {
  if (std::ranges::any_of(uri,
                          [](unsigned char c) { return is_blank_or_control(c) || c == '\\'; })) {
    return {RedirectProblem::Kind::kDisguised,
            "must not have a space, a control character or a backslash"};
  }
  const auto url = Url::parse(uri);
  if (!url || !std::ranges::all_of(uri, [](unsigned char c) { return kInUri[c]; })) {
    return {RedirectProblem::Kind::kNoUri, "is not an absolute URI"};
  }
  if (const auto authority = authority_of(uri); authority && authority->contains('@')) {
    return {RedirectProblem::Kind::kDisguised, "must not have user information"};
  }
  if (url->has_fragment) return {RedirectProblem::Kind::kFragment, "must not have a fragment"};
  if (is_of_a_program(url->scheme))
    return {RedirectProblem::Kind::kScheme, "uses a scheme that cannot be a redirect"};
  if (url->scheme == "http" && !url->is_loopback()) {
    return {RedirectProblem::Kind::kPlainHttp, "must use https, or http with a loopback address"};
  }
  const bool named = is_host_name(url->host) || is_ip_literal(url->host);
  if (url->is_http() && !named) return {RedirectProblem::Kind::kNoUri, "has no host name"};
  return {};
}

bool is_same_redirect(std::string_view registered, std::string_view asked) {
  if (registered == asked) return true;
  const auto known = loopback_without_port(registered);
  return known && known == loopback_without_port(asked);
}

}  // namespace conform::mock
