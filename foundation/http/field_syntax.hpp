// What header fields are made of (RFC 9110 section 5). Pure functions.
#pragma once

#include <algorithm>
#include <string_view>

#include "foundation/text/ascii.hpp"

namespace conform {

// A token (section 5.6.2): the name of a field, a method.
bool is_token(std::string_view text);

// A field value as it may be received: no control character but the tab (section 5.5).
bool is_field_value(std::string_view text);

// A request's target as far as its line goes (RFC 9112 section 3.2): blanks and control characters
// would end it. Whoever sends other than ASCII is let through, as curl does.
bool is_target_text(std::string_view text);

// Whether a value that is written would end its field, or the head, early: CR, LF and NUL.
bool breaks_field(std::string_view text);

// Calls `visit(std::string_view)` for each element of a list with commas (section 5.6.1): without
// the blanks around it, and not for empty ones.
template <typename Visit>
void for_each_element(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (const std::string_view element = trimmed(list.substr(0, end)); !element.empty()) {
      visit(element);
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace conform
