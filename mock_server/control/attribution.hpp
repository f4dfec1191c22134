// Which client an entry of the transcript belongs to, by what the mock knew of each request. Pure
// functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "record/transcript.hpp"

namespace conform {

// One name an entry: a registered client's name, else "key ID", else the product of the User-Agent;
// empty for notes and for what a person at the browser did. A request without a credential counts
// as that of the client which later used a credential with the same User-Agent, when it is only
// one.
std::vector<std::string> clients_of(const std::vector<Entry>& entries);

// The entries of each client, by its name; what belongs to none is left out.
std::map<std::string, std::vector<Entry>> records_of_clients(const std::vector<Entry>& entries);

}  // namespace conform
