#include "clients/programs/stdio_bridge.hpp"

#include <utility>

#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"

namespace conform::clients {
namespace {

constexpr int kMethodNotFound = -32601;  // JSON-RPC 2.0 section 5.1

std::string message_of(const Json& error) {
  std::string text = text_member(error, "message");
  return text.empty() ? "an error without a message: " + error.dump() : text;
}

}  // namespace

StdioBridge::StdioBridge(Send send, Arrived arrived, Answered answered)
    : send_(std::move(send)), arrived_(std::move(arrived)), answered_(std::move(answered)) {}

std::int64_t StdioBridge::request(std::string_view method, Json params) {
  std::int64_t id = 0;
  {
    const std::scoped_lock lock(mutex_);
    id = last_id_++;
    requests_[id].method = method;
  }
  Json message{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}};
  if (!params.is_null()) message["params"] = std::move(params);
  send_(message.dump());
  return id;
}

void StdioBridge::notify(std::string_view method) {
  send_(Json{{"jsonrpc", "2.0"}, {"method", method}}.dump());
}

bool StdioBridge::receive(std::string_view line) {
  const Json message = parse_foreign(line);
  if (!message.is_object() || message.value("jsonrpc", Json()) != "2.0") return false;
  if (message.contains("method")) {
    if (message.contains("id")) reply(message);
    return true;
  }
  if (!message.contains("id")) return false;
  if (!message["id"].is_number_integer()) return true;  // an answer to nothing of ours
  const auto id = message["id"].get<std::int64_t>();
  const std::string method = method_waiting(id);
  if (method.empty()) return true;
  Answer answer;
  if (message.contains("error")) {
    answer.error = message_of(message["error"]);
  } else {
    answer.result = message.value("result", Json::object());
  }
  arrived_(method, answer);
  {
    const std::scoped_lock lock(mutex_);
    requests_.at(id).answer = std::move(answer);
  }
  answered_(method);
  return true;
}

std::optional<StdioBridge::Answer> StdioBridge::answer(std::int64_t id) const {
  const std::scoped_lock lock(mutex_);
  const auto pending = requests_.find(id);
  return pending == requests_.end() ? std::nullopt : pending->second.answer;
}

std::string StdioBridge::method_waiting(std::int64_t id) const {
  const std::scoped_lock lock(mutex_);
  const auto pending = requests_.find(id);
  return pending == requests_.end() || pending->second.answer ? std::string()
                                                              : pending->second.method;
}

// What the program asks its host. We declared no capability, so only ping has an answer.
void StdioBridge::reply(const Json& request) {
  Json message{{"jsonrpc", "2.0"}, {"id", request["id"]}};
  if (request["method"] == "ping") {
    message["result"] = Json::object();
  } else {
    message["error"] = {{"code", kMethodNotFound}, {"message", "Method not found"}};
  }
  send_(message.dump());
}

}  // namespace conform::clients
