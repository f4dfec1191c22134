#include "foundation/json/foreign_json.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>

namespace conform {
namespace {

// The library takes it for the end of the text, whatever stands behind it. In JSON it stands
// nowhere (RFC 8259 sections 2 and 7).
constexpr char kNul = '\0';

enum class JsonMark : unsigned char { kNone, kQuote, kOpen, kClose, kColon, kComma };

constexpr std::array<JsonMark, 256> kJsonMarks = [] {
  std::array<JsonMark, 256> marks{};
  marks['"'] = JsonMark::kQuote;
  marks['['] = marks['{'] = JsonMark::kOpen;
  marks[']'] = marks['}'] = JsonMark::kClose;
  marks[':'] = JsonMark::kColon;
  marks[','] = JsonMark::kComma;
  return marks;
}();

// Where the string ends that begins before `at`: behind its closing quote, or at the text's end.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (at = text.find('"', at); at != std::string_view::npos; at = text.find('"', at + 1)) {
    const std::size_t before = text.find_last_not_of('\\', at - 1);
    if ((at - before) % 2 == 1) return at + 1;  // an even number of backslashes escapes themselves
  }
  return text.size();
}

// Counts by the text's marks alone. A parser that has come to a mark has read the same strings, so
// it has opened what is counted here, and it stops at the first thing that is no JSON.
class Counting {
 public:
  explicit Counting(const JsonLimits& limits) : limits_(limits) {}

  JsonExcess of(std::string_view text) {
    if (text.size() > limits_.bytes) return {JsonExcess::Kind::kBytes, limits_.bytes};
    for (std::size_t at = 0; at < text.size(); ++at) {
      const JsonMark mark = kJsonMarks[static_cast<unsigned char>(text[at])];
      if (mark == JsonMark::kNone) continue;
      if (mark == JsonMark::kQuote) {
        at = end_of_string(text, at + 1) - 1;
      } else if (const auto kind = exceeded_by(mark); kind != JsonExcess::Kind::kNone) {
        return {kind, at};
      } else if (mark == JsonMark::kClose && depth_ == 0) {
        break;  // the parser looks no further
      }
    }
    return {};
  }

 private:
  JsonExcess::Kind exceeded_by(JsonMark mark) {
    if (mark == JsonMark::kOpen) return opened();
    if (mark == JsonMark::kClose) depth_ -= depth_ > 0 ? 1 : 0;
    if (mark == JsonMark::kComma && ++values_ > limits_.values) return JsonExcess::Kind::kValues;
    if (mark == JsonMark::kColon && depth_ > 0 && ++members_[depth_ - 1] > limits_.members) {
      return JsonExcess::Kind::kMembers;
    }
    return JsonExcess::Kind::kNone;
  }

  JsonExcess::Kind opened() {
    if (depth_ == limits_.depth) return JsonExcess::Kind::kDepth;
    members_[depth_++] = 0;
    return ++values_ > limits_.values ? JsonExcess::Kind::kValues : JsonExcess::Kind::kNone;
  }

  const JsonLimits& limits_;
  std::array<std::uint32_t, kDeepestForeignJson> members_{};
  std::size_t depth_ = 0;
  std::size_t values_ = 1;  // each mark that opens and each comma brings one more
};

std::string place_in(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const auto line = std::ranges::count(before, '\n') + 1;
  const std::size_t last_break = before.rfind('\n');
  const std::size_t column = at - (last_break == std::string_view::npos ? 0 : last_break + 1) + 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(column);
}

std::string limit_text(JsonExcess::Kind kind, const JsonLimits& limits) {
  switch (kind) {
    case JsonExcess::Kind::kBytes:
      return "is longer than " + std::to_string(limits.bytes) + " bytes";
    case JsonExcess::Kind::kDepth:
      return "nests deeper than " + std::to_string(limits.depth) + " levels";
    case JsonExcess::Kind::kMembers:
      return "holds an object of more than " + std::to_string(limits.members) + " members";
    case JsonExcess::Kind::kValues:
      return "holds more than " + std::to_string(limits.values) + " values";
    case JsonExcess::Kind::kNone:
      break;
  }
  return "";
}

}  // namespace

JsonExcess json_excess(std::string_view text, const JsonLimits& limits) {
  return Counting(limits).of(text);
}

std::string json_excess_text(std::string_view text, const JsonLimits& limits) {
  const JsonExcess excess = json_excess(text, limits);
  if (!excess) return "";
  return "the JSON " + limit_text(excess.kind, limits) + " (" + place_in(text, excess.at) + ')';
}

Json parse_foreign(std::string_view text, const JsonLimits& limits) {
  if (text.contains(kNul) || json_excess(text, limits)) return Json(Json::value_t::discarded);
  return Json::parse(text, nullptr, false);
}

Json require_foreign(std::string_view text, const JsonLimits& limits) {
  if (const std::string excess = json_excess_text(text, limits); !excess.empty()) {
    throw std::runtime_error(excess);
  }
  if (const std::size_t at = text.find(kNul); at != std::string_view::npos) {
    throw std::runtime_error("is not JSON: it holds a NUL (" + place_in(text, at) + ')');
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw std::runtime_error(std::string("is not JSON: ") + error.what());
  } catch (const Json::exception& error) {  // a number beyond what one is read into
    throw std::runtime_error(std::string("is JSON that cannot be read: ") + error.what());
  }
}

}  // namespace conform
