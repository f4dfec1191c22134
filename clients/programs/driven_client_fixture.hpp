// For tests of what drives programs: a served mock with a person, and a client of a few lines of
// Bash.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "clients/browser/person.hpp"
#include "clients/client.hpp"
#include "clients/profile/launch.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/serving/omni_server.hpp"
#include "suites/scenario.hpp"

namespace conform::clients {

// Posts JSON-RPC to $url with $key and prints the answer. Bash opens the socket.
inline constexpr const char* kPostingScript = R"sh(
post() {
  local rest=${url#http://} body=$1
  exec 3<>"/dev/tcp/127.0.0.1/$(echo "${rest%%/*}" | cut -d: -f2)" || exit 9
  printf 'POST /%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Type: application/json\r\n' \
    "${rest#*/}" "${rest%%/*}" >&3
  printf 'Accept: application/json, text/event-stream\r\nAuthorization: Bearer %s\r\n' "$key" >&3
  printf 'MCP-Protocol-Version: 2025-11-25\r\nContent-Length: %d\r\n\r\n%s' ${#body} "$body" >&3
  cat <&3
  exec 3>&-
}
initialize() {
  post '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}'
}
)sh";

class DrivenClientTest : public ::testing::Test {
 protected:
  DrivenClientTest() {
    const std::filesystem::path folder = CONFORM_SOURCE_DIR "/fixtures";
    static const auto fixtures = std::make_shared<const mock::Fixtures>(folder);
    server_ = std::make_unique<mock::OmniServer>(mock::load_world(folder / "worlds/acme.json"),
                                                 fixtures, std::make_shared<SystemClock>(), 1);
    server_->listen();
    mock_ = &server_->mock();
    person_ = std::make_unique<Person>(*mock_);
  }
  ~DrivenClientTest() override {
    client_.reset();
    person_.reset();
  }

  static Connect with_key() {
    return Connect{
        .url = Connect::Url::kInstance, .organization = "acme", .key = "acme_modeler_token"};
  }
  [[nodiscard]] std::vector<std::string> notes(Note::Kind kind) const {
    std::vector<std::string> texts;
    for (const Note& note : mock_->transcript().notes(kind)) texts.push_back(note.text);
    return texts;
  }
  [[nodiscard]] std::vector<std::string> output() const { return notes(Note::Kind::kOutput); }

  std::unique_ptr<mock::OmniServer> server_;
  mock::MockOmni* mock_;  // the server's
  std::unique_ptr<Person> person_;
  Scenario scenario_;
  Launch launch_;
  std::unique_ptr<Client> client_;
};

}  // namespace conform::clients
