#include "mock_server/transcript.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "mock_server/json.hpp"

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

}  // namespace

std::string_view to_string(Endpoint endpoint) { return name_of(kEndpointNames, endpoint); }

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

std::size_t Transcript::append(Exchange exchange) {
  std::size_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = entries_.size() + 1;
    exchange.number = number;
    entries_.emplace_back(std::move(exchange));
  }
  appended_.notify_all();
  return number;
}

std::size_t Transcript::note(Note::Kind kind, std::string text, TimePoint at) {
  std::size_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = entries_.size() + 1;
    entries_.emplace_back(Note{number, at, kind, std::move(text)});
  }
  appended_.notify_all();
  return number;
}

std::vector<Entry> Transcript::entries() const {
  const std::lock_guard lock(mutex_);
  return entries_;
}

std::vector<Entry> Transcript::entries_after(std::size_t number, std::size_t limit) const {
  const std::lock_guard lock(mutex_);
  if (number >= entries_.size()) return {};
  const auto begin = entries_.begin() + static_cast<std::ptrdiff_t>(number);
  const std::size_t count = std::min(limit, entries_.size() - number);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

std::vector<Exchange> Transcript::exchanges() const {
  std::vector<Exchange> result;
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    if (const auto* exchange = std::get_if<Exchange>(&entry)) result.push_back(*exchange);
  }
  return result;
}

std::vector<Note> Transcript::notes(Note::Kind kind) const {
  std::vector<Note> result;
  const std::lock_guard lock(mutex_);
  for (const Entry& entry : entries_) {
    const auto* note = std::get_if<Note>(&entry);
    if (note != nullptr && note->kind == kind) result.push_back(*note);
  }
  return result;
}

std::size_t Transcript::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

bool Transcript::wait_for(const std::function<bool(const std::vector<Entry>&)>& seen,
                          std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return appended_.wait_for(lock, at_most, [&] { return seen(entries_); });
}

bool Transcript::wait_beyond(std::size_t number, const std::stop_token& stop,
                             std::chrono::milliseconds at_most) const {
  std::unique_lock lock(mutex_);
  return appended_.wait_for(lock, stop, at_most, [&] { return entries_.size() > number; });
}

bool Transcript::wait_until_quiet(std::chrono::milliseconds quiet,
                                  std::chrono::milliseconds at_most) const {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  std::unique_lock lock(mutex_);
  while (true) {
    const std::size_t before = entries_.size();
    const auto until = std::min(std::chrono::steady_clock::now() + quiet, deadline);
    if (!appended_.wait_until(lock, until, [&] { return entries_.size() != before; })) {
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
