#include "suites/words/mcp_request.hpp"

#include "foundation/json/foreign_json.hpp"

namespace conform::words {

Json body_of(const Exchange& e) { return parse_foreign(e.request.body); }

// A member of params, or null; never throws.
Json param(const Exchange& e, const char* name) {
  const Json body = body_of(e);
  const Json* message = body.is_array() && !body.empty() ? &body.front() : &body;
  if (!message->is_object() || !message->contains("params")) return {};
  const Json& params = (*message)["params"];
  return params.is_object() && params.contains(name) ? params[name] : Json();
}

Json meta_of(const Exchange& e, const std::string& member) {
  const Json meta = param(e, "_meta");
  const std::string name = std::string(kMetaPrefix) + member;
  return meta.is_object() && meta.contains(name) ? meta[name] : Json();
}

}  // namespace conform::words
