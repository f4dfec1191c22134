#include "foundation/http/answer_head.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace conform {
namespace {

class NoStream final : public BodyStream {
 public:
  std::optional<std::string> next(const std::stop_token&) override { return std::nullopt; }
};

TEST(AnswerHead, SaysTheLengthOfTheBody) {
  Response response = text_response(401, "Who?");
  response.headers.add("WWW-Authenticate", "Bearer");
  EXPECT_EQ(answer_head(response, {.idle = std::chrono::seconds(75)}),
            "HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain; charset=utf-8\r\n"
            "WWW-Authenticate: Bearer\r\nContent-Length: 4\r\nKeep-Alive: timeout=75\r\n\r\n");
}

TEST(AnswerHead, SaysThatAStreamComesInChunks) {
  Response response;
  response.stream = std::make_shared<NoStream>();
  EXPECT_EQ(answer_head(response, {.close = true}),
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
}

// RFC 9110 section 8.6: no Content-Length in a 204.
TEST(AnswerHead, SaysNoLengthWhereNoBodyMayBe) {
  Response response;
  response.status = 204;
  EXPECT_EQ(answer_head(response, {.close = true}),
            "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
}

TEST(AnswerHead, IsNotWrittenWithAFieldThatWouldEndEarly) {
  for (const std::string& value : {std::string("a\r\nX-Injected: 1"), std::string("a\nb"),
                                   std::string("a\rb"), std::string("a\0b", 3)}) {
    Response response;
    response.headers.add("Location", value);
    EXPECT_THROW(static_cast<void>(answer_head(response, {})), std::invalid_argument) << value;
  }
}

TEST(AnswerHead, AStatusWithoutANameHasNone) {
  Response response;
  response.status = 599;
  EXPECT_EQ(answer_head(response, {.close = true}).substr(0, 15), "HTTP/1.1 599 \r\n");
}

}  // namespace
}  // namespace conform
