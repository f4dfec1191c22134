// Who may open a connection, where several mocks of one process share the loopback.
#pragma once

#include <cstdint>
#include <functional>

namespace conform::mock {

// The two ends of an accepted TCP connection over IPv4, as getpeername() and getsockname() tell
// them; all in host byte order.
struct ConnectionEnds {
  std::uint32_t peer_address = 0;
  std::uint16_t peer_port = 0;
  std::uint32_t own_address = 0;
  std::uint16_t own_port = 0;
};

// Whether the server serves whoever opened a connection. Called once for each connection, on its
// thread and before anything is read from it, several at a time; must not throw.
using Admission = std::function<bool(const ConnectionEnds&)>;

}  // namespace conform::mock
