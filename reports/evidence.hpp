// The entries of a play that its findings rest on. Pure functions; pointers live as long as the
// play.
#pragma once

#include <string>
#include <vector>

#include "suites/verdict.hpp"

namespace conform::reports {

std::size_t number_of(const Entry& entry);

// Entries by their numbers, in order, each once; numbers that the record does not hold are left
// out.
std::vector<const Entry*> entries_of(const Play& play, std::vector<std::size_t> numbers);
std::vector<const Entry*> cited_entries(const Play& play);  // by any of its checks

// "#12 POST callbacks /oauth/token 400", with the JSON-RPC method where there is one; of a note its
// kind and text.
std::string line_of(const Entry& entry, std::size_t columns);

// The command line that plays this cell again, or empty when the run does not know one.
std::string replay_of(const Run& run, const Play& play);
// … and prints what goes over the wire meanwhile; empty as well for what is no play of ours.
std::string wire_replay_of(const Run& run, const Play& play);

}  // namespace conform::reports
