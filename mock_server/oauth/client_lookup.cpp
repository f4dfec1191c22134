#include "mock_server/oauth/client_lookup.hpp"

#include <algorithm>
#include <utility>

#include "mock_server/oauth/redirect_uri.hpp"

namespace conform::mock {
namespace {

constexpr std::string_view kPlaceholder = "{callback_id}";

// The text that the placeholder stands for when `pattern` fits `url`; nullopt when it does not.
std::optional<std::string> match(std::string_view pattern, std::string_view url) {
  const std::size_t at = pattern.find(kPlaceholder);
  if (at == std::string_view::npos) {
    return pattern == url ? std::optional<std::string>("") : std::nullopt;
  }
  const std::string_view before = pattern.substr(0, at);
  const std::string_view after = pattern.substr(at + kPlaceholder.size());
  if (url.size() <= before.size() + after.size() || !url.starts_with(before) ||
      !url.ends_with(after)) {
    return std::nullopt;
  }
  const std::string_view segment =
      url.substr(before.size(), url.size() - before.size() - after.size());
  const bool plain = std::ranges::all_of(segment, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
  return plain ? std::optional<std::string>(segment) : std::nullopt;
}

std::string filled(std::string text, const std::string& callback_id) {
  if (const std::size_t at = text.find(kPlaceholder); at != std::string::npos) {
    text.replace(at, kPlaceholder.size(), callback_id);
  }
  return text;
}

ClientRegistration from_document(const Json& document, std::string_view client_id,
                                 const std::string& callback_id) {
  ClientRegistration client;
  client.client_id = client_id;
  client.name = document.value("client_name", "");
  client.client_uri = document.value("client_uri", "");
  for (const Json& uri : document.at("redirect_uris")) {
    std::string redirect = filled(uri.get<std::string>(), callback_id);
    // A document may say what it likes; it is held to what may be registered.
    if (!redirect_problem(redirect)) client.redirect_uris.push_back(std::move(redirect));
  }
  client.from_document = true;
  return client;
}

}  // namespace

std::optional<ClientRegistration> find_client(const Context& context, std::string_view client_id) {
  if (auto registered = context.state.client(client_id)) return registered;
  const auto& known = context.world.authorization.known_clients;
  if (std::ranges::find(known, client_id) != known.end()) {
    ClientRegistration client;
    client.client_id = client_id;
    client.name = client_id;
    client.any_redirect = true;
    return client;
  }
  if (!context.world.authorization.client_id_metadata_documents) return std::nullopt;
  if (!client_id.starts_with("https://")) return std::nullopt;
  // A literal URL wins over a pattern that would fit it too.
  for (const bool patterns : {false, true}) {
    for (const auto& [pattern, document] : context.world.client_documents) {
      if ((pattern.find(kPlaceholder) != std::string::npos) != patterns) continue;
      if (const auto id = match(pattern, client_id)) return from_document(document, client_id, *id);
    }
  }
  return std::nullopt;
}

bool redirect_is_registered(const ClientRegistration& client, std::string_view redirect_uri) {
  if (redirect_problem(redirect_uri)) return false;
  return client.any_redirect ||
         std::ranges::any_of(client.redirect_uris, [&](const std::string& registered) {
           return is_same_redirect(registered, redirect_uri);
         });
}

}  // namespace conform::mock
