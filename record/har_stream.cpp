#include "record/har_stream.hpp"

#include <algorithm>
#include <utility>

#include "foundation/json/json_text.hpp"

namespace conform {
namespace {

constexpr std::size_t kPiece = 64UL << 10U;  // bytes, about
// Entries: few enough that large ones fit into memory.
constexpr std::size_t kReadAtOnce = 16;

// What stands around the entries and the notes of a document that has none.
struct Frame {
  std::string before;
  std::string between;
  std::string after;
};

Frame frame_of(const std::string& version) {
  const std::string empty =
      json_text(har_document(Json::array(), Json::array(), Json::array(), version));
  const std::size_t notes = empty.rfind("[]") + 1;
  const std::size_t entries = empty.rfind("[]", notes - 2) + 1;
  return {empty.substr(0, entries), empty.substr(entries, notes - entries), empty.substr(notes)};
}

}  // namespace

HarStream::HarStream(const Transcript& transcript, std::size_t last, HarRedact redact,
                     std::string version)
    : transcript_(transcript),
      last_(last),
      redact_(std::move(redact)),
      version_(std::move(version)) {}

std::optional<std::string> HarStream::next(const std::stop_token& stop) {
  if (stop.stop_requested()) return std::nullopt;
  switch (state_) {
    case State::kHead:
      state_ = State::kExchanges;
      return frame_of(version_).before;
    case State::kExchanges:
      return exchanges();
    case State::kNotes:
      return notes();
    case State::kEnd:
      break;
  }
  return std::nullopt;
}

std::optional<std::string> HarStream::exchanges() {
  std::string piece;
  while (done_ < last_ && piece.size() < kPiece) {
    for (Entry& entry : transcript_.entries_after(done_, std::min(kReadAtOnce, last_ - done_))) {
      ++done_;
      if (std::holds_alternative<Note>(entry)) {
        notes_.push_back(done_);
        continue;
      }
      const Entry shown = redact_ ? redact_(std::move(entry)) : std::move(entry);
      if (std::exchange(has_exchange_, true)) piece += ',';
      piece += json_text(har_entry(std::get<Exchange>(shown)));
    }
  }
  if (done_ == last_) {
    piece += frame_of(version_).between;
    state_ = State::kNotes;
  }
  return piece;
}

std::optional<std::string> HarStream::notes() {
  std::string piece;
  for (; notes_done_ < notes_.size() && piece.size() < kPiece; ++notes_done_) {
    std::vector<Entry> read = transcript_.entries_after(notes_[notes_done_] - 1, 1);
    const Entry shown = redact_ ? redact_(std::move(read.front())) : std::move(read.front());
    if (notes_done_ > 0) piece += ',';
    piece += json_text(har_note(std::get<Note>(shown)));
  }
  if (notes_done_ == notes_.size()) {
    piece += frame_of(version_).after;
    state_ = State::kEnd;
  }
  return piece;
}

}  // namespace conform
