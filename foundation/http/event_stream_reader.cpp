#include "foundation/http/event_stream_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace conform {
namespace {

// What stands before and after the first colon; one space after it does not count.
std::pair<std::string_view, std::string_view> field_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {line, {}};
  std::string_view value = line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  return {line.substr(0, colon), value};
}

class Reader {
 public:
  void take(std::string_view line) {
    if (line.empty()) return dispatch();
    const auto [name, value] = field_of(line);
    if (name == "data") {
      if (has_data_) data_ += '\n';
      data_ += value;
      has_data_ = true;
    } else if (name == "id") {
      content_.last_id = value;
      id_ = value;
    } else if (name == "retry") {
      int milliseconds = 0;
      const auto [end, error] =
          std::from_chars(value.data(), value.data() + value.size(), milliseconds);
      if (error == std::errc() && end == value.data() + value.size()) {
        content_.retry = std::chrono::milliseconds(milliseconds);
      }
    }
  }

  // An event that the end of the stream cuts short is kept all the same: the message may be whole.
  EventStreamContent end() {
    dispatch();
    return std::move(content_);
  }

 private:
  void dispatch() {
    if (!has_data_) return;
    content_.events.push_back({std::exchange(id_, ""), std::exchange(data_, "")});
    has_data_ = false;
  }

  EventStreamContent content_;
  std::string id_;  // named since the last event
  std::string data_;
  bool has_data_ = false;
};

// Takes the next line away. Lines end with CRLF, LF or CR (HTML, "Parsing an event stream").
std::string_view take_line(std::string_view& body) {
  const std::string_view line = body.substr(0, body.find_first_of("\r\n"));
  body.remove_prefix(line.size());
  body.remove_prefix(body.starts_with("\r\n") ? 2 : std::min<std::size_t>(1, body.size()));
  return line;
}

}  // namespace

EventStreamContent read_event_stream(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  Reader reader;
  while (!body.empty()) reader.take(take_line(body));
  return reader.end();
}

}  // namespace conform
