// Lines that somebody types, or that come through a pipe, read by a thread that can be stopped.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

namespace conform::runner {

// Calls `take` for each line of the descriptor, without its line break, on the calling thread.
// Returns when it ends or cannot be read (a background process has no terminal), or when it is
// asked to stop. A longer line than 64 KiB is taken in pieces. Throws std::system_error when there
// is no descriptor left to wait with.
void read_lines(int descriptor, const std::stop_token& stop,
                const std::function<void(const std::string& line)>& take);

}  // namespace conform::runner
