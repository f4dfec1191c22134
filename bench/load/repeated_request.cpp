#include "bench/load/repeated_request.hpp"

#include <stdexcept>
#include <utility>

#include "bench/load/loopback_sender.hpp"
#include "foundation/json/foreign_json.hpp"

namespace conform::bench {
namespace {

// Ids of ten digits: more than a run can send, and numbers that every JSON reader keeps exactly.
constexpr std::uint64_t kFirstId = 1'000'000'000;
constexpr std::size_t kIdLength = 10;

}  // namespace

std::string RepeatedRequest::id_text(std::uint64_t number) {
  return std::to_string(kFirstId + number % kFirstId);
}

RepeatedRequest::RepeatedRequest(Url url, const Request& request, Judge judge)
    : url_(std::move(url)), judge_(std::move(judge)) {
  Json message = parse_foreign(request.body);
  if (!is_plain_loopback(url_) || request.method != "POST" || !message.is_object() ||
      !message.contains("id")) {
    throw std::logic_error("only a JSON-RPC request to http on loopback can be repeated");
  }
  message["id"] = kFirstId;
  const std::string body = message.dump();
  Request numbered = request;
  numbered.body = body;
  bytes_ = bytes_of(url_, numbered);
  id_at_ = bytes_.find(id_text(0), bytes_.size() - body.size());
}

const std::string& RepeatedRequest::bytes(std::uint64_t number) {
  bytes_.replace(id_at_, kIdLength, id_text(number));
  return bytes_;
}

bool RepeatedRequest::is_like_last_good(std::string_view body, std::string_view id) const {
  if (good_id_at_ == std::string::npos || body.size() != good_body_.size()) return false;
  const std::size_t behind = good_id_at_ + kIdLength;
  const std::string_view good = good_body_;
  return body.substr(good_id_at_, kIdLength) == id &&
         body.substr(0, good_id_at_) == good.substr(0, good_id_at_) &&
         body.substr(behind) == good.substr(behind);
}

void RepeatedRequest::judge(const Response& answer, std::uint64_t number) {
  const std::string id = id_text(number);
  if (answer.status == good_status_ && is_like_last_good(answer.body, id)) return;
  judge_(answer, kFirstId + number % kFirstId);
  good_status_ = answer.status;
  good_body_ = answer.body;
  good_id_at_ = good_body_.find(id);
}

}  // namespace conform::bench
