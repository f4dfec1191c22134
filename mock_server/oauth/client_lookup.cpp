#include "mock_server/oauth/client_lookup.hpp"

#include <algorithm>
#include <array>

#include "mock_server/http/url.hpp"

namespace conform {
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
    client.redirect_uris.push_back(filled(uri.get<std::string>(), callback_id));
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
  const auto asked = Url::parse(redirect_uri);
  if (!asked) return false;
  if (client.any_redirect) return redirect_problem(redirect_uri).empty();
  return std::ranges::any_of(client.redirect_uris, [&](const std::string& registered) {
    if (registered == redirect_uri) return true;
    const auto known = Url::parse(registered);
    return known && known->scheme == "http" && known->is_loopback() && asked->scheme == "http" &&
           asked->host == known->host && asked->path == known->path &&
           asked->has_query == known->has_query && asked->query == known->query &&
           !asked->has_fragment;
  });
}

std::string redirect_problem(std::string_view redirect_uri) {
  const auto url = Url::parse(redirect_uri);
  if (!url) return "is not an absolute URI";
  if (url->has_fragment) return "must not have a fragment";
  if (url->scheme == "http" && !url->is_loopback()) {
    return "must use https, or http with a loopback address";
  }
  constexpr std::array<std::string_view, 6> kNeverSchemes{"javascript", "data",  "vbscript",
                                                          "file",       "about", "blob"};
  if (std::ranges::find(kNeverSchemes, url->scheme) != kNeverSchemes.end()) {
    return "uses a scheme that cannot be a redirect";
  }
  return "";
}

}  // namespace conform
