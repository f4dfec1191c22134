// Requests to http on loopback as bytes, and their answers: what HttpConnection does, without an
// HTTP client whose own work would be in what is measured. Not thread-safe.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "bench/load/answer_reader.hpp"
#include "bench/load/loopback_socket.hpp"
#include "clients/http/http_connection.hpp"
#include "foundation/http/busy_poll.hpp"

namespace conform::bench {

// Whether LoopbackSender goes there.
bool is_plain_loopback(const Url& url);

// What goes over the wire for a request: its fields as they are, Host before them, and the length
// of its body. Throws Unsendable.
std::string bytes_of(const Url& url, const Request& request);

class LoopbackSender final : public clients::HttpSender {
 public:
  // An answer that is not whole after so long is given up, with TimedOut, however much of it comes.
  explicit LoopbackSender(std::chrono::seconds longest = kLongestAnswer);
  [[nodiscard]] bool reaches(const Url& url) const override { return is_plain_loopback(url); }
  // Keeps one connection for each port. One that the server closed meanwhile is opened anew (RFC
  // 9112 section 9.3.1). std::logic_error for HEAD, which is not read here.
  Response send(const Url& url, Request request) override;
  [[nodiscard]] const clients::Spent& spent() const { return spent_; }  // of the last request

 private:
  // False when the server had closed it: nothing was answered.
  bool exchange(int socket, const Url& url, const std::string& bytes);
  ssize_t receive(int socket, char* to, std::size_t size);

  std::chrono::seconds longest_;
  std::map<int, Descriptor> sockets_;  // by port; none while an answer is awaited
  BusyPoll::Member poll_;
  AnswerReader reader_{AnswerReader::Keeps::kAllFields};
  clients::Spent spent_;
};

}  // namespace conform::bench
