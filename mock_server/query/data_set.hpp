// Generates one partition of the fixtures' shop: customers, catalog, stock, orders and ledger. The
// same description gives the same rows on every platform: only integers are drawn, by arithmetic of
// our own.
#pragma once

#include <string_view>

#include "foundation/json/json.hpp"
#include "mock_server/query/sqlite.hpp"

namespace conform::mock {

// `description` is fixtures/data/data_set.json. Throws std::runtime_error or nlohmann's exception
// when it lacks something. Not fast (a fraction of a second): keep the result.
Database generate_data_set(const Json& description, std::string_view partition);

}  // namespace conform::mock
