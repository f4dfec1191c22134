#include "mock_server/control/attribution.hpp"

#include <map>
#include <set>

namespace conform {
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

// "claude-code" of "claude-code/2.1 (cli)".
std::string product_of(const Exchange& exchange) {
  const std::string agent = exchange.request.headers.get("User-Agent");
  const std::string product = agent.substr(0, agent.find_first_of("/ "));
  return product.empty() ? "without a User-Agent" : product;
}

struct Known {
  std::map<std::string, std::string> names;             // client_id → name
  std::map<std::string, std::set<std::string>> agents;  // User-Agent → names seen with it
};

// By what the mock itself found out; empty when it did not.
std::string identified(const Exchange& exchange, const Known& known) {
  if (std::string name = exchange.fact("client"); !name.empty()) return name;
  if (const std::string id = exchange.fact("client_id"); !id.empty()) {
    const auto name = known.names.find(id);
    return name == known.names.end() ? id : name->second;
  }
  if (const std::string key = exchange.fact("key"); !key.empty()) return "key " + key;
  return "";
}

Known learn(const std::vector<Entry>& entries) {
  Known known;
  for (const Entry& entry : entries) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr) continue;
    const std::string id = exchange->fact("client_id");
    const std::string name = exchange->fact("client");
    if (!id.empty() && !name.empty()) known.names[id] = name;
    if (!is_for_clients(*exchange)) continue;
    if (const std::string client = identified(*exchange, known); !client.empty()) {
      known.agents[exchange->request.headers.get("User-Agent")].insert(client);
    }
  }
  return known;
}

std::string client_of(const Exchange& exchange, const Known& known) {
  // The page on which a person decides is opened for a client, and its answer is the client's.
  const bool by_client = is_for_clients(exchange) || exchange.endpoint == Endpoint::kAuthorize ||
                         exchange.endpoint == Endpoint::kConsent;
  if (!by_client && exchange.endpoint != Endpoint::kOther) return "";
  if (std::string client = identified(exchange, known); !client.empty()) return client;
  if (!is_for_clients(exchange)) return "";
  const auto agent = known.agents.find(exchange.request.headers.get("User-Agent"));
  const bool only_one = agent != known.agents.end() && agent->second.size() == 1;
  return only_one ? *agent->second.begin() : product_of(exchange);
}

}  // namespace

std::vector<std::string> clients_of(const std::vector<Entry>& entries) {
  const Known known = learn(entries);
  std::vector<std::string> clients;
  clients.reserve(entries.size());
  for (const Entry& entry : entries) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    clients.push_back(exchange == nullptr ? "" : client_of(*exchange, known));
  }
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

}  // namespace conform
