// Redirect URIs as texts: what may be registered, and when one that is asked for is a registered
// one. Texts are compared and not their parts, because browsers part them in other ways than we do
// (WHATWG URL takes "\" for "/" and leaves line breaks out). Pure functions; thread-safe.
#pragma once

#include <string_view>

namespace conform::mock {

// Why a text can be nobody's redirect URI.
struct RedirectProblem {
  enum class Kind {
    kNone,
    kNoUri,      // RFC 3986
    kDisguised,  // user information, a backslash, a control character: it leads elsewhere than it
                 // seems to, or breaks the header field that it is written to
    kFragment,   // RFC 6749 section 3.1.2
    kPlainHttp,  // by http to another machine
    kScheme,     // one that a browser or a desktop runs or shows itself
  };
  Kind kind = Kind::kNone;
  std::string_view text;  // "must not have a fragment"

  explicit operator bool() const { return kind != Kind::kNone; }
};

// https, http with a loopback host, or a scheme of an application has no problem.
RedirectProblem redirect_problem(std::string_view uri);

// Character by character, but for the port of a loopback host (RFC 8252 section 7.3). The RFC has
// that for addresses only; the name localhost is one here, because the metadata documents of Claude
// Code and Codex register "http://localhost/callback" and come with a port of the moment.
bool is_same_redirect(std::string_view registered, std::string_view asked);

}  // namespace conform::mock
