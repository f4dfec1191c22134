// Finds the row of a table of routes that a request asks for. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace conform::mock {

// The row, of which there is none when nothing takes the request.
template <typename Row>
struct RouteMatch {
  const Row* row = nullptr;
  std::vector<std::string> parameters;  // the {…} of the path, decoded, in order
  const Row* of_other_method = nullptr;
  std::string allowed;  // the methods that the path has instead: "GET, PUT"
};

// The path of a row. "{id}" stands for any one segment that is not empty, a star at the beginning
// or the end for whatever is there.
struct PathPattern {
  std::string_view text;
  // Most rows are, and all of them are looked at for each request: so it is known before that.
  bool is_literal;

  constexpr PathPattern(const char* written)
      : text(written), is_literal(text.find_first_of("{*") == std::string_view::npos) {}
};

bool fits(const PathPattern& pattern, std::string_view path, std::vector<std::string>& parameters);
// "*" takes every method. HEAD is GET without its body.
bool takes(std::string_view row_method, std::string_view method);

// The first row that takes method and path; rows that `counts` denies are not there.
template <typename Rows, typename Counts>
auto match_route(const Rows& rows, std::string_view method, std::string_view path,
                 const Counts& counts) {
  RouteMatch<typename Rows::value_type> match;
  for (const auto& row : rows) {
    match.parameters.clear();
    if (!counts(row) || !fits(row.path, path, match.parameters)) continue;
    if (takes(row.method, method)) {
      match.row = &row;
      return match;
    }
    if (match.of_other_method == nullptr) match.of_other_method = &row;
    match.allowed += (match.allowed.empty() ? "" : ", ") + std::string(row.method);
  }
  return match;
}

}  // namespace conform::mock
