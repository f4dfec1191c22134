// Client ID metadata documents that are given by hand: the mock fetches nothing.
#pragma once

#include <map>
#include <string>

#include "mock_server/world/world.hpp"

namespace conform::runner {

// URL → file. Throws UsageError that names the file and what is wrong in it: a document's client_id
// must be its own URL (draft-ietf-oauth-client-id-metadata-document, section 3).
void add_client_documents(const std::map<std::string, std::string>& documents, mock::World& world);

}  // namespace conform::runner
