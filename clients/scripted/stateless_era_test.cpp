#include "clients/scripted/stateless_era.hpp"

#include <gtest/gtest.h>

namespace conform::clients {
namespace {

TEST(StatelessEra, HeadersRepeatTheMessage) {
  const Json tool = Json::parse(
      R"({"inputSchema":{"properties":{"modelId":{"x-mcp-header":"Model-Id"},"prompt":{}}}})");
  const Json message = Json::parse(
      R"({"method":"tools/call","params":{"name":"getData","arguments":{"modelId":"m","prompt":"p"}}})");
  Headers headers;
  add_stateless_headers(headers, message, tool, {});
  EXPECT_EQ(headers, (Headers{{"MCP-Protocol-Version", "2026-07-28"},
                              {"Mcp-Method", "tools/call"},
                              {"Mcp-Name", "getData"},
                              {"Mcp-Param-Model-Id", "m"}}));
}

TEST(StatelessEra, TextThatIsNoHeaderTextIsEncoded) {
  EXPECT_EQ(header_text("getData"), "getData");
  EXPECT_EQ(header_text("M\xC3\xBCnchen"), "=?base64?TcO8bmNoZW4=?=");
  EXPECT_EQ(header_text(" a"), "=?base64?IGE=?=");
  EXPECT_EQ(header_text(""), std::string("=?base64?") + "?=");
}

TEST(StatelessEra, MetaNamesVersionClientAndCapabilities) {
  Behaviour behaviour;
  const Json meta = stateless_meta(behaviour.identity);
  EXPECT_EQ(meta.at("io.modelcontextprotocol/protocolVersion"), "2026-07-28");
  EXPECT_TRUE(meta.contains("io.modelcontextprotocol/clientInfo"));
  EXPECT_TRUE(meta.at("io.modelcontextprotocol/clientCapabilities").is_object());
}

TEST(StatelessEra, TheRefusalOfAVersionNamesOthers) {
  EXPECT_TRUE(names_stateless_version(
      Json::parse(R"({"code":-32022,"data":{"supported":["2026-07-28"]}})")));
  EXPECT_FALSE(names_stateless_version(Json::parse(R"({"code":-32022})")));
  EXPECT_FALSE(names_stateless_version(
      Json::parse(R"({"code":-32602,"data":{"supported":["2026-07-28"]}})")));
  EXPECT_FALSE(names_stateless_version(nullptr));
}

}  // namespace
}  // namespace conform::clients
