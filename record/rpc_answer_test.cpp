#include "record/rpc_answer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace conform::record {
namespace {

Exchange answered(std::string body) {
  Exchange exchange;
  exchange.response.body = std::move(body);
  return exchange;
}

TEST(RpcAnswer, IsReadFromJsonAndFromEventStreams) {
  EXPECT_EQ(rpc_answer(answered(R"({"id":1})")), Json({{"id", 1}}));
  EXPECT_EQ(rpc_answer(answered("event: message\ndata: {\"id\":1}\n\ndata: {\"id\":2}\n\n")),
            Json({{"id", 2}}));
  EXPECT_TRUE(rpc_answer(answered("plain")).is_null());
  EXPECT_TRUE(rpc_answer(answered("")).is_null());
}

TEST(RpcAnswer, OfABatchIsItsFirst) {
  const Exchange batch = answered(R"([{"id":1},{"id":2}])");
  EXPECT_EQ(rpc_answer(batch), Json({{"id", 1}}));
  EXPECT_EQ(rpc_body(batch).size(), 2U);
  EXPECT_TRUE(rpc_answer(answered("[]")).is_null());
}

}  // namespace
}  // namespace conform::record
