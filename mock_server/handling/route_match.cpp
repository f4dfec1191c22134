#include "mock_server/handling/route_match.hpp"

#include "foundation/http/url.hpp"

namespace conform::mock {
namespace {

bool has_around(std::string_view pattern, std::string_view path) {
  const bool any_start = pattern.starts_with('*');
  const bool any_end = pattern.ends_with('*');
  pattern.remove_prefix(any_start ? 1 : 0);
  pattern.remove_suffix(any_end ? 1 : 0);
  if (any_start && any_end) return path.find(pattern) != std::string_view::npos;
  return any_start ? path.ends_with(pattern) : path.starts_with(pattern);
}

// Whether the path has the pattern's segments.
bool has_segments(std::string_view pattern, std::string_view path,
                  std::vector<std::string>& parameters) {
  while (true) {
    const std::size_t pattern_end = pattern.find('/');
    const std::size_t path_end = path.find('/');
    const std::string_view wanted = pattern.substr(0, pattern_end);
    const std::string_view segment = path.substr(0, path_end);
    const bool any = wanted.starts_with('{');
    if (any ? segment.empty() : segment != wanted) return false;
    if (any) parameters.push_back(percent_decode(segment, false));
    const bool last = pattern_end == std::string_view::npos;
    if (last || path_end == std::string_view::npos)
      return last && path_end == std::string_view::npos;
    pattern.remove_prefix(pattern_end + 1);
    path.remove_prefix(path_end + 1);
  }
}

}  // namespace

bool fits(const PathPattern& pattern, std::string_view path, std::vector<std::string>& parameters) {
  if (pattern.is_literal) return pattern.text == path;
  if (pattern.text.starts_with('*') || pattern.text.ends_with('*')) {
    return has_around(pattern.text, path);
  }
  return has_segments(pattern.text, path, parameters);
}

bool takes(std::string_view row_method, std::string_view method) {
  return row_method == method || row_method == "*" || (method == "HEAD" && row_method == "GET");
}

}  // namespace conform::mock
