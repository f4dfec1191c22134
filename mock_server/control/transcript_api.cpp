// The transcript as JSON, as an HTTP Archive and as a live stream, and what the judge says of it.
#include <fmt/format.h>

#include <charconv>

#include "foundation/http/json_response.hpp"
#include "mock_server/control/routes.hpp"
#include "mock_server/control/transcript_json.hpp"
#include "record/har.hpp"

namespace conform {
namespace {

constexpr std::size_t kUsualPage = 1000;
constexpr std::size_t kLargestPage = 10'000;
constexpr std::size_t kStreamPage = 500;

std::size_t number_from(std::string_view text, std::string_view name, std::size_t least,
                        std::size_t most) {
  std::size_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = problem == std::errc() && end == text.data() + text.size();
  if (!whole || number < least || number > most) {
    throw ControlError(
        400, fmt::format("{} must be a whole number between {} and {}, but is \"{}\"", name, least,
                         most, text));
  }
  return number;
}

// ?after=…&limit=…&secrets=1&summary=1
struct View {
  std::size_t after = 0;
  std::size_t limit = kUsualPage;
  bool secrets = false;
  bool summary = false;
};

bool flag(const Parameters& query, std::string_view name) {
  const std::string value = query.get(name, "0");
  if (value != "0" && value != "1") {
    throw ControlError(400, fmt::format("{} must be 0 or 1, but is \"{}\"", name, value));
  }
  return value == "1";
}

View view_of(const Request& request) {
  const Parameters query = request.query();
  View view;
  constexpr std::size_t kMost = 1'000'000'000;
  view.after = number_from(query.get("after", "0"), "after", 0, kMost);
  view.limit =
      number_from(query.get("limit", std::to_string(kUsualPage)), "limit", 1, kLargestPage);
  view.secrets = flag(query, "secrets");
  view.summary = flag(query, "summary");
  return view;
}

Json shown(const Entry& entry, const View& view, const Redact& redact) {
  return view.summary ? summary_of(entry, redact) : details_of(entry, redact);
}

std::size_t number_of(const Entry& entry) {
  return std::visit([](const auto& one) { return one.number; }, entry);
}

// Never ends by itself; begins after an entry, so that a reader can come back to where it was.
class TranscriptStream final : public BodyStream {
 public:
  TranscriptStream(Control& control, View view) : control_(control), view_(view) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    if (!greeted_) {
      greeted_ = true;
      return ": open\n\n";
    }
    constexpr std::chrono::seconds kBeat(15);
    const Transcript& transcript = control_.mock().transcript();
    const bool more = transcript.wait_beyond(view_.after, stop, kBeat);
    if (stop.stop_requested()) return std::nullopt;
    if (!more) return ": beat\n\n";
    const std::vector<Entry> entries = transcript.entries_after(view_.after, kStreamPage);
    const Redact redact = view_.secrets ? Redact() : control_.redact();
    std::string text;
    for (const Entry& entry : entries) text += event(entry, redact);
    view_.after += entries.size();
    return text;
  }

 private:
  std::string event(const Entry& entry, const Redact& redact) const {
    const Json json = shown(entry, view_, redact);
    return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", number_of(entry),
                       json.at("kind").get<std::string>(),
                       json.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

  Control& control_;
  View view_;
  bool greeted_ = false;
};

}  // namespace

Response get_transcript(ControlCall& call) {
  const View view = view_of(call.request);
  const std::vector<Entry> entries = call.mock.transcript().entries_after(view.after, view.limit);
  const Redact redact = view.secrets ? Redact() : call.control.redact();
  Json list = Json::array();
  for (const Entry& entry : entries) list.push_back(shown(entry, view, redact));
  return json_response(200, {{"entries", std::move(list)},
                             {"next_after", view.after + entries.size()},
                             {"size", call.mock.transcript().size()}});
}

Response get_transcript_entry(ControlCall& call) {
  const std::size_t size = call.mock.transcript().size();
  const std::string& number = call.parameters.at(0);
  const View view = view_of(call.request);
  const std::size_t wanted = number_from(number, "the entry's number", 1, kLargestPage * 100'000);
  const auto entries = call.mock.transcript().entries_after(wanted - 1, 1);
  if (entries.empty()) {
    throw ControlError(404, fmt::format("There is no entry {}; the last one is {}", wanted, size));
  }
  return json_response(
      200, details_of(entries.front(), view.secrets ? Redact() : call.control.redact()));
}

Response get_transcript_har(ControlCall& call) {
  const View view = view_of(call.request);
  const std::vector<Entry> entries = call.mock.transcript().entries();
  Response response =
      json_response(200, har_of(entries, view.secrets ? Redact() : call.control.redact(),
                                call.control.options().version));
  response.headers.add("Content-Disposition", "attachment; filename=\"omni-conform.har\"");
  return response;
}

Response get_transcript_stream(ControlCall& call) {
  View view = view_of(call.request);
  if (const std::string* last = call.request.headers.find("Last-Event-ID")) {
    view.after = number_from(*last, "Last-Event-ID", 0, kLargestPage * 100'000);
  } else if (!call.request.query().has("after")) {
    view.after = call.mock.transcript().size();
  }
  Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.stream = std::make_shared<TranscriptStream>(call.control, view);
  return response;
}

Response get_verdicts(ControlCall& call) {
  Json list = Json::array();
  for (const ClientVerdict& verdict : call.control.verdicts()) {
    list.push_back({{"client", verdict.client},
                    {"check", verdict.check},
                    {"expected", verdict.expected},
                    {"severity", verdict.severity},
                    {"verdict", verdict.verdict},
                    {"message", verdict.message},
                    {"exchange", verdict.exchange}});
  }
  return json_response(200, {{"judged", static_cast<bool>(call.control.options().judge)},
                             {"verdicts", std::move(list)}});
}

}  // namespace conform
