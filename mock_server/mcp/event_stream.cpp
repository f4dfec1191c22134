#include "mock_server/mcp/event_stream.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "foundation/json/json_text.hpp"
#include "foundation/mcp/revision.hpp"

namespace conform::mock {
namespace {

// How long a client must wait before it resumes a stream that was cut off.
constexpr std::chrono::milliseconds kRetry(20);

class IdleStream final : public BodyStream {
 public:
  std::optional<std::string> next(const std::stop_token& stop) override {
    constexpr std::chrono::seconds kBeat(15);
    if (!greeted_) {
      greeted_ = true;
      return ": open\n\n";
    }
    std::mutex mutex;
    std::condition_variable_any stopped;
    std::unique_lock lock(mutex);
    stopped.wait_for(lock, stop, kBeat, [] { return false; });
    if (stop.stop_requested()) return std::nullopt;
    return ": beat\n\n";
  }

 private:
  bool greeted_ = false;
};

}  // namespace

std::string message_event(const Json& message, std::string_view id) {
  return text_event(json_text(message), id);
}

std::string text_event(std::string_view message, std::string_view id) {
  if (id.empty()) return fmt::format("event: message\ndata: {}\n\n", message);
  return fmt::format("id: {}\nevent: message\ndata: {}\n\n", id, message);
}

Response event_stream_response() {
  Response response;
  response.headers.add("Content-Type", "text/event-stream");
  response.headers.add("Cache-Control", "no-store");
  // Proxies that gather answers would hold back events (2026-07-28, Streamable HTTP).
  response.headers.add("X-Accel-Buffering", "no");
  return response;
}

Response idle_stream() {
  Response response = event_stream_response();
  response.stream = std::make_shared<IdleStream>();
  return response;
}

Response answer_stream(Context& context, const Principal& principal, const std::string& message,
                       const Revision& revision) {
  Response response = event_stream_response();
  const McpBehaviour& mcp = context.world.mcp;
  const bool polling = mcp.answers == McpBehaviour::Answers::kPolling;
  if (!mcp.resumable && !polling) {
    response.body = text_event(message);
    return response;
  }
  EventLog& log = context.state.events();
  const std::string stream = log.open(principal.credential_id);
  const std::string id = log.append(stream, message);
  // Clients of a revision that does not prime may trip over an event without data.
  if (revision.primes_streams) response.body = fmt::format("id: {}-0\ndata: \n\n", stream);
  if (revision.primes_streams && polling) {
    response.body += fmt::format("retry: {}\n\n", kRetry.count());
    return response;
  }
  response.body += text_event(message, id);
  return response;
}

std::optional<Response> resumed_stream(Context& context, const Principal& principal) {
  const std::string last = context.request.headers.get("Last-Event-ID");
  const auto missed = context.state.events().after(last, principal.credential_id);
  if (!missed) return std::nullopt;
  Response response = event_stream_response();
  for (const EventLog::Event& one : *missed) response.body += text_event(one.data, one.id);
  return response;
}

}  // namespace conform::mock
