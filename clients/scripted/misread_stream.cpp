#include "clients/scripted/misread_stream.hpp"

#include <algorithm>
#include <string_view>

namespace conform::clients {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kData = "data:";

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Each piece decoded by itself: a character that its end cuts is lost.
std::string decoded_in_pieces(std::string_view body, std::size_t bytes) {
  std::string text;
  for (std::size_t begin = 0; begin < body.size();) {
    std::size_t end = begin + 1;
    while (end < body.size() && continues_character(body[end])) ++end;
    const bool is_cut = begin / bytes != (end - 1) / bytes;
    text += is_cut ? kReplacement : body.substr(begin, end - begin);
    begin = end;
  }
  return text;
}

// Keeps the lines of which `is_seen` holds, which is asked for each in its order.
template <typename Predicate>
std::string lines_seen(std::string_view body, Predicate is_seen) {
  std::string text;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('\n'), body.size() - 1) + 1;
    if (is_seen(body.substr(0, end))) text += body.substr(0, end);
    body.remove_prefix(end);
  }
  return text;
}

bool has_comment(std::string_view body) {
  return body.starts_with(':') || body.find("\n:") != std::string_view::npos;
}

}  // namespace

std::string misread(const std::string& body, const Behaviour::Streams& how) {
  // Who looks for one kind of empty line only never sees an event end.
  if (!how.knows_crlf && body.find("\r\n\r\n") != std::string::npos) return "";
  if (!how.knows_cr && body.find('\n') == std::string::npos) return "";
  if (!how.skips_comments && has_comment(body)) return "";
  std::string text = body;
  if (how.decodes_each > 0) {
    text = decoded_in_pieces(text, static_cast<std::size_t>(how.decodes_each));
  }
  if (!how.skips_mark && text.starts_with(kByteOrderMark)) {
    text.erase(0, std::min(text.find('\n'), text.size() - 1) + 1);
  }
  if (how.needs_space) {
    text = lines_seen(text, [](std::string_view line) {
      return !line.starts_with(kData) || line.substr(kData.size()).starts_with(' ');
    });
  }
  if (!how.joins_data_lines) {
    bool has_data = false;
    text = lines_seen(text, [&has_data](std::string_view line) {
      const bool is_data = line.starts_with(kData);
      const bool seen = !is_data || !has_data;
      has_data = is_data || (has_data && line != "\n");
      return seen;
    });
  }
  return text;
}

}  // namespace conform::clients
