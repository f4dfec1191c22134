#include "mock_server/serving/tls.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

#include "foundation/files/descriptor.hpp"

namespace conform::mock {
namespace {

constexpr std::array<std::string_view, 5> kNames{"callbacks.omniapp.co", "*.omniapp.co",
                                                 "*.omni.localhost", "localhost", "127.0.0.1"};
// What the authority may sign at all. "omniapp.co" covers the names below it.
constexpr const char* kConstraints =
    "critical,permitted;DNS:omniapp.co,permitted;DNS:localhost,"
    "permitted;IP:127.0.0.1/255.255.255.255";
constexpr long kDay = 24L * 60 * 60;
constexpr long kAuthorityDays = 365;
constexpr long kRenewWithinDays = 30;
constexpr long kLeafDays = 7;
constexpr mode_t kOwnerOnly = 0600;
constexpr mode_t kEverybody = 0644;

template <auto kFree>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using File = std::unique_ptr<std::FILE, Free<std::fclose>>;
using Bio = std::unique_ptr<BIO, Free<BIO_free>>;

[[noreturn]] void fail(std::string_view doing) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  throw std::runtime_error(fmt::format("TLS: cannot {}: {}", doing, text.data()));
}

Key new_key() {
  Key key(EVP_EC_gen("P-256"));
  if (!key) fail("make a key");
  return key;
}

void extend(X509& certificate, X509& issuer, int extension, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, &issuer, &certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, Free<X509_EXTENSION_free>> made(
      X509V3_EXT_conf_nid(nullptr, &context, extension, value.c_str()));
  if (!made || X509_add_ext(&certificate, made.get(), -1) != 1) fail("extend a certificate");
}

void set_serial(X509& certificate) {
  std::uint64_t serial = 0;
  if (RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial)) != 1) {
    fail("draw a serial number");
  }
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), serial >> 1);
}

Certificate new_certificate(const Key& key, std::string_view common_name, long days) {
  Certificate certificate(X509_new());
  if (!certificate) fail("make a certificate");
  X509_set_version(certificate.get(), X509_VERSION_3);
  set_serial(*certificate);
  // Clocks of clients differ: an hour of grace.
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60L * 60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), days * kDay);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.data()),
                             static_cast<int>(common_name.size()), -1, 0);
  return certificate;
}

void sign(X509& certificate, X509& issuer, const Key& issuer_key) {
  X509_set_issuer_name(&certificate, X509_get_subject_name(&issuer));
  if (X509_sign(&certificate, issuer_key.get(), EVP_sha256()) == 0) fail("sign a certificate");
}

struct Authority {
  Key key;
  Certificate certificate;
};

Authority new_authority() {
  Authority authority{new_key(), nullptr};
  authority.certificate =
      new_certificate(authority.key, "omni-conform mock (local testing only)", kAuthorityDays);
  X509& certificate = *authority.certificate;
  extend(certificate, certificate, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(certificate, certificate, NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(certificate, certificate, NID_subject_key_identifier, "hash");
  extend(certificate, certificate, NID_name_constraints, kConstraints);
  sign(certificate, certificate, authority.key);
  return authority;
}

std::string text_of(const Bio& written) {
  char* begin = nullptr;
  const long size = BIO_get_mem_data(written.get(), &begin);
  return {begin, static_cast<std::size_t>(size)};
}

[[noreturn]] void cannot_write(const std::filesystem::path& file, int error) {
  throw std::runtime_error("TLS: cannot write " + file.string() + ": " +
                           std::generic_category().message(error));
}

bool write_out(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(descriptor) == 0;
}

// Beside the file first, readable by its owner only from the first moment on, and then in its
// place: a full disk leaves no half of it, what is there already lends it no mode, and a link there
// is replaced instead of followed.
void keep_file(const std::filesystem::path& file, std::string_view text, mode_t mode) {
  std::string beside = file.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(beside.data(), O_CLOEXEC);
  if (descriptor < 0) cannot_write(file, errno);
  int error = ::fchmod(descriptor, mode) == 0 && write_out(descriptor, text) ? 0 : errno;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(beside.c_str(), file.c_str()) != 0) error = errno;
  if (error == 0) return;
  ::unlink(beside.c_str());
  cannot_write(file, error);
}

void keep(const Authority& authority, const std::filesystem::path& folder) {
  const Bio key(BIO_new(BIO_s_mem()));
  const Bio certificate(BIO_new(BIO_s_mem()));
  if (!key || PEM_write_bio_PrivateKey(key.get(), authority.key.get(), nullptr, nullptr, 0, nullptr,
                                       nullptr) != 1) {
    fail("write the authority's key");
  }
  if (!certificate || PEM_write_bio_X509(certificate.get(), authority.certificate.get()) != 1) {
    fail("write the authority's certificate");
  }
  keep_file(folder / "ca.key", text_of(key), kOwnerOnly);
  keep_file(folder / "ca.pem", text_of(certificate), kEverybody);
}

// For a pass phrase: without this OpenSSL asks whoever sits at the terminal.
int ask_nobody(char*, int, int, void*) { return 0; }

bool lasts(const X509& certificate) {
  std::time_t soon = std::time(nullptr) + kRenewWithinDays * kDay;
  return X509_cmp_time(X509_get0_notAfter(&certificate), &soon) > 0;
}

// A file and nothing else: of a pipe nobody knows whether anything ever comes. nullptr when there
// is none. Takes from others what `mode` does not let them do.
File kept_file(const std::filesystem::path& file, mode_t mode) {
  Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  const bool is_file =
      descriptor && ::fstat(descriptor.get(), &status) == 0 && S_ISREG(status.st_mode);
  const bool is_closed =
      is_file && ((status.st_mode & 0777U & ~mode) == 0 || ::fchmod(descriptor.get(), mode) == 0);
  return is_closed ? File(::fdopen(descriptor.release(), "r")) : nullptr;
}

// Empty members when there is none that can be used.
Authority kept_authority(const std::filesystem::path& folder) {
  const File key = kept_file(folder / "ca.key", kOwnerOnly);
  const File certificate = kept_file(folder / "ca.pem", kEverybody);
  if (!key || !certificate) return {};
  Authority authority{Key(PEM_read_PrivateKey(key.get(), nullptr, ask_nobody, nullptr)),
                      Certificate(PEM_read_X509(certificate.get(), nullptr, ask_nobody, nullptr))};
  const bool usable = authority.key && authority.certificate && lasts(*authority.certificate) &&
                      X509_check_private_key(authority.certificate.get(), authority.key.get()) == 1;
  ERR_clear_error();
  return usable ? std::move(authority) : Authority{};
}

// Nobody else makes an authority in the folder meanwhile: of two that did, one would sign with
// another key than the certificate's that clients were told to trust.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder)
      : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (!descriptor_) cannot_write(folder, errno);
    while (::flock(descriptor_.get(), LOCK_EX) != 0) {
      if (errno != EINTR) cannot_write(folder, errno);
    }
  }

 private:
  Descriptor descriptor_;
};

Authority authority_in(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  const FolderLock lock(folder);
  Authority authority = kept_authority(folder);
  if (authority.key) return authority;
  authority = new_authority();
  keep(authority, folder);
  return authority;
}

Certificate new_leaf(const Key& key, const Authority& authority) {
  Certificate leaf = new_certificate(key, kNames.front(), kLeafDays);
  std::string names;
  for (const std::string_view name : kNames) {
    const bool address = name.find_first_not_of("0123456789.") == std::string_view::npos;
    names += fmt::format("{}{}:{}", names.empty() ? "" : ",", address ? "IP" : "DNS", name);
  }
  extend(*leaf, *authority.certificate, NID_basic_constraints, "critical,CA:FALSE");
  extend(*leaf, *authority.certificate, NID_key_usage, "critical,digitalSignature");
  extend(*leaf, *authority.certificate, NID_ext_key_usage, "serverAuth");
  extend(*leaf, *authority.certificate, NID_subject_alt_name, names);
  extend(*leaf, *authority.certificate, NID_authority_key_identifier, "keyid");
  sign(*leaf, *authority.certificate, authority.key);
  return leaf;
}

}  // namespace

std::span<const std::string_view> tls_names() { return kNames; }

TlsIdentity::TlsIdentity(const std::filesystem::path& folder) : authority_file_(folder / "ca.pem") {
  std::signal(SIGPIPE, SIG_IGN);
  const Authority authority = authority_in(folder);
  const Key key = new_key();
  const Certificate leaf = new_leaf(key, authority);
  context_ = SSL_CTX_new(TLS_server_method());
  const bool ready = context_ != nullptr &&
                     SSL_CTX_set_min_proto_version(context_, TLS1_2_VERSION) == 1 &&
                     SSL_CTX_use_certificate(context_, leaf.get()) == 1 &&
                     SSL_CTX_use_PrivateKey(context_, key.get()) == 1;
  if (!ready) {
    SSL_CTX_free(context_);
    fail("set up the server");
  }
}

TlsIdentity::~TlsIdentity() { SSL_CTX_free(context_); }

}  // namespace conform::mock
