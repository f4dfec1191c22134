// JSON as the text that is sent. Pure.
#pragma once

#include <string>
#include <string_view>

#include "foundation/json/json.hpp"

namespace conform {

// Without white space. Foreign text that is no UTF-8 is shown with replacement characters instead
// of failing the answer.
std::string json_text(const Json& json);

// Whether a JSON string can hold it: it is UTF-8 (RFC 8259 section 8.1).
bool is_utf8(const std::string& text);

// A text as a JSON string with its quotes (RFC 8259 section 7).
std::string json_quoted(std::string_view text);

// Whether `text` holds this one as it is, or as (part of) a string of JSON: programs tell other
// programs in JSON what they show.
bool holds_text(std::string_view text, std::string_view wanted);

}  // namespace conform
