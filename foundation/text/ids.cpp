#include "foundation/text/ids.hpp"

#include <algorithm>

#include "foundation/text/digest.hpp"

namespace conform {
namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kKeyPrefix = "omni_osk_";
constexpr std::string_view kKeyMark = "MOCK";
constexpr std::size_t kKeyBody = 50;  // with the mark
constexpr std::size_t kKeyCheck = 6;

std::string base62_number(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (std::size_t i = digits; i-- > 0; number /= kBase62.size()) {
    text[i] = kBase62[number % kBase62.size()];
  }
  return text;
}

}  // namespace

std::uint64_t Ids::unpredictable_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

std::uint64_t Ids::number(std::uint64_t below) {
  const std::lock_guard lock(mutex_);
  return engine_() % below;
}

std::string Ids::from(std::string_view alphabet, std::size_t length) {
  const std::lock_guard lock(mutex_);
  std::string text(length, ' ');
  std::ranges::generate(text, [&] { return alphabet[engine_() % alphabet.size()]; });
  return text;
}

std::string Ids::base62(std::size_t length) { return from(kBase62, length); }

std::string Ids::base64url(std::size_t length) {
  return from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", length);
}

std::string Ids::hex(std::size_t length) { return from("0123456789abcdef", length); }

std::string Ids::uuid() {
  std::string text = hex(32);
  text[12] = '4';                                             // version 4
  text[16] = "89ab"[static_cast<std::size_t>(text[16]) % 4];  // variant of RFC 4122
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
  return text;
}

std::string uuid_of(std::string_view name) {
  std::string text = sha256_hex(name).substr(0, 32);
  text[12] = '8';
  text[16] = "89ab"[static_cast<std::size_t>(text[16]) % 4];
  for (const std::size_t at : {20U, 16U, 12U, 8U}) text.insert(at, "-");
  return text;
}

bool is_uuid(std::string_view text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  return std::ranges::equal(text, kForm, [](char c, char form) {
    return form == '-' ? c == '-'
                       : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  });
}

std::string omni_key(std::string_view body) {
  std::string key(kKeyMark);
  key += body.substr(0, kKeyBody - kKeyMark.size());
  key.resize(kKeyBody, '0');
  return std::string(kKeyPrefix) + key + base62_number(crc32(key), kKeyCheck);
}

bool is_well_formed_omni_key(std::string_view key) {
  if (key.size() != kKeyPrefix.size() + kKeyBody + kKeyCheck || !key.starts_with(kKeyPrefix)) {
    return false;
  }
  const std::string_view body = key.substr(kKeyPrefix.size(), kKeyBody);
  return key.substr(kKeyPrefix.size() + kKeyBody) == base62_number(crc32(body), kKeyCheck);
}

}  // namespace conform
