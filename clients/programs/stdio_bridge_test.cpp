#include "clients/programs/stdio_bridge.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace conform::clients {
namespace {

using ::testing::ElementsAre;

class StdioBridgeTest : public ::testing::Test {
 protected:
  std::vector<std::string> sent_;
  std::vector<std::string> answered_;
  std::int64_t last_asked_ = 0;
  StdioBridge bridge_{
      [this](std::string_view line) {
        sent_.emplace_back(line);
        return true;
      },
      [this](std::string_view method, const StdioBridge::Answer& answer) {
        EXPECT_FALSE(bridge_.answer(last_asked_).has_value()) << "it is told of before";
        answered_.push_back(std::string(method) + (answer.is_error() ? " refused" : ""));
      },
      [this](std::string_view) { EXPECT_TRUE(bridge_.answer(last_asked_).has_value()); }};
};

TEST_F(StdioBridgeTest, SendsOneMessageALine) {
  EXPECT_EQ(bridge_.request("tools/list", nullptr), 0);
  EXPECT_EQ(bridge_.request("tools/call", {{"name", "a\nb"}}), 1);
  bridge_.notify("notifications/initialized");
  EXPECT_THAT(
      sent_,
      ElementsAre(R"({"jsonrpc":"2.0","id":0,"method":"tools/list"})",
                  R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"a\nb"}})",
                  R"({"jsonrpc":"2.0","method":"notifications/initialized"})"));
}

TEST_F(StdioBridgeTest, PairsAnswersWithRequests) {
  const auto first = bridge_.request("initialize", Json::object());
  const auto second = bridge_.request("tools/list", nullptr);
  EXPECT_FALSE(bridge_.answer(first).has_value());
  last_asked_ = second;
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","id":1,"result":{"tools":[]}})"));
  EXPECT_FALSE(bridge_.answer(first).has_value());
  ASSERT_TRUE(bridge_.answer(second).has_value());
  EXPECT_EQ(bridge_.answer(second)->result.dump(), R"({"tools":[]})");
  EXPECT_FALSE(bridge_.answer(second)->is_error());
  EXPECT_THAT(answered_, ElementsAre("tools/list"));
}

TEST_F(StdioBridgeTest, AnErrorKeepsItsWords) {
  const auto id = bridge_.request("tools/call", Json::object());
  EXPECT_TRUE(
      bridge_.receive(R"({"jsonrpc":"2.0","id":0,"error":{"code":-32001,"message":"no way"}})"));
  ASSERT_TRUE(bridge_.answer(id).has_value());
  EXPECT_EQ(bridge_.answer(id)->error, "no way");
  const auto silent = bridge_.request("tools/call", Json::object());
  last_asked_ = silent;
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":""}})"));
  EXPECT_TRUE(bridge_.answer(silent)->is_error());
  EXPECT_THAT(answered_, ElementsAre("tools/call refused", "tools/call refused"));
}

TEST_F(StdioBridgeTest, TheFirstAnswerCounts) {
  const auto id = bridge_.request("ping", nullptr);
  bridge_.receive(R"({"jsonrpc":"2.0","id":0,"result":{"a":1}})");
  bridge_.receive(R"({"jsonrpc":"2.0","id":0,"error":{"code":1,"message":"late"}})");
  EXPECT_FALSE(bridge_.answer(id)->is_error());
  EXPECT_THAT(answered_, ElementsAre("ping"));
}

TEST_F(StdioBridgeTest, AnswersToNothingAreTakenAndForgotten) {
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","id":99,"result":{}})"));
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","id":"0","result":{}})"));
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","id":null,"error":{"code":1,"message":"x"}})"));
  EXPECT_TRUE(answered_.empty());
}

TEST_F(StdioBridgeTest, OtherLinesAreOutput) {
  EXPECT_FALSE(bridge_.receive("Connected to remote server"));
  EXPECT_FALSE(bridge_.receive(""));
  EXPECT_FALSE(bridge_.receive("[1,2]"));
  EXPECT_FALSE(bridge_.receive("{\"level\":\"info\"}"));
  EXPECT_FALSE(bridge_.receive("{\"jsonrpc\":\"2.0\"}"));
  EXPECT_TRUE(sent_.empty());
}

TEST_F(StdioBridgeTest, AnswersPingAndRefusesWhatItDidNotOffer) {
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","id":"x","method":"ping"})"));
  EXPECT_TRUE(
      bridge_.receive(R"({"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{}})"));
  EXPECT_TRUE(bridge_.receive(R"({"jsonrpc":"2.0","method":"notifications/tools/list_changed"})"));
  EXPECT_THAT(
      sent_,
      ElementsAre(
          R"({"jsonrpc":"2.0","id":"x","result":{}})",
          R"({"jsonrpc":"2.0","id":7,"error":{"code":-32601,"message":"Method not found"}})"));
}

}  // namespace
}  // namespace conform::clients
