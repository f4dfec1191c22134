#include "reports/golden/unpacked_html.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

#include "foundation/json/json.hpp"
#include "foundation/text/ascii.hpp"
#include "reports/deflate.hpp"

namespace conform::reports {
namespace {

std::string from_base64(std::string_view text) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char digit : text) {
    const std::size_t value = kDigits.find(digit);
    if (value == std::string_view::npos) break;
    bits = (bits << 6U) | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
  }
  return bytes;
}

// The text between two marks, from `at` on; `at` moves behind it. Empty when there is none.
std::string between(const std::string& text, std::string_view before, std::string_view after,
                    std::size_t& at) {
  const std::size_t begin = text.find(before, at);
  if (begin == std::string::npos) return {};
  const std::size_t end = text.find(after, begin + before.size());
  at = end + after.size();
  return text.substr(begin + before.size(), end - begin - before.size());
}

}  // namespace

std::string unpacked_html(std::string report) {
  for (const auto& [before, after] :
       {std::pair("<style>", "</style>"), std::pair("<script>", "</script>"),
        std::pair("script-src 'sha256-", "'"), std::pair("style-src 'sha256-", "'")}) {
    std::size_t at = 0;
    const std::string content = between(report, before, after, at);
    replace_all(report, before + content + after, std::string(before) + after);
  }
  std::size_t at = 0;
  std::string result = report;
  while (true) {
    const std::string block =
        between(report, "<script type=\"application/x-deflate-raw\" id=", "<", at);
    if (block.empty()) return result;
    const std::string packed = block.substr(block.find('>') + 1);
    replace_all(result, packed, Json::parse(inflate_raw(from_base64(packed))).dump(1));
  }
}

}  // namespace conform::reports
