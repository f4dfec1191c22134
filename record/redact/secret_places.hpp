// Where in a text secrets stand, by the names before them and by what they look like: parameters of
// queries, fragments and forms, members of JSON (also of JSON within JSON, of event streams and of
// scripts), fields of HTML and multipart forms, header fields that a program printed, keys of known
// vendors. Made for texts of strangers: nothing of it needs them to be well-formed. Pure functions.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace conform {

struct SecretPlace {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view kind;  // as kind_of_secret() has it
};
using SecretPlaces = std::vector<SecretPlace>;

SecretPlaces places_in_text(std::string_view text);
// Of a header field's value: every cookie, every credential whatever its scheme, and what its name
// says is a secret; and what places_in_text finds.
SecretPlaces places_in_field(std::string_view name, std::string_view value);

// The parts of the first; each adds what it finds.
void find_parameters(std::string_view text, SecretPlaces& found);
void find_members(std::string_view text, SecretPlaces& found);
void find_markup(std::string_view text, SecretPlaces& found);
void find_shapes(std::string_view text, SecretPlaces& found);

// "Bearer abc": where the credential begins, after a scheme if there is one.
std::size_t credential_begin(std::string_view authorization);

}  // namespace conform
