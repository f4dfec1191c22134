// Whether somebody listens on a loopback port, found out without connecting: a program that waits
// for one redirect and no more must not be handed an empty connection instead.
#pragma once

#include <chrono>

namespace conform {

bool is_listening(int port);

// Looks again and again until somebody listens, or the (real) time is up. Returns whether somebody
// does.
bool wait_for_listener(int port, std::chrono::milliseconds at_most);

}  // namespace conform
