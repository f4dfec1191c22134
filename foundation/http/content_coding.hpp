// Content codings (RFC 9110 section 8.4.1) of answers: gzip and deflate, by zlib.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"

namespace conform {

std::string_view to_string(ContentCoding coding);  // "gzip", "deflate"

// Of a Content-Encoding field; in any case, "x-gzip" is gzip. nullopt: none that is known here.
std::optional<ContentCoding> content_coding(std::string_view name);

// Whether Accept-Encoding names the coding, or "*", with a weight above zero (RFC 9110 section
// 12.5.3). A request without the field is taken not to: it would be allowed, and no server does it.
bool accepts_coding(const Headers& headers, ContentCoding coding);

// Encodes a body piece by piece. Not thread-safe. Throws std::runtime_error when zlib fails.
class ContentEncoder {
 public:
  explicit ContentEncoder(ContentCoding coding);
  ~ContentEncoder();
  // What comes of it is enough to read all pieces up to this one.
  std::string encode(std::string_view piece);
  std::string finish();  // once, at the end

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

std::string encoded(ContentCoding coding, std::string_view body);  // a whole one

// `kRaw` takes what is called deflate for DEFLATE without its wrapper (RFC 1951), as some do.
enum class DeflateFormat { kZlib, kRaw };

// Of a body that was cut short, what can be read. Throws std::runtime_error for a body that is not
// in that coding, and std::length_error for one of more than `most` bytes.
std::string decoded(ContentCoding coding, std::string_view body, std::size_t most,
                    DeflateFormat deflate = DeflateFormat::kZlib);

}  // namespace conform
