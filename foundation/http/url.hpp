// URLs as the protocols here need them: parsing, percent-encoding, loopback tests (RFC 3986, RFC
// 8252 section 7.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace conform {

struct Url {
  std::string scheme;                 // lower case
  std::string host;                   // lower case; an IPv6 address keeps its brackets
  int port = 0;                       // 0 when the URL names none
  bool has_user_information = false;  // "user@" in front of the host, which is left out
  std::string path;                   // begins with '/' or is empty
  std::string query;                  // without '?'
  bool has_query = false;
  std::string fragment;  // without '#'
  bool has_fragment = false;

  // nullopt when there is no scheme, the port is not a number, the host is neither a name nor an
  // address in brackets, or the authority has what browsers read otherwise (blanks, control
  // characters, a backslash). Custom schemes ("cursor://…") parse too.
  static std::optional<Url> parse(std::string_view text);

  [[nodiscard]] std::string authority() const;  // host[:port]
  [[nodiscard]] std::string origin() const;     // scheme://host[:port]
  [[nodiscard]] std::string target() const;     // path[?query], at least "/"
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool is_http() const { return scheme == "http" || scheme == "https"; }
  [[nodiscard]] bool is_loopback() const;  // 127.0.0.0/8, [::1], localhost and names below it
};

// Keeps letters, digits and `plain`; by default these are RFC 3986's unreserved characters.
std::string percent_encode(std::string_view text, std::string_view plain = "-._~");
std::string percent_decode(std::string_view text, bool plus_is_space);
std::string with_query(std::string_view url,
                       std::string_view parameters);  // appends with '?' or '&'

}  // namespace conform
