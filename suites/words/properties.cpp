#include <fmt/format.h>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "suites/record.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform::words {
namespace {

using Entries = std::vector<Entry>;

std::string said_instead(const std::optional<std::string>& value) {
  return value ? fmt::format("\"{}\"", *value) : std::string("none");
}

// The registration that gave out this client_id, or nullptr: the id is a metadata document's URL
// then.
const Exchange* registration_of(const std::string& client_id, const Entries& entries) {
  for (const Entry& entry : entries) {
    const Exchange* exchange = record::exchange_in(entry);
    if (exchange == nullptr || !kinds::is_registration(*exchange)) continue;
    const Json answer = parse_foreign(exchange->response.body);
    if (record::text_member(answer, "client_id") == client_id) return exchange;
  }
  return nullptr;
}

}  // namespace

Property has_header(std::string name) {
  return {fmt::format("has the header {}", name),
          [name](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (!e.request.headers.get(name).empty()) return {};
            return wrong_header(e, name,
                                fmt::format("{} has no {}", record::request_line(e), name));
          }};
}

Property has_header(std::string name, std::string value) {
  return {fmt::format("has the header {}: {}", name, value),
          [name, value](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string* found = e.request.headers.find(name);
            if (found != nullptr && *found == value) return {};
            return wrong_header(e, name,
                                fmt::format("{} has {}: {}", record::request_line(e), name,
                                            found == nullptr ? "none" : *found));
          }};
}

Property lacks_header(std::string name) {
  return {fmt::format("does not have the header {}", name),
          [name](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (!e.request.headers.has(name)) return {};
            return wrong_header(e, name, fmt::format("{} has {}", record::request_line(e), name));
          }};
}

Property has_parameter(std::string name) {
  return {fmt::format("has the parameter {}", name),
          [name](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const auto value = record::parameter(e, name);
            if (value && !value->empty()) return {};
            return wrong_parameter(e, name,
                                   fmt::format("{} has no {}", record::request_line(e), name));
          }};
}

Property has_parameter(std::string name, std::string value) {
  return {fmt::format("has {}={}", name, value),
          [name, value](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const auto found = record::parameter(e, name);
            if (found == value) return {};
            return wrong_parameter(
                e, name,
                fmt::format("{} has {}: {}", record::request_line(e), name, said_instead(found)));
          }};
}

Property for_organization(std::string organization) {
  return {fmt::format("carries a credential of {}", organization),
          [organization](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string found = e.fact("organization");
            if (found == organization) return {};
            if (found == record::kUnseen) return unseen("whose data a credential reads");
            return wrong_header(
                e, "Authorization",
                fmt::format("{} carries {}", record::request_line(e),
                            found.empty() ? "no accepted credential" : "one of " + found));
          }};
}

Property shows_the_clients_name() {
  return {"can name the client",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            const std::string client_id = e.fact("client_id");
            if (const Exchange* registered = registration_of(client_id, entries)) {
              const Json body = parse_foreign(registered->request.body);
              if (!record::text_member(body, "client_name").empty()) return {};
              return wrong(
                  fmt::format("entry {} registered without a client_name", registered->number));
            }
            if (!e.fact("client").empty() && e.fact("client") != client_id) return {};
            return wrong_parameter(
                e, "client_id",
                fmt::format("{} has no name", client_id.empty() ? "the client" : client_id));
          }};
}

Property answers_at_a_safe_address() {
  return {"is answered on loopback or by https",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const auto redirect = record::parameter(e, "redirect_uri");
            const auto url = redirect ? Url::parse(*redirect) : std::nullopt;
            if (url && (url->scheme == "https" || (url->scheme == "http" && url->is_loopback()))) {
              return {};
            }
            return wrong_parameter(e, "redirect_uri",
                                   fmt::format("redirect_uri is {}", said_instead(redirect)));
          }};
}

}  // namespace conform::words
