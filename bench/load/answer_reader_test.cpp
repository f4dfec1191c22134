#include "bench/load/answer_reader.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace conform::bench {
namespace {

// Puts the bytes in one by one: every border between two pieces is tried. How many it took.
std::size_t bytes_taken(AnswerReader& reader, std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (reader.take(bytes.substr(i, 1))) return i + 1;
  }
  return 0;
}

TEST(AnswerReader, ABodyIsAsLongAsItsHeadSays) {
  AnswerReader reader;
  const std::string_view bytes =
      "HTTP/1.1 403 Forbidden\r\ncontent-length: 5\r\nContent-Type:  text/plain \r\n\r\nhello";
  EXPECT_EQ(bytes_taken(reader, bytes), bytes.size());
  EXPECT_EQ(reader.answer().status, 403);
  EXPECT_EQ(reader.answer().body, "hello");
  EXPECT_EQ(reader.answer().headers.get("Content-Type"), "text/plain");
  EXPECT_TRUE(reader.keeps_connection());
}

TEST(AnswerReader, ChunksArePutTogether) {
  AnswerReader reader;
  const std::string_view bytes =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "4;x=y\r\nwiki\r\n0a\r\n0123456789\r\n0\r\n\r\n";
  EXPECT_EQ(bytes_taken(reader, bytes), bytes.size());
  EXPECT_EQ(reader.answer().body, "wiki0123456789");
}

TEST(AnswerReader, NoContentHasNoBody) {
  AnswerReader reader;
  EXPECT_TRUE(reader.take("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(reader.keeps_connection());
}

TEST(AnswerReader, AnInterimAnswerIsNotTheAnswer) {
  AnswerReader reader;
  EXPECT_FALSE(reader.take("HTTP/1.1 100 Continue\r\n\r\n"));
  EXPECT_TRUE(reader.take("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(reader.answer().status, 200);
}

TEST(AnswerReader, WithoutALengthTheCloseIsTheEnd) {
  AnswerReader reader;
  EXPECT_FALSE(reader.is_whole_at_close());
  EXPECT_FALSE(reader.take("HTTP/1.1 200 OK\r\n\r\nsome"));
  EXPECT_TRUE(reader.is_whole_at_close());
  EXPECT_FALSE(reader.keeps_connection());
  EXPECT_EQ(reader.answer().body, "some");
}

TEST(AnswerReader, HalfABodyIsNotWhole) {
  AnswerReader reader;
  EXPECT_FALSE(reader.take("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"));
  EXPECT_FALSE(reader.is_whole_at_close());
}

TEST(AnswerReader, TheNextOneBeginsAnew) {
  AnswerReader reader;
  EXPECT_TRUE(reader.take("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"));
  reader.clear();
  EXPECT_TRUE(reader.take("HTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nc"));
  EXPECT_EQ(reader.answer().status, 404);
  EXPECT_EQ(reader.answer().body, "c");
}

TEST(AnswerReader, WhatIsNoAnswerIsSaidToBeNone) {
  for (const std::string_view bytes :
       {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"}) {
    AnswerReader reader;
    EXPECT_THROW(reader.take(bytes), std::runtime_error) << bytes;
  }
}

std::string refused(std::string_view begin, std::string_view more) {
  AnswerReader reader;
  try {
    if (reader.take(begin)) return "whole";
    // Far beyond any limit, in pieces that do not all fit into memory at once.
    for (int piece = 0; piece < 100'000; ++piece) {
      if (reader.take(more)) return "whole";
    }
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "not refused";
}

// Each chunk once moved all that came behind it.
TEST(AnswerReader, ManySmallChunksCostNoMoreThanTheirLength) {
  constexpr std::size_t kChunks = 500'000;
  std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (std::size_t i = 0; i < kChunks; ++i) text += "1\r\nx\r\n";
  AnswerReader reader;
  EXPECT_FALSE(reader.take(text));
  EXPECT_TRUE(reader.take("0\r\n\r\n"));
  EXPECT_EQ(reader.answer().body, std::string(kChunks, 'x'));
}

TEST(AnswerReader, TakesNoHeadWithoutEnd) {
  constexpr std::string_view kTooLong = "an answer whose head has more than 256 KiB";
  EXPECT_EQ(refused("HTTP/1.1 200 OK\r\n", "X-More: abcdefghijklmnopqrstuvwxyz\r\n"), kTooLong);
  EXPECT_EQ(refused("HTTP/1.1 200 OK\r\nX: ", "abcdefghijklmnopqrstuvwxyz"), kTooLong);
  EXPECT_EQ(refused("HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n"), kTooLong);
}

TEST(AnswerReader, TakesNoBodyWithoutEnd) {
  constexpr std::string_view kTooLarge = "an answer whose body has more than 64 MiB";
  const std::string piece(1024, 'x');
  EXPECT_EQ(refused("HTTP/1.1 200 OK\r\n\r\n", piece), kTooLarge);
  EXPECT_EQ(
      refused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "400\r\n" + piece + "\r\n"),
      kTooLarge);
  EXPECT_EQ(refused("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", piece), kTooLarge);
  EXPECT_EQ(
      refused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff0\r\n", ""),
      kTooLarge);
  EXPECT_EQ(refused("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", piece),
            "an answer whose chunk has no length");
}

}  // namespace
}  // namespace conform::bench
