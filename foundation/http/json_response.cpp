#include "foundation/http/json_response.hpp"

#include <utility>

#include "foundation/json/json_text.hpp"

namespace conform {

Response json_response(int status, const Json& json) {
  return json_text_response(status, json_text(json));
}

Response json_text_response(int status, std::string text) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  response.body = std::move(text);
  return response;
}

}  // namespace conform
