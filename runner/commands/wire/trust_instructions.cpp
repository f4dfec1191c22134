#include "runner/commands/wire/trust_instructions.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <stdexcept>

namespace conform::runner {

std::string trust_instructions(const std::filesystem::path& authority,
                               const std::vector<std::string>& hosts, int port) {
  const std::string file = std::filesystem::absolute(authority).string();
  std::string text = fmt::format(
      "\nTLS: the authority is {0}; its key stays beside it.\n"
      "It can sign only omniapp.co, localhost and 127.0.0.1 (name constraints). Take it out of "
      "every\n"
      "trust store again when you are done. Trust it in\n"
      "  Node.js      NODE_EXTRA_CA_CERTS={0}\n"
      "  Python       SSL_CERT_FILE={0} REQUESTS_CA_BUNDLE={0}\n"
      "  Go, OpenSSL  SSL_CERT_FILE={0}\n"
      "  Java         keytool -importcert -noprompt -alias omni-conform -file {0} \\\n"
      "                 -keystore trust.p12 -storepass changeit\n"
      "               java -Djavax.net.ssl.trustStore=trust.p12 "
      "-Djavax.net.ssl.trustStorePassword=changeit\n"
      "  curl         --cacert {0}\n"
      "  Chromium     certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n omni-conform -i {0}\n"
      "  Firefox      Settings > Privacy & Security > View Certificates > Authorities > Import\n"
      "Omni's real names lead here with this line in the hosts file of the client's machine:\n"
      "  127.0.0.1 {1}\n",
      file, fmt::join(hosts, " "));
  if (port != 443) {
    text += fmt::format(
        "A client whose URL is fixed asks port 443: use --port 443 (as root, or with\n"
        "net.ipv4.ip_unprivileged_port_start=443); now it is {}.\n",
        port);
  }
  return text;
}

std::filesystem::path default_tls_folder() {
  const char* data = std::getenv("XDG_DATA_HOME");
  if (data != nullptr && *data != '\0') return std::filesystem::path(data) / "omni-conform" / "tls";
  const char* home = std::getenv("HOME");
  if (home == nullptr || *home == '\0') {
    throw std::runtime_error("HOME is not set: say where to keep the authority with --tls-folder");
  }
  return std::filesystem::path(home) / ".local/share/omni-conform/tls";
}

}  // namespace conform::runner
