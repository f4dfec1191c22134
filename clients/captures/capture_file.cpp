#include "clients/captures/capture_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <regex>
#include <stdexcept>
#include <utility>

#include "foundation/files/text_file.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_reader.hpp"
#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"
#include "suites/record.hpp"

namespace conform::clients {
namespace {

constexpr std::string_view kFormats =
    "a HAR 1.2 file ({\"log\": {\"entries\": [...]}}), or JSON lines of which each exchange is "
    "{\"req\": {\"method\", \"path\", \"headers\"}, \"res\": {\"status\"}} or one of `omni-conform "
    "record`";

int number_in(std::string_view digits) {
  int number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

// "2026-11-24T12:00:00.123Z", or with an offset; nothing else that ISO 8601 allows.
std::optional<TimePoint> time_from(const std::string& text) {
  std::tm parts{};
  const char* rest = ::strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) return std::nullopt;
  TimePoint at{std::chrono::seconds(::timegm(&parts))};
  if (*rest == '.') {
    const char* const begin = ++rest;
    while (*rest >= '0' && *rest <= '9') ++rest;
    std::string thousandths(begin, rest);
    thousandths.resize(3, '0');
    at += std::chrono::milliseconds(number_in(thousandths));
  }
  if (*rest == '+' || *rest == '-') {
    const std::string_view zone(rest + 1);
    if (zone.size() < 5) return std::nullopt;
    const auto offset = std::chrono::hours(number_in(zone.substr(0, 2))) +
                        std::chrono::minutes(number_in(zone.substr(zone.size() - 2)));
    at += *rest == '+' ? -offset : offset;
  }
  return at;
}

// A body may stand as the text it was or as the JSON in it.
std::string body_of(const std::optional<JsonReader>& body) {
  if (!body || body->json().is_null()) return {};
  return body->json().is_string() ? body->text() : body->json().dump();
}

// [["name", "value"]], {"name": "value"} or [{"name", "value"}].
Headers headers_of(const std::optional<JsonReader>& from) {
  Headers headers;
  const auto add = [&headers](std::string name, const JsonReader& value) {
    if (name.starts_with(':')) return;  // pseudo-header fields of HTTP/2
    headers.add(std::move(name), value.json().is_string() ? value.text() : value.json().dump());
  };
  if (!from) return headers;
  if (from->json().is_object()) {
    for (const auto& [name, value] : from->members()) {
      if (!value.json().is_array()) {
        add(name, value);
        continue;
      }
      for (const JsonReader& one : value.elements()) add(name, one);
    }
    return headers;
  }
  for (const JsonReader& field : from->elements()) {
    if (field.json().is_object()) {
      add(field.at("name").text(), field.at("value"));
      continue;
    }
    const std::vector<JsonReader> pair = field.elements();
    if (pair.size() != 2) field.fail("must be a name and a value: [\"Accept\", \"*/*\"]");
    add(pair[0].text(), pair[1]);
  }
  return headers;
}

int status_of(const JsonReader& response) {
  const std::int64_t status = response.at("status").integer();
  if (status < 0 || status > 999) response.at("status").fail("must be an HTTP status");
  return static_cast<int>(status);
}

void finish(Exchange& exchange) {
  if (exchange.request.method == "POST") exchange.rpc = summarize_rpc(exchange.request.body);
}

// ---- HTTP Archive ----

std::string text_of_content(const JsonReader& content) {
  const auto text = content.find("text");
  if (!text) return {};
  const auto encoding = content.find("encoding");
  if (!encoding || encoding->text() != "base64") return text->text();
  std::optional<std::string> decoded = base64_decode(text->text());
  if (!decoded) text->fail("must be base64, as its \"encoding\" says");
  return *std::move(decoded);
}

// Charles and others write the parameters of a form instead of its text.
std::string posted(const JsonReader& request) {
  const auto data = request.find("postData");
  if (!data || data->json().is_null()) return {};
  if (const auto text = data->find("text"); text && !text->text().empty()) return text->text();
  Parameters form;
  if (const auto params = data->find("params")) {
    for (const JsonReader& one : params->elements()) {
      const auto value = one.find("value");
      form.add(one.at("name").text(), value ? value->text() : "");
    }
  }
  return form.encode();
}

void take_what_we_wrote(const JsonReader& entry, Exchange& exchange) {
  if (const auto site = entry.find("_site")) exchange.site = site->text();
  if (const auto endpoint = entry.find("_endpoint")) {
    exchange.endpoint = endpoint_from(endpoint->text()).value_or(Endpoint::kOther);
  }
  if (const auto facts = entry.find("_facts")) {
    for (const auto& [name, value] : facts->members()) exchange.facts[name] = value.text();
  }
}

Exchange har_exchange(const JsonReader& entry) {
  const JsonReader request = entry.at("request");
  const std::optional<Url> url = Url::parse(request.at("url").text());
  if (!url) request.at("url").fail("must be an absolute URL");
  Exchange exchange;
  exchange.origin = url->origin();
  exchange.request.method = request.at("method").text();
  exchange.request.scheme = url->scheme;
  exchange.request.target = url->target();
  exchange.request.headers = headers_of(request.find("headers"));
  exchange.request.body = posted(request);
  const JsonReader response = entry.at("response");
  exchange.response.status = status_of(response);
  exchange.response.headers = headers_of(response.find("headers"));
  const auto redirect = response.find("redirectURL");
  if (redirect && !redirect->text().empty() && !exchange.response.headers.has("Location")) {
    exchange.response.headers.add("Location", redirect->text());
  }
  if (const auto content = response.find("content"))
    exchange.response.body = text_of_content(*content);
  const JsonReader began = entry.at("startedDateTime");
  const std::optional<TimePoint> at = time_from(began.text());
  if (!at) began.fail("must be a time like \"2026-11-24T12:00:00.000Z\"");
  exchange.at = *at;
  take_what_we_wrote(entry, exchange);
  finish(exchange);
  return exchange;
}

std::optional<Note::Kind> note_kind(std::string_view name) {
  for (const Note::Kind kind : {Note::Kind::kIntent, Note::Kind::kOutcome, Note::Kind::kPerson,
                                Note::Kind::kAdmin, Note::Kind::kOutput, Note::Kind::kHarness}) {
    if (to_string(kind) == name) return kind;
  }
  return std::nullopt;
}

Note read_note(const JsonReader& json, std::string_view kind_member, std::string_view at_member) {
  Note note;
  const JsonReader kind = json.at(kind_member);
  const std::optional<Note::Kind> known = note_kind(kind.text());
  if (!known)
    kind.fail("must be \"intent\", \"outcome\", \"person\", \"admin\", \"output\" or \"harness\"");
  note.kind = *known;
  note.text = json.at("text").text();
  if (const auto at = json.find(at_member)) note.at = time_from(at->text()).value_or(TimePoint{});
  if (const auto number = json.find("number"))
    note.number = static_cast<std::size_t>(number->integer());
  return note;
}

TimePoint time_of(const Entry& entry) {
  return std::visit([](const auto& it) { return it.at; }, entry);
}

void number_anew(std::vector<Entry>& entries) {
  for (std::size_t at = 0; at < entries.size(); ++at) {
    std::visit([at](auto& it) { it.number = at + 1; }, entries[at]);
  }
}

std::vector<Capture> har_captures(const Json& document, const std::filesystem::path& file) {
  const JsonReader log = JsonReader(document, file.string()).at("log");
  std::map<std::string, Capture> by_page;  // ours have one for each play; others are one record
  bool ours = false;
  if (const auto creator = log.find("creator")) {
    ours = creator->has("name") && creator->at("name").text() == "omni-conform";
  }
  const auto capture_of = [&](const JsonReader& item) -> Capture& {
    const auto page = item.find("pageref");
    const std::string name = ours && page ? page->text() : "";
    Capture& capture = by_page[name];
    capture.name = name.empty() ? file.stem().string() : name;
    return capture;
  };
  for (const JsonReader& entry : log.at("entries").elements()) {
    Exchange exchange = har_exchange(entry);
    if (const auto number = entry.find("_number"))
      exchange.number = static_cast<std::size_t>(number->integer());
    capture_of(entry).entries.emplace_back(std::move(exchange));
  }
  if (const auto notes = log.find("_notes")) {
    for (const JsonReader& note : notes->elements()) {
      capture_of(note).entries.emplace_back(read_note(note, "kind", "startedDateTime"));
    }
  }
  std::vector<Capture> captures;
  for (auto& [name, capture] : by_page) {
    // Browsers write an entry when its answer is complete.
    if (ours) {
      std::ranges::stable_sort(capture.entries, {}, record::number_of);
    } else {
      std::ranges::stable_sort(capture.entries, {}, time_of);
    }
    captures.push_back(std::move(capture));
  }
  return captures;
}

// ---- JSON lines ----

Exchange recorded_exchange(const JsonReader& line) {
  const JsonReader request = line.at("req");
  Exchange exchange;
  exchange.request.method = request.at("method").text();
  exchange.request.target = request.at("path").text();
  exchange.request.headers = headers_of(request.find("headers"));
  exchange.request.body = body_of(request.find("body"));
  exchange.origin = fmt::format("http://{}", exchange.request.headers.get("Host", "127.0.0.1"));
  const JsonReader response = line.at("res");
  exchange.response.status = status_of(response);
  exchange.response.headers = headers_of(response.find("headers"));
  exchange.response.body = body_of(response.find("body"));
  if (const auto after = line.find("t")) exchange.at = TimePoint(Duration(after->integer()));
  finish(exchange);
  return exchange;
}

Exchange transcript_exchange(const JsonReader& line) {
  Exchange exchange;
  exchange.site = line.at("site").text();
  exchange.origin = line.at("origin").text();
  const JsonReader endpoint = line.at("endpoint");
  const std::optional<Endpoint> known = endpoint_from(endpoint.text());
  if (!known) endpoint.fail(fmt::format("must be one of {}", all_endpoint_names()));
  exchange.endpoint = *known;
  exchange.at = time_from(line.at("at").text()).value_or(TimePoint{});
  exchange.request.method = line.at("method").text();
  exchange.request.target = line.at("target").text();
  exchange.request.headers = headers_of(line.at("request").find("headers"));
  exchange.request.body = body_of(line.at("request").find("body"));
  exchange.response.status = status_of(line);
  exchange.response.headers = headers_of(line.at("response").find("headers"));
  exchange.response.body = body_of(line.at("response").find("body"));
  for (const auto& [name, value] : line.at("facts").members()) exchange.facts[name] = value.text();
  finish(exchange);
  return exchange;
}

std::string words_of(const JsonReader& command) {
  std::string words;
  for (const std::string& word : command.texts())
    words.append(words.empty() ? "" : " ").append(word);
  return words;
}

// The lines of {"req", "res"} recordings that are no exchanges. What else such a recorder notes
// (its browser's log, the end of a stream) says nothing that the exchanges don't.
void add_remark(const JsonReader& line, const std::string& kind, std::vector<Entry>& to) {
  if (kind == "step") {
    to.emplace_back(Note{0, {}, Note::Kind::kIntent, "restart as " + words_of(line.at("cmd"))});
  }
  if (kind != "client_output") return;
  for (const char* stream : {"stdout", "stderr"}) {
    const auto text = line.find(stream);
    if (text && !text->text().empty()) {
      to.emplace_back(Note{0, {}, Note::Kind::kOutput, text->text()});
    }
  }
}

void add_line(const JsonReader& line, std::vector<Entry>& to) {
  if (line.has("req")) {
    to.emplace_back(recorded_exchange(line));
    return;
  }
  const std::string kind = line.has("kind") ? line.at("kind").text() : "";
  if (kind == "exchange") {
    to.emplace_back(transcript_exchange(line));
  } else if (kind == "note") {
    to.emplace_back(read_note(line, "note", "at"));
  } else if (kind.empty()) {
    line.fail(fmt::format("is no exchange. Right would be {}", kFormats));
  } else {
    add_remark(line, kind, to);
  }
}

// Recorders that make recordings comparable write "127.0.0.1:PORT", which is no URL.
std::string with_a_port(const std::string& text) {
  static const std::regex port("(:|%3A)PORT\\b");
  return std::regex_replace(text, port, "$0180");
}

// Discarded when it is no JSON.
Json parsed_within_limits(const std::string& text, const std::string& place) {
  const std::string excess = json_excess_text(text, kDocumentJson);
  if (!excess.empty()) throw std::runtime_error(fmt::format("{}: {}", place, excess));
  return parse_foreign(text);
}

Capture line_capture(std::string_view content, const std::filesystem::path& file) {
  Capture capture;
  capture.name = file.stem().string();
  for (std::size_t number = 1; !content.empty(); ++number) {
    const std::size_t end = std::min(content.find('\n'), content.size());
    const std::string_view text = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const std::string place = fmt::format("{}, line {}", file.string(), number);
    const Json json = parsed_within_limits(with_a_port(std::string(text)), place);
    if (json.is_discarded()) {
      throw std::runtime_error(fmt::format("{}: is not JSON. Right would be {}", place, kFormats));
    }
    add_line(JsonReader(json, place), capture.entries);
  }
  return capture;
}

}  // namespace

std::vector<Capture> read_captures(const std::filesystem::path& file) {
  return captures_in(text_of_file(file), file);
}

std::vector<Capture> captures_in(const std::string& content, const std::filesystem::path& file) {
  const Json whole = parsed_within_limits(content, file.string());
  std::vector<Capture> captures;
  if (whole.is_object() && whole.contains("log")) {
    captures = har_captures(whole, file);
  } else if (whole.is_object() && !whole.contains("req") && !whole.contains("kind")) {
    throw std::runtime_error(
        fmt::format("{}: is no capture. Right would be {}", file.string(), kFormats));
  } else {
    captures.push_back(line_capture(content, file));
  }
  // A client that sent nothing is a finding, as long as somebody watched it.
  std::erase_if(captures, [](const Capture& capture) { return capture.entries.empty(); });
  if (captures.empty()) {
    throw std::runtime_error(
        fmt::format("{}: holds no exchange. Right would be {}", file.string(), kFormats));
  }
  for (Capture& capture : captures) number_anew(capture.entries);
  return captures;
}

}  // namespace conform::clients
