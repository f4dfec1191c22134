// Clients by their id: registered ones, and those that are their own metadata document's URL.
#pragma once

#include <optional>
#include <string_view>

#include "mock_server/handler.hpp"

namespace conform {

// nullopt: not registered, and no document that could be fetched. Nothing is ever fetched from a
// network: documents come from the world's own map.
std::optional<ClientRegistration> find_client(const Context& context, std::string_view client_id);

// Exact, but for clients that were registered by hand and for the port of a loopback address (RFC
// 8252 section 7.3).
bool redirect_is_registered(const ClientRegistration& client, std::string_view redirect_uri);

// What may be registered at all: https, loopback http, or a custom scheme; the text says what is
// wrong, or is empty.
std::string redirect_problem(std::string_view redirect_uri);

}  // namespace conform
