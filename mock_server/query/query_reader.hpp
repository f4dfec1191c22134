// Reads a query that a client wrote as JSON, in the form of Omni's own queries (docs/omni.md,
// "Models and queries"). Pure functions; they throw QueryError with text that names the place.
#pragma once

#include <string>
#include <vector>

#include "foundation/json/json.hpp"
#include "mock_server/query/model.hpp"
#include "mock_server/query/query.hpp"

namespace conform::mock {

struct WrittenQuery {
  Query query;
  bool limit_was_asked = false;
  std::vector<std::string> missing_fields;  // that the source does not have; no error
};

// The topic that the query names, or the view that it reads without a topic. Refuses every member
// that is not understood, raw SQL first.
Source source_of(const Json& query);

// `topic` is what source_of() named.
WrittenQuery read_query(const Model& model, const Topic& topic, const Json& query);

}  // namespace conform::mock
