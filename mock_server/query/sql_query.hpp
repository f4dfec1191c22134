// A query over a topic as SQL. Whatever came from a question is bound as a parameter, never written
// into the text.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "mock_server/query/model.hpp"
#include "mock_server/query/query.hpp"
#include "mock_server/query/sqlite.hpp"

namespace conform::mock {

struct SqlQuery {
  std::string text;
  std::vector<SqlValue> parameters;

  [[nodiscard]] std::string for_reading() const;  // the parameters filled in
};

// `attributes` are the asker's, for the topic's access filters. Asks for one row more than the
// limit, so that the caller sees whether there were more.
SqlQuery to_sql(const Model& model, const Topic& topic, const Query& query,
                const std::map<std::string, std::string>& attributes, Day today);

}  // namespace conform::mock
