// Whose the other end of a TCP connection is, as the kernel tells it: sock_diag(7), proc(5). What
// it does not tell, or not to us, is unknown. Thread-safe; nothing here throws.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "mock_server/serving/admission.hpp"

namespace conform::clients {

// The inode of the peer's socket, which its descriptors in /proc name. nullopt when the peer has
// closed it, is on another machine, or cannot be told.
std::optional<std::uint64_t> inode_of_peer(const mock::ConnectionEnds& ends);

// The same, from the text of /proc/net/tcp or of /proc/net/tcp6: a socket of IPv6 may speak IPv4
// (RFC 4291 section 2.5.5.2). For kernels that don't answer sock_diag.
std::optional<std::uint64_t> inode_in_table(std::string_view table,
                                            const mock::ConnectionEnds& ends);

// Whether a process that descends from this one, which is not looked at itself, has the socket
// open. False also where the kernel lets us see neither.
bool is_held_below(int process, std::uint64_t inode);

}  // namespace conform::clients
