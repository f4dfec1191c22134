#include "clients/programs/held_body.hpp"

#include <algorithm>

#include "foundation/json/foreign_json.hpp"

namespace conform::clients {
namespace {

// Some clients never answer, and some must not.
constexpr std::chrono::milliseconds kAnswerPatience{1'000};

// The data of one event, when it is a request.
std::optional<std::string> question_id(std::string_view event) {
  std::string data;
  while (!event.empty()) {
    const std::size_t end = std::min(event.find('\n'), event.size());
    if (event.starts_with("data:")) data += event.substr(5, end - 5);
    event.remove_prefix(std::min(end + 1, event.size()));
  }
  const Json message = parse_foreign(data);
  const bool asks = message.is_object() && message.contains("method") && message.contains("id");
  return asks ? std::optional(message["id"].dump()) : std::nullopt;
}

}  // namespace

void Latch::open() {
  const std::scoped_lock lock(mutex_);
  open_ = true;
  opened_.notify_all();
}

void Latch::wait(const std::stop_token& stop, std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  opened_.wait_for(lock, stop, at_most, [this] { return open_; });
}

std::vector<ServerQuestion> questions_in(std::string_view event_stream) {
  std::vector<ServerQuestion> questions;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = event_stream.find("\n\n", begin)) != std::string_view::npos;
       begin = end + 2) {
    if (auto id = question_id(event_stream.substr(begin, end - begin))) {
      questions.push_back({end + 2, *std::move(id), std::make_shared<Latch>()});
    }
  }
  return questions;
}

std::optional<std::string> HeldBody::next(const std::stop_token& stop) {
  if (asked_ > 0 && asked_ <= questions_.size() && at_ == questions_[asked_ - 1].end) {
    questions_[asked_ - 1].answered->wait(stop, kAnswerPatience);
  }
  if (at_ >= body_.size() || stop.stop_requested()) return std::nullopt;
  const std::size_t end = asked_ < questions_.size() ? questions_[asked_].end : body_.size();
  ++asked_;
  std::string piece = body_.substr(at_, end - at_);
  at_ = end;
  return piece;
}

}  // namespace conform::clients
