#include "mock_server/state/event_log.hpp"

#include <charconv>

namespace conform::mock {
namespace {

std::string id_of(std::string_view stream, std::size_t number) {
  return std::string(stream) + '-' + std::to_string(number);
}

}  // namespace

std::string EventLog::open(std::string_view credential_id) {
  const std::lock_guard lock(mutex_);
  std::string stream = 's' + std::to_string(++last_);
  streams_[stream] = {std::string(credential_id), {""}};
  order_.push_back(stream);
  if (order_.size() > kMostStreams) {
    streams_.erase(order_.front());
    order_.pop_front();
  }
  return stream;
}

std::string EventLog::append(std::string_view stream, std::string data) {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return "";
  found->second.events.push_back(std::move(data));
  return id_of(stream, found->second.events.size() - 1);
}

std::optional<std::vector<EventLog::Event>> EventLog::after(std::string_view event_id,
                                                            std::string_view credential_id) const {
  const std::size_t dash = event_id.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view digits = event_id.substr(dash + 1);
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), number);
  if (error != std::errc() || end != digits.end()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(event_id.substr(0, dash));
  if (found == streams_.end() || found->second.credential_id != credential_id ||
      number >= found->second.events.size()) {
    return std::nullopt;
  }
  std::vector<Event> events;
  for (std::size_t i = number + 1; i < found->second.events.size(); ++i) {
    events.push_back({id_of(found->first, i), found->second.events[i]});
  }
  return events;
}

}  // namespace conform::mock
