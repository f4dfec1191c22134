#include "suites/words/wire_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "foundation/json/foreign_json.hpp"
#include "mock_server/mcp/standard_headers.hpp"
#include "record/rpc_answer.hpp"
#include "suites/record.hpp"
#include "suites/words/mcp_request.hpp"
#include "suites/words/spoken_time.hpp"

namespace conform::words {

using mock::Change;
using mock::decoded_header;
using mock::World;

namespace {

using Entries = std::vector<Entry>;

// A row that no other answer holds.
constexpr std::string_view kRow = "4711.42";

Json with_one_row(Json content) {
  Json answer = text_result("Revenue of March");
  Json& result = answer["result"];
  result["content"] = std::move(content);
  result["structuredContent"]["columns"] = Json::array({"revenue"});
  result["structuredContent"]["rows"] = Json::array({Json::array({std::string(kRow)})});
  result["structuredContent"]["row_count"] = 1;
  return answer;
}

// The client that was given this refresh token; nullopt when none of the record was.
std::optional<std::string> owner_of(const std::string& refresh_token, const Entries& entries) {
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !token.is(*e) || !record::was_served(*e)) continue;
    const Json answer = parse_foreign(e->response.body);
    if (record::text_member(answer, "refresh_token") == refresh_token) {
      return record::value_of(*e, "client_id");
    }
  }
  return std::nullopt;
}

}  // namespace

Change lost_sessions_answered(int status) {
  return {fmt::format("a session that is not known any more is answered with {}", status),
          [=](World& world) { world.mcp.lost_session_status = status; }};
}

Change moved_with(int status) {
  return {fmt::format("the MCP URL answers {} and is served behind a slash", status),
          [=](World& world) { world.mcp.moved_with = status; }};
}

Change client_secrets_live(Duration lifetime) {
  return {"the secrets of registered clients live " + spoken(lifetime),
          [=](World& world) { world.authorization.client_secret_lifetime = lifetime; }};
}

Change marked_codes() {
  return {"codes and refresh tokens hold what a form must encode",
          [](World& world) { world.authorization.marked_codes = true; }};
}

Wrong framed(const std::string& how) {
  return {fmt::format("is answered by an event stream that is written in another way ({})", how),
          {{"framing", how}}};
}

Wrong encoded(const std::string& coding) {
  return {fmt::format("is answered with the content coding {}, if it is accepted", coding),
          {{"content_coding", coding}}};
}

Json rows_without_text() { return with_one_row(Json::array()); }

Json rows_behind_a_count() {
  return with_one_row(Json::array({{{"type", "text"}, {"text", "1 row"}}}));
}

Json text_of_many_scripts() {
  std::string text;
  constexpr int kLines = 8;
  for (int line = 0; line < kLines; ++line) {
    text += fmt::format("{}: Köln 12 €, 東京 7 ¥, Łódź 3 zł, Αθήνα 5 €, 🚚\n", line);
  }
  return text_result(text);
}

// With what a client is tempted to tidy up.
Json state_wanted_back() {
  return {{"result",
           {{"resultType", "input_required"}, {"requestState", "eyJzdGVwIjoyfQ==.a+b/c=%26 "}}}};
}

std::string error_without_id(int code, const std::string& message) {
  return Json{
      {"jsonrpc", "2.0"}, {"id", nullptr}, {"error", {{"code", code}, {"message", message}}}}
      .dump();
}

Property names_no_other_revision(std::string revision) {
  return {fmt::format("names revision {} or none", revision),
          [revision](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string* named = e.request.headers.find("MCP-Protocol-Version");
            if (named == nullptr || *named == revision) return {};
            // It asks which revisions there are, as each start of a program does.
            if (e.rpc && e.rpc->method == "server/discover") return {};
            return wrong_header(e, "MCP-Protocol-Version",
                                fmt::format("{} names {}", record::request_line(e), *named));
          }};
}

Property writes_bearer() {
  return {"writes the scheme as \"Bearer\"",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string field = e.request.headers.get("Authorization");
            if (field.starts_with("Bearer ")) return {};
            return wrong_header(e, "Authorization",
                                fmt::format("{} writes \"{}\"", record::request_line(e),
                                            field.substr(0, field.find(' '))));
          }};
}

Property is_of_the_client_it_was_given_to() {
  return {"comes from the client that was given the refresh token",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            const auto owner = owner_of(record::value_of(e, "refresh_token"), entries);
            const std::string client = record::value_of(e, "client_id");
            if (!owner || *owner == client) return {};
            return wrong_parameter(
                e, "client_id",
                fmt::format("it comes from \"{}\", but was given to \"{}\"", client, *owner));
          }};
}

Property brings_the_state_back() {
  return {"brings back the state that it was given",
          [](const Exchange& e, const Entries& entries) -> std::optional<Problem> {
            Json given;
            for (const Entry& entry : entries) {
              const Exchange* other = record::exchange_in(entry);
              if (other == nullptr || other->number >= e.number || !tools_call.is(*other)) continue;
              const Json answer = record::rpc_answer(*other);
              if (!answer.is_object()) continue;
              given = answer.value("/result/requestState"_json_pointer, Json());
            }
            const Json brought = param(e, "requestState");
            if (brought == given) return {};
            return wrong_parameter(
                e, "requestState",
                fmt::format("{} brings {} instead of {}", record::request_line(e), brought.dump(),
                            given.dump()));
          }};
}

Property repeats_in_header(std::string argument, std::string header) {
  return {fmt::format("repeats {} in {}", argument, header),
          [argument, header](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const Json arguments = param(e, "arguments");
            if (!arguments.is_object() || !arguments.contains(argument)) return {};
            const std::string* sent = e.request.headers.find(header);
            if (sent == nullptr) {
              return wrong_header(e, header,
                                  fmt::format("{} has no {}", record::request_line(e), header));
            }
            const bool plain =
                std::ranges::all_of(*sent, [](char c) { return c >= 0x20 && c <= 0x7E; });
            const std::optional<std::string> value = decoded_header(*sent);
            if (plain && value && arguments.at(argument) == *value) return {};
            return wrong_header(
                e, header,
                fmt::format("{} has {}: {}, but its body says {}", record::request_line(e), header,
                            *sent, arguments.at(argument).dump()));
          }};
}

}  // namespace conform::words
