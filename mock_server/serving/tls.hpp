// A certificate authority of the mock's own, and what it signs: one certificate for Omni's real
// host names and the local ones. RFC 5280.
#pragma once

#include <openssl/types.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace conform::mock {

// The host names (and 127.0.0.1) that the certificate is for, and to which the authority is limited
// by name constraints: whoever trusts it trusts it for nothing else.
std::span<const std::string_view> tls_names();

// Immutable once made; shared by all connections.
class TlsIdentity {
 public:
  // Makes the authority in `folder` when there is none or it expires within 30 days: ca.pem, and
  // ca.key that only its owner can read and that never leaves the folder. The leaf is made anew
  // each time, lives for seven days, and its key is only in memory. Of several at once, in other
  // processes too, one makes it. The process ignores SIGPIPE from then on: OpenSSL has no other way
  // to make an error of writing to a peer that has gone. Throws std::runtime_error.
  explicit TlsIdentity(const std::filesystem::path& folder);
  ~TlsIdentity();
  TlsIdentity(const TlsIdentity&) = delete;
  TlsIdentity& operator=(const TlsIdentity&) = delete;

  [[nodiscard]] SSL_CTX* context() const { return context_; }
  [[nodiscard]] const std::filesystem::path& authority_file() const {
    return authority_file_;
  }  // ca.pem

 private:
  std::filesystem::path authority_file_;
  SSL_CTX* context_ = nullptr;
};

}  // namespace conform::mock
