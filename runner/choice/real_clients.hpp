// The profiles behind which there is a program, and where its packages are.
#pragma once

#include <string>
#include <vector>

#include "clients/profile/profile.hpp"
#include "clients/programs/provisions.hpp"
#include "runner/choice/catalog.hpp"

namespace conform::runner {

// Those that are named by id or glob; all when none is named. Throws UsageError.
std::vector<clients::Profile> real_clients(const std::vector<std::string>& names,
                                           const Catalog& catalog);

// The packages folder is the one named, or the usual one.
clients::Provisions provisions_of(const std::string& packages);

}  // namespace conform::runner
