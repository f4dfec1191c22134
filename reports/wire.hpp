// A record for a person at a terminal, entry by entry: who spoke to whom, requests and answers laid
// out, what people did meanwhile; and the verdicts, with the numbers of the entries that they rest
// on. Entries and plays are redacted already; whatever they hold, the text is fit for a terminal.
// Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "suites/verdict.hpp"

namespace conform::reports {

inline constexpr std::size_t kWireBodyLines = 40;   // of one body; then it says how many more
inline constexpr std::size_t kWireLineBytes = 400;  // of one line; then it says how many more

// What is left out of wire_text(), to be said once.
std::string wire_legend();

// Several lines: "#12 client -> acme host: POST /mcp/https tools/call getData", what it brought
// with it, "acme host -> client: 200", and what came back. Colour is for terminals only.
std::string wire_text(const Entry& entry, bool colour);

// Every check of a play, one after the other: how it went, on which entries that rests ("#12 #34"),
// and where in them a rule was broken.
std::string wire_verdicts(const Play& play, bool colour);

}  // namespace conform::reports
