// The JSON type of the project: members keep the order in which they were written, so texts are
// stable.
#pragma once

#include <nlohmann/json.hpp>

namespace conform {

using Json = nlohmann::ordered_json;

}  // namespace conform
