#include "clients/profile/state_form.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <stdexcept>

#include "foundation/json/json.hpp"
#include "foundation/text/digest.hpp"

namespace conform::clients {
namespace {

struct Form {
  std::string_view kind;
  std::size_t length = 0;
};

std::optional<Form> parse(std::string_view form) {
  if (form == "uuid" || form == "cursor" || form == "none") return Form{form, 0};
  const std::size_t colon = form.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  Form parsed{form.substr(0, colon), 0};
  const std::string_view digits = form.substr(colon + 1);
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), parsed.length);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  if (parsed.length == 0 || parsed.length > 1000) return std::nullopt;
  if (parsed.kind == "base64") return parsed.length % 4 == 0 ? std::optional(parsed) : std::nullopt;
  if (parsed.kind == "base64url" || parsed.kind == "hex") return parsed;
  return std::nullopt;
}

// Bytes that base64 turns into `length` characters, two of them padding, as 16 random bytes do.
std::string padded_base64(std::size_t length, Ids& ids) {
  std::string bytes(length / 4 * 3 - 2, '\0');
  for (char& byte : bytes) byte = static_cast<char>(static_cast<unsigned char>(ids.number(256)));
  return base64(bytes);
}

std::string cursor_state(Ids& ids) {
  return base64url(Json{
      {"id", "omni"},
      {"owner", {{"workspaceId", "cursor://anysphere.cursor-mcp/oauth/callback"}}},
      {"attemptId",
       ids.uuid()}}.dump());
}

}  // namespace

bool is_state_form(std::string_view form) { return parse(form).has_value(); }

std::string make_state(std::string_view form, Ids& ids) {
  const std::optional<Form> parsed = parse(form);
  if (!parsed) throw std::invalid_argument(fmt::format("no form of state: {}", form));
  if (parsed->kind == "uuid") return ids.uuid();
  if (parsed->kind == "cursor") return cursor_state(ids);
  if (parsed->kind == "hex") return ids.hex(parsed->length);
  if (parsed->kind == "base64") return padded_base64(parsed->length, ids);
  if (parsed->kind == "base64url") return ids.base64url(parsed->length);
  return "";
}

}  // namespace conform::clients
