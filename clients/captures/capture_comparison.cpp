#include "clients/captures/capture_comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <stdexcept>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json.hpp"

namespace conform::clients {
namespace {

constexpr std::size_t kCallbackIdLength = 12;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "127.0.0.1:1234" -> "127.0.0.1:PORT".
std::string without_ports(std::string text, std::string_view host) {
  for (std::size_t at = text.find(host); at != std::string::npos; at = text.find(host, at + 1)) {
    const std::size_t from = at + host.size();
    std::size_t to = from;
    while (to < text.size() && is_digit(text[to])) ++to;
    if (to > from) text.replace(from, to - from, "PORT");
  }
  return text;
}

// Twelve characters of an id between `before` and `after` -> "ID".
std::string without_id(std::string text, std::string_view before, std::string_view after) {
  const std::size_t at = text.find(before);
  if (at == std::string::npos) return text;
  const std::size_t from = at + before.size();
  if (text.size() < from + kCallbackIdLength) return text;
  if (text.substr(from + kCallbackIdLength) != after) return text;
  return text.replace(from, kCallbackIdLength, "ID");
}

class Reader {
 public:
  Reader(const RecordedRequest& request, bool random_port)
      : request_(request), random_port_(random_port) {}

  Traits read() {
    const std::string path = request_.target.substr(0, request_.target.find('?'));
    add("method", request_.method);
    add("path", path);
    const bool in_browser = path.ends_with("/authorize");
    if (in_browser) {
      parameters("query", Parameters::parse(request_.target.substr(
                              path.size() + (path.size() < request_.target.size()))));
    } else {
      headers();
      body();
    }
    return std::move(traits_);
  }

 private:
  void add(std::string name, std::string value) {
    traits_.emplace_back(std::move(name), std::move(value));
  }

  void headers() {
    static constexpr std::array<const char*, 5> kCompared = {
        "User-Agent", "Accept", "MCP-Protocol-Version", "Mcp-Method", "Content-Type"};
    for (const char* name : kCompared) add(name, request_.headers.get(name, "absent"));
    add("Authorization", request_.headers.get("Authorization", "absent").substr(0, 6));
    add("Mcp-Session-Id", request_.headers.has("Mcp-Session-Id") ? "present" : "absent");
  }

  void body() {
    if (request_.body.empty()) return;
    if (request_.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded")) {
      parameters("form", Parameters::parse(request_.body));
      return;
    }
    const Json json = parse_foreign(request_.body);
    if (!json.is_object()) {
      add("body", "is no JSON object");
    } else if (!json.contains("jsonrpc")) {
      add("json", sorted(json));
    } else {
      add("rpc.method", json.value("method", ""));
      add("rpc.id", json.contains("id") ? json["id"].dump() : "absent");
      add("rpc.params", json.contains("params") ? sorted(json["params"]) : "absent");
    }
  }

  void parameters(const std::string& where, const Parameters& parameters) {
    std::string names;
    for (const auto& [name, value] : parameters) names += (names.empty() ? "" : " ") + name;
    add(where, names);
    for (const auto& [name, value] : parameters)
      add(fmt::format("{}.{}", where, name), shown(name, value));
  }

  // Secrets by their length, what the server chose by a word, the rest as it is.
  [[nodiscard]] std::string shown(const std::string& name, const std::string& value) const {
    static constexpr std::array<std::string_view, 3> kByLength = {"state", "code_challenge",
                                                                  "code_verifier"};
    if (std::ranges::find(kByLength, name) != kByLength.end())
      return fmt::format("{} characters", value.size());
    if (name == "code" || name == "refresh_token") return "given";
    if (name == "client_id" && !value.starts_with("http")) return "given at registration";
    const std::string client_id =
        without_id(value, "https://chatgpt.com/oauth/codex/", "/client.json");
    if (name == "redirect_uri") return redirect(value);
    return without_ports(client_id, "127.0.0.1:");
  }

  [[nodiscard]] std::string redirect(std::string value) const {
    if (random_port_)
      value = without_ports(without_ports(std::move(value), "127.0.0.1:"), "localhost:");
    return without_id(std::move(value), "/callback/", "");
  }

  [[nodiscard]] std::string sorted(const Json& json) const {
    nlohmann::json other = nlohmann::json::parse(json.dump());
    simplify(other);
    std::string text = other.dump();
    if (random_port_)
      text = without_ports(without_ports(std::move(text), "127.0.0.1:"), "localhost:");
    return text;
  }

  // Ids that are made anew each time.
  static void simplify(nlohmann::json& json) {
    if (json.is_object()) {
      for (const char* name : {"threadId", "claudecode/toolUseId"}) {
        if (json.contains(name)) json[name] = "ID";
      }
    }
    if (json.is_structured()) {
      for (nlohmann::json& item : json) simplify(item);
    }
  }

  const RecordedRequest& request_;
  bool random_port_;
  Traits traits_;
};

const std::string* find(const Traits& traits, const std::string& name) {
  const auto found = std::ranges::find(traits, name, &Traits::value_type::first);
  return found == traits.end() ? nullptr : &found->second;
}

void compare_one(std::size_t number, const Traits& recorded, const Traits& played,
                 std::vector<TraitDifference>& differences) {
  for (const auto& [name, value] : recorded) {
    const std::string* const other = find(played, name);
    const std::string shown = other == nullptr ? "absent" : *other;
    if (shown != value) differences.push_back({number, name, value, shown});
  }
  for (const auto& [name, value] : played) {
    if (find(recorded, name) == nullptr) differences.push_back({number, name, "absent", value});
  }
}

}  // namespace

std::vector<RecordedRequest> load_capture(const std::filesystem::path& file) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error(fmt::format("{}: cannot be read", file.string()));
  std::vector<RecordedRequest> requests;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    try {
      const Json record = require_foreign(line);
      if (!record.contains("req")) continue;
      const Json& req = record["req"];
      RecordedRequest request{req.at("method"), req.at("path"), {}, ""};
      for (const Json& header : req.at("headers")) request.headers.add(header.at(0), header.at(1));
      if (req.contains("body")) {
        request.body =
            req["body"].is_string() ? req["body"].get<std::string>() : req["body"].dump();
      }
      requests.push_back(std::move(request));
    } catch (const std::exception& error) {
      throw std::runtime_error(fmt::format("{}:{}: {}", file.string(), number, error.what()));
    }
  }
  return requests;
}

std::vector<RecordedRequest> requests_of_client(const std::vector<Exchange>& exchanges) {
  static constexpr std::array<Endpoint, 5> kOfThePerson = {Endpoint::kConsent, Endpoint::kSignIn,
                                                           Endpoint::kSignOut, Endpoint::kPage,
                                                           Endpoint::kControl};
  std::vector<RecordedRequest> requests;
  for (const Exchange& exchange : exchanges) {
    if (std::ranges::find(kOfThePerson, exchange.endpoint) != kOfThePerson.end()) continue;
    requests.push_back({exchange.request.method, exchange.request.target, exchange.request.headers,
                        exchange.request.body});
  }
  return requests;
}

Traits traits_of(const RecordedRequest& request, bool random_port) {
  return Reader(request, random_port).read();
}

std::vector<TraitDifference> compare(const std::vector<RecordedRequest>& recorded,
                                     const std::vector<RecordedRequest>& played, bool random_port) {
  std::vector<TraitDifference> differences;
  const std::size_t both = std::min(recorded.size(), played.size());
  for (std::size_t at = 0; at < both; ++at) {
    compare_one(at + 1, traits_of(recorded[at], random_port), traits_of(played[at], random_port),
                differences);
  }
  const auto line = [](const RecordedRequest& request) {
    return request.method + " " + request.target;
  };
  for (std::size_t at = both; at < recorded.size(); ++at) {
    differences.push_back({at + 1, "request", line(recorded[at]), "absent"});
  }
  for (std::size_t at = both; at < played.size(); ++at) {
    differences.push_back({at + 1, "request", "absent", line(played[at])});
  }
  return differences;
}

}  // namespace conform::clients
