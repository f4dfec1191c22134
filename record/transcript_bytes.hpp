// Entries of a transcript as bytes, the form in which a transcript keeps them: one block instead of
// a dozen allocations an exchange, and ready for a file. Read by the process that wrote them, so
// numbers stand as they stand in memory. Every member comes back as it was but the entry's number,
// which its place tells, and a body that is a stream. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "record/transcript.hpp"

namespace conform {

void append_bytes(std::string& to, const Exchange& exchange);
void append_bytes(std::string& to, const Note& note);

// Takes the first entry from `bytes`, which must hold one.
Entry take_entry(std::string_view& bytes, std::size_t number);

}  // namespace conform
