// A body that comes in chunks (RFC 9112 section 7.1), read as its bytes arrive. Strict. One thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace conform {

class ChunkedBody {
 public:
  enum class State { kUnfinished, kWhole, kBroken, kTooLarge };

  // A body of more than `most` bytes is too large.
  explicit ChunkedBody(std::size_t most) : most_(most) {}

  // How many of the bytes belong to the body: all of them while it is unfinished.
  std::size_t take(std::string_view bytes);
  [[nodiscard]] State state() const { return state_; }
  std::string& text() { return text_; }

 private:
  enum class Part { kSize, kBlank, kExtension, kSizeEnd, kData, kDataEnd, kDataLineFeed, kTrailer };

  void take_one(char c);
  void take_size(char c);
  void end_size(char c);
  void take_extension(char c);
  void begin_chunk(char c);
  void take_trailer(char c);
  void expect(char c, char wanted, Part next);
  void fail() { state_ = State::kBroken; }

  std::size_t most_;
  State state_ = State::kUnfinished;
  Part part_ = Part::kSize;
  std::string text_;
  std::size_t left_ = 0;    // of the chunk at hand
  std::size_t digits_ = 0;  // of its size
  std::size_t beside_ = 0;  // bytes of extensions and trailers, which are thrown away
  std::string trailer_line_;
};

}  // namespace conform
