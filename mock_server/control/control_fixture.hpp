// For tests: a mock whose control API is on, and requests to it.
#pragma once

#include <string>
#include <utility>

#include "mock_server/control/control.hpp"
#include "mock_server/mock_fixture.hpp"

namespace conform::mock {

inline ControlOptions switched_on() {
  ControlOptions options;
  options.on = true;
  options.version = "0.0.0";
  return options;
}

class ControlFixture : public MockFixture {
 protected:
  explicit ControlFixture(ControlOptions options = switched_on())
      : MockFixture({}, std::move(options)), console(omni->control()) {}

  [[nodiscard]] std::string api(const std::string& path) const {
    return mock->origin("callbacks") + "/_mock/api" + path;
  }
  Response control(const std::string& method, const std::string& path, const Json& body = {},
                   Headers headers = {}) {
    if (method != "GET" && !headers.has("Content-Type")) {
      headers.add("Content-Type", "application/json");
    }
    Response response =
        send(method, api(path), std::move(headers), body.is_null() ? "" : body.dump());
    if (response.stream && response.headers.get("Content-Type") == "application/json") {
      response.body = read_whole(*std::exchange(response.stream, nullptr));
    }
    return response;
  }
  static std::string read_whole(BodyStream& stream) {
    std::string text;
    while (const auto piece = stream.next({})) text += *piece;
    return text;
  }
  // The JSON of an answer that must have this status.
  Json answer(const std::string& method, const std::string& path, const Json& body = {},
              int status = 200) {
    const Response response = control(method, path, body);
    EXPECT_EQ(response.status, status) << method << ' ' << path << ": " << response.body;
    return json_of(response);
  }
  std::string refusal_of(const std::string& method, const std::string& path, const Json& body,
                         int status = 400) {
    return answer(method, path, body, status).at("detail");
  }

  Control& console;
};

}  // namespace conform::mock
