// Text as protocols and file formats treat it: letter case of ASCII only, blanks, replacement. Pure
// functions.
#pragma once

#include <string>
#include <string_view>

namespace conform {

std::string lower_case(std::string_view text);
// True when two header names, schemes or host names are equal but for ASCII case.
bool equals_ignoring_case(std::string_view a, std::string_view b);
// Without the spaces and tabs at both ends (optional white space, RFC 9110 section 5.6.3).
std::string_view trimmed(std::string_view text);
// Replaces every occurrence; what was put in is not searched again. Nothing happens when `what` is
// empty.
void replace_all(std::string& text, std::string_view what, std::string_view by);

}  // namespace conform
