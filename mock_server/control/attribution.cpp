#include "mock_server/control/attribution.hpp"

#include <algorithm>

namespace conform::mock {
namespace {

bool is_for_clients(const Exchange& exchange) {
  switch (exchange.endpoint) {
    case Endpoint::kMcp:
    case Endpoint::kProtectedResourceMetadata:
    case Endpoint::kAuthorizationServerMetadata:
    case Endpoint::kRegistration:
    case Endpoint::kToken:
    case Endpoint::kRest:
      return true;
    default:
      return false;
  }
}

// Names that nobody reads to their end.
std::string key_of(std::string text) {
  constexpr std::size_t kLongest = 1024;
  text.resize(std::min(text.size(), kLongest));
  return text;
}

std::string agent_of(const Exchange& exchange) {
  return key_of(exchange.request.headers.get("User-Agent"));
}

// "claude-code" of "claude-code/2.1 (cli)".
std::string product_of(const std::string& agent) {
  const std::string product = agent.substr(0, agent.find_first_of("/ "));
  return product.empty() ? "without a User-Agent" : product;
}

// The page on which a person decides is opened for a client, and its answer is the client's.
bool may_be_of_a_client(const Exchange& exchange) {
  return is_for_clients(exchange) || exchange.endpoint == Endpoint::kAuthorize ||
         exchange.endpoint == Endpoint::kConsent || exchange.endpoint == Endpoint::kOther;
}

}  // namespace

Attribution::Attribution(std::size_t most)
    : most_(most), senders_(1), names_(most), agents_(most) {}

// By what the mock itself found out; empty when it did not.
std::string Attribution::identified(const Exchange& exchange) const {
  if (std::string name = exchange.fact("client"); !name.empty()) return key_of(std::move(name));
  if (std::string id = exchange.fact("client_id"); !id.empty()) {
    return resolved(By::kId, key_of(std::move(id)));
  }
  if (std::string key = exchange.fact("key"); !key.empty()) {
    return resolved(By::kKey, key_of(std::move(key)));
  }
  return "";
}

Attribution::Sender Attribution::learn(const Entry& entry) {
  const auto* exchange = std::get_if<Exchange>(&entry);
  if (exchange == nullptr) return kNobody;
  std::string id = key_of(exchange->fact("client_id"));
  std::string name = key_of(exchange->fact("client"));
  if (const std::string* known = names_.find(id);
      !id.empty() && !name.empty() && (known == nullptr || *known != name)) {
    names_.put(id, name);
    resolve_again(By::kId, id);
  }
  if (is_for_clients(*exchange)) {
    if (const std::string client = identified(*exchange); !client.empty()) {
      const std::string agent = agent_of(*exchange);
      std::set<std::string>* clients = agents_.find(agent);
      if (clients == nullptr) clients = &agents_.put(agent, {});
      if (clients->size() < 2 && clients->insert(client).second) {
        resolve_again(By::kAgent, agent);
      }
    }
  }
  if (!may_be_of_a_client(*exchange)) return kNobody;
  if (!name.empty()) return sender(By::kName, std::move(name));
  if (!id.empty()) return sender(By::kId, std::move(id));
  if (std::string key = key_of(exchange->fact("key")); !key.empty()) {
    return sender(By::kKey, std::move(key));
  }
  return is_for_clients(*exchange) ? sender(By::kAgent, agent_of(*exchange)) : kNobody;
}

std::string Attribution::resolved(By by, const std::string& text) const {
  switch (by) {
    case By::kName:
      break;
    case By::kId: {
      const std::string* name = names_.find(text);
      return name == nullptr ? text : *name;
    }
    case By::kKey:
      return "key " + text;
    case By::kAgent: {
      const std::set<std::string>* clients = agents_.find(text);
      const bool only_one = clients != nullptr && clients->size() == 1;
      return only_one ? *clients->begin() : product_of(text);
    }
  }
  return text;
}

Attribution::Sender Attribution::sender(By by, std::string text) {
  const auto found = numbers_.find({by, text});
  if (found != numbers_.end()) return found->second;
  if (senders_.size() > most_) {
    ++left_out_;
    return kNobody;
  }
  const auto number = static_cast<Sender>(senders_.size());
  senders_.push_back({by, text, resolved(by, text)});
  numbers_.emplace(std::pair(by, std::move(text)), number);
  return number;
}

void Attribution::resolve_again(By by, const std::string& text) {
  const auto found = numbers_.find({by, text});
  if (found == numbers_.end()) return;
  std::string& client = senders_[found->second].client;
  std::string now = resolved(by, text);
  if (client == now) return;
  changed_.emplace_back(found->second, std::exchange(client, std::move(now)));
}

std::vector<std::string> clients_of(const std::vector<Entry>& entries) {
  Attribution attribution;
  std::vector<Attribution::Sender> senders;
  senders.reserve(entries.size());
  for (const Entry& entry : entries) senders.push_back(attribution.learn(entry));
  std::vector<std::string> clients;
  clients.reserve(entries.size());
  for (const Attribution::Sender sender : senders) clients.push_back(attribution.client_of(sender));
  return clients;
}

std::map<std::string, std::vector<Entry>> records_of_clients(const std::vector<Entry>& entries) {
  const std::vector<std::string> clients = clients_of(entries);
  std::map<std::string, std::vector<Entry>> records;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (!clients[i].empty()) records[clients[i]].push_back(entries[i]);
  }
  return records;
}

}  // namespace conform::mock
