// Clients by their id: registered ones, and those that are their own metadata document's URL.
#pragma once

#include <optional>
#include <string_view>

#include "mock_server/handling/handler.hpp"

namespace conform::mock {

// nullopt: not registered, and no document that could be fetched. Nothing is ever fetched from a
// network: documents come from the world's own map.
std::optional<ClientRegistration> find_client(const Context& context, std::string_view client_id);

// As is_same_redirect has it (redirect_uri.hpp); clients that were registered by hand may name any
// that has no problem.
bool redirect_is_registered(const ClientRegistration& client, std::string_view redirect_uri);

}  // namespace conform::mock
