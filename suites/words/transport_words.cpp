#include "suites/words/transport_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <set>
#include <span>

#include "foundation/json/foreign_json.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/mcp/standard_headers.hpp"
#include "record/rpc_answer.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/mcp_request.hpp"

namespace conform::words {

using mock::decoded_header;

Intent call_and_cancel(std::string tool, Json arguments, Duration after) {
  return CallTool{std::move(tool), std::move(arguments), after};
}

Intent connect_with_text(const KeyWord& key, std::string text) {
  Connect connect{.url = Connect::Url::kInstance, .organization = key.organization, .key = key.key};
  connect.key_text = std::move(text);
  return connect;
}

// ---- Properties ----

namespace {

using Entries = std::vector<Entry>;

// Exchanges with an endpoint before this one, the nearest first.
std::vector<const Exchange*> before(const Exchange& e, const Entries& entries,
                                    Endpoint endpoint = Endpoint::kMcp) {
  std::vector<const Exchange*> found;
  for (const Entry& entry : entries) {
    const Exchange* other = record::exchange_in(entry);
    if (other == nullptr || other->number >= e.number) continue;
    if (other->endpoint == endpoint) found.push_back(other);
  }
  std::ranges::reverse(found);
  return found;
}

// One that needs nothing but the request; what it says of it begins with a verb.
Property property(std::string text,
                  std::function<std::optional<Problem>(const Exchange&)> problem) {
  return {std::move(text), [problem = std::move(problem)](const Exchange& e, const Entries&) {
            std::optional<Problem> found = problem(e);
            if (found) found->what = fmt::format("{} {}", record::request_line(e), found->what);
            return found;
          }};
}

std::optional<int> number_in(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() ? std::optional(number) : std::nullopt;
}

std::optional<Problem> misses(std::string_view header, const Exchange& e, const Json& expected) {
  const std::string* sent = e.request.headers.find(header);
  if (sent == nullptr) return wrong_header(e, header, fmt::format("has no {}", header));
  // What needs it travels as base64, and other values may.
  const std::optional<std::string> value = decoded_header(*sent);
  if (!value) {
    return wrong_header(e, header,
                        fmt::format("has {}: {}, which is no valid base64", header, *sent));
  }
  if (expected.is_string() && expected.get<std::string>() == *value) return {};
  return wrong_header(
      e, header, fmt::format("has {}: {}, but its body says {}", header, *sent, expected.dump()));
}

}  // namespace

Property is_single_message() {
  return property("is a single message", [](const Exchange& e) -> std::optional<Problem> {
    if (!e.rpc || !e.rpc->batch) return {};
    return wrong_body("is a batch");
  });
}

Property has_fresh_id() {
  return {"has an id that was not used before",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            const Json id = parse_foreign(e.rpc->id);
            if (!id.is_string() && !id.is_number_integer()) {
              return wrong_parameter(e, "id",
                                     fmt::format("{} has the id {}", record::request_line(e),
                                                 e.rpc->id.empty() ? "none" : e.rpc->id));
            }
            if (kinds::is_initialize(e)) return {};
            for (const Exchange* other : before(e, entries)) {
              if (other->rpc && !other->rpc->method.empty() && other->rpc->id == e.rpc->id) {
                return wrong_parameter(
                    e, "id",
                    fmt::format("{} has the id {} of entry {}", record::request_line(e), e.rpc->id,
                                other->number));
              }
              if (kinds::is_initialize(*other)) break;
            }
            return {};
          }};
}

Property has_no_id() {
  return property("has no id", [](const Exchange& e) -> std::optional<Problem> {
    if (e.rpc->id.empty()) return {};
    return wrong_parameter(e, "id", fmt::format("has the id {}", e.rpc->id));
  });
}

Property introduces_the_client() {
  return property(
      "names version, capabilities and client", [](const Exchange& e) -> std::optional<Problem> {
        if (!param(e, "protocolVersion").is_string())
          return wrong_parameter(e, "protocolVersion", "names no protocolVersion");
        if (!param(e, "capabilities").is_object())
          return wrong_parameter(e, "capabilities", "names no capabilities");
        const Json client = param(e, "clientInfo");
        for (const std::string_view member : {"name", "version"}) {
          if (!record::text_member(client, member).empty()) continue;
          return wrong_parameter(e, "clientInfo", fmt::format("names no clientInfo.{}", member));
        }
        return {};
      });
}

Property accepts(std::string type) {
  return property(fmt::format("accepts {}", type),
                  [type](const Exchange& e) -> std::optional<Problem> {
                    const std::string accept = e.request.headers.get("Accept");
                    if (record::says(accept, type)) return {};
                    return wrong_header(e, "Accept", fmt::format("has Accept: {}", accept));
                  });
}

Property carries_its_session() {
  return {"carries the session id that it was given",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            for (const Exchange* other : before(e, entries)) {
              if (!kinds::is_initialize(*other)) continue;
              const std::string issued = other->response.headers.get("Mcp-Session-Id");
              if (issued.empty() || e.request.headers.get("Mcp-Session-Id") == issued) return {};
              return wrong_header(e, "Mcp-Session-Id",
                                  fmt::format("{} does not carry the session id of entry {}",
                                              record::request_line(e), other->number));
            }
            return {};
          }};
}

Property names_the_last_event() {
  return {"names the last event of the stream that was cut",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            const std::string named = e.request.headers.get("Last-Event-ID");
            for (const Exchange* other : before(e, entries)) {
              const std::string& body = other->response.body;
              if (body.find("id: " + named + "\n") != std::string::npos) return {};
            }
            return wrong_header(e, "Last-Event-ID",
                                fmt::format("{} names the event {}, which was never sent",
                                            record::request_line(e), named));
          }};
}

Property waits_for_retry() {
  return {
      "comes as late as the stream's retry said",
      [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
        for (const Exchange* other : before(e, entries)) {
          const std::string& body = other->response.body;
          const std::size_t at = body.find("retry: ");
          if (at == std::string::npos) continue;
          const int retry = number_in(std::string_view(body).substr(at + 7)).value_or(0);
          const auto waited = e.at - other->at;
          if (waited >= Duration(retry)) return {};
          return wrong(fmt::format("{} came {} ms after entry {}, which said retry: {}",
                                   record::request_line(e), waited.count(), other->number, retry));
        }
        return {};
      }};
}

Property waits_as_told() {
  return {"waits as long as Retry-After said",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            const std::vector<const Exchange*> earlier = before(e, entries, e.endpoint);
            if (earlier.empty()) return {};
            const std::string told = earlier.front()->response.headers.get("Retry-After");
            const auto seconds = number_in(told);
            if (!seconds) return {};
            const auto waited = e.at - earlier.front()->at;
            if (waited >= std::chrono::seconds(*seconds)) return {};
            return wrong(fmt::format("{} came {} ms after entry {}, which said Retry-After: {}",
                                     record::request_line(e), waited.count(),
                                     earlier.front()->number, told));
          }};
}

Property sends_back_the_cursor() {
  return {"sends back a cursor of the server",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            const Json cursor = param(e, "cursor");
            for (const Exchange* other : before(e, entries)) {
              const Json answer = record::rpc_answer(*other);
              if (!answer.is_object()) continue;
              if (answer.value("/result/nextCursor"_json_pointer, Json()) == cursor) return {};
            }
            return wrong_parameter(e, "cursor",
                                   fmt::format("{} has the cursor {}, which the server never gave",
                                               record::request_line(e), cursor.dump()));
          }};
}

Property meta_names(std::string member) {
  return property(fmt::format("names {}{} in _meta", kMetaPrefix, member),
                  [member](const Exchange& e) -> std::optional<Problem> {
                    if (!meta_of(e, member).is_null()) return {};
                    return wrong_parameter(e, member, fmt::format("has no {} in _meta", member));
                  });
}

Property headers_fit_body() {
  return property("repeats version, method and name in header fields",
                  [](const Exchange& e) -> std::optional<Problem> {
                    const Json version = meta_of(e, "protocolVersion");
                    if (auto problem = misses("MCP-Protocol-Version", e, version)) return problem;
                    if (auto problem = misses("Mcp-Method", e, e.rpc->method)) return problem;
                    if (e.rpc->method != "tools/call") return {};
                    return misses("Mcp-Name", e, e.rpc->tool);
                  });
}

Property repeats_model_in_header() {
  return property("repeats modelId in Mcp-Param-Model-Id",
                  [](const Exchange& e) -> std::optional<Problem> {
                    const Json arguments = param(e, "arguments");
                    if (!arguments.is_object() || !arguments.contains("modelId")) return {};
                    return misses("Mcp-Param-Model-Id", e, arguments["modelId"]);
                  });
}

Property credential_is_clean() {
  return property("carries a credential without placeholders and control characters",
                  [](const Exchange& e) -> std::optional<Problem> {
                    const std::string* sent = e.request.headers.find("Authorization");
                    if (sent == nullptr) return {};
                    const auto has = [sent](std::string_view part) {
                      return sent->find(part) != std::string::npos;
                    };
                    std::string what;
                    if (has("${")) {
                      what = "sends a placeholder as its key";
                    } else if (has("%0A") || has("%0D") || has("%09") || has("\n") || has("\t")) {
                      what = "sends a line break or a tab with its key";
                    } else {
                      return {};
                    }
                    return wrong_header(e, "Authorization", std::move(what));
                  });
}

// ---- Expectations ----

namespace {

template <typename Condition>
Expectation through_where(Kind kind, Condition condition) {
  return {fmt::format("{} is served, {}", kind.one, when(condition)),
          [kind, condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            std::vector<std::size_t> refused;
            for (const Entry& entry : scope->entries) {
              const Exchange* e = record::exchange_in(entry);
              if (e == nullptr || !kind.is(*e)) continue;
              if (record::was_served(*e)) return verdict(true, "served", {e->number});
              refused.push_back(e->number);
            }
            if (refused.empty()) {
              return nothing_came(fmt::format("no {}", kind.one), scope->event_number);
            }
            std::string seen = fmt::format("none of {} was served", refused.size());
            return verdict(false, std::move(seen), std::move(refused));
          }};
}

// Whether the last call or handshake before that entry was answered with a result.
bool served_before(const Entries& entries, std::size_t number) {
  bool served = false;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (record::number_of(entry) >= number) break;
    if (e != nullptr && e->rpc && !e->rpc->id.empty() && !e->rpc->method.empty()) {
      served = record::was_served(*e);
    }
  }
  return served;
}

// Judges how a program ended that acts by itself. When it ended with a failure, nobody can tell
// which of several steps failed, unless all others went well.
Finding end_of_a_program(const Entries& entries, const Note& outcome, std::size_t event) {
  const bool ended_badly =
      outcome.text.contains(record::kProgramEnded) && !outcome.text.ends_with("exit status 0");
  if (!ended_badly) {
    const bool served = served_before(entries, outcome.number);
    return verdict(served, "it ended with: " + outcome.text, {event, outcome.number});
  }
  const bool others_failed = std::ranges::any_of(entries, [&](const Entry& entry) {
    const Note* other = record::note_in(entry, Note::Kind::kOutcome);
    return other != nullptr && other->number != outcome.number && !other->text.starts_with("done");
  });
  if (!others_failed)
    return verdict(false, "it ended with: " + outcome.text, {event, outcome.number});
  return cannot_tell(
      fmt::format("the program acts by itself and does not say which step failed: {}",
                  outcome.text),
      {event, outcome.number});
}

}  // namespace

Expectation ends_well(Once condition) {
  return {fmt::format("what the client was asked to do is done, once {}", condition.event.text),
          [condition = std::move(condition)](const Entries& entries) {
            const auto at = condition.event.find(entries);
            if (!at) return not_exercised(condition.event);
            const std::size_t event = record::number_of(entries[*at]);
            for (const Entry& entry : std::span(entries).subspan(*at)) {
              const Note* outcome = record::note_in(entry, Note::Kind::kOutcome);
              if (outcome == nullptr) continue;
              if (outcome->text.starts_with(record::kAnswered)) {
                return end_of_a_program(entries, *outcome, event);
              }
              return verdict(outcome->text.starts_with("done"), "it ended with: " + outcome->text,
                             {event, outcome->number});
            }
            return not_exercised("what it was asked to do did not come to an end");
          }};
}

Expectation speaks_up(Once condition) {
  return {fmt::format("the client tells its user something there and then, once {}",
                      condition.event.text),
          [condition = std::move(condition)](const Entries& entries) {
            const auto at = condition.event.find(entries);
            if (!at) return not_exercised(condition.event);
            for (const Entry& entry : std::span(entries).subspan(*at)) {
              const Note* output = record::note_in(entry, Note::Kind::kOutput);
              if (output != nullptr && !output->text.empty()) {
                return verdict(true, output->text, {output->number});
              }
              if (record::note_in(entry, Note::Kind::kOutcome) != nullptr) break;
            }
            const std::size_t number = record::number_of(entries[*at]);
            if (record::is_unheard(entries)) return unheard({number});
            return untold(entries[*at], {});
          }};
}

Expectation gets_through(Kind kind, Once condition) {
  return through_where(kind, std::move(condition));
}
Expectation gets_through(Kind kind, After condition) {
  return through_where(kind, std::move(condition));
}

Expectation keeps_its_secrets(Once condition) {
  return {fmt::format("the client shows no credential, once {}", condition.event.text),
          [condition = std::move(condition)](const Entries& entries) {
            const auto scope = scope_of(entries, condition);
            if (!scope) return not_exercised(condition.event);
            std::set<std::string> secrets;
            for (const Entry& entry : entries) {
              const Exchange* e = record::exchange_in(entry);
              if (e != nullptr && !e->request.bearer().empty()) secrets.insert(e->request.bearer());
            }
            if (secrets.empty()) return not_exercised("no credential was sent");
            for (const Entry& entry : entries) {
              const Note* output = record::note_in(entry, Note::Kind::kOutput);
              if (output == nullptr) continue;
              const bool tells = std::ranges::any_of(secrets, [output](const std::string& secret) {
                return output->text.find(secret) != std::string::npos;
              });
              if (tells) return verdict(false, "it showed a credential", {output->number});
            }
            if (record::is_unheard(entries)) return unheard({scope->event_number});
            return verdict(true, "none was shown", {scope->event_number});
          }};
}

// ---- What a client does about a fault of each call ----

namespace {

// Who breaks each rule.
struct Catchers {
  CaughtBy pretends;
  CaughtBy is_silent;
  CaughtBy hammers;
};

std::vector<Check> gets_over(Cites no_answer, std::size_t calls, Catchers catchers) {
  return {must("does-not-pretend", admits_refusal(after(fault_struck)), std::move(no_answer),
               std::move(catchers.pretends)),
          should("tells-the-user", speaks_up(once(fault_struck)), cites("OMNI-SAY-01"),
                 std::move(catchers.is_silent)),
          should("no-hammering", at_most(calls, tools_call, after(fault_struck)), cites("SU-06"),
                 std::move(catchers.hammers)),
          must("goes-on-afterwards", gets_through(tools_call, after(then(fault_struck, changed))),
               cites("OMNI-FLOW-01"), caught_by("gives_up_for_good"))};
}

}  // namespace

std::vector<Step> asks_during_and_after_the_fault() {
  return {connect(api_key("acme_querier_key")), list_tools,
          call_tool("getData", question("Total revenue by month last year")),
          admin(faults_are_over()),
          call_tool("getData", question("Show me last year's orders by status"))};
}

std::vector<Check> gets_over_server_errors(std::size_t calls) {
  return gets_over(cites("OMNI-QUERY-01"), calls,
                   {caught_by("answers_from_memory"), caught_by("says_nothing"),
                    caught_by("hammers_failing_server")});
}

std::vector<Check> gets_over_lost_connections() {
  return gets_over(cites("OMNI-QUERY-01"), 4,
                   {caught_by("answers_from_memory"), caught_by("crashes_when_cut_off"),
                    caught_by("hammers_lost_connection")});
}

std::vector<Check> gets_over_what_is_no_answer() {
  return gets_over(
      cites("HTTP-05"), 4,
      {caught_by("takes_any_body"), caught_by("says_nothing"), caught_by("retries_refused")});
}

}  // namespace conform::words
