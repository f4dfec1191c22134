#include "mock_server/http/json_response.hpp"

namespace conform {

Response json_response(int status, const Json& json) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "application/json");
  // Foreign text that is no UTF-8 is shown with replacement characters instead of failing the
  // answer.
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return response;
}

}  // namespace conform
