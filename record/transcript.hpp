// The record of one play: what went over the wire, and what people and client did beside it.
// Everything that is judged or reported later is read from here.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"
#include "foundation/time/clock.hpp"

namespace conform {

// What a request was for, whoever sent it.
enum class Endpoint {
  kMcp,                          // JSON-RPC at the OAuth URL or at an organization's key URL
  kProtectedResourceMetadata,    // RFC 9728, root or path form
  kAuthorizationServerMetadata,  // RFC 8414 or OpenID discovery, any form
  kRegistration,                 // RFC 7591
  kAuthorize,                    // the authorization endpoint on the callbacks host
  kToken,
  kConsent,  // the organization's authorization page and its form
  kSignIn,   // the organization's sign-in page and its form
  kSignOut,
  kPage,     // any other page of an organization
  kRest,     // /api/…
  kControl,  // /_mock/…
  kOther,    // nothing of ours: probes and mistakes
};
std::string_view to_string(Endpoint endpoint);
bool is_for_people(Endpoint endpoint);                         // a browser opens it, not the client
std::optional<Endpoint> endpoint_from(std::string_view name);  // the reverse
std::string all_endpoint_names();                              // for messages

// What a JSON-RPC body said, as far as checks need it.
struct RpcSummary {
  std::string method;  // empty for a response
  std::string id;      // the id's JSON text; empty for a notification
  std::string tool;    // params.name of tools/call
  bool batch = false;  // the body was an array; the rest describes its first message
};

struct Exchange {
  std::size_t number = 0;  // position in the transcript, from 1, notes counted too
  TimePoint at;            // the mock's clock when the request arrived
  std::string site;        // "callbacks", an organization's id, or "" for an unknown host
  std::string origin;      // "http://127.0.0.1:1234" as the client addressed it
  Endpoint endpoint = Endpoint::kOther;
  std::optional<RpcSummary> rpc;
  Request request;
  Response response;  // of a streamed answer, the status and headers
  // What the mock knew: "user", "organization", "client", "grant", "key", "refusal", "pkce", …
  std::map<std::string, std::string> facts;

  [[nodiscard]] std::string fact(std::string_view name) const;
};

// Something that happened beside the wire.
struct Note {
  enum class Kind {
    kIntent,   // the client was asked to do something
    kOutcome,  // … and how that ended ("done", "gave up", "cannot", …)
    kPerson,   // the person at the browser did something
    kAdmin,    // somebody changed the world
    kOutput,   // the client told its user something
    kHarness,  // remarks of the harness
  };
  std::size_t number = 0;
  TimePoint at;
  Kind kind = Kind::kHarness;
  std::string text;
};
std::string_view to_string(Note::Kind kind);

using Entry = std::variant<Exchange, Note>;

class TranscriptFile;

// Append-only and thread-safe. What does not fit into its memory goes to a file, oldest first, and
// is read from there; nothing is lost.
class Transcript {
 public:
  static constexpr std::size_t kUsualMemory = 64UL * 1024 * 1024;

  // `memory` in bytes, about; a quarter more while the file is written, and then append() waits.
  explicit Transcript(std::size_t memory = kUsualMemory);
  ~Transcript();

  // Is told when the file cannot be written (a full disk): all stays in memory then, and is tried
  // again when there is a quarter more of it. Called on a thread of its own, once for each time
  // that begins; set it before the first entry.
  void on_trouble(std::function<void(const std::string&)> tell) { trouble_ = std::move(tell); }

  std::size_t append(const Exchange& exchange);  // returns its number; that of `exchange` is unused
  std::size_t note(Note::Kind kind, std::string text, TimePoint at = {});

  std::vector<Entry> entries() const;
  // At most `limit` of the entries whose number is above `number`, without copying the others.
  std::vector<Entry> entries_after(std::size_t number, std::size_t limit) const;
  std::vector<Exchange> exchanges() const;
  std::vector<Note> notes(Note::Kind kind) const;
  std::size_t size() const;
  std::size_t bytes_in_memory() const;

  // Blocks until there are more than `number` entries, a stop is requested, or the (real) time is
  // up. Returns whether there are.
  bool wait_beyond(std::size_t number, const std::stop_token& stop,
                   std::chrono::milliseconds at_most) const;
  // Blocks until nothing was appended for `quiet`, or until the (real) time is up.
  bool wait_until_quiet(std::chrono::milliseconds quiet, std::chrono::milliseconds at_most) const;

 private:
  // Entries that follow each other, as bytes. The last segment is being filled; the others hold
  // still, in memory or in the file.
  struct Segment {
    std::size_t before = 0;                    // so many entries come before it
    std::vector<std::uint32_t> ends;           // where in it each entry ends
    std::shared_ptr<const std::string> bytes;  // none: in the file, …
    std::uint64_t offset = 0;                  // … where it begins here
  };
  struct Piece;  // of a segment, for a reader

  std::size_t add(std::string_view bytes);
  void spill(const std::stop_token& stop);
  void start_spiller_locked();
  bool write_out(std::string_view bytes, std::uint64_t& offset);
  bool can_spill_locked() const { return bytes_ > tries_above_ && in_file_ + 1 < segments_.size(); }
  std::size_t size_locked() const;

  const std::size_t memory_;
  const std::size_t segment_size_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any appended_;
  std::vector<Segment> segments_;
  std::shared_ptr<std::string> filling_;  // the bytes of the last segment
  std::size_t in_file_ = 0;               // so many segments left memory
  std::size_t bytes_ = 0;                 // of the others
  std::size_t tries_above_ = 0;           // bytes; after the file could not be written
  bool in_trouble_ = false;               // of the spiller only
  std::function<void(const std::string&)> trouble_;
  // Given back by a thread that takes such a piece anew: an allocator with a heap for each thread
  // would grow by what one thread takes and another gives back.
  std::shared_ptr<const std::string> written_;
  std::condition_variable_any overflows_;
  std::condition_variable spilled_;
  std::unique_ptr<TranscriptFile> file_;
  std::jthread spiller_;  // from the first overflow on; the last member, so that it ends first
};

// Reads what an MCP request's body says; nullopt when it is no JSON-RPC.
std::optional<RpcSummary> summarize_rpc(std::string_view body);
std::optional<RpcSummary> summary_of(const Json& body);  // of the same, read already

}  // namespace conform
