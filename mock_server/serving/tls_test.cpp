#include "mock_server/serving/tls.hpp"

#include <httplib.h>
#include <openssl/pem.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "mock_server/mock_fixture.hpp"

namespace conform::mock {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Omni's real host names, resolved to loopback, and nothing trusted but the mock's authority.
class Tls : public MockFixture {
 protected:
  Tls() {
    std::string pattern = (std::filesystem::temp_directory_path() / "conform_tls_XXXXXX").string();
    folder = mkdtemp(pattern.data());
  }
  ~Tls() override { std::filesystem::remove_all(folder); }

  std::unique_ptr<httplib::SSLClient> client(const std::string& host) {
    auto made = std::make_unique<httplib::SSLClient>(host, mock->ports().at("callbacks"));
    made->set_hostname_addr_map({{host, "127.0.0.1"}});
    made->set_ca_cert_path((folder / "ca.pem").string());
    made->enable_server_certificate_verification(true);
    return made;
  }
  std::filesystem::path folder;
};

TEST_F(Tls, RealHostNamesAreServedAndVerified) {
  const TlsIdentity identity(folder);
  omni->listen({.tls = &identity});
  const auto callbacks = client("callbacks.omniapp.co");
  const auto metadata = callbacks->Get("/.well-known/oauth-authorization-server");
  ASSERT_TRUE(metadata) << httplib::to_string(metadata.error());
  const std::string origin = mock->real_origin("callbacks");
  EXPECT_TRUE(origin.starts_with("https://callbacks.omniapp.co:"));
  EXPECT_EQ(Json::parse(metadata->body).at("issuer"), origin);

  const auto acme = client("acme.omniapp.co");
  const auto page = acme->Get("/login");
  ASSERT_TRUE(page);
  EXPECT_NE(page->body.find("Log in to Acme"), std::string::npos);
}

TEST_F(Tls, AClientThatDoesNotTrustTheAuthorityIsNotServed) {
  const TlsIdentity identity(folder);
  omni->listen({.tls = &identity});
  httplib::SSLClient stranger("callbacks.omniapp.co", mock->ports().at("callbacks"));
  stranger.set_hostname_addr_map({{"callbacks.omniapp.co", "127.0.0.1"}});
  stranger.enable_server_certificate_verification(true);
  EXPECT_FALSE(stranger.Get("/"));
  const auto elsewhere = client("omniapp.co.example");
  EXPECT_FALSE(elsewhere->Get("/")) << "the certificate is for other names";
}

TEST_F(Tls, TheLastInstancesCookieIsForTheRealDomain) {
  const TlsIdentity identity(folder);
  omni->listen({.tls = &identity});
  const auto acme = client("acme.omniapp.co");
  const auto signed_in =
      acme->Post("/login", httplib::Params{{"email", "quinn@acme.example"}, {"password", "omni"}});
  ASSERT_TRUE(signed_in);
  std::string set;
  for (const auto& [name, value] : signed_in->headers) {
    if (name == "Set-Cookie") set += value + '\n';
  }
  EXPECT_NE(set.find("Domain=omniapp.co"), std::string::npos) << set;
  EXPECT_NE(set.find("Secure"), std::string::npos);
}

TEST_F(Tls, WhoeverIsNotAdmittedOnlySeesTheConnectionEnd) {
  const TlsIdentity identity(folder);
  omni->listen({.tls = &identity, .admits = [](const ConnectionEnds&) { return false; }});
  EXPECT_FALSE(client("acme.omniapp.co")->Get("/login"));
  EXPECT_TRUE(mock->transcript().entries().empty());
}

TEST_F(Tls, RealNamesBelongToTls) {
  omni->listen();
  httplib::Client plain("127.0.0.1", mock->ports().at("callbacks"));
  const std::string host = "callbacks.omniapp.co:" + std::to_string(mock->ports().at("callbacks"));
  EXPECT_EQ(plain.Get("/", {{"Host", host}})->status, 421);
}

TEST_F(Tls, TheAuthorityIsKeptAndItsKeyIsPrivate) {
  {
    const TlsIdentity first(folder);
  }
  const std::string authority = text_of(folder / "ca.pem");
  {
    const TlsIdentity second(folder);
  }
  EXPECT_EQ(text_of(folder / "ca.pem"), authority);
  struct stat status{};
  ASSERT_EQ(::stat((folder / "ca.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  std::filesystem::remove(folder / "ca.key");
  {
    const TlsIdentity third(folder);
  }
  EXPECT_NE(text_of(folder / "ca.pem"), authority);
}

TEST_F(Tls, WhatIsInThePlaceOfItsKeyIsNeitherFollowedNorKept) {
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::filesystem::path target = folder / "target";
  std::ofstream(target) << "mine";
  std::filesystem::create_symlink(target, folder / "ca.key");
  const TlsIdentity made(folder);
  EXPECT_FALSE(std::filesystem::is_symlink(folder / "ca.key"));
  EXPECT_EQ(std::filesystem::file_size(target), 4U);
  std::filesystem::permissions(folder / "ca.key", std::filesystem::perms::all);
  std::ofstream(folder / "ca.key") << "no key";
  const TlsIdentity again(folder);
  struct stat status{};
  ASSERT_EQ(::stat((folder / "ca.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(Tls, AKeyThatOthersMayReadIsTheirsNoMore) {
  {
    const TlsIdentity made(folder);
  }
  const std::string authority = text_of(folder / "ca.pem");
  std::filesystem::permissions(folder / "ca.key", std::filesystem::perms::all);
  const TlsIdentity again(folder);
  struct stat status{};
  ASSERT_EQ(::stat((folder / "ca.key").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(text_of(folder / "ca.pem"), authority);
}

// It was waited for a writer, and no signal but the last ended that.
TEST_F(Tls, APipeInThePlaceOfAFileIsNotReadFrom) {
  for (const char* name : {"ca.key", "ca.pem"}) {
    {
      const TlsIdentity made(folder);
    }
    std::filesystem::remove(folder / name);
    ASSERT_EQ(::mkfifo((folder / name).c_str(), 0600), 0);
    const TlsIdentity again(folder);
    EXPECT_TRUE(std::filesystem::is_regular_file(folder / name)) << name;
  }
}

TEST_F(Tls, NobodyIsAskedForAPassPhraseOfItsKey) {
  {
    const TlsIdentity made(folder);
  }
  const std::string authority = text_of(folder / "ca.pem");
  const std::filesystem::path file = folder / "ca.key";
  std::FILE* in = std::fopen(file.c_str(), "r");
  EVP_PKEY* key = PEM_read_PrivateKey(in, nullptr, nullptr, nullptr);
  std::fclose(in);
  std::FILE* out = std::fopen(file.c_str(), "w");
  std::string phrase = "a phrase";
  EXPECT_EQ(PEM_write_PrivateKey(out, key, EVP_aes_256_cbc(),
                                 reinterpret_cast<unsigned char*>(phrase.data()),
                                 static_cast<int>(phrase.size()), nullptr, nullptr),
            1);
  std::fclose(out);
  EVP_PKEY_free(key);
  const TlsIdentity again(folder);
  EXPECT_NE(text_of(folder / "ca.pem"), authority);
}

TEST_F(Tls, OfManyFirstStartsAtOnceOneMakesTheAuthority) {
  constexpr std::size_t kStarts = 8;
  std::vector<std::string> trusted(kStarts);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kStarts);
    for (std::string& authority : trusted) {
      threads.emplace_back([this, &authority] {
        const TlsIdentity identity(folder);
        authority = text_of(identity.authority_file());
      });
    }
  }
  for (const std::string& authority : trusted) EXPECT_EQ(authority, trusted.front());
}

// No file may grow, as on a full disk.
class FullDisk {
 public:
  FullDisk() {
    ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{0, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

TEST_F(Tls, AFullDiskIsSaidAndLeavesNoHalfOfAKey) {
  std::string said;
  {
    const FullDisk full;
    try {
      const TlsIdentity identity(folder);
    } catch (const std::runtime_error& error) {
      said = error.what();
    }
  }
  EXPECT_NE(said.find("TLS: cannot write " + (folder / "ca.key").string()), std::string::npos)
      << said;
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(Tls, AFolderThatCannotBeWrittenIsNamed) {
  std::ofstream(folder / "file") << "x";
  try {
    const TlsIdentity identity(folder / "file" / "tls");
    FAIL() << "there is no such folder";
  } catch (const std::exception& error) {
    EXPECT_NE(std::string(error.what()).find((folder / "file").string()), std::string::npos)
        << error.what();
  }
}

TEST_F(Tls, StopsAtOnceWithOpenConnections) {
  const TlsIdentity identity(folder);
  omni->listen({.tls = &identity});
  const auto callbacks = client("callbacks.omniapp.co");
  callbacks->set_keep_alive(true);
  ASSERT_TRUE(callbacks->Get("/"));
  omni->stop();
}

}  // namespace
}  // namespace conform::mock
