#include "foundation/http/limits.hpp"

#include <algorithm>

#include "foundation/http/field_syntax.hpp"

namespace conform {
namespace {

std::size_t head_size(const Request& request) {
  std::size_t size = request.method.size() + request.target.size();
  for (const Header& field : request.headers) size += field.name.size() + field.value.size() + 4;
  return size;
}

std::size_t parameter_count(std::string_view encoded) {
  if (encoded.empty()) return 0;
  return static_cast<std::size_t>(std::ranges::count(encoded, '&')) + 1;
}

bool is_form(const Request& request) {
  return request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded");
}

// As the JSON library begins: it skips a byte order mark (RFC 8259 section 8.1) and white space.
bool looks_like_json(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (body[first] == '{' || body[first] == '[');
}

std::string_view json_limit_exceeded(std::string_view body) {
  if (!looks_like_json(body)) return "";
  const JsonExcess excess = json_excess(body, kRequestJson);
  if (!excess) return "";
  return excess.kind == JsonExcess::Kind::kDepth ? "too_deep" : "too_many_values";
}

}  // namespace

std::string_view limit_exceeded(const Request& request) {
  if (!request.broken.empty()) return request.broken;
  if (request.body.size() > kLargestBody) return "body_too_large";
  if (head_size(request) > kLargestHead) return "head_too_large";
  const bool broken = std::ranges::any_of(request.headers, [](const Header& field) {
    return breaks_field(field.name) || breaks_field(field.value);
  });
  if (broken || breaks_field(request.target)) return "broken_head";
  const std::string_view target = request.target;
  const std::size_t query = target.find('?');
  const std::size_t in_query =
      query == std::string_view::npos ? 0 : parameter_count(target.substr(query + 1));
  const std::size_t in_form = is_form(request) ? parameter_count(request.body) : 0;
  if (std::max(in_query, in_form) > kMostParameters) return "too_many_parameters";
  return json_limit_exceeded(request.body);
}

}  // namespace conform
