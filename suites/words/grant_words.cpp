#include "suites/words/grant_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <utility>

#include "foundation/json/foreign_json.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/spoken_time.hpp"

namespace conform::words {

using mock::AuthorizationBehaviour;
using mock::Change;
using mock::World;

namespace {

using Entries = std::vector<Entry>;

Aim at_token_endpoint(std::string text, std::string_view grant_type, int times) {
  Json on{{"endpoint", "token"}, {"grant_type", grant_type}};
  if (times > 0) on["times"] = times;
  return {std::move(text), std::move(on)};
}

Event answer_with(std::string text, std::string parameter, bool has) {
  return {std::move(text), [parameter = std::move(parameter), has](const Entries& entries) {
            return first_exchange(entries, [&](const Exchange& e) {
              const Parameters answer = record::carried_answer(e);
              return !answer.empty() && answer.has(parameter) == has;
            });
          }};
}

// RFC 6749 section 3.3: a list that is separated by spaces, in any order.
std::vector<std::string> words_of(const std::string& text) {
  std::istringstream list(text);
  std::vector<std::string> scopes;
  for (std::string scope; list >> scope;) scopes.push_back(std::move(scope));
  return scopes;
}

bool asks_for_all(const Exchange& e, const std::vector<std::string>& scopes) {
  const std::vector<std::string> list = words_of(record::value_of(e, "scope"));
  const std::set<std::string> asked(list.begin(), list.end());
  return std::ranges::all_of(scopes,
                             [&asked](const std::string& scope) { return asked.contains(scope); });
}

}  // namespace

Change access_tokens_live(Duration lifetime) {
  return {"access tokens live " + spoken(lifetime),
          [=](World& world) { world.authorization.access_token_lifetime = lifetime; }};
}

Change no_refresh_tokens() {
  return {"no refresh token is issued",
          [](World& world) { world.authorization.refresh_tokens = false; }};
}

Change open_to_everybody() {
  return {"the MCP server lets in whoever brings no credential",
          [](World& world) { world.mcp.open = true; }};
}

Change further_scope(const std::string& scope) {
  return {fmt::format("the scope {} is granted when it is asked for", scope),
          [=](World& world) { world.authorization.further_scopes.push_back(scope); }};
}

Change issuer_is(AuthorizationBehaviour::Issuer how) {
  std::string_view word = "advertised and sent";
  if (how == omitted) word = "neither advertised nor sent";
  if (how == advertised_not_sent) word = "advertised but not sent";
  return {fmt::format("the issuer of an authorization answer is {}", word),
          [=](World& world) { world.authorization.issuer = how; }};
}

Change missing_state() {
  return {"the authorization answer carries no state", [](World& world) {
            world.authorization.state = AuthorizationBehaviour::State::kMissing;
          }};
}

Aim every_code_exchange() {
  return at_token_endpoint("every code exchange", "authorization_code", 0);
}
Aim every_refresh() { return at_token_endpoint("every refresh", "refresh_token", 0); }
Aim the_first_refresh() { return at_token_endpoint("the first refresh", "refresh_token", 1); }
Aim every_authorization_answer() {
  return {"the authorization's answer", {{"endpoint", "consent page"}}};
}

Wrong odd_token(const std::string& variant) {
  return {fmt::format("is answered oddly: {}", variant), {{"token", variant}}};
}

Wrong with_parameters(const Json& set, const std::vector<std::string>& without) {
  Json change = Json::object();
  std::string text;
  if (!without.empty()) {
    change["remove"] = without;
    text = fmt::format(" without {}", fmt::join(without, ", "));
  }
  if (!set.empty()) {
    change["set"] = set;
    text += fmt::format(" with {}", set.dump());
  }
  return {"comes" + text, {{"authorization_answer", std::move(change)}}};
}

Wrong turned_into_error(const std::string& error, const std::string& description) {
  return with_parameters({{"error", error}, {"error_description", description}}, {"code"});
}

Wrong status_with_body(int code, const std::string& type, const std::string& text) {
  return {fmt::format("is answered with {} and {} bytes of {}", code, text.size(), type),
          {{"status", code}, {"content_type", type}, {"body", {{"text", text}}}}};
}

Wrong refused_as_invalid_token() {
  return {"is refused with 401 and invalid_token",
          {{"status", 401}, {"headers", {{"WWW-Authenticate", "Bearer error=\"invalid_token\""}}}}};
}

Wrong refused_for_want_of(const std::string& scopes) {
  return {fmt::format("is refused with 403 and insufficient_scope, {}", scopes),
          {{"status", 403},
           {"headers",
            {{"WWW-Authenticate",
              fmt::format("Bearer error=\"insufficient_scope\", scope=\"{}\"", scopes)}}}}};
}

bool kinds::is_bearer_request(const Exchange& e) {
  return e.endpoint == Endpoint::kMcp && !e.request.bearer().empty();
}

bool kinds::is_wide_authorize(const Exchange& e) {
  return is_authorize(e) && asks_for_all(e, {"mcp:access", "mcp:write"});
}

bool kinds::is_plain_authorize(const Exchange& e) {
  return is_authorize(e) && record::value_of(e, "code_challenge_method") != "S256";
}

Event carried(std::string parameter) {
  std::string text = fmt::format("an authorization answer with {} came back", parameter);
  return answer_with(std::move(text), std::move(parameter), true);
}

Event carried_without(std::string parameter) {
  std::string text = fmt::format("an authorization answer without {} came back", parameter);
  return answer_with(std::move(text), std::move(parameter), false);
}

// The first intent to connect after a token was issued.
std::optional<std::size_t> events::asked_for_another_server(const Entries& entries) {
  const auto grant = granted(entries);
  for (std::size_t at = grant.value_or(entries.size()); at < entries.size(); ++at) {
    const Note* intent = record::note_in(entries[at], Note::Kind::kIntent);
    if (intent != nullptr && intent->text.starts_with("connect")) return at;
  }
  return std::nullopt;
}

Event refreshed() { return served(refresh); }

Property asks_for_scopes(std::vector<std::string> scopes) {
  return {fmt::format("asks for {}", fmt::join(scopes, " and ")),
          [scopes](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (asks_for_all(e, scopes)) return {};
            return wrong_parameter(e, "scope",
                                   fmt::format("{} asks for \"{}\"", record::request_line(e),
                                               record::value_of(e, "scope")));
          }};
}

Property names_the_granted_resource() {
  return {"names the resource of the authorization",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            std::string wanted;
            for (const Entry& entry : entries) {
              const Exchange* earlier = record::exchange_in(entry);
              if (earlier == nullptr || !authorize.is(*earlier)) continue;
              if (earlier->number >= e.number) break;
              wanted = record::value_of(*earlier, "resource");
            }
            const std::string named = record::value_of(e, "resource");
            // Another rule judges a refresh that names no resource.
            if (named.empty() || named == wanted) return {};
            return wrong_parameter(
                e, "resource",
                fmt::format("it names \"{}\", the authorization \"{}\"", named, wanted));
          }};
}

Property names_all_that_was_granted() {
  return {"names no scope, or all that were granted",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            std::string held;
            for (const Entry& entry : entries) {
              const Exchange* earlier = record::exchange_in(entry);
              if (earlier == nullptr || !token.is(*earlier) || !record::was_served(*earlier)) {
                continue;
              }
              if (earlier->number >= e.number) break;
              held = record::text_member(parse_foreign(earlier->response.body), "scope");
            }
            const std::string named = record::value_of(e, "scope");
            if (named.empty() || asks_for_all(e, words_of(held))) return {};
            return wrong_parameter(e, "scope",
                                   fmt::format("it names \"{}\" of \"{}\"", named, held));
          }};
}

Expectation never_tells_user(std::string text, After condition) {
  std::string says =
      fmt::format("the client does not tell its user \"{}\" {}", text, when(condition));
  return {std::move(says),
          [text = std::move(text), condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            if (record::is_capture(entries)) {
              return not_exercised(
                  fmt::format("{}what the client told its user", record::kNotInCapture));
            }
            for (const Entry& entry : scope->entries) {
              const Note* output = record::note_in(entry, Note::Kind::kOutput);
              if (output != nullptr && record::says(output->text, text)) {
                return verdict(false, output->text, {output->number});
              }
            }
            if (record::is_unheard(entries)) return unheard({scope->event_number});
            return verdict(true, "it did not say that", {scope->event_number});
          }};
}

std::vector<Check> takes_no_for_an_answer() {
  return {must("no-token-request", never(token, after(carried("error"))), cites("OAUTH-02"),
               caught_by("ignores_authorize_error")),
          should("does-not-ask-again", never(authorize, after(carried("error"))), cites("SU-06"),
                 caught_by("asks_again")),
          should("tells-the-user", tells_user(anything, after(carried("error"))),
                 cites("OMNI-SAY-01"), caught_by("says_nothing"))};
}

std::vector<Check> gets_over_odd_token_answers() {
  return {should("no-hammering", at_most(2, code_exchange), cites("SU-06"),
                 caught_by("hammers_token_endpoint")),
          should("tells-the-user", tells_user(anything, after(seen(code_exchange))),
                 cites("OMNI-SAY-01"), caught_by("says_nothing"))};
}

std::vector<Check> says_what_came_of_the_code() {
  return {should("tells-the-user", tells_user(anything, after(seen(code_exchange))),
                 cites("OMNI-SAY-01"), caught_by("says_nothing"))};
}

std::vector<Step> asks_before_and_after_expiry() {
  return {person(signs_in_to("acme"), as("quinn")),
          person(authorizes),
          connect(oauth),
          call_tool("getData", question("Total revenue by month last year")),
          admin(waits(std::chrono::hours(2))),
          call_tool("getData", question("Show me last year's orders by status"))};
}

std::vector<Step> asks_two_things_at_once_after_expiry() {
  std::vector<Step> steps = asks_before_and_after_expiry();
  steps.back() = call_at_once({{"getData", question("Show me last year's orders by status")},
                               {"getData", question("Total revenue by month last year")}});
  return steps;
}

}  // namespace conform::words
