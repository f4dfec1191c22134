// WWW-Authenticate as a client must read it: several challenges, in one field or many, quoted
// strings with escapes, token68, names in any case (RFC 9110 section 11.6.1). Pure; what cannot be
// read is skipped.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/http/message.hpp"

namespace conform {

struct Challenge {
  std::string scheme;   // as sent
  std::string token68;  // of a challenge that has one instead of parameters
  std::vector<std::pair<std::string, std::string>> parameters;

  // The first parameter of that name, in any case; empty when there is none.
  [[nodiscard]] std::string get(std::string_view name) const;
  void set(std::string_view name, std::string value);  // replaces every parameter of that name
};

// How a client reads it; all but the first are mistakes of the field.
enum class ChallengeReading {
  kWhole,
  kExactCase,    // Bearer and parameter names in lower case only
  kQuotedOnly,   // skips values without quotes
  kFirstScheme,  // the first challenge of a field only
  kFirstField,   // the first field only
  kNoSpace,      // skips parameters with white space around "="
  kNoEscapes,    // a quoted string ends at the first quote
};

std::vector<Challenge> parse_challenges(std::string_view field_value,
                                        ChallengeReading how = ChallengeReading::kWhole);

// The first Bearer challenge of a response.
std::optional<Challenge> bearer_challenge(const Headers& headers,
                                          ChallengeReading how = ChallengeReading::kWhole);

}  // namespace conform
