#include "clients/scripted/decoding_sender.hpp"

#include <gtest/gtest.h>

#include "foundation/http/content_coding.hpp"

namespace conform::clients {
namespace {

// Answers by the same encoded body, and keeps the request.
class Encoding final : public HttpSender {
 public:
  Encoding(std::string_view coding, std::string body) {
    response_.headers.add("Content-Encoding", std::string(coding));
    response_.body = std::move(body);
  }
  Response send(const Url&, Request request) override {
    sent_ = std::move(request);
    return response_;
  }
  [[nodiscard]] const Request& sent() const { return sent_; }

 private:
  Response response_;
  Request sent_;
};

std::string body_read(HttpSender& sender, const Behaviour::Identity& identity) {
  return DecodingSender(sender, identity).send(*Url::parse("http://127.0.0.1:1/"), {}).body;
}

Behaviour::Identity accepting(const std::string& coding) {
  Behaviour::Identity identity;
  identity.accept_encoding = coding;
  return identity;
}

TEST(DecodingSenderTest, ReadsWhatItSaysThatItAccepts) {
  Encoding server("gzip", encoded(ContentCoding::kGzip, "{}"));
  EXPECT_EQ(body_read(server, accepting("gzip")), "{}");
  EXPECT_EQ(server.sent().headers.get("Accept-Encoding"), "gzip");
}

TEST(DecodingSenderTest, SaysNothingUnlessItIsTold) {
  Encoding server("identity", "{}");
  EXPECT_EQ(body_read(server, {}), "{}");
  EXPECT_FALSE(server.sent().headers.has("Accept-Encoding"));
}

TEST(DecodingSenderTest, MayBeWrongInTwoWays) {
  const std::string body = encoded(ContentCoding::kDeflate, "{}");
  Encoding server("deflate", body);
  Behaviour::Identity identity = accepting("deflate");
  identity.raw_deflate = true;
  EXPECT_THROW(body_read(server, identity), ConnectionError);
  identity.decodes = false;
  EXPECT_EQ(body_read(server, identity), body);
}

}  // namespace
}  // namespace conform::clients
