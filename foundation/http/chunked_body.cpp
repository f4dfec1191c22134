#include "foundation/http/chunked_body.hpp"

#include <algorithm>

#include "foundation/http/field_syntax.hpp"
#include "foundation/text/ascii.hpp"

namespace conform {
namespace {

// Of extensions and trailers together: nobody needs any.
constexpr std::size_t kMostBeside = 16UL << 10U;
// More digits than a size within any limit has.
constexpr std::size_t kMostDigits = 16;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool is_field_line(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != std::string_view::npos && is_token(line.substr(0, colon)) &&
         is_field_value(trimmed(line.substr(colon + 1)));
}

}  // namespace

std::size_t ChunkedBody::take(std::string_view bytes) {
  std::size_t taken = 0;
  while (taken < bytes.size() && state_ == State::kUnfinished) {
    if (part_ == Part::kData) {
      const std::string_view data = bytes.substr(taken, left_);
      text_ += data;
      taken += data.size();
      left_ -= data.size();
      if (left_ == 0) part_ = Part::kDataEnd;
    } else {
      take_one(bytes[taken++]);
    }
  }
  return taken;
}

void ChunkedBody::take_one(char c) {
  switch (part_) {
    case Part::kSize:
      return take_size(c);
    case Part::kBlank:
      return end_size(c);
    case Part::kExtension:
      return take_extension(c);
    case Part::kSizeEnd:
      return begin_chunk(c);
    case Part::kDataEnd:
      return expect(c, '\r', Part::kDataLineFeed);
    case Part::kDataLineFeed:
      digits_ = 0;
      left_ = 0;
      return expect(c, '\n', Part::kSize);
    case Part::kTrailer:
      return take_trailer(c);
    case Part::kData:
      break;
  }
}

void ChunkedBody::expect(char c, char wanted, Part next) {
  if (c != wanted) return fail();
  part_ = next;
}

void ChunkedBody::take_size(char c) {
  if (const int digit = hex_digit(c); digit >= 0) {
    if (++digits_ > kMostDigits) return fail();
    left_ = left_ * 16 + static_cast<std::size_t>(digit);
    if (left_ > most_ - text_.size()) state_ = State::kTooLarge;
    return;
  }
  if (digits_ == 0) return fail();
  end_size(c);
}

void ChunkedBody::end_size(char c) {
  if (c == '\r') {
    part_ = Part::kSizeEnd;
    return;
  }
  if (++beside_ > kMostBeside) return fail();
  if (c == ';') {
    part_ = Part::kExtension;
  } else if (c == ' ' || c == '\t') {
    part_ = Part::kBlank;
  } else {
    fail();
  }
}

// Extensions are ignored (section 7.1.1), but hold no line break.
void ChunkedBody::take_extension(char c) {
  if (++beside_ > kMostBeside) return fail();
  if (c == '\r') {
    part_ = Part::kSizeEnd;
  } else if (!is_field_value({&c, 1})) {
    fail();
  }
}

void ChunkedBody::begin_chunk(char c) {
  expect(c, '\n', left_ == 0 ? Part::kTrailer : Part::kData);
}

// Trailers are thrown away (section 7.1.2), but are fields.
void ChunkedBody::take_trailer(char c) {
  if (++beside_ > kMostBeside) return fail();
  if (c != '\n') {
    trailer_line_ += c;
    return;
  }
  if (!trailer_line_.ends_with('\r')) return fail();
  trailer_line_.pop_back();
  if (trailer_line_.empty()) {
    state_ = State::kWhole;
  } else if (!is_field_line(trailer_line_)) {
    fail();
  }
  trailer_line_.clear();
}

}  // namespace conform
