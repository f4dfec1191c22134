// Identifiers and secrets as a seam: the same seed gives the same ones, so transcripts can be
// compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <string_view>

namespace conform {

// Thread-safe. Not for real secrets unless made with Ids::unpredictable().
class Ids {
 public:
  explicit Ids(std::uint64_t seed) : engine_(seed) {}
  static std::uint64_t unpredictable_seed();

  std::string base62(std::size_t length);
  std::string base64url(std::size_t length);
  std::string hex(std::size_t length);
  std::string from(std::string_view alphabet, std::size_t length);
  std::string uuid();
  std::uint64_t number(std::uint64_t below);

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

// A UUID that always belongs to this name (RFC 9562 section 5.8: version 8, from its SHA-256).
std::string uuid_of(std::string_view name);
bool is_uuid(std::string_view text);

// An Omni key: "omni_osk_", 50 characters and a checksum of 6 (docs/omni.md, "Keys and tokens").
// Ours begin with "MOCK" and use a CRC-32 of our own, so that nobody takes one for a real key.
std::string omni_key(std::string_view body);  // body is cut or filled to 46 base-62 characters
bool is_well_formed_omni_key(std::string_view key);

}  // namespace conform
