// Which client an entry of the transcript belongs to, by what the mock knew of each request: a
// registered client's name, else "key ID", else the product of the User-Agent; nobody for notes and
// for what a person at the browser did. A request without a credential counts as that of the client
// which later used a credential with the same User-Agent, when it is only one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "mock_server/state/bounded_map.hpp"
#include "record/transcript.hpp"

namespace conform::mock {

// Learns entry by entry. Whose an entry is may turn out later; who sent it, as far as that could be
// seen, does not change. Not thread-safe.
class Attribution {
 public:
  // All that came with the same name, credential or User-Agent.
  using Sender = std::uint32_t;
  static constexpr Sender kNobody = 0;

  // Further senders than `most` are nobody, so that whoever invents names does not fill the memory.
  explicit Attribution(std::size_t most = std::numeric_limits<std::size_t>::max());

  Sender learn(const Entry& entry);
  [[nodiscard]] std::size_t senders() const { return senders_.size(); }  // kNobody counted too
  // Empty for nobody.
  [[nodiscard]] const std::string& client_of(Sender sender) const {
    return senders_.at(sender).client;
  }
  // Those whose client is another one since this was last asked, and their client before.
  std::vector<std::pair<Sender, std::string>> take_changed() { return std::exchange(changed_, {}); }
  [[nodiscard]] std::size_t left_out() const { return left_out_; }  // entries of further senders

 private:
  enum class By { kName, kId, kKey, kAgent };
  struct Known {
    By by = By::kName;
    std::string text;
    std::string client;
  };

  [[nodiscard]] std::string identified(const Exchange& exchange) const;
  [[nodiscard]] std::string resolved(By by, const std::string& text) const;
  Sender sender(By by, std::string text);
  void resolve_again(By by, const std::string& text);

  std::size_t most_;
  std::vector<Known> senders_;
  std::map<std::pair<By, std::string>, Sender> numbers_;  // of senders
  BoundedMap<std::string, std::string> names_;            // client_id → name
  // User-Agent → names seen with it; of several, two
  BoundedMap<std::string, std::set<std::string>> agents_;
  std::vector<std::pair<Sender, std::string>> changed_;
  std::size_t left_out_ = 0;
};

// One name an entry, of all that is there.
std::vector<std::string> clients_of(const std::vector<Entry>& entries);

// The entries of each client, by its name; what belongs to none is left out.
std::map<std::string, std::vector<Entry>> records_of_clients(const std::vector<Entry>& entries);

}  // namespace conform::mock
