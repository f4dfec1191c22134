#include "suites/words/mcp_request.hpp"

#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"

namespace conform::words {

Json body_of(const Exchange& e) { return parse_foreign(e.request.body); }

// A member of params, or null; never throws.
Json param(const Exchange& e, const char* name) {
  const Json body = body_of(e);
  const Json* message = body.is_array() && !body.empty() ? &body.front() : &body;
  return member(member(*message, "params"), name);
}

Json meta_of(const Exchange& e, const std::string& name) {
  return member(param(e, "_meta"), std::string(kMetaPrefix) + name);
}

}  // namespace conform::words
