#include "clients/programs/stand_ins/stand_in_model.hpp"

#include <gmock/gmock.h>

#include <mutex>
#include <vector>

#include "clients/http/http_connection.hpp"
#include "foundation/http/url.hpp"

namespace conform::clients {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StandInModelTest : public testing::Test {
 protected:
  Response send(const std::string& method, const std::string& target, const std::string& body) {
    Request request;
    request.method = method;
    request.target = target;
    request.headers.add("Content-Type", "application/json");
    request.body = body;
    return connection_.send(Url::parse(model_.url()).value(), std::move(request));
  }
  std::vector<std::string> told() {
    const std::scoped_lock lock(mutex_);
    return told_;
  }

  std::mutex mutex_;
  std::vector<std::string> told_;
  StandInModel model_{[this](std::string text) {
    const std::scoped_lock lock(mutex_);
    told_.push_back(std::move(text));
  }};
  HttpConnection connection_;
};

TEST_F(StandInModelTest, SpeaksTheDialectOfThePath) {
  const std::string offered =
      R"({"tools":[{"name":"mcp__omni__getData"}],"messages":[],"input":[]})";
  model_.asks_for("getData", {{"prompt", "orders"}});
  const Response messages = send("POST", "/v1/messages?beta=true", offered);
  EXPECT_EQ(messages.status, 200);
  EXPECT_EQ(messages.headers.get("Content-Type"), "text/event-stream");
  EXPECT_THAT(messages.body, HasSubstr(R"("stop_reason":"tool_use")"));
  EXPECT_THAT(send("POST", "/v1/responses", offered).body, HasSubstr("function_call"));
  model_.asks_for_nothing();
  EXPECT_THAT(send("POST", "/v1/messages", offered).body, HasSubstr(R"("stop_reason":"end_turn")"));
  EXPECT_THAT(told(), ElementsAre("the stand-in model asked for mcp__omni__getData",
                                  "the stand-in model asked for mcp__omni__getData",
                                  "the stand-in model said: That is all."));
}

TEST_F(StandInModelTest, RefusesWhatNoAgentSends) {
  EXPECT_EQ(send("POST", "/v1/messages", "[]").status, 400);
  EXPECT_EQ(send("POST", "/v1/messages", "{").status, 400);
  EXPECT_EQ(send("GET", "/v1/messages", "").status, 404);
  EXPECT_EQ(send("POST", "/v1/models", "{}").status, 404);
  EXPECT_THAT(told(), ElementsAre());
}

}  // namespace
}  // namespace conform::clients
