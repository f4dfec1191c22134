#include "foundation/json/json.hpp"

template class nlohmann::basic_json<conform::JsonMembers>;
template class std::vector<conform::Json>;
template class nlohmann::detail::json_ref<conform::Json>;
template class nlohmann::detail::serializer<conform::Json>;
template class nlohmann::detail::json_sax_dom_parser<conform::Json>;
template class nlohmann::detail::json_sax_dom_callback_parser<conform::Json>;
template conform::Json conform::Json::parse(const std::string&, parser_callback_t, bool, bool);
template conform::Json conform::Json::parse(std::string&, parser_callback_t, bool, bool);
template conform::Json conform::Json::parse(std::string&&, parser_callback_t, bool, bool);
template conform::Json conform::Json::parse(const std::string_view&, parser_callback_t, bool, bool);
template conform::Json conform::Json::parse(std::string_view&, parser_callback_t, bool, bool);
template conform::Json conform::Json::parse(std::string_view&&, parser_callback_t, bool, bool);
template nlohmann::json nlohmann::json::parse(const char*, const char*, parser_callback_t, bool,
                                              bool);
