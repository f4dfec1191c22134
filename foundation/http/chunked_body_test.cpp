#include "foundation/http/chunked_body.hpp"

#include <gtest/gtest.h>

#include <string>

namespace conform {
namespace {

using State = ChunkedBody::State;

constexpr std::size_t kMost = 100;

TEST(ChunkedBody, IsTheSameInWhateverPiecesItComes) {
  const std::string bytes =
      "3\r\nabc\r\n0a;name=\"value\"\r\n0123456789\r\n1 ; x\r\n\n\r\n000\r\nTrailer: x\r\n\r\n";
  for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
    ChunkedBody body(kMost);
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
      const std::string part = bytes.substr(at, piece);
      EXPECT_EQ(body.take(part), part.size());
    }
    EXPECT_EQ(body.state(), State::kWhole) << piece;
    EXPECT_EQ(body.text(), "abc0123456789\n") << piece;
  }
}

// However small its pieces are, the ends of their lines are no extensions.
TEST(ChunkedBody, MayComeByteByByte) {
  constexpr std::size_t kSize = 20'000;
  ChunkedBody body(kSize);
  for (std::size_t i = 0; i < kSize; ++i) body.take("1\r\na\r\n");
  body.take("0\r\n\r\n");
  EXPECT_EQ(body.state(), State::kWhole);
  EXPECT_EQ(body.text().size(), kSize);
}

TEST(ChunkedBody, LeavesWhatFollowsIt) {
  ChunkedBody body(kMost);
  EXPECT_EQ(body.take("1\r\na\r\n0\r\n\r\nGET /"), 11U);
  EXPECT_EQ(body.state(), State::kWhole);
}

TEST(ChunkedBody, IsUnfinishedUntilItsLastLine) {
  const std::string bytes = "1\r\na\r\n0\r\n\r\n";
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    ChunkedBody body(kMost);
    body.take(bytes.substr(0, size));
    EXPECT_EQ(body.state(), State::kUnfinished) << size;
  }
}

TEST(ChunkedBody, IsNeverLargerThanAllowed) {
  ChunkedBody exact(kMost);
  exact.take("64\r\n" + std::string(kMost, 'x') + "\r\n0\r\n\r\n");
  EXPECT_EQ(exact.state(), State::kWhole);
  for (const std::string& bytes :
       {std::string("65\r\n"), "32\r\n" + std::string(50, 'x') + "\r\n33\r\n",
        std::string("ffffffffffffffff\r\n"), "64\r\n" + std::string(kMost, 'x') + "\r\n1\r\n"}) {
    ChunkedBody body(kMost);
    body.take(bytes);
    EXPECT_EQ(body.state(), State::kTooLarge) << bytes;
  }
}

}  // namespace
}  // namespace conform
