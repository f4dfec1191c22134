// The stateless era, since 2026-07-28: every request says its version and capabilities in
// `_meta` and repeats the essentials in header fields; no handshake, no sessions. Thread-safe.
#pragma once

#include "foundation/json/json.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/state/principal.hpp"

namespace conform::mock {

// JSON-RPC codes of the revision ("Error Codes").
inline constexpr int kHeaderMismatch = -32020;
inline constexpr int kMissingClientCapability = -32021;
inline constexpr int kUnsupportedProtocolVersion = -32022;

// Whether a server of both eras must take this request for one of the stateless era (versioning,
// "Era detection").
bool is_stateless(const Request& request, const Json& body);

Response answer_stateless(Context& context, const Principal& principal, const Json& body);

}  // namespace conform::mock
