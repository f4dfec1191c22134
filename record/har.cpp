#include "record/har.hpp"

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "foundation/json/json_text.hpp"
#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"

namespace conform {
namespace {

// What RFC 3986 lets stand in a URI; a target may hold anything, and pseudonyms hold '#'.
std::string as_uri(std::string_view text) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?[]@!$&'()*+,;=%";
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string uri;
  uri.reserve(text.size());
  for (const char character : text) {
    if (kAllowed.find(character) != std::string_view::npos) {
      uri += character;
      continue;
    }
    const auto byte = static_cast<unsigned char>(character);
    uri += '%';
    uri += kDigits[byte >> 4U];
    uri += kDigits[byte & 0x0FU];
  }
  return uri;
}

std::string url_of(const Exchange& exchange) {
  std::string url = exchange.origin;
  if (!exchange.request.target.starts_with('/')) url += '/';
  url += exchange.request.target;
  return as_uri(url);
}

Json headers_of(const Headers& headers) {
  Json result = Json::array();
  for (const Header& header : headers) {
    result.push_back({{"name", header.name}, {"value", header.value}});
  }
  return result;
}

Json query_of(const Request& request) {
  Json result = Json::array();
  const std::size_t mark = request.target.find('?');
  if (mark == std::string::npos) return result;
  for (const auto& [name, value] : Parameters::parse(request.target.substr(mark + 1))) {
    result.push_back({{"name", name}, {"value", value}});
  }
  return result;
}

std::pair<std::string, std::string> cookie_pair(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {"", std::string(trimmed(text))};
  return {std::string(trimmed(text.substr(0, equals))),
          std::string(trimmed(text.substr(equals + 1)))};
}

// Calls `use` for each piece between semicolons.
template <typename Use>
void each_piece(std::string_view text, const Use& use) {
  while (true) {
    const std::size_t end = text.find(';');
    use(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

Json request_cookies(const Headers& headers) {
  Json result = Json::array();
  for (const std::string& field : headers.all("Cookie")) {
    each_piece(field, [&](std::string_view piece) {
      auto [name, value] = cookie_pair(piece);
      if (!name.empty()) {
        result.push_back({{"name", std::move(name)}, {"value", std::move(value)}});
      }
    });
  }
  return result;
}

// Expiry is left out: the format wants ISO 8601, and the header itself is there to read.
Json response_cookies(const Headers& headers) {
  Json result = Json::array();
  for (const std::string& field : headers.all("Set-Cookie")) {
    Json cookie = Json::object();
    each_piece(field, [&](std::string_view piece) {
      auto [name, value] = cookie_pair(piece);
      if (cookie.empty()) {
        cookie = {{"name", std::move(name)},
                  {"value", std::move(value)},
                  {"httpOnly", false},
                  {"secure", false}};
      } else if (equals_ignoring_case(name, "Path")) {
        cookie["path"] = std::move(value);
      } else if (equals_ignoring_case(name, "Domain")) {
        cookie["domain"] = std::move(value);
      } else if (equals_ignoring_case(value, "HttpOnly")) {
        cookie["httpOnly"] = true;
      } else if (equals_ignoring_case(value, "Secure")) {
        cookie["secure"] = true;
      }
    });
    result.push_back(std::move(cookie));
  }
  return result;
}

Json request_of(const Exchange& exchange) {
  const Request& request = exchange.request;
  Json result = {{"method", request.method},
                 {"url", url_of(exchange)},
                 {"httpVersion", "HTTP/1.1"},
                 {"cookies", request_cookies(request.headers)},
                 {"headers", headers_of(request.headers)},
                 {"queryString", query_of(request)},
                 {"headersSize", -1},
                 {"bodySize", request.body.size()}};
  if (!request.body.empty()) {
    result["postData"] = {{"mimeType", request.headers.get("Content-Type")},
                          {"text", request.body}};
  }
  return result;
}

Json response_of(const Response& response) {
  Json content = {{"size", response.body.size()},
                  {"mimeType", response.headers.get("Content-Type")}};
  if (!response.body.empty()) {
    std::string body = response.body;
    if (is_utf8(body)) {
      content["text"] = std::move(body);
    } else {
      content["text"] = base64(body);
      content["encoding"] = "base64";
    }
  }
  return {{"status", response.status},
          {"statusText", ""},
          {"httpVersion", "HTTP/1.1"},
          {"cookies", response_cookies(response.headers)},
          {"headers", headers_of(response.headers)},
          {"content", std::move(content)},
          {"redirectURL", response.headers.get("Location")},
          {"headersSize", -1},
          {"bodySize", response.body.size()}};
}

}  // namespace

Json har_page(const std::string& id, const std::string& title, TimePoint began) {
  return {{"startedDateTime", to_iso8601(began)},
          {"id", id},
          {"title", title},
          {"pageTimings", {{"onContentLoad", -1}, {"onLoad", -1}}}};
}

Json har_entry(const Exchange& exchange) {
  Json facts = Json::object();
  for (const auto& [name, value] : exchange.facts) facts[name] = value;
  Json entry = {{"startedDateTime", to_iso8601(exchange.at)},
                {"time", 0},
                {"request", request_of(exchange)},
                {"response", response_of(exchange.response)},
                {"cache", Json::object()},
                {"timings", {{"send", 0}, {"wait", 0}, {"receive", 0}}},
                {"_number", exchange.number},
                {"_site", exchange.site},
                {"_endpoint", to_string(exchange.endpoint)},
                {"_facts", std::move(facts)}};
  if (exchange.rpc) {
    entry["_rpc"] = {
        {"method", exchange.rpc->method}, {"id", exchange.rpc->id}, {"tool", exchange.rpc->tool}};
  }
  return entry;
}

Json har_note(const Note& note) {
  return {{"number", note.number},
          {"startedDateTime", to_iso8601(note.at)},
          {"kind", to_string(note.kind)},
          {"text", note.text}};
}

Json har_document(Json pages, Json entries, Json notes, const std::string& version) {
  Json log = {{"version", "1.2"}, {"creator", {{"name", "omni-conform"}, {"version", version}}}};
  if (!pages.empty()) log["pages"] = std::move(pages);
  log["entries"] = std::move(entries);
  log["_notes"] = std::move(notes);
  Json document = Json::object();
  document["log"] = std::move(log);
  return document;
}

Json har_of(const std::vector<Entry>& entries, const HarRedact& redact,
            const std::string& version) {
  Json exchanges = Json::array();
  Json notes = Json::array();
  for (const Entry& kept : entries) {
    const Entry entry = redact ? redact(kept) : kept;
    if (const auto* exchange = std::get_if<Exchange>(&entry)) {
      exchanges.push_back(har_entry(*exchange));
    } else {
      notes.push_back(har_note(std::get<Note>(entry)));
    }
  }
  return har_document(Json::array(), std::move(exchanges), std::move(notes), version);
}

}  // namespace conform
