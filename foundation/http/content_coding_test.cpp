#include "foundation/http/content_coding.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace conform {
namespace {

constexpr std::size_t kLargest = 1000000;

bool accepts_gzip(std::string value) {
  return accepts_coding(Headers{{"Accept-Encoding", std::move(value)}}, ContentCoding::kGzip);
}

TEST(ContentCodingTest, IsAcceptedWhereItIsNamed) {
  for (const char* value : {"gzip", "GZIP", "x-gzip", "br, gzip", "deflate, gzip;q=0.5", "*",
                            "gzip ; q=1.0", "identity;q=0, *;q=0.1", "gzip;q=0.001"}) {
    EXPECT_TRUE(accepts_gzip(value)) << value;
  }
  for (const char* value : {"", "identity", "br, deflate", "gzip;q=0", "gzip;q=0.000", "*;q=0",
                            "*, gzip;q=0", "gzipped", ","}) {
    EXPECT_FALSE(accepts_gzip(value)) << value;
  }
  EXPECT_FALSE(accepts_coding(Headers(), ContentCoding::kGzip));
}

TEST(ContentCodingTest, WhatIsEncodedIsReadAgain) {
  const std::string text(100000, 'x');
  for (const ContentCoding coding : {ContentCoding::kGzip, ContentCoding::kDeflate}) {
    const std::string body = encoded(coding, text);
    EXPECT_LT(body.size(), text.size() / 10);
    EXPECT_EQ(decoded(coding, body, kLargest), text) << to_string(coding);
  }
}

// Whoever waits for an event must not wait for the end of the stream.
TEST(ContentCodingTest, EachPieceCanBeReadBeforeTheNext) {
  ContentEncoder encoder(ContentCoding::kGzip);
  std::string sent = encoder.encode("data: one\n\n");
  EXPECT_EQ(decoded(ContentCoding::kGzip, sent, kLargest), "data: one\n\n");
  sent += encoder.encode("data: two\n\n");
  EXPECT_EQ(decoded(ContentCoding::kGzip, sent, kLargest), "data: one\n\ndata: two\n\n");
}

TEST(ContentCodingTest, ABodyThatIsNoneIsRefused) {
  EXPECT_THROW(decoded(ContentCoding::kGzip, "{\"jsonrpc\":\"2.0\"}", kLargest),
               std::runtime_error);
  const std::string body = encoded(ContentCoding::kDeflate, "{}");
  EXPECT_THROW(decoded(ContentCoding::kDeflate, body, kLargest, DeflateFormat::kRaw),
               std::runtime_error);
  EXPECT_EQ(decoded(ContentCoding::kDeflate, "", kLargest), "");
}

TEST(ContentCodingTest, AFewBytesThatBecomeManyAreRefused) {
  const std::string body = encoded(ContentCoding::kGzip, std::string(2 * kLargest, ' '));
  EXPECT_THROW(decoded(ContentCoding::kGzip, body, kLargest), std::length_error);
}

}  // namespace
}  // namespace conform
