// A call that its client gives up is in the record when it was handled, which may be later: what
// comes next must stand behind it.
#pragma once

#include <cstddef>

#include "record/transcript.hpp"

namespace conform::clients {

// Returns when a tools/call stands behind the first `after` entries, or after ten seconds of real
// time: of a client that never sent it.
void await_recorded_call(const Transcript& transcript, std::size_t after);

}  // namespace conform::clients
