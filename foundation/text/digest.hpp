// The few digests that OAuth and the fixtures need, over OpenSSL. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace conform {

std::string sha256(std::string_view bytes);      // 32 raw bytes
std::string sha256_hex(std::string_view bytes);  // 64 lower-case digits
std::string base64url(std::string_view bytes);   // without padding (RFC 4648 section 5)
std::string base64(std::string_view bytes);
std::uint32_t crc32(std::string_view bytes);
std::string s256_challenge(std::string_view verifier);  // RFC 7636 section 4.2
bool equal_in_constant_time(std::string_view a, std::string_view b);

// Standard base64 (RFC 4648 section 4), padded and without any other character; nullopt otherwise.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace conform
