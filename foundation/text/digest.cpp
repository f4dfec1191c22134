#include "foundation/text/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace conform {
namespace {

std::string encode64(std::string_view bytes, std::string_view alphabet, bool padded) {
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::uint32_t byte =
          i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U;
      group = (group << 8U) | byte;
    }
    const std::size_t digits = i + 2 < bytes.size() ? 4 : bytes.size() - i + 1;
    for (std::size_t k = 0; k < 4; ++k) {
      if (k < digits) {
        result += alphabet[(group >> (18U - 6U * k)) & 63U];
      } else if (padded) {
        result += '=';
      }
    }
  }
  return result;
}

std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
    }
    table.at(i) = value;
  }
  return table;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  // EVP_sha256() would be looked up anew for each digest, which takes longer than a short one.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, algorithm, nullptr) != 1) {
    throw std::runtime_error("OpenSSL could not compute a SHA-256 digest");
  }
  return {digest.begin(), digest.begin() + size};
}

std::string sha256_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string result;
  for (const char c : sha256(bytes)) {
    const auto byte = static_cast<unsigned char>(c);
    result += kDigits[byte >> 4U];
    result += kDigits[byte & 15U];
  }
  return result;
}

std::string base64url(std::string_view bytes) {
  return encode64(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", false);
}

std::string base64(std::string_view bytes) {
  return encode64(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", true);
}

std::uint32_t crc32(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = crc_table();
  std::uint32_t value = 0xFFFFFFFFU;
  for (const char c : bytes) {
    value = table.at((value ^ static_cast<unsigned char>(c)) & 255U) ^ (value >> 8U);
  }
  return value ^ 0xFFFFFFFFU;
}

std::string s256_challenge(std::string_view verifier) { return base64url(sha256(verifier)); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  // The lengths may show: those of our secrets are public, and a digest of each would be paid for
  // every key on every request.
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.empty()) return std::string();
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const auto* from = reinterpret_cast<const unsigned char*>(text.data());
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), from,
                                   static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  // OpenSSL forgives white space and stray bits; what it read must be what was written.
  if (base64(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace conform
