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
  EXPECT_EQ(content.events[1].id, "");
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

// A megabyte of this was five gigabytes of events.
TEST(EventStreamReader, AnIdIsKeptOnceHoweverManyEventsItIsOf) {
  constexpr std::size_t kEvents = 100;
  std::string body = "id: " + std::string(10'000, 'x') + "\n";
  for (std::size_t i = 0; i < kEvents; ++i) body += "data:\n\n";
  const EventStreamContent content = read_event_stream(body);
  ASSERT_EQ(content.events.size(), kEvents);
  std::size_t bytes = 0;
  for (const StreamEvent& event : content.events) bytes += event.id.size();
  EXPECT_EQ(bytes, 10'000U);
  EXPECT_EQ(content.last_id.size(), 10'000U);
}

TEST(EventStreamReader, AnIdWithoutDataIsOfTheNextEvent) {
  const EventStreamContent content = read_event_stream("id: 1\n\ndata: a\n\ndata: b\n\n");
  ASSERT_EQ(content.events.size(), 2U);
  EXPECT_EQ(content.events[0].id, "1");
  EXPECT_EQ(content.events[1].id, "");
}

// Each line was looked for to the end of the body: hours for this one.
TEST(EventStreamReader, ManyLinesCostNoMoreThanTheirLength) {
  EXPECT_TRUE(read_event_stream(std::string(8'000'000, '\r')).events.empty());
}

TEST(EventStreamReader, ARetryThatIsNoNumberIsIgnored) {
  EXPECT_FALSE(read_event_stream("retry: soon\nretry: 12x\n\n").retry);
  EXPECT_TRUE(read_event_stream("").events.empty());
}

}  // namespace
}  // namespace conform
