#include "runner/fuzz/subjects.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "bench/load/answer_reader.hpp"
#include "clients/captures/capture_file.hpp"
#include "clients/captures/capture_record.hpp"
#include "clients/scripted/mcp_session.hpp"
#include "foundation/http/challenge.hpp"
#include "foundation/http/event_stream_reader.hpp"
#include "foundation/http/field_syntax.hpp"
#include "foundation/http/request_head.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_reader.hpp"
#include "foundation/web/cookie_jar.hpp"
#include "foundation/web/html.hpp"
#include "mock_server/omni/refusal.hpp"
#include "mock_server/world/world_check.hpp"
#include "record/redactor.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/baseline.hpp"

namespace conform::runner {

using bench::AnswerReader;
using clients::Capture;
using clients::captures_in;
using clients::complete;
using clients::find_response;
using mock::check_world;
using mock::load_world_schema;
using mock::refusal;

namespace {

void require(bool holds, const char* what, std::string_view bytes) {
  if (holds) return;
  std::fprintf(stderr, "%s: %.*s\n", what, static_cast<int>(bytes.size()), bytes.data());
  std::abort();
}

// ---- JSON, as our reader of hand-written files takes it ----

void read_everything(const JsonReader& reader) {
  try {
    if (reader.json().is_object()) {
      for (const auto& [name, value] : reader.members()) read_everything(value);
    } else if (reader.json().is_array()) {
      for (const JsonReader& value : reader.elements()) read_everything(value);
    } else {
      static_cast<void>(reader.integer());
    }
  } catch (const std::runtime_error&) {
    reader.json().type_name();
  }
}

void take_json(std::string_view bytes) {
  const Json json = parse_foreign(bytes);
  if (json.is_discarded()) return;
  read_everything(JsonReader(json, "fuzz.json"));
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  require(parse_foreign(text) == json, "JSON that is not read as it is written", bytes);
}

// ---- URLs, redirect URIs, queries ----

void take_url(std::string_view bytes) {
  if (const auto url = Url::parse(bytes)) {
    const auto again = Url::parse(url->text());
    require(again.has_value(), "a URL whose text is none", bytes);
    require(again->text() == url->text(), "a URL that changes when it is read again", bytes);
    require(again->is_loopback() == url->is_loopback(), "a host that changes", bytes);
    (void)url->target();
  }
  const Parameters parameters = Parameters::parse(bytes);
  require(Parameters::parse(parameters.encode()) == parameters, "parameters that change", bytes);
}

// ---- Recordings ----

void take_capture(std::string_view bytes) {
  try {
    for (Capture& capture : captures_in(std::string(bytes), "fuzz.jsonl")) {
      complete(capture.entries, {});
      const Redactor redactor(capture.entries);
      for (const Entry& entry : capture.entries) redactor.redacted(entry);
    }
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with("fuzz.jsonl"), error.what(), bytes);
  }
}

// ---- Files that people write ----

void take_baseline(std::string_view bytes) {
  for (const char* file : {"fuzz.yaml", "fuzz.json"}) {
    try {
      Baseline baseline = read_baseline(std::string(bytes), file);
      const Baseline again = read_baseline(text_of(baseline), file);
      require(again.entries.size() == baseline.entries.size(), "a baseline that changes", bytes);
    } catch (const UsageError& error) {
      require(std::string_view(error.what()).starts_with(file), error.what(), bytes);
    }
  }
}

void take_world(std::string_view bytes) {
  static const JsonSchema schema =
      load_world_schema(std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures");
  const Json json = parse_foreign(bytes);
  if (json.is_discarded()) return;
  try {
    (void)check_world(json, "fuzz.json", schema);
  } catch (const std::runtime_error& error) {
    require(std::string_view(error.what()).starts_with("fuzz.json"), error.what(), bytes);
  }
}

// ---- The redactor ----

constexpr std::string_view kSecret = "Sup3rS3cret/of+fuzz";

// {secret} is one that is known, however the text around it is.
void take_redacted(std::string_view bytes) {
  std::string text(bytes);
  replace_all(text, "{secret}", kSecret);
  Exchange exchange;
  exchange.request.target = text;
  exchange.request.headers = {{"Cookie", text}, {"Authorization", text}, {"X-Any", text}};
  exchange.request.body = text;
  exchange.response.headers = {{"Set-Cookie", text}, {"Location", text}};
  Redactor redactor({});
  redactor.know(kSecret, "token");
  redactor.learn(std::vector<Entry>{exchange});
  for (const std::string& shown :
       {redactor(text), redactor.sentence(text), redactor.field("Cookie", text)}) {
    require(shown.find(kSecret) == std::string::npos, "a secret in clear", text);
  }
  redactor.redact(exchange);
  require(exchange.request.body.find(kSecret) == std::string::npos, "a secret in clear", text);
}

// ---- What servers answer, and what clients ask a proxy ----

// The answer that is read when the bytes come in pieces of this size. It must be the same for every
// size.
std::string read_in_pieces(std::string_view bytes, std::size_t size) {
  AnswerReader reader(AnswerReader::Keeps::kAllFields);
  try {
    for (std::size_t at = 0; at < bytes.size(); at += size) {
      if (!reader.take(bytes.substr(at, size))) continue;
      // Bytes behind the answer may or may not have been read yet, so the body is not compared.
      return at + size >= bytes.size() ? reader.answer().body : "more";
    }
  } catch (const std::runtime_error&) {
    return "refused";
  }
  return "not whole";
}

void take_answer(std::string_view bytes) {
  const std::string whole = read_in_pieces(bytes, std::max<std::size_t>(bytes.size(), 1));
  const std::string by_bytes = read_in_pieces(bytes, 1);
  const bool goes_on = by_bytes == "more";
  require(goes_on || whole == by_bytes, "an answer that depends on its pieces", bytes);
  const std::string text(bytes);
  (void)read_event_stream(bytes);
  (void)find_response("application/json", text, 1);
  (void)find_response("text/event-stream", text, 1);
  (void)parse_html(bytes);
  (void)decode_entities(bytes);
  (void)bearer_challenge(Headers{{"WWW-Authenticate", text}});
}

// As the mock reads it, and as our proxy does.
void take_request(std::string_view bytes) {
  const std::string text = std::string(bytes) + "\r\n\r\n";
  for (const bool passes_on : {false, true}) {
    const auto head = read_head(text, {.passes_on = passes_on});
    if (!head) continue;  // of empty lines
    require(head->size <= text.size(), "a head that is longer than what it was read from", bytes);
    const Request& request = head->request;
    if (!request.broken.empty()) {
      require(refusal(request.broken).status >= 400, "a refusal without a status", bytes);
      continue;
    }
    require(!request.method.empty() && !request.target.empty(), "half a request", bytes);
    for (const Header& field : request.headers) {
      require(!breaks_field(field.name) && !breaks_field(field.value), "a broken field", bytes);
    }
  }
}

void take_cookie(std::string_view bytes) {
  static const Url url = Url::parse("http://acme.omni.localhost:8700/a/b").value();
  CookieJar jar;
  jar.store(url, bytes, TimePoint{});
  const std::string header = jar.header_for(url, TimePoint{});
  require(header.find_first_of("\r\n") == std::string::npos ||
              bytes.find_first_of("\r\n") != std::string_view::npos,
          "a cookie that breaks the line", bytes);
}

}  // namespace

const std::vector<FuzzSubject>& fuzz_subjects() {
  static const std::vector<FuzzSubject> all = {
      {"json", take_json},         {"url", take_url},         {"capture", take_capture},
      {"baseline", take_baseline}, {"world", take_world},     {"redactor", take_redacted},
      {"answer", take_answer},     {"request", take_request}, {"cookie", take_cookie}};
  return all;
}

const FuzzSubject* find_fuzz_subject(std::string_view name) {
  const auto found = std::ranges::find(fuzz_subjects(), name, &FuzzSubject::name);
  return found == fuzz_subjects().end() ? nullptr : &*found;
}

}  // namespace conform::runner
