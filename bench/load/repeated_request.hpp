// One request that is sent again and again as it is, but for the id of its JSON-RPC message: what
// an operation of a single request comes down to. Sending it costs no more than the bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/json.hpp"

namespace conform::bench {

class RepeatedRequest {
 public:
  // Throws std::exception, whose text is the kind of error, when the answer is not the one hoped
  // for.
  using Judge = std::function<void(const Response& answer, const Json& id)>;

  // `request` is a POST of one JSON-RPC request with an id, to http on loopback; throws
  // std::logic_error when it is not.
  RepeatedRequest(Url url, const Request& request, Judge judge);

  [[nodiscard]] const Url& url() const { return url_; }
  // As HTTP/1.1 has it on the wire. Each number makes another id, all of one length.
  const std::string& bytes(std::uint64_t number);
  // Of the answer to the request with that number. Looks closely only at what is new: an answer
  // that is the last good one but for its id is good.
  void judge(const Response& answer, std::uint64_t number);

 private:
  static std::string id_text(std::uint64_t number);
  [[nodiscard]] bool is_like_last_good(std::string_view body, std::string_view id) const;

  Url url_;
  Judge judge_;
  std::string bytes_;
  std::size_t id_at_ = 0;
  int good_status_ = 0;
  std::string good_body_;
  std::size_t good_id_at_ = std::string::npos;
};

}  // namespace conform::bench
