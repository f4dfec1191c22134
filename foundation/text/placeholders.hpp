// Texts with places for values: "{name}". Pure functions.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace conform {

// What a name stands for; nullopt: nothing.
using Meaning = std::function<std::optional<std::string>(std::string_view name)>;
// What a text becomes; nullopt: nothing, and whoever wanted to write it leaves it out.
using Fill = std::function<std::optional<std::string>(const std::string& text)>;

// The text with the value of each "{name}" in its place; what was put in is not searched again. A
// name without a meaning stays as it is. Names are of letters, digits, '_' and '-'.
std::string filled(std::string_view text, const Meaning& meaning);
std::string with_placeholders(std::string_view text,
                              const std::map<std::string, std::string>& values);

}  // namespace conform
