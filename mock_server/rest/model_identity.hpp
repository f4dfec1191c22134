// The ids that the data set does not have, made from those that it has. Pure functions.
#pragma once

#include <string>

#include "foundation/text/ids.hpp"
#include "mock_server/query/model.hpp"

namespace conform::mock {

inline std::string connection_id(const Model& model) {
  return uuid_of("connection " + model.partition);
}
inline std::string schema_model_id(const Model& model) {
  return uuid_of("schema model " + model.partition);
}

}  // namespace conform::mock
