// An HTTP/1.1 answer as it comes in (RFC 9112 sections 4 to 6): its bytes are put in, and it says
// when the answer is whole. For measuring, so that by itself it keeps of the head what the body's
// length needs and the content type. Not thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"

namespace conform::bench {

class AnswerReader {
 public:
  enum class Keeps { kContentType, kAllFields };
  explicit AnswerReader(Keeps keeps = Keeps::kContentType) : keeps_(keeps) {}

  // Returns whether the answer is whole. Throws std::runtime_error for what is no HTTP/1.1, goes on
  // after its end, or is larger than kLargestAnswer and kLargestAnswerHead (http_connection.hpp).
  bool take(std::string_view bytes);
  // The peer closed the connection; true when the answer ends with that.
  [[nodiscard]] bool is_whole_at_close() const { return head_is_here_ && until_close_; }

  [[nodiscard]] const Response& answer() const { return answer_; }
  [[nodiscard]] bool keeps_connection() const { return !until_close_ && !closes_; }
  // For the next answer of the connection.
  void clear();

 private:
  bool take_head();
  bool take_body();
  bool take_chunks();

  Keeps keeps_;
  std::string received_;       // what is not understood yet: the head, or chunks
  std::size_t head_size_ = 0;  // bytes of interim answers, and of the head that is not whole yet
  bool head_is_here_ = false;
  bool chunked_ = false;
  bool until_close_ = false;
  bool closes_ = false;
  std::size_t length_ = 0;
  Response answer_;
};

}  // namespace conform::bench
