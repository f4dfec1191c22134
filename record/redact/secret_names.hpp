// Which parameters, JSON members, header fields and cookies hold secrets, by their names, and what
// a pseudonym looks like. Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace conform {

// "password", "access_token", "api_key", …; empty when a value of that name is no secret. Letter
// case and punctuation of the name do not count.
std::string_view kind_of_secret(std::string_view name);

// Whether the text begins with a pseudonym ("access_token#2"), and how long that is; 0 when not.
std::size_t pseudonym_size(std::string_view text);

// What a secret may stand in for. Some values are no less a secret, but are also words, addresses
// or numbers that mean something else elsewhere.
enum class SecretReach {
  kPlace,       // only where its name says what it is
  kWords,       // also as a word of its own in what clients and servers wrote
  kEverywhere,  // nobody writes that by chance
};
SecretReach reach_of(std::string_view kind, std::string_view value);

// A word, a few words, a number, a date: something that people write.
bool is_ordinary(std::string_view value);

}  // namespace conform
