#include "clients/scripted/misread_stream.hpp"

#include <gtest/gtest.h>

#include "foundation/http/event_stream_reader.hpp"

namespace conform::clients {
namespace {

// What a client reads that does not know one thing.
std::vector<std::string> data_read(const std::string& body, const Behaviour::Streams& how) {
  std::vector<std::string> data;
  for (const StreamEvent& event : read_event_stream(misread(body, how)).events) {
    data.push_back(event.data);
  }
  return data;
}

using Data = std::vector<std::string>;

TEST(MisreadStream, WhoKnowsEverythingReadsItAsItIs) {
  const std::string body =
      "\xEF\xBB\xBF"
      "data:a\r\n: c\r\ndata: b\r\n\r\n";
  EXPECT_EQ(misread(body, {}), body);
}

TEST(MisreadStream, AnEventWithoutAKnownEndIsNone) {
  EXPECT_EQ(data_read("data: a\r\n\r\n", {.knows_crlf = false}), Data());
  EXPECT_EQ(data_read("data: a\n\n", {.knows_crlf = false}), Data({"a"}));
  EXPECT_EQ(data_read("data: a\r\r", {.knows_cr = false}), Data());
  EXPECT_EQ(data_read("data: a\r\r", {}), Data({"a"}));
}

TEST(MisreadStream, LinesAreLostOrTripOver) {
  EXPECT_EQ(data_read("data: a\ndata: b\n\ndata: c\n\n", {.joins_data_lines = false}),
            Data({"a", "c"}));
  EXPECT_EQ(data_read("data:a\n\ndata: b\n\n", {.needs_space = true}), Data({"b"}));
  EXPECT_EQ(data_read("data: a\n: comment\n\n", {.skips_comments = false}), Data());
  EXPECT_EQ(data_read("\xEF\xBB\xBF"
                      "data: a\nevent: message\n\n",
                      {.skips_mark = false}),
            Data());
}

TEST(MisreadStream, ACharacterThatAPieceCutsIsLost) {
  const Behaviour::Streams in_sevens{.decodes_each = 7};
  EXPECT_EQ(misread("data: \xC3\xBC!", in_sevens), "data: \xEF\xBF\xBD!");
  EXPECT_EQ(misread("data:\xC3\xBC!", in_sevens), "data:\xC3\xBC!");
}

}  // namespace
}  // namespace conform::clients
