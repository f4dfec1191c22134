// The revisions of MCP, one row each, with what differs between them for this program. Code that
// depends on a revision asks its row and compares no dates. From the change logs of
// https://modelcontextprotocol.io/specification. Constants, so thread-safe.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace conform {

struct Revision {
  std::string_view date;
  bool streamable_http = true;     // false: the older HTTP with SSE, which the mock does not serve
  bool stateless = false;          // no handshake, no sessions: each request names its revision
  bool version_header = true;      // requests after the handshake carry MCP-Protocol-Version
  bool batches = false;            // a body may hold an array of messages
  bool default_endpoints = false;  // without server metadata: /authorize, /token and /register
  bool primes_streams = false;     // a stream begins with an event that has an id and no data
  bool argument_errors_are_results = false;  // of the tool, so that the model reads them (SEP-1303)
};

// From the oldest to the newest.
inline constexpr std::array kRevisions{
    // It says nothing of authorization; its clients do what its successor says.
    Revision{.date = "2024-11-05",
             .streamable_http = false,
             .version_header = false,
             .batches = true,
             .default_endpoints = true},
    Revision{
        .date = "2025-03-26", .version_header = false, .batches = true, .default_endpoints = true},
    Revision{.date = "2025-06-18"},
    Revision{.date = "2025-11-25", .primes_streams = true, .argument_errors_are_results = true},
    Revision{.date = "2026-07-28", .stateless = true, .argument_errors_are_results = true},
};
static_assert(std::ranges::is_sorted(kRevisions, {}, &Revision::date));

consteval const Revision& newest_with(bool Revision::* feature, bool value = true) {
  const Revision* newest = nullptr;
  for (const Revision& one : kRevisions) {
    if (one.*feature == value) newest = &one;
  }
  return *newest;
}
inline constexpr const Revision& kNewestHandshake = newest_with(&Revision::stateless, false);
inline constexpr const Revision& kNewestStateless = newest_with(&Revision::stateless);
// What a request without MCP-Protocol-Version is of (transports, "Protocol Version Header").
inline constexpr const Revision& kNewestWithoutHeader =
    newest_with(&Revision::version_header, false);

// The row with that date, or nullptr.
constexpr const Revision* find_revision(std::string_view date) {
  const auto* const found = std::ranges::find(kRevisions, date, &Revision::date);
  return found == kRevisions.end() ? nullptr : &*found;
}
// The row that holds for any date: the newest that is not after it, or the oldest.
constexpr const Revision& revision_as_of(std::string_view date) {
  const auto* const after = std::ranges::upper_bound(kRevisions, date, {}, &Revision::date);
  return after == kRevisions.begin() ? kRevisions.front() : *(after - 1);
}

}  // namespace conform
