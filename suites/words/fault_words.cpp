#include "suites/words/fault_words.hpp"

#include <fmt/format.h>

#include <iterator>

#include "foundation/mcp/revision.hpp"

namespace conform::words {

using mock::ApiKey;
using mock::Change;
using mock::McpBehaviour;
using mock::Membership;
using mock::Organization;
using mock::read_fault;
using mock::World;

namespace {

Aim aim_at(std::string_view which, const std::string& rpc, int from, int times) {
  Json on{{"endpoint", "mcp"}, {"rpc", rpc}};
  if (from > 1) on["from"] = from;
  if (times > 0) on["times"] = times;
  return {fmt::format("{} {}", which, rpc), std::move(on)};
}

}  // namespace

Aim the_first(const std::string& rpc) { return aim_at("the first", rpc, 1, 1); }
Aim the_second(const std::string& rpc) { return aim_at("the second", rpc, 2, 1); }
Aim every(const std::string& rpc) { return aim_at("every", rpc, 1, 0); }
Aim every_get() { return {"every GET of the MCP URL", {{"endpoint", "mcp"}, {"method", "GET"}}}; }
Aim every_mcp_request() { return {"every MCP request", {{"endpoint", "mcp"}}}; }

Aim every_request() { return {"every request", Json::object()}; }
Aim every_request_to(const std::string& endpoint) {
  return {fmt::format("every {} request", endpoint), {{"endpoint", endpoint}}};
}
Aim the_first_request_to(const std::string& endpoint) {
  return {fmt::format("the first {} request", endpoint), {{"endpoint", endpoint}, {"times", 1}}};
}
Aim every_request_for(const std::string& path) {
  return {fmt::format("every request for {}", path), {{"path", path}}};
}

Wrong Wrong::and_also(const Wrong& more) const {
  Json both = effect;
  for (const auto& [name, value] : more.effect.items()) {
    if (name == "remove" && both.contains(name)) {
      both[name].insert(both[name].end(), value.begin(), value.end());
    } else if (value.is_object() && both.contains(name)) {
      both[name].update(value);
    } else {
      both[name] = value;
    }
  }
  return {fmt::format("{} and {}", text, more.text), std::move(both)};
}

Wrong challenge_spelled(const std::string& how) {
  return {fmt::format("has its challenge spelled in another way ({})", how), {{"challenge", how}}};
}
Wrong metadata_is(const std::string& how) {
  return {fmt::format("is answered with other metadata ({})", how), {{"metadata", how}}};
}
Wrong registration_is_odd(const std::string& how) {
  return {fmt::format("is answered oddly ({})", how), {{"registration", how}}};
}

Wrong member_set(const std::string& pointer, Json value) {
  std::string text = fmt::format("is answered with {} at {}", value.dump(), pointer);
  return {std::move(text), {{"set", {{pointer, std::move(value)}}}}};
}
Wrong member_removed(const std::string& pointer) {
  return {fmt::format("is answered without {}", pointer), {{"remove", Json::array({pointer})}}};
}

Wrong status(int code) { return {fmt::format("is answered with {}", code), {{"status", code}}}; }

Wrong status_with_retry_after(int code, int seconds) {
  return {fmt::format("is answered with {} and Retry-After: {}", code, seconds),
          {{"status", code}, {"headers", {{"Retry-After", std::to_string(seconds)}}}}};
}

Wrong html_page(int code) {
  return {fmt::format("is answered with {} and a web page", code),
          {{"status", code}, {"body", "html"}}};
}

Wrong connection_lost_before_the_answer() {
  return {"loses its connection before the answer", {{"reset", "before"}}};
}

Wrong connection_lost_in_the_answer() {
  return {"loses its connection in the middle of the answer", {{"reset", "middle"}}};
}

Wrong delayed(Duration by) {
  return {fmt::format("is answered {} ms later", by.count()), {{"delay_ms", by.count()}}};
}

Wrong in_pieces(int bytes, Duration every) {
  return {fmt::format("is answered {} bytes at a time", bytes),
          {{"drip", {{"bytes", bytes}, {"every_ms", every.count()}}}}};
}

Wrong cut_short() { return {"is answered with half of the JSON", {{"body", "truncated"}}}; }
Wrong empty_body() { return {"is answered with an empty body", {{"body", "empty"}}}; }
Wrong as_plain_text() {
  return {"is answered as text/plain",
          {{"body", {{"text", "OK"}}}, {"content_type", "text/plain"}}};
}
Wrong as_web_page() { return {"is answered with 200 and a web page", {{"body", "html"}}}; }
Wrong as_json() {
  return {"is answered with 200 and JSON",
          {{"status", 200}, {"body", {{"text", "{}"}}}, {"content_type", "application/json"}}};
}
Wrong as_a_stream_that_ends_at_once() {
  return {"is answered with an event stream that ends at once",
          {{"status", 200}, {"body", "empty"}, {"content_type", "text/event-stream"}}};
}

Wrong redirected(const std::string& to) {
  return {fmt::format("is redirected to {}", to), {{"status", 302}, {"redirect", to}}};
}

Wrong challenged(const std::string& challenge) {
  return {fmt::format("is answered with WWW-Authenticate: {}", challenge),
          {{"headers", {{"WWW-Authenticate", challenge}}}}};
}

Wrong after_messages(const std::vector<Json>& messages) {
  std::string text;
  for (const Json& message : messages) {
    fmt::format_to(std::back_inserter(text), "{}{}", text.empty() ? "" : ", ",
                   message.at("method").get<std::string>());
  }
  return {fmt::format("is answered on an event stream, after {} from the server", text),
          {{"messages_before", messages}}};
}

Wrong answered_by(const std::string& what, Json answer) {
  return {fmt::format("is answered by {}", what), {{"answer", std::move(answer)}}};
}

Change fault(const Aim& aim, const Wrong& wrong) {
  std::string text = fmt::format("{} {}", aim.text, wrong.text);
  return {text, [=](World& world) {
            const Json json{{"id", text}, {"on", aim.on}, {"do", wrong.effect}};
            world.faults.push_back(read_fault(JsonReader(json, "scenario"), world.faults.size()));
          }};
}

Change faults_are_over() {
  return {"nothing goes wrong any more", [](World& world) { world.faults.clear(); }};
}

Json server_ping() { return {{"jsonrpc", "2.0"}, {"id", "server-1"}, {"method", "ping"}}; }

Json server_request(const std::string& method) {
  return {{"jsonrpc", "2.0"}, {"id", "server-2"}, {"method", method}};
}

Json server_notification(const std::string& method) {
  return {{"jsonrpc", "2.0"}, {"method", method}};
}

// With the structured content that getData promises, else a client may refuse it (MCP 2025-11-25,
// server/tools, output schema).
Json text_result(const std::string& text) {
  const Json content = Json::array({{{"type", "text"}, {"text", text}}});
  const Json asked{{"table", "order_items"},
                   {"fields", Json::array()},
                   {"filters", Json::object()},
                   {"sorts", Json::array()},
                   {"limit", 500}};
  const Json structured{{"topic", "order_items"},   {"query", asked},        {"summary", text},
                        {"columns", Json::array()}, {"rows", Json::array()}, {"row_count", 0},
                        {"truncated", false},       {"timed_out", false}};
  return {{"result", {{"content", content}, {"structuredContent", structured}}}};
}

Json large_result() {
  constexpr int kLines = 500;
  std::string text;
  for (int line = 0; line < kLines; ++line) {
    fmt::format_to(std::back_inserter(text), "order {:06} was shipped on time\n", line);
  }
  return text_result(text);
}

Json misshapen_result() {
  Json answer = text_result("Revenue was 12.");
  answer["result"]["structuredContent"] = {{"revenue", 12}};
  return answer;
}

Json answer_to_another() {
  Json answer = text_result("These are the rows of somebody else.");
  answer["id"] = "somebody-else";
  return answer;
}

Json mixed_result() {
  const Json image{{"type", "image"}, {"data", "iVBORw0KGgo="}, {"mimeType", "image/png"}};
  const Json link{
      {"type", "resource_link"}, {"uri", "https://acme.omniapp.co/dashboards/1"}, {"name", "one"}};
  Json answer = text_result("Revenue grew in March.");
  answer["result"]["content"].insert(answer["result"]["content"].begin(), image);
  answer["result"]["content"].push_back(link);
  return answer;
}

Json initialized_with(const std::string& version) {
  return {{"result",
           {{"protocolVersion", version},
            {"capabilities", {{"tools", Json::object()}}},
            {"serverInfo", {{"name", "omni-mcp-mock"}, {"version", "9"}}}}}};
}

Json result_of_unknown_type() {
  Json answer = text_result("How many of them?");
  answer["result"]["resultType"] = "question_back";
  return answer;
}

Json protocol_error(int code, const std::string& message) {
  return {{"error", {{"code", code}, {"message", message}}}};
}

Change answers(McpBehaviour::Answers how) {
  const std::string_view text =
      how == by_polling ? "a call's stream ends before its answer, which comes on resumption"
                        : "requests are answered by event streams";
  return {std::string(text), [=](World& world) { world.mcp.answers = how; }};
}

Change resumable_streams() {
  return {"event streams begin with a priming event and can be resumed",
          [](World& world) { world.mcp.resumable = true; }};
}

Change get_stream_offered() {
  return {"GET opens an event stream", [](World& world) { world.mcp.get_stream = true; }};
}

Change speaks(McpBehaviour::Eras eras) {
  return {fmt::format("the server speaks revision {} {}", kNewestStateless.date,
                      eras == stateless_only ? "only" : "and the older ones"),
          [=](World& world) { world.mcp.eras = eras; }};
}

Change model_in_header() {
  return {"the model's id must be repeated in a header",
          [](World& world) { world.mcp.param_headers = true; }};
}

Change tools_per_page(int tools) {
  return {fmt::format("tools/list comes in pages of {}", tools),
          [=](World& world) { world.mcp.tools_per_page = tools; }};
}

Change requests_per_minute(int requests) {
  return {fmt::format("at most {} requests a minute are served", requests),
          [=](World& world) { world.mcp.requests_per_minute = requests; }};
}

Change keys_refused_in_rest_style() {
  return {"a bad key is refused with 403",
          [](World& world) { world.mcp.bad_key = McpBehaviour::BadKey::kRestStyle; }};
}

Change third_organization() {
  return {"there is a third organization, Initech, and omar is a member of it too",
          [](World& world) {
            Organization initech = *world.organization("globex");
            initech.id = "initech";
            initech.name = "Initech";
            world.organizations.push_back(std::move(initech));
            Membership membership = world.user("omar")->memberships.at("globex");
            membership.id = "a0000000-0000-4000-8000-000000000099";
            world.user("omar")->memberships["initech"] = std::move(membership);
            ApiKey key = *world.key("globex_key");
            key.id = "initech_key";
            key.secret = omni_key("Initech");
            key.organization = "initech";
            key.owner = "omar";
            world.keys.push_back(std::move(key));
          }};
}

}  // namespace conform::words
