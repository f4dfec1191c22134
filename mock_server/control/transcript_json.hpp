// Entries of a transcript as JSON, for the control API. Pure functions.
#pragma once

#include <functional>

#include "foundation/json/json.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

using Redact = std::function<Entry(Entry)>;  // empty: texts are shown as they are

// What a list shows: one line of an entry, without header fields and bodies.
Json summary_of(const Entry& entry, const Redact& redact);
// Everything that is known of it.
Json details_of(const Entry& entry, const Redact& redact);

}  // namespace conform::mock
