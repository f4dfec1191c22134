#include "suites/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/text/ascii.hpp"
#include "record/rpc_answer.hpp"

namespace conform::record {
namespace {

// Rows stand in an array under one of these names, at the top or one level below it.
bool holds_rows(const Json& json, int depth) {
  static constexpr std::array<std::string_view, 4> kNames{"rows", "results", "result", "data"};
  return std::ranges::any_of(kNames, [&](std::string_view name) {
    const Json& found = member(json, name);
    return (found.is_array() && !found.empty()) || (depth > 0 && holds_rows(found, depth - 1));
  });
}

}  // namespace

bool is_capture_remark(const Note& note) {
  return note.kind == Note::Kind::kHarness && note.text == kCaptureRemark;
}

bool is_capture(const std::vector<Entry>& entries) {
  const Note* first = entries.empty() ? nullptr : note_in(entries.front(), Note::Kind::kHarness);
  return first != nullptr && is_capture_remark(*first);
}

bool is_unheard(const std::vector<Entry>& entries) {
  return std::any_of(entries.rbegin(), entries.rend(), [](const Entry& entry) {
    const Note* const remark = note_in(entry, Note::Kind::kHarness);
    return remark != nullptr && remark->text == kUnheard;
  });
}

bool may_be_refusal(const Exchange& exchange, std::string_view id) {
  const std::string known = fmt::format("|{}|", exchange.fact("refusal"));
  return known.find(fmt::format("|{}|", id)) != std::string::npos;
}

std::size_t number_of(const Entry& entry) {
  return std::visit([](const auto& one) { return one.number; }, entry);
}

const Exchange* exchange_in(const Entry& entry) { return std::get_if<Exchange>(&entry); }

const Note* note_in(const Entry& entry, Note::Kind kind) {
  const auto* note = std::get_if<Note>(&entry);
  return note != nullptr && note->kind == kind ? note : nullptr;
}

std::optional<std::string> parameter(const Exchange& exchange, std::string_view name) {
  const Parameters query = exchange.request.query();
  if (const std::string* value = query.find(name)) return *value;
  if (exchange.request.method != "POST") return std::nullopt;
  const Parameters form = exchange.request.form();
  if (const std::string* value = form.find(name)) return *value;
  return std::nullopt;
}

std::string value_of(const Exchange& exchange, std::string_view name) {
  return parameter(exchange, name).value_or("");
}

Parameters carried_answer(const Exchange& exchange) {
  const bool answers =
      exchange.endpoint == Endpoint::kConsent || exchange.endpoint == Endpoint::kAuthorize;
  if (!answers || !exchange.response.is_redirect()) return {};
  const auto url = Url::parse(exchange.response.headers.get("Location"));
  Parameters answer = url ? Parameters::parse(url->query) : Parameters();
  return answer.has("code") || answer.has("error") ? answer : Parameters();
}

bool was_refused(const Exchange& exchange) {
  if (!exchange.fact("refusal").empty() || exchange.response.status >= 400) return true;
  if (exchange.endpoint != Endpoint::kMcp) return false;
  const Json answer = rpc_answer(exchange);
  if (answer.is_object() && answer.contains("error")) return true;
  return member(member(answer, "result"), "isError") == true;
}

bool was_served(const Exchange& exchange) {
  // An answer that did not arrive whole was not served. A capture cannot show whether it did.
  if (exchange.response.delivery.reset != Delivery::Reset::kNone) return false;
  return exchange.response.status >= 200 && exchange.response.status < 300 &&
         !was_refused(exchange);
}

std::string tool_text(const Exchange& call) {
  const Json answer = rpc_answer(call);
  const Json& content = member(member(answer, "result"), "content");
  std::string text;
  if (!content.is_array()) return text;
  for (const Json& part : content) text += text_member(part, "text");
  return text;
}

bool has_rows(const Exchange& call) {
  if (!was_served(call)) return false;
  const Json answer = rpc_answer(call);
  if (holds_rows(member(member(answer, "result"), "structuredContent"), 1)) return true;
  const Json in_text = parse_foreign(tool_text(call));
  return holds_rows(in_text, 1) || (in_text.is_array() && !in_text.empty());
}

bool says(std::string_view text, std::string_view part) {
  return lower_case(text).find(lower_case(part)) != std::string::npos;
}

std::string request_line(const Exchange& exchange) {
  std::string line = fmt::format("{} {}", exchange.request.method, exchange.request.path());
  if (exchange.rpc && !exchange.rpc->method.empty()) line += " " + exchange.rpc->method;
  return fmt::format("{} -> {}", line, exchange.response.status);
}

}  // namespace conform::record
