// The invariants' verdict on every client that is connected to a served mock, as its record grows.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "mock_server/control/attribution.hpp"
#include "mock_server/control/options.hpp"
#include "suites/invariants/invariant_watch.hpp"

namespace conform::runner {

// Each client's own entries are judged by themselves, each once; what they do not exercise is left
// out. When an entry turns out to be another client's, the two are judged anew. What is held does
// not grow with what a client does, but for a number an entry. Not thread-safe.
class LiveJudge final : public mock::ClientJudge {
 public:
  static constexpr std::size_t kMostClients = 1000;  // of more, the first ones

  void go_on(const Transcript& transcript, std::size_t at_most) override;
  [[nodiscard]] std::size_t judged() const override;
  [[nodiscard]] std::size_t left_out() const override;
  [[nodiscard]] std::vector<mock::ClientVerdict> verdicts() const override;

  struct ClientFindings {
    std::string client;
    std::vector<Finding> findings;  // one for each of invariants(), in that order
  };
  // Of the clients of which something was judged since this was last asked, by name.
  std::vector<ClientFindings> take_news();

 private:
  struct Client {
    InvariantWatch watch;
    std::size_t entries = 0;   // that it has seen
    std::size_t next = 1;      // of one that is judged anew: the entry to go on with; 0: none is
    std::size_t restarts = 0;  // so often it was judged anew
    bool is_news = false;
  };
  using Clients = std::map<std::string, Client>;

  void take(const Entry& entry);
  Client* client(const std::string& name);
  void restart(const std::string& name);
  std::size_t catch_up(const Transcript& transcript, std::size_t at_most);
  std::size_t catch_up(Clients::value_type& behind, const Transcript& transcript,
                       std::size_t at_most);

  static constexpr std::size_t kMostSenders = 10'000;
  mock::Attribution attribution_{kMostSenders};
  std::vector<mock::Attribution::Sender> senders_;  // of each entry, in order
  Clients clients_;
  std::size_t left_out_ = 0;
};

}  // namespace conform::runner
