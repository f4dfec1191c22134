// Whether somebody listens on a loopback port, found out without connecting: a program that waits
// for one redirect and no more must not be handed an empty connection instead.
#pragma once

#include <chrono>
#include <stop_token>

namespace conform::clients {

bool is_listening(int port);

// Looks again and again until somebody listens, or the (real) time is up. Returns whether somebody
// does.
bool wait_for_listener(int port, std::chrono::milliseconds at_most);

// Whether a server that allows its address to be reused, as most do, could listen on that port: a
// connection of anybody's may have taken it, and keeps it for a minute after its end.
bool is_free(int port);
// Looks again and again until it is, the (real) time is up, or a stop is requested. Returns whether
// it is.
bool wait_until_free(int port, std::chrono::milliseconds at_most, const std::stop_token& stop = {});

}  // namespace conform::clients
