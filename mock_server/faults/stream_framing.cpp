#include "mock_server/faults/stream_framing.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/event_stream_reader.hpp"
#include "foundation/json/foreign_json.hpp"
#include "mock_server/mcp/event_stream.hpp"

namespace conform::mock {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

// The fields of one event. The data comes first, so that it is what a byte order mark stands
// before.
std::vector<std::string> fields_of(const StreamEvent& event, StreamFraming framing) {
  const std::string_view colon = framing == StreamFraming::kNoSpace ? ":" : ": ";
  std::string data = event.data;
  if (framing == StreamFraming::kSeveralDataLines) {
    if (const Json message = parse_foreign(data); !message.is_discarded()) data = message.dump(1);
  }
  std::vector<std::string> fields;
  for (const std::string& line : lines_of(data)) {
    fields.push_back(std::string("data").append(colon).append(line));
  }
  fields.push_back(std::string("event").append(colon).append("message"));
  if (!event.id.empty()) fields.push_back(std::string("id").append(colon).append(event.id));
  if (framing == StreamFraming::kComments) {
    fields.insert(fields.begin(), {": the answer follows", ": and here it is"});
    fields.emplace_back(":");
  }
  return fields;
}

std::string_view line_end(StreamFraming framing) {
  if (framing == StreamFraming::kCrLf) return "\r\n";
  return framing == StreamFraming::kCr ? "\r" : "\n";
}

}  // namespace

void reframe(Response& response, StreamFraming framing) {
  if (response.stream || response.body.empty() || response.status != 200) return;
  const std::string type = response.headers.get("Content-Type");
  std::vector<StreamEvent> events;
  if (type.starts_with("text/event-stream")) {
    events = read_event_stream(response.body).events;
  } else if (type.starts_with("application/json")) {
    events.push_back({"", response.body});
    response.headers = event_stream_response().headers;
  }
  if (events.empty()) return;
  const std::string_view end = line_end(framing);
  std::string body = framing == StreamFraming::kByteOrderMark ? "\xEF\xBB\xBF" : "";
  for (const StreamEvent& event : events) {
    for (const std::string& field : fields_of(event, framing)) body.append(field).append(end);
    body.append(end);
  }
  response.body = std::move(body);
}

}  // namespace conform::mock
