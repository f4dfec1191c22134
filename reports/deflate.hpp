// The DEFLATE format without a wrapper (RFC 1951), as browsers' DecompressionStream("deflate-raw")
// reads it. Pure functions; std::runtime_error when zlib fails.
#pragma once

#include <string>
#include <string_view>

namespace conform::reports {

std::string deflate_raw(std::string_view bytes);
std::string inflate_raw(std::string_view bytes);

}  // namespace conform::reports
