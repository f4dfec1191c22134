#include "foundation/http/content_coding.hpp"

#include <zlib.h>

#include <array>
#include <charconv>
#include <stdexcept>

#include "foundation/http/field_syntax.hpp"
#include "foundation/text/ascii.hpp"

namespace conform {
namespace {

constexpr int kWindow = 15;            // the largest
constexpr int kGzipWrapper = 16;       // added to the window: RFC 1952 instead of RFC 1950
constexpr int kUsualMemory = 8;        // of zlib's levels of it
constexpr std::size_t kPiece = 32768;  // bytes

Bytef* bytes_of(std::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads them
}

// "0", "0.5", "1.000" (RFC 9110 section 12.4.2). What is no weight counts as none at all.
bool is_zero_weight(std::string_view parameters) {
  const std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return false;
  const std::string_view text = parameters.substr(at + 2);
  return text.starts_with('0') && text.find_first_of("123456789") == std::string_view::npos;
}

// Calls `found(name, weight is zero)` for each element of the list.
template <typename Found>
void each_accepted(const Headers& headers, Found found) {
  for (const std::string& value : headers.all("Accept-Encoding")) {
    for_each_element(value, [&found](std::string_view element) {
      const std::size_t semicolon = std::min(element.find(';'), element.size());
      found(trimmed(element.substr(0, semicolon)), is_zero_weight(element.substr(semicolon)));
    });
  }
}

}  // namespace

std::string_view to_string(ContentCoding coding) {
  return coding == ContentCoding::kGzip ? "gzip" : "deflate";
}

std::optional<ContentCoding> content_coding(std::string_view name) {
  if (equals_ignoring_case(name, "gzip") || equals_ignoring_case(name, "x-gzip")) {
    return ContentCoding::kGzip;
  }
  if (equals_ignoring_case(name, "deflate")) return ContentCoding::kDeflate;
  return std::nullopt;
}

bool accepts_coding(const Headers& headers, ContentCoding coding) {
  std::optional<bool> named;
  bool any = false;
  each_accepted(headers, [&](std::string_view name, bool refused) {
    if (content_coding(name) == coding) named = !refused;
    if (name == "*") any = !refused;
  });
  return named.value_or(any);
}

struct ContentEncoder::Stream {
  z_stream zlib{};

  std::string pump(std::string_view piece, int flush) {
    std::string result;
    std::array<char, kPiece> room{};
    zlib.next_in = bytes_of(piece);
    zlib.avail_in = static_cast<uInt>(piece.size());
    do {
      zlib.next_out = reinterpret_cast<Bytef*>(room.data());
      zlib.avail_out = static_cast<uInt>(room.size());
      if (::deflate(&zlib, flush) == Z_STREAM_ERROR) throw std::runtime_error("zlib failed.");
      result.append(room.data(), room.size() - zlib.avail_out);
    } while (zlib.avail_out == 0);
    return result;
  }
};

ContentEncoder::ContentEncoder(ContentCoding coding) : stream_(std::make_unique<Stream>()) {
  const int window = coding == ContentCoding::kGzip ? kWindow + kGzipWrapper : kWindow;
  if (deflateInit2(&stream_->zlib, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, kUsualMemory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("zlib could not start.");
  }
}

ContentEncoder::~ContentEncoder() { ::deflateEnd(&stream_->zlib); }

std::string ContentEncoder::encode(std::string_view piece) {
  return stream_->pump(piece, Z_SYNC_FLUSH);
}

std::string ContentEncoder::finish() { return stream_->pump({}, Z_FINISH); }

std::string encoded(ContentCoding coding, std::string_view body) {
  ContentEncoder encoder(coding);
  std::string result = encoder.encode(body);
  result += encoder.finish();
  return result;
}

std::string decoded(ContentCoding coding, std::string_view body, std::size_t most,
                    DeflateFormat deflate) {
  struct Inflating {
    z_stream zlib{};
    ~Inflating() { ::inflateEnd(&zlib); }
  } inflating;
  z_stream& zlib = inflating.zlib;
  const int unwrapped = deflate == DeflateFormat::kRaw ? -kWindow : kWindow;
  const int window = coding == ContentCoding::kGzip ? kWindow + kGzipWrapper : unwrapped;
  if (inflateInit2(&zlib, window) != Z_OK) throw std::runtime_error("zlib could not start.");
  std::string text;
  std::array<char, kPiece> room{};
  zlib.next_in = bytes_of(body);
  zlib.avail_in = static_cast<uInt>(body.size());
  int status = Z_OK;
  while (status == Z_OK && (zlib.avail_in > 0 || zlib.avail_out == 0)) {
    zlib.next_out = reinterpret_cast<Bytef*>(room.data());
    zlib.avail_out = static_cast<uInt>(room.size());
    status = ::inflate(&zlib, Z_SYNC_FLUSH);
    text.append(room.data(), room.size() - zlib.avail_out);
    if (text.size() > most) throw std::length_error("The decoded body is too large.");
  }
  if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
    throw std::runtime_error("The body is not what its Content-Encoding says (" +
                             std::string(to_string(coding)) + ").");
  }
  return text;
}

}  // namespace conform
