#include "clients/programs/stand_ins/stand_in_model.hpp"

#include <fmt/format.h>

#include <exception>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "clients/http/accepted_client.hpp"
#include "foundation/http/loopback_listener.hpp"
#include "foundation/json/foreign_json.hpp"

namespace conform::clients {
namespace {

using Dialect = ModelAnswer (*)(const Json&, const std::optional<WantedCall>&);

// nullptr: nobody speaks there.
Dialect dialect_at(const Request& request) {
  if (request.method != "POST") return nullptr;
  if (request.path() == "/v1/messages") return &messages_answer;
  if (request.path() == "/v1/responses") return &responses_answer;
  return nullptr;
}

bool refuse(AcceptedClient& agent, int status, std::string_view why) {
  const Json error{{"error", {{"message", why}}}};
  return agent.answer(status, {{"Content-Type", "application/json"}}, error.dump());
}

}  // namespace

struct StandInModel::Impl {
  void serve(int socket) {
    AcceptedClient agent(socket);
    try {
      while (const std::optional<Request> request = agent.next()) {
        if (!answer(*request, agent) || !agent.keeps_connection()) return;
      }
    } catch (const BadRequest& bad) {
      refuse(agent, bad.status, bad.what());
    } catch (const std::exception& error) {
      refuse(agent, 500, error.what());
    }
  }

  // False when the agent has gone.
  bool answer(const Request& request, AcceptedClient& agent) {
    const Dialect dialect = dialect_at(request);
    if (dialect == nullptr) return refuse(agent, 404, "no model is there");
    const Json asked = parse_foreign(request.body);
    if (!asked.is_object()) return refuse(agent, 400, "the body is no JSON object");
    std::optional<WantedCall> call;
    {
      const std::scoped_lock lock(mutex);
      call = wanted;
    }
    const ModelAnswer spoken = dialect(asked, call);
    told(spoken.said);
    return agent.answer(200, {{"Content-Type", "text/event-stream"}}, spoken.events);
  }

  std::function<void(std::string)> told;
  std::mutex mutex;
  std::optional<WantedCall> wanted;
  LoopbackListener listener{0};
};

StandInModel::StandInModel(std::function<void(std::string)> told)
    : impl_(std::make_unique<Impl>()) {
  impl_->told = std::move(told);
  impl_->listener.start({[state = impl_.get()](int socket) { state->serve(socket); }});
}

StandInModel::~StandInModel() { impl_->listener.stop(); }

std::string StandInModel::url() const {
  return fmt::format("http://127.0.0.1:{}", impl_->listener.port());
}

void StandInModel::asks_for(std::string tool, Json arguments) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->wanted = WantedCall{std::move(tool), std::move(arguments)};
}

void StandInModel::asks_for_nothing() {
  const std::scoped_lock lock(impl_->mutex);
  impl_->wanted.reset();
}

}  // namespace conform::clients
