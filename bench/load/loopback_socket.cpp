#include "bench/load/loopback_socket.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include "clients/http/http_connection.hpp"

namespace conform::bench {

using clients::ConnectionError;

void no_answer(const Url& url, std::string_view why) {
  throw ConnectionError(fmt::format("no answer from {}: {}", url.origin(), why));
}

Descriptor connected_to(const Url& url) {
  Descriptor made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (made.get() < 0) throw std::system_error(errno, std::generic_category(), "a socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(url.port == 0 ? 80 : url.port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  ::setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  if (::connect(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    no_answer(url, std::strerror(errno));
  }
  return made;
}

}  // namespace conform::bench
