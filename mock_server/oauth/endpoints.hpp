// The authorization server on the callbacks host. Thread-safe; errors are thrown as OAuthError or
// Forbidden.
#pragma once

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

// RFC 9728 and RFC 8414, with exactly the members of Omni's live documents (docs/omni.md, "Metadata
// documents").
Response protected_resource_metadata(Context& context);
Response path_protected_resource_metadata(Context& context);  // only where the world serves it
Response authorization_server_metadata(Context& context);

Response register_client(Context& context);  // RFC 7591; public clients only
Response authorize(Context& context);  // RFC 6749 section 4.1.1 with PKCE S256, RFC 8707, RFC 9207
Response token(Context& context);      // RFC 6749 section 4.1.3 and 6

// The challenge of a 401 (RFC 9728 section 5.1); `error` is empty when no token was sent.
std::string challenge(const Context& context, std::string_view error);

}  // namespace conform::mock
