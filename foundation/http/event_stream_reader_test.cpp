#include "foundation/http/event_stream_reader.hpp"

#include <gtest/gtest.h>

namespace conform {
namespace {

TEST(EventStreamReader, ReadsEventsWithTheirIds) {
  const EventStreamContent content = read_event_stream(
      ": a comment\n\nid: 1\nevent: message\ndata: one\n\ndata:two\r\ndata: lines\r\n\r\n"
      "id: 3\ndata: cut short");
  ASSERT_EQ(content.events.size(), 3U);
  EXPECT_EQ(content.events[0].data, "one");
  EXPECT_EQ(content.events[0].id, "1");
  EXPECT_EQ(content.events[1].data, "two\nlines");
  EXPECT_EQ(content.events[1].id, "1");
  EXPECT_EQ(content.events[2].data, "cut short");
  EXPECT_EQ(content.last_id, "3");
  EXPECT_FALSE(content.retry);
}

TEST(EventStreamReader, APrimingEventHasAnIdAndNoData) {
  const EventStreamContent content = read_event_stream("id: s-0\ndata: \n\nretry: 20\n\n");
  ASSERT_EQ(content.events.size(), 1U);
  EXPECT_EQ(content.events[0].data, "");
  EXPECT_EQ(content.last_id, "s-0");
  EXPECT_EQ(content.retry, std::chrono::milliseconds(20));
}

TEST(EventStreamReader, LinesEndWithCarriageReturnsToo) {
  const EventStreamContent content = read_event_stream(
      "\xEF\xBB\xBF"
      "data: one\rdata: more\r\r: beat\rid: 2\rdata:two\r\r");
  ASSERT_EQ(content.events.size(), 2U);
  EXPECT_EQ(content.events[0].data, "one\nmore");
  EXPECT_EQ(content.events[1].data, "two");
  EXPECT_EQ(content.last_id, "2");
}

TEST(EventStreamReader, ARetryThatIsNoNumberIsIgnored) {
  EXPECT_FALSE(read_event_stream("retry: soon\nretry: 12x\n\n").retry);
  EXPECT_TRUE(read_event_stream("").events.empty());
}

}  // namespace
}  // namespace conform
