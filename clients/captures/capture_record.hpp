// What the mock would have known of a recorded exchange, as far as the recording shows it: its
// site, its endpoint, and facts by lineage (whose code became whose token). Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "record/transcript.hpp"

namespace conform::clients {

// Origin ("https://acme.omniapp.co") → "callbacks" or the id of an organization.
using Roles = std::map<std::string, std::string>;

// The exchange's site and endpoint, where it has no site yet.
void locate(Exchange& exchange, const Roles& roles);

// Fills in what the entries do not say themselves. An origin without a role is the callbacks host
// or an organization by what was asked of it. Facts that cannot be known are record::kUnseen; a
// refusal that several reasons would explain names all of them, with '|' between.
void complete(std::vector<Entry>& entries, const Roles& roles);

}  // namespace conform::clients
