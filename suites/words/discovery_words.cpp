#include "suites/words/discovery_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"
#include "mock_server/oauth/client_lookup.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/invariant.hpp"
#include "suites/words/remembered.hpp"

namespace conform::words {

using mock::Change;
using mock::ClientRegistration;
using mock::redirect_is_registered;
using mock::World;

namespace {

using Entries = std::vector<Entry>;

constexpr std::string_view kOpenId = "/.well-known/openid-configuration";

Json body_of(const Exchange& exchange) { return parse_foreign(exchange.request.body); }

Json answer_of(const Exchange& exchange) { return parse_foreign(exchange.response.body); }

bool is_registered(const Exchange& e) {
  return kinds::is_registration(e) && record::was_served(e) &&
         !record::text_member(answer_of(e), "client_id").empty();
}

bool is_on_loopback(const std::string& redirect) {
  const auto url = Url::parse(redirect);
  return url && url->scheme == "http" && url->is_loopback();
}

// The user name and password of Basic authentication, form-encoded as RFC 6749 section 2.3.1 has
// them.
std::pair<std::string, std::string> basic_of(const Exchange& exchange) {
  constexpr std::string_view kBasic = "Basic ";
  const std::string field = exchange.request.headers.get("Authorization");
  if (!record::says(field.substr(0, kBasic.size()), kBasic)) return {};
  const std::string pair =
      base64_decode(std::string_view(field).substr(kBasic.size())).value_or("");
  const std::size_t colon = pair.find(':');
  if (colon == std::string::npos) return {};
  return {percent_decode(std::string_view(pair).substr(0, colon), true),
          percent_decode(std::string_view(pair).substr(colon + 1), true)};
}

// client_id → secret of every registration of the record.
std::map<std::string, std::string> secrets_in(const Entries& entries) {
  std::map<std::string, std::string> secrets;
  for (const Entry& entry : entries) {
    const Exchange* exchange = record::exchange_in(entry);
    if (exchange == nullptr || !is_registered(*exchange)) continue;
    const Json answer = answer_of(*exchange);
    secrets[record::text_member(answer, "client_id")] =
        record::text_member(answer, "client_secret");
  }
  return secrets;
}

// What a token request shows of its client's secret: "none", "client_secret_basic",
// "client_secret_post", or what is wrong with it.
std::string shown_by(const Exchange& e, const Entries& entries) {
  const auto [user, password] = basic_of(e);
  const std::string posted = record::parameter(e, "client_secret").value_or("");
  if (user.empty() && posted.empty()) return "none";
  if (!user.empty() && !posted.empty()) return "two ways at once";
  const std::string client = user.empty() ? record::parameter(e, "client_id").value_or("") : user;
  const auto secrets = secrets_in(entries);
  const auto secret = secrets.find(client);
  if (secret == secrets.end()) return "the secret of a client that was not registered";
  if (secret->second != (user.empty() ? posted : password)) return "another secret";
  return user.empty() ? "client_secret_post" : "client_secret_basic";
}

}  // namespace

Change default_endpoints() {
  return {"/authorize, /token and /register are served",
          [](World& world) { world.authorization.default_endpoints = true; }};
}

Change registered_by_hand(std::string client_id) {
  std::string text = fmt::format("an admin registered the client {} by hand", client_id);
  return {std::move(text), [client_id = std::move(client_id)](World& world) {
            world.authorization.known_clients.push_back(client_id);
          }};
}

Wrong secret_given(const std::string& method) {
  const Wrong both = member_set("/client_secret", "a-secret-for-this-client")
                         .and_also(member_set("/client_secret_expires_at", 0))
                         .and_also(member_set("/token_endpoint_auth_method", method));
  return {fmt::format("is answered with a secret for {}", method), both.effect};
}

Connect oauth_as(std::string client_id) {
  Connect connect;
  connect.client_id = std::move(client_id);
  return connect;
}

Connect anew(Connect how) {
  how.anew = true;
  return how;
}

namespace kinds {

bool is_metadata(const Exchange& e) {
  return is_protected_resource_metadata(e) || is_authorization_server_metadata(e);
}
bool is_metadata_elsewhere(const Exchange& e) {
  return is_protected_resource_metadata(e) && e.request.path().ends_with("/of/omni/mcp");
}
bool is_oauth_metadata(const Exchange& e) {
  return is_authorization_server_metadata(e) &&
         e.request.path().find("oauth-authorization-server") != std::string::npos;
}
bool is_openid_inserted(const Exchange& e) {
  return is_authorization_server_metadata(e) && e.request.path().starts_with(kOpenId);
}
bool is_openid_appended(const Exchange& e) {
  return is_authorization_server_metadata(e) && !is_openid_inserted(e) &&
         e.request.path().ends_with(kOpenId);
}
bool is_authorize_by_document(const Exchange& e) {
  return is_authorize(e) &&
         record::parameter(e, "client_id").value_or("").find("://") != std::string::npos;
}

bool is_authorize_with_resource(const Exchange& e) {
  return is_authorize(e) && !record::parameter(e, "resource").value_or("").empty();
}
bool is_authorize_for_origin_and_slash(const Exchange& e) {
  const std::string resource = record::parameter(e, "resource").value_or("");
  const std::optional<Url> url = Url::parse(resource);
  return is_authorize(e) && url && resource == url->origin() + "/";
}

}  // namespace kinds

Event server_named(std::string text) {
  return {fmt::format("the resource metadata named the authorization server {}", text),
          [text](const Entries& entries) {
            return first_exchange(entries, [&](const Exchange& e) {
              if (!kinds::is_protected_resource_metadata(e) || !record::was_served(e)) return false;
              const auto servers = texts_member(answer_of(e), "authorization_servers");
              return std::ranges::any_of(servers, [&](const std::string& server) {
                return server.find(text) != std::string::npos;
              });
            });
          }};
}

Property is_json_object() {
  return {"is a JSON object sent as application/json",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string type = e.request.headers.get("Content-Type");
            if (!record::says(type.substr(0, type.find(';')), "application/json")) {
              return wrong_header(e, "Content-Type", fmt::format("Content-Type is \"{}\"", type));
            }
            if (body_of(e).is_object()) return {};
            return wrong_body("the body is no JSON object");
          }};
}

Property says_its_type() {
  return {
      "says its application_type, native for redirects to loopback or a scheme of its own, "
      "else web",
      [](const Exchange& e, const Entries&) -> std::optional<Problem> {
        const Json body = body_of(e);
        const std::string type = record::text_member(body, "application_type");
        const auto redirects = texts_member(body, "redirect_uris");
        const bool is_web =
            !redirects.empty() && std::ranges::all_of(redirects, [](const std::string& redirect) {
              return redirect.starts_with("https://");
            });
        const std::string_view fitting = is_web ? "web" : "native";
        if (type == fitting) return {};
        return wrong_parameter(e, "application_type",
                               type.empty()
                                   ? std::string("no application_type")
                                   : fmt::format("application_type is {}, not {}", type, fitting));
      }};
}

Property asks_for_refresh() {
  return {"has refresh_token among its grant_types",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const auto types = texts_member(body_of(e), "grant_types");
            if (std::ranges::find(types, "refresh_token") != types.end()) return {};
            return wrong_parameter(
                e, "grant_types",
                types.empty() ? "no grant_types" : "grant_types without refresh_token");
          }};
}

Property is_known_by_a_document() {
  return {"has the https URL of a document as its client_id",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string id = record::parameter(e, "client_id").value_or("");
            const auto url = Url::parse(id);
            const bool is_https = url && url->scheme == "https";
            if (is_https && url->path.size() > 1) return {};
            return wrong_parameter(
                e, "client_id",
                is_https ? fmt::format("{} has no path", id) : fmt::format("client_id is {}", id));
          }};
}

Property is_answered_by_address() {
  return {"is not answered at the name localhost",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string redirect = record::parameter(e, "redirect_uri").value_or("");
            const auto url = Url::parse(redirect);
            if (!is_on_loopback(redirect) || url->host != "localhost") return {};
            return wrong_parameter(e, "redirect_uri", fmt::format("redirect_uri is {}", redirect));
          }};
}

Property is_answered_at_a_domain() {
  return {"is answered by http, https or a scheme that is made from a domain name",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string redirect = record::parameter(e, "redirect_uri").value_or("");
            const auto url = Url::parse(redirect);
            if (url && (url->is_http() || url->scheme.find('.') != std::string::npos)) return {};
            return wrong_parameter(e, "redirect_uri", fmt::format("redirect_uri is {}", redirect));
          }};
}

Property has_whole_resource() {
  return {"names its resource by an absolute URI without a fragment",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string resource = record::parameter(e, "resource").value_or("");
            const auto url = Url::parse(resource);
            if (url && !url->has_fragment) return {};
            return wrong_parameter(e, "resource", fmt::format("resource is \"{}\"", resource));
          }};
}

Property authenticates_by(std::string method) {
  std::string text =
      method == "none" ? "shows no secret" : fmt::format("shows the client's secret by {}", method);
  return {std::move(text),
          [method = std::move(method)](const Exchange& e,
                                       const Entries& entries) -> std::optional<Problem> {
            const std::string shown = shown_by(e, entries);
            if (shown == method) return {};
            const bool by_basic =
                e.request.headers.has("Authorization") || method == "client_secret_basic";
            std::string what = fmt::format("it shows {}, not {}", shown, method);
            return by_basic ? wrong_header(e, "Authorization", std::move(what))
                            : wrong_parameter(e, "client_secret", std::move(what));
          }};
}

Expectation takes_new_identity(After condition) {
  std::string text =
      fmt::format("no authorization request {} has a client_id from before", when(condition));
  return {std::move(text), [condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            std::set<std::string> earlier;
            for (const Entry& entry : entries) {
              const Exchange* e = record::exchange_in(entry);
              if (e == nullptr || e->number >= scope->event_number) continue;
              if (authorize.is(*e)) {
                earlier.insert(record::parameter(*e, "client_id").value_or(""));
              }
              if (is_registered(*e))
                earlier.insert(record::text_member(answer_of(*e), "client_id"));
            }
            std::vector<std::size_t> fresh;
            for (const Entry& entry : scope->entries) {
              const Exchange* e = record::exchange_in(entry);
              if (e == nullptr || !authorize.is(*e)) continue;
              const std::string id = record::parameter(*e, "client_id").value_or("");
              if (earlier.contains(id)) {
                return verdict(false, fmt::format("{} was known before", id), {e->number});
              }
              fresh.push_back(e->number);
            }
            if (fresh.empty()) return not_exercised("no authorization request was seen then");
            return verdict(true, "another client_id", std::move(fresh));
          }};
}

namespace {

class RedirectsAsRegistered final : public Watch {
 public:
  using Fits = bool (*)(const ClientRegistration&, std::string_view);
  explicit RedirectsAsRegistered(Fits fits) : fits_(fits) {}

  [[nodiscard]] Finding finding() const override {
    if (broken_) return *broken_;
    if (good_.empty()) return not_exercised("no registered client asked for authorization");
    return verdict(true, "as registered", good_);
  }

 private:
  void see_exchange(const Exchange& e) override {
    if (broken_) return;
    if (is_registered(e)) {
      registered_[record::text_member(answer_of(e), "client_id")].redirect_uris =
          texts_member(body_of(e), "redirect_uris");
    }
    if (!authorize.is(e)) return;
    const ClientRegistration* client = registered_.find(record::value_of(e, "client_id"));
    if (client == nullptr) return;
    const std::string redirect = record::value_of(e, "redirect_uri");
    if (!fits_(*client, redirect)) {
      broken_ = verdict(false, fmt::format("\"{}\" was not registered", redirect), {e.number});
    } else if (good_.size() < kShownEvidence) {
      good_.push_back(e.number);
    }
  }

  Fits fits_;
  RememberedMap<ClientRegistration> registered_;  // by client_id
  std::vector<std::size_t> good_;
  std::optional<Finding> broken_;
};

bool is_registered_to_the_letter(const ClientRegistration& client, std::string_view redirect) {
  return std::ranges::find(client.redirect_uris, redirect) != client.redirect_uris.end();
}

}  // namespace

std::unique_ptr<Watch> watch_redirects_as_registered() {
  return std::make_unique<RedirectsAsRegistered>(redirect_is_registered);
}

Expectation redirects_as_registered() {
  return {
      "each authorization request of a registered client names a redirect URI that it registered",
      [](const Entries& entries) { return finding_on(entries, *watch_redirects_as_registered()); }};
}

Expectation redirects_as_registered_to_the_letter() {
  return {
      "each authorization request of a registered client names a redirect URI that it registered, "
      "port and all",
      [](const Entries& entries) {
        RedirectsAsRegistered watch(is_registered_to_the_letter);
        return finding_on(entries, watch);
      }};
}

namespace {

// Asked for at initialize; empty when that was never sent.
std::string revision_of_client(const Entries& entries) {
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !initialize.is(*e)) continue;
    const Json body = body_of(*e);
    const Json& params = member(body, "params");
    if (!params.is_null()) return text_member(params, "protocolVersion");
  }
  return "";
}

bool is_at_default_endpoint(const Exchange& e) {
  const std::string path = e.request.path();
  return (kinds::is_registration(e) && path == "/register") ||
         (e.endpoint == Endpoint::kAuthorize && path == "/authorize");
}

}  // namespace

Expectation guesses_as_its_revision_says(Once condition) {
  std::string text = fmt::format(
      "/register and /authorize of the host are used by a client of revision 2025-03-26, and by no "
      "later one, {}",
      when(condition));
  return {std::move(text), [condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            const std::string revision = revision_of_client(entries);
            const bool has_fallback =
                !revision.empty() && revision_as_of(revision).default_endpoints;
            const auto guess = first_exchange(entries, is_at_default_endpoint);
            const std::size_t evidence =
                guess ? record::number_of(entries[*guess]) : scope->event_number;
            return verdict(guess.has_value() == has_fallback,
                           fmt::format("revision {}, {}", revision.empty() ? "unknown" : revision,
                                       guess ? "it guessed" : "it did not guess"),
                           {evidence});
          }};
}

std::vector<Check> looks_where_the_challenge_says(std::string requirement, std::string catcher) {
  return {must("looks-where-it-says", at_least(1, metadata_elsewhere, once(first_contact)),
               cites(std::move(requirement)), caught_by(std::move(catcher)))};
}

}  // namespace conform::words
