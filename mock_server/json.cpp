#include "mock_server/json.hpp"

template class nlohmann::basic_json<nlohmann::ordered_map>;
template class std::vector<conform::Json>;
template class nlohmann::detail::json_ref<conform::Json>;
template class nlohmann::detail::serializer<conform::Json>;
template class nlohmann::detail::json_sax_dom_parser<conform::Json>;
template class nlohmann::detail::json_sax_dom_callback_parser<conform::Json>;
template nlohmann::ordered_json nlohmann::ordered_json::parse(const std::string&, parser_callback_t,
                                                              bool, bool);
template nlohmann::ordered_json nlohmann::ordered_json::parse(std::string&, parser_callback_t, bool,
                                                              bool);
template nlohmann::ordered_json nlohmann::ordered_json::parse(std::string&&, parser_callback_t,
                                                              bool, bool);
template nlohmann::ordered_json nlohmann::ordered_json::parse(const std::string_view&,
                                                              parser_callback_t, bool, bool);
template nlohmann::ordered_json nlohmann::ordered_json::parse(std::string_view&, parser_callback_t,
                                                              bool, bool);
template nlohmann::ordered_json nlohmann::ordered_json::parse(std::string_view&&, parser_callback_t,
                                                              bool, bool);
template nlohmann::json nlohmann::json::parse(const char*, const char*, parser_callback_t, bool,
                                              bool);
