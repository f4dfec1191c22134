#include "record/transcript.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <system_error>
#include <utility>

#include "foundation/json/foreign_json.hpp"
#include "record/transcript_bytes.hpp"
#include "record/transcript_file.hpp"

namespace conform {
namespace {

constexpr std::array<std::pair<Endpoint, std::string_view>, 13> kEndpointNames{{
    {Endpoint::kMcp, "mcp"},
    {Endpoint::kProtectedResourceMetadata, "protected resource metadata"},
    {Endpoint::kAuthorizationServerMetadata, "authorization server metadata"},
    {Endpoint::kRegistration, "registration"},
    {Endpoint::kAuthorize, "authorize"},
    {Endpoint::kToken, "token"},
    {Endpoint::kConsent, "consent page"},
    {Endpoint::kSignIn, "sign-in page"},
    {Endpoint::kSignOut, "sign-out"},
    {Endpoint::kPage, "page"},
    {Endpoint::kRest, "rest"},
    {Endpoint::kControl, "control"},
    {Endpoint::kOther, "other"},
}};

constexpr std::array<std::pair<Note::Kind, std::string_view>, 6> kNoteNames{{
    {Note::Kind::kIntent, "intent"},
    {Note::Kind::kOutcome, "outcome"},
    {Note::Kind::kPerson, "person"},
    {Note::Kind::kAdmin, "admin"},
    {Note::Kind::kOutput, "output"},
    {Note::Kind::kHarness, "harness"},
}};

template <typename Names, typename Key>
std::string_view name_of(const Names& names, Key key) {
  const auto found = std::ranges::find(names, key, [](const auto& item) { return item.first; });
  return found == names.end() ? std::string_view() : found->second;
}

// An id that is an array or an object is none (JSON-RPC 2.0 section 4), however large it is.
std::string id_text(const Json& id) {
  if (id.is_array()) return "[...]";
  return id.is_object() ? "{...}" : id.dump(-1, ' ', false, Json::error_handler_t::replace);
}

RpcSummary summarize(const Json& message) {
  RpcSummary summary;
  if (!message.is_object()) return summary;
  if (const auto method = message.find("method"); method != message.end() && method->is_string()) {
    summary.method = method->get<std::string>();
  }
  if (const auto id = message.find("id"); id != message.end()) summary.id = id_text(*id);
  if (const auto params = message.find("params");
      summary.method == "tools/call" && params != message.end() && params->is_object()) {
    const auto name = params->find("name");
    if (name != params->end() && name->is_string()) summary.tool = name->get<std::string>();
  }
  return summary;
}

}  // namespace

std::string_view to_string(Endpoint endpoint) { return name_of(kEndpointNames, endpoint); }

bool is_for_people(Endpoint endpoint) {
  switch (endpoint) {
    case Endpoint::kAuthorize:
    case Endpoint::kConsent:
    case Endpoint::kSignIn:
    case Endpoint::kSignOut:
    case Endpoint::kPage:
      return true;
    default:
      return false;
  }
}

std::optional<Endpoint> endpoint_from(std::string_view name) {
  const auto* found =
      std::ranges::find(kEndpointNames, name, [](const auto& item) { return item.second; });
  if (found == kEndpointNames.end()) return std::nullopt;
  return found->first;
}

std::string all_endpoint_names() {
  std::string names;
  for (const auto& [endpoint, name] : kEndpointNames) {
    if (!names.empty()) names += ", ";
    names += '"';
    names += name;
    names += '"';
  }
  return names;
}

std::string_view to_string(Note::Kind kind) { return name_of(kNoteNames, kind); }

std::string Exchange::fact(std::string_view name) const {
  const auto found = facts.find(std::string(name));
  return found == facts.end() ? std::string() : found->second;
}

// A segment is large enough that spilling one is rare and small enough that it is soon done.
Transcript::Transcript(std::size_t memory)
    : memory_(memory),
      segment_size_(std::min<std::size_t>(1UL << 20U, memory / 8)),
      file_(std::make_unique<TranscriptFile>()) {}

Transcript::~Transcript() = default;

std::size_t Transcript::append(const Exchange& exchange) {
  thread_local std::string bytes;
  bytes.clear();
  append_bytes(bytes, exchange);
  return add(bytes);
}

std::size_t Transcript::note(Note::Kind kind, std::string text, TimePoint at) {
  std::string bytes;
  append_bytes(bytes, Note{0, at, kind, std::move(text)});
  return add(bytes);
}

std::size_t Transcript::add(std::string_view bytes) {
  std::size_t number = 0;
  {
    std::unique_lock lock(mutex_);
    number = size_locked() + 1;
    if (!filling_ || (!filling_->empty() && filling_->size() + bytes.size() > segment_size_)) {
      written_.reset();
      filling_ = std::make_shared<std::string>();
      if (!segments_.empty()) filling_->reserve(segment_size_);
      segments_.push_back({number - 1, {}, filling_, 0});
    }
    filling_->append(bytes);
    segments_.back().ends.push_back(static_cast<std::uint32_t>(filling_->size()));
    bytes_ += bytes.size();
    if (bytes_ > memory_ && can_spill_locked()) {
      if (!spiller_.joinable()) start_spiller_locked();
      overflows_.notify_one();
      // A disk that cannot keep up slows everybody down; before that it costs nobody a moment.
      spilled_.wait(lock,
                    [this] { return bytes_ <= memory_ + memory_ / 4 || !can_spill_locked(); });
    }
  }
  appended_.notify_all();
  return number;
}

// Without a thread all stays in memory, and one is tried again later, as with a full disk.
void Transcript::start_spiller_locked() {
  try {
    spiller_ = std::jthread([this](const std::stop_token& stop) { spill(stop); });
  } catch (const std::system_error&) {
    tries_above_ = bytes_ + memory_ / 4;
  }
}

// Sends the oldest segments to the file whenever not all fit, without the lock while it writes.
void Transcript::spill(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (overflows_.wait(lock, stop, [this] { return bytes_ > memory_ && can_spill_locked(); })) {
    std::shared_ptr<const std::string> leaving = segments_[in_file_].bytes;
    lock.unlock();
    std::uint64_t offset = 0;
    const bool written = write_out(*leaving, offset);
    lock.lock();
    tries_above_ = written ? 0 : bytes_ + memory_ / 4;
    if (written) {
      segments_[in_file_].offset = offset;
      segments_[in_file_].bytes.reset();
      ++in_file_;
      bytes_ -= leaving->size();
      written_ = std::move(leaving);
    }
    spilled_.notify_all();
  }
}

// False when the disk does not take them: they stay in memory, as do those that follow.
bool Transcript::write_out(std::string_view bytes, std::uint64_t& offset) {
  try {
    offset = file_->append(bytes);
    in_trouble_ = false;
    return true;
  } catch (const std::system_error& error) {
    const bool is_news = !std::exchange(in_trouble_, true);
    if (is_news && trouble_) {
      trouble_(std::string(error.what()) +
               "; the transcript stays in memory, which grows until there is room");
    }
    return false;
  }
}

std::size_t Transcript::size_locked() const {
  return segments_.empty() ? 0 : segments_.back().before + segments_.back().ends.size();
}

std::size_t Transcript::bytes_in_memory() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

std::vector<Entry> Transcript::entries() const {
  return entries_after(0, std::numeric_limits<std::size_t>::max());
}

struct Transcript::Piece {
  std::size_t before = 0;  // so many entries come before it
  std::size_t count = 0;
  std::shared_ptr<const std::string> held;  // a segment's bytes, of which …
  std::size_t begin = 0;                    // … the piece is this part
  std::size_t size = 0;
  std::uint64_t offset = 0;  // where the piece is in the file, when nothing is held
};

std::vector<Entry> Transcript::entries_after(std::size_t number, std::size_t limit) const {
  std::vector<Piece> pieces;
  std::size_t left = limit;
  {
    const std::lock_guard lock(mutex_);
    const std::size_t all = size_locked();
    if (number >= all) return {};
    left = std::min(left, all - number);
    auto segment = std::ranges::upper_bound(segments_, number, {}, &Segment::before) - 1;
    for (std::size_t next = number; left > 0; ++segment) {
      const std::size_t first = next - segment->before;
      const std::size_t count = std::min(left, segment->ends.size() - first);
      const std::size_t begin = first == 0 ? 0 : segment->ends[first - 1];
      const std::size_t size = segment->ends[first + count - 1] - begin;
      Piece piece{next, count, segment->bytes, begin, size, segment->offset + begin};
      if (segment->bytes == filling_) {
        piece.held = std::make_shared<const std::string>(*filling_, begin, size);
        piece.begin = 0;
      }
      pieces.push_back(std::move(piece));
      next += count;
      left -= count;
    }
  }
  std::vector<Entry> entries;
  entries.reserve(
      std::min(limit, pieces.empty() ? 0 : pieces.back().before + pieces.back().count - number));
  for (const Piece& piece : pieces) {
    const std::string filed = piece.held ? std::string() : file_->read(piece.offset, piece.size);
    std::string_view bytes =
        piece.held ? std::string_view(*piece.held).substr(piece.begin, piece.size) : filed;
    for (std::size_t i = 1; i <= piece.count; ++i) {
      entries.push_back(take_entry(bytes, piece.before + i));
    }
  }
  return entries;
}

std::vector<Exchange> Transcript::exchanges() const {
  std::vector<Exchange> result;
  for (Entry& entry : entries()) {
    if (auto* exchange = std::get_if<Exchange>(&entry)) result.push_back(std::move(*exchange));
  }
  return result;
}

std::vector<Note> Transcript::notes(Note::Kind kind) const {
  std::vector<Note> result;
  for (Entry& entry : entries()) {
    auto* note = std::get_if<Note>(&entry);
    if (note != nullptr && note->kind == kind) result.push_back(std::move(*note));
  }
  return result;
}

std::size_t Transcript::size() const {
  const std::lock_guard lock(mutex_);
  return size_locked();
}

bool Transcript::wait_beyond(std::size_t number, const std::stop_token& stop,
                             std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return appended_.wait_for(lock, stop, at_most, [&] { return size_locked() > number; });
}

bool Transcript::wait_until_quiet(std::chrono::milliseconds quiet,
                                  std::chrono::milliseconds at_most) const {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  std::unique_lock lock(mutex_);
  while (true) {
    const std::size_t before = size_locked();
    const auto until = std::min(std::chrono::steady_clock::now() + quiet, deadline);
    if (!appended_.wait_until(lock, until, [&] { return size_locked() != before; })) {
      return std::chrono::steady_clock::now() < deadline;
    }
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
}

std::optional<RpcSummary> summary_of(const Json& body) {
  if (body.is_object() && body.contains("jsonrpc")) return summarize(body);
  if (body.is_array() && !body.empty()) {
    RpcSummary summary = summarize(body.front());
    summary.batch = true;
    return summary;
  }
  return std::nullopt;
}

std::optional<RpcSummary> summarize_rpc(std::string_view body) {
  return summary_of(parse_foreign(body));
}

}  // namespace conform
