#include "reports/deflate.hpp"

#include <zlib.h>

#include <array>
#include <stdexcept>

namespace conform::reports {
namespace {

constexpr int kRaw = -15;  // the largest window, no header
constexpr int kMemory = 8;

// Feeds everything to `step` (deflate or inflate) and collects what comes out.
template <typename Step>
std::string pumped(z_stream& stream, std::string_view bytes, Step step) {
  std::string result;
  std::array<char, 32768> piece{};
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  int status = Z_OK;
  while (status == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    status = step(&stream, Z_FINISH);
    // zlib reports "no progress" when the output buffer is full. It then needs more room.
    if (status == Z_BUF_ERROR && stream.avail_out == 0) status = Z_OK;
    result.append(piece.data(), piece.size() - stream.avail_out);
  }
  if (status != Z_STREAM_END) throw std::runtime_error("zlib failed on the report's data.");
  return result;
}

}  // namespace

std::string deflate_raw(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRaw, kMemory, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    throw std::runtime_error("zlib could not start.");
  }
  try {
    std::string result = pumped(stream, bytes, ::deflate);
    deflateEnd(&stream);
    return result;
  } catch (...) {
    deflateEnd(&stream);
    throw;
  }
}

std::string inflate_raw(std::string_view bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, kRaw) != Z_OK) throw std::runtime_error("zlib could not start.");
  try {
    std::string result = pumped(stream, bytes, ::inflate);
    inflateEnd(&stream);
    return result;
  } catch (...) {
    inflateEnd(&stream);
    throw;
  }
}

}  // namespace conform::reports
