// The transcript as JSON, as an HTTP Archive and as a live stream, and what the judge says of it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "foundation/http/json_response.hpp"
#include "foundation/json/json_text.hpp"
#include "mock_server/control/routes.hpp"
#include "mock_server/control/transcript_json.hpp"
#include "record/har_stream.hpp"

namespace conform::mock {
namespace {

constexpr std::size_t kUsualPage = 1000;
constexpr std::size_t kLargestPage = 10'000;
// Entries that are read at a time: few enough that large ones fit into memory.
constexpr std::size_t kReadAtOnce = 16;
constexpr std::size_t kPiece = 64UL << 10U;  // bytes that are sent at a time, about

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
struct TranscriptView {
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

TranscriptView view_of(const Request& request) {
  const Parameters query = request.query();
  TranscriptView view;
  constexpr std::size_t kMost = 1'000'000'000;
  view.after = number_from(query.get("after", "0"), "after", 0, kMost);
  view.limit =
      number_from(query.get("limit", std::to_string(kUsualPage)), "limit", 1, kLargestPage);
  view.secrets = flag(query, "secrets");
  view.summary = flag(query, "summary");
  return view;
}

Json shown(const Entry& entry, const TranscriptView& view, const Redact& redact) {
  return view.summary ? summary_of(entry, redact) : details_of(entry, redact);
}

std::size_t number_of(const Entry& entry) {
  return std::visit([](const auto& one) { return one.number; }, entry);
}

// What hides secrets from this view. On a long record learning them takes a while, the first time.
Redact redact_for(Control& control, const TranscriptView& view, const std::stop_token& stop) {
  return view.secrets ? Redact() : control.redact(stop);
}

// {"entries":[…],"next_after":…,"size":…} of entries that are there already, written while it is
// sent: a page of large ones would not fit into memory.
class TranscriptPage final : public BodyStream {
 public:
  TranscriptPage(Control& control, const TranscriptView& view)
      : control_(control),
        view_(view),
        size_(control.mock().transcript().size()),
        last_(std::max(view.after, std::min(size_, view.after + view.limit))),
        done_(view.after) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    if (ended_ || stop.stop_requested()) return std::nullopt;
    std::string piece;
    if (!begun_) {
      begun_ = true;
      redact_ = redact_for(control_, view_, stop);
      piece = R"({"entries":[)";
    }
    while (done_ < last_ && piece.size() < kPiece) {
      const std::size_t count = std::min(kReadAtOnce, last_ - done_);
      for (const Entry& entry : control_.mock().transcript().entries_after(done_, count)) {
        if (done_++ > view_.after) piece += ',';
        piece += json_text(shown(entry, view_, redact_));
      }
    }
    if (done_ == last_) {
      ended_ = true;
      piece += fmt::format(R"(],"next_after":{},"size":{}}})", done_, size_);
    }
    return piece;
  }

 private:
  Control& control_;
  const TranscriptView view_;
  const std::size_t size_;
  const std::size_t last_;  // the number of the last one
  std::size_t done_;
  Redact redact_;
  bool begun_ = false;
  bool ended_ = false;
};

// The archive of what is there already.
class Archive final : public BodyStream {
 public:
  Archive(Control& control, const TranscriptView& view)
      : control_(control), view_(view), last_(control.mock().transcript().size()) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    if (!har_) {
      har_.emplace(control_.mock().transcript(), last_, redact_for(control_, view_, stop),
                   control_.options().version);
    }
    return har_->next(stop);
  }

 private:
  Control& control_;
  const TranscriptView view_;
  const std::size_t last_;
  std::optional<HarStream> har_;
};

// One entry.
class EntryDetails final : public BodyStream {
 public:
  EntryDetails(Control& control, const TranscriptView& view, Entry entry)
      : control_(control), view_(view), entry_(std::move(entry)) {}

  std::optional<std::string> next(const std::stop_token& stop) override {
    if (!entry_) return std::nullopt;
    const Redact redact = redact_for(control_, view_, stop);
    if (stop.stop_requested()) return std::nullopt;
    return json_text(details_of(*std::exchange(entry_, std::nullopt), redact));
  }

 private:
  Control& control_;
  const TranscriptView view_;
  std::optional<Entry> entry_;
};

Response json_stream(std::shared_ptr<BodyStream> stream) {
  Response response = json_text_response(200, "");
  response.stream = std::move(stream);
  return response;
}

// Never ends by itself; begins after an entry, so that a reader can come back to where it was.
class TranscriptStream final : public BodyStream {
 public:
  TranscriptStream(Control& control, TranscriptView view) : control_(control), view_(view) {}

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
    std::string text;
    while (text.size() < kPiece) {
      const std::vector<Entry> entries = transcript.entries_after(view_.after, kReadAtOnce);
      if (entries.empty()) break;
      const Redact redact = redact_for(control_, view_, stop);
      for (const Entry& entry : entries) text += event(entry, redact);
      view_.after += entries.size();
    }
    return text;
  }

 private:
  [[nodiscard]] std::string event(const Entry& entry, const Redact& redact) const {
    const Json json = shown(entry, view_, redact);
    return fmt::format("id: {}\nevent: {}\ndata: {}\n\n", number_of(entry),
                       json.at("kind").get<std::string>(),
                       json.dump(-1, ' ', false, Json::error_handler_t::replace));
  }

  Control& control_;
  TranscriptView view_;
  bool greeted_ = false;
};

}  // namespace

Response get_transcript(ControlCall& call) {
  return json_stream(std::make_shared<TranscriptPage>(call.control, view_of(call.request)));
}

Response get_transcript_entry(ControlCall& call) {
  const std::size_t size = call.mock.transcript().size();
  const std::string& number = call.parameters.at(0);
  const TranscriptView view = view_of(call.request);
  const std::size_t wanted = number_from(number, "the entry's number", 1, kLargestPage * 100'000);
  auto entries = call.mock.transcript().entries_after(wanted - 1, 1);
  if (entries.empty()) {
    throw ControlError(404, fmt::format("There is no entry {}; the last one is {}", wanted, size));
  }
  return json_stream(
      std::make_shared<EntryDetails>(call.control, view, std::move(entries.front())));
}

Response get_transcript_har(ControlCall& call) {
  Response response = json_stream(std::make_shared<Archive>(call.control, view_of(call.request)));
  response.headers.add("Content-Disposition", "attachment; filename=\"omni-conform.har\"");
  return response;
}

Response get_transcript_stream(ControlCall& call) {
  TranscriptView view = view_of(call.request);
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
  if (!call.control.options().judge) {
    return json_response(200, {{"judged", false}, {"verdicts", Json::array()}});
  }
  const std::size_t size = call.mock.transcript().size();
  const Control::Verdicts verdicts = call.control.verdicts();
  Json list = Json::array();
  for (const ClientVerdict& verdict : verdicts.verdicts) {
    list.push_back({{"client", verdict.client},
                    {"check", verdict.check},
                    {"expected", verdict.expected},
                    {"severity", verdict.severity},
                    {"verdict", verdict.verdict},
                    {"message", verdict.message},
                    {"exchange", verdict.exchange}});
  }
  return json_response(200, {{"judged", true},
                             {"judged_to", verdicts.judged},
                             {"size", std::max(size, verdicts.judged)},
                             {"left_out", verdicts.left_out},
                             {"verdicts", std::move(list)}});
}

}  // namespace conform::mock
