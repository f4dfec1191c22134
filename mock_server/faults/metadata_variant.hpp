// Metadata documents that differ from Omni's: other places, other members, traps (RFC 8414 section
// 3, RFC 9728 section 3). Thread-safe: plain functions.
#pragma once

#include <optional>

#include "mock_server/handling/handler.hpp"
#include "mock_server/world/fault.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

// Serves or hides a document by its path; none when the endpoint's own handler is right.
std::optional<Response> metadata_answer(Context& context, Endpoint endpoint,
                                        MetadataVariant variant);

// Changes the members of a document, the issuer that an authorization response names, and the place
// to which a challenge leads.
void distort_metadata(Response& response, Endpoint endpoint, MetadataVariant variant);

}  // namespace conform::mock
