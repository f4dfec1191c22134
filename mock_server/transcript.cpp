#include "mock_server/transcript.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <system_error>
#include <utility>

#include "mock_server/json.hpp"
#include "mock_server/transcript_file.hpp"

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

RpcSummary summarize(const Json& message) {
  RpcSummary summary;
  if (!message.is_object()) return summary;
  if (const auto method = message.find("method"); method != message.end() && method->is_string()) {
    summary.method = method->get<std::string>();
  }
  if (const auto id = message.find("id"); id != message.end()) summary.id = id->dump();
  if (const auto params = message.find("params");
      summary.method == "tools/call" && params != message.end() && params->is_object()) {
    const auto name = params->find("name");
    if (name != params->end() && name->is_string()) summary.tool = name->get<std::string>();
  }
  return summary;
}

// About what an entry takes: its texts and what surrounds them.
std::size_t memory_of(const Headers& headers) {
  std::size_t bytes = 0;
  for (const Header& header : headers) {
    bytes += sizeof(Header) + header.name.size() + header.value.size();
  }
  return bytes;
}
std::size_t memory_of(const Exchange& exchange) {
  constexpr std::size_t kNode = 2 * sizeof(std::string) + 48;
  std::size_t bytes = exchange.request.target.size() + exchange.request.body.size() +
                      exchange.response.body.size() + memory_of(exchange.request.headers) +
                      memory_of(exchange.response.headers);
  for (const auto& [name, value] : exchange.facts) bytes += kNode + name.size() + value.size();
  return bytes;
}
std::size_t memory_of(const Note& note) { return note.text.size(); }
std::size_t memory_of(const Entry& entry) {
  return sizeof(Entry) + std::visit([](const auto& one) { return memory_of(one); }, entry);
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

Transcript::Transcript(std::size_t memory)
    : memory_(memory), file_(std::make_unique<TranscriptFile>()) {}

Transcript::~Transcript() = default;

std::size_t Transcript::append(Exchange exchange) { return add(std::move(exchange)); }

std::size_t Transcript::note(Note::Kind kind, std::string text, TimePoint at) {
  return add(Note{0, at, kind, std::move(text)});
}

std::size_t Transcript::add(Entry entry) {
  std::size_t number = 0;
  bool is_full = false;
  {
    const std::lock_guard lock(mutex_);
    number = size_locked() + 1;
    std::visit([number](auto& one) { one.number = number; }, entry);
    bytes_ += memory_of(entry);
    entries_.push_back(std::move(entry));
    is_full = bytes_ > memory_ && leaving_ == nullptr;
  }
  appended_.notify_all();
  if (is_full) spill();
  return number;
}

// Sends an eighth of the memory to the file, without the lock while it is written.
void Transcript::spill() {
  std::shared_ptr<const std::vector<Entry>> leaving;
  {
    const std::lock_guard lock(mutex_);
    if (leaving_ != nullptr) return;  // somebody else is at it
    const std::size_t keep = memory_ - memory_ / 8;
    std::size_t count = 0;
    while (count < entries_.size() && bytes_ > keep) bytes_ -= memory_of(entries_[count++]);
    const auto end = entries_.begin() + static_cast<std::ptrdiff_t>(count);
    leaving = std::make_shared<const std::vector<Entry>>(std::make_move_iterator(entries_.begin()),
                                                         std::make_move_iterator(end));
    entries_.erase(entries_.begin(), end);
    leaving_ = leaving;
  }
  try {
    file_->append(*leaving);
  } catch (const std::system_error&) {
    return;  // a full disk: they stay in memory, as do all that follow
  }
  const std::lock_guard lock(mutex_);
  filed_ += leaving->size();
  leaving_.reset();
}

std::size_t Transcript::size_locked() const {
  return filed_ + (leaving_ ? leaving_->size() : 0) + entries_.size();
}

std::vector<Entry> Transcript::entries() const {
  return entries_after(0, std::numeric_limits<std::size_t>::max());
}

std::vector<Entry> Transcript::entries_after(std::size_t number, std::size_t limit) const {
  std::size_t filed = 0;
  std::vector<Entry> rest;
  {
    const std::lock_guard lock(mutex_);
    filed = filed_;
    std::size_t skip = number > filed ? number - filed : 0;
    std::size_t left = number < filed ? limit - std::min(limit, filed - number) : limit;
    const auto take = [&](const std::vector<Entry>& from) {
      const std::size_t first = std::min(skip, from.size());
      const std::size_t count = std::min(left, from.size() - first);
      const auto begin = from.begin() + static_cast<std::ptrdiff_t>(first);
      rest.insert(rest.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
      skip -= first;
      left -= count;
    };
    if (leaving_) take(*leaving_);
    take(entries_);
  }
  if (number >= filed) return rest;
  std::vector<Entry> all = file_->read(number, std::min(limit, filed - number));
  all.insert(all.end(), std::make_move_iterator(rest.begin()), std::make_move_iterator(rest.end()));
  return all;
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

bool Transcript::wait_for(const std::function<bool(const std::vector<Entry>&)>& seen,
                          std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return appended_.wait_for(lock, at_most, [&] { return seen(entries_); });
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

std::optional<RpcSummary> summarize_rpc(std::string_view body) {
  const Json json = Json::parse(body, nullptr, false);
  if (json.is_object() && json.contains("jsonrpc")) return summarize(json);
  if (json.is_array() && !json.empty()) {
    RpcSummary summary = summarize(json.front());
    summary.batch = true;
    return summary;
  }
  return std::nullopt;
}

Endpoint classify(std::string_view method, std::string_view path, bool on_callbacks_host) {
  if (path.starts_with("/_mock/") || path == "/_mock") return Endpoint::kControl;
  if (path.starts_with("/api/")) return Endpoint::kRest;
  if (path.find("/.well-known/oauth-protected-resource") != std::string_view::npos) {
    return Endpoint::kProtectedResourceMetadata;
  }
  if (path.find("/.well-known/oauth-authorization-server") != std::string_view::npos ||
      path.find("/.well-known/openid-configuration") != std::string_view::npos) {
    return Endpoint::kAuthorizationServerMetadata;
  }
  // A client that guesses an endpoint meant the same by it: it counts as the attempt that it is.
  if (path == "/oauth/register" || (method == "POST" && path.ends_with("/register"))) {
    return Endpoint::kRegistration;
  }
  if (on_callbacks_host) {
    if (path == "/callback/mcp") return Endpoint::kMcp;
    if (path.ends_with("/authorize")) return Endpoint::kAuthorize;
    if (path.ends_with("/token")) return Endpoint::kToken;
    return Endpoint::kOther;
  }
  if (path == "/mcp/https") return Endpoint::kMcp;
  if (path == "/oauth/mcp/authorize") return Endpoint::kConsent;
  if (path == "/login") return Endpoint::kSignIn;
  if (path == "/logout") return Endpoint::kSignOut;
  if (path.ends_with("/authorize")) return Endpoint::kAuthorize;
  if (path.ends_with("/token")) return Endpoint::kToken;
  if (path == "/" || path == "/profile" || path.starts_with("/profile/") ||
      path.starts_with("/settings/")) {
    return Endpoint::kPage;
  }
  return Endpoint::kOther;
}

}  // namespace conform
