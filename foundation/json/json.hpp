// The JSON type of the project: members keep the order in which they were written, so texts are
// stable.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json_members.hpp"

namespace conform {

using Json = nlohmann::basic_json<JsonMembers>;

}  // namespace conform

// Compiled once, in json.cpp, and not anew in each source: that was a large part of what a build
// took. The last one is what the library's own literals need, used or not.
extern template class nlohmann::basic_json<conform::JsonMembers>;
extern template class std::vector<conform::Json>;
extern template class nlohmann::detail::json_ref<conform::Json>;
extern template class nlohmann::detail::serializer<conform::Json>;
extern template class nlohmann::detail::json_sax_dom_parser<conform::Json>;
extern template class nlohmann::detail::json_sax_dom_callback_parser<conform::Json>;
extern template conform::Json conform::Json::parse(const std::string&, parser_callback_t, bool,
                                                   bool);
extern template conform::Json conform::Json::parse(std::string&, parser_callback_t, bool, bool);
extern template conform::Json conform::Json::parse(std::string&&, parser_callback_t, bool, bool);
extern template conform::Json conform::Json::parse(const std::string_view&, parser_callback_t, bool,
                                                   bool);
extern template conform::Json conform::Json::parse(std::string_view&, parser_callback_t, bool,
                                                   bool);
extern template conform::Json conform::Json::parse(std::string_view&&, parser_callback_t, bool,
                                                   bool);
extern template nlohmann::json nlohmann::json::parse(const char*, const char*, parser_callback_t,
                                                     bool, bool);
