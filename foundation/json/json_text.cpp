#include "foundation/json/json_text.hpp"

#include <algorithm>
#include <array>

namespace conform {
namespace {

enum class Kind : unsigned char { kPlain, kEscaped, kOther };

constexpr std::array<Kind, 256> kinds() {
  std::array<Kind, 256> table{};
  for (std::size_t c = 0; c < table.size(); ++c) {
    table.at(c) = c < 0x20 || c >= 0x7f ? Kind::kOther : Kind::kPlain;
  }
  table.at('"') = Kind::kEscaped;
  table.at('\\') = Kind::kEscaped;
  return table;
}
constexpr std::array<Kind, 256> kKinds = kinds();

Kind kind_of(char c) { return kKinds.at(static_cast<unsigned char>(c)); }

}  // namespace

std::string json_text(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string json_quoted(std::string_view text) {
  // Most of what is sent is a text of JSON itself: plain characters and quotes. The rest is the
  // library's, which knows UTF-8.
  if (std::ranges::any_of(text, [](char c) { return kind_of(c) == Kind::kOther; })) {
    return json_text(Json(text));
  }
  std::string quoted;
  quoted.reserve(text.size() + text.size() / 8 + 2);
  quoted += '"';
  while (!text.empty()) {
    const auto* const end =
        std::ranges::find_if(text, [](char c) { return kind_of(c) == Kind::kEscaped; });
    const auto plain = static_cast<std::size_t>(end - text.begin());
    quoted += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    quoted += '\\';
    quoted += text.front();
    text.remove_prefix(1);
  }
  quoted += '"';
  return quoted;
}

bool is_utf8(const std::string& text) {
  try {
    (void)Json(text).dump();
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

bool holds_text(std::string_view text, std::string_view wanted) {
  if (text.find(wanted) != std::string_view::npos) return true;
  const std::string quoted = json_quoted(wanted);
  return text.find(std::string_view(quoted).substr(1, quoted.size() - 2)) != std::string_view::npos;
}

}  // namespace conform
