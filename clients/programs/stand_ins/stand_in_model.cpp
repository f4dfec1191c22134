#include "clients/programs/stand_ins/stand_in_model.hpp"

#include <fmt/format.h>
#include <httplib.h>

#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "foundation/json/foreign_json.hpp"

namespace conform {
namespace {

constexpr const char* kModelHost = "127.0.0.1";
constexpr std::size_t kMostOfRequest =
    32UL * 1024 * 1024;  // of a request: an agent's prompt is long

}  // namespace

struct StandInModel::Impl {
  using Dialect = ModelAnswer (*)(const Json&, const std::optional<WantedCall>&);

  void serve(const char* path, Dialect dialect) {
    server.Post(path,
                [this, dialect](const httplib::Request& request, httplib::Response& response) {
                  const Json asked = parse_foreign(request.body);
                  if (!asked.is_object()) {
                    response.status = 400;
                    response.set_content(R"({"error":{"message":"the body is no JSON object"}})",
                                         "application/json");
                    return;
                  }
                  std::optional<WantedCall> call;
                  {
                    const std::scoped_lock lock(mutex);
                    call = wanted;
                  }
                  const ModelAnswer answer = dialect(asked, call);
                  told(answer.said);
                  response.set_content(answer.events, "text/event-stream");
                });
  }

  std::function<void(std::string)> told;
  std::mutex mutex;
  std::optional<WantedCall> wanted;
  httplib::Server server;
  int port = 0;
  std::thread thread;
};

StandInModel::StandInModel(std::function<void(std::string)> told)
    : impl_(std::make_unique<Impl>()) {
  impl_->told = std::move(told);
  impl_->serve("/v1/messages", &messages_answer);
  impl_->serve("/v1/responses", &responses_answer);
  impl_->server.set_payload_max_length(kMostOfRequest);
  impl_->server.set_keep_alive_max_count(1);  // an idle connection would delay the end
  // Without the library's SO_REUSEPORT: two models on one port would share its connections.
  impl_->server.set_socket_options([](socket_t) {});
  impl_->port = impl_->server.bind_to_any_port(kModelHost);
  if (impl_->port < 0) throw std::runtime_error("the stand-in model found no free port");
  impl_->thread = std::thread([state = impl_.get()] { state->server.listen_after_bind(); });
  // stop() before it runs would be lost.
  while (!impl_->server.is_running()) std::this_thread::yield();
}

StandInModel::~StandInModel() {
  impl_->server.stop();
  impl_->thread.join();
}

std::string StandInModel::url() const {
  return fmt::format("http://{}:{}", kModelHost, impl_->port);
}

void StandInModel::asks_for(std::string tool, Json arguments) {
  const std::scoped_lock lock(impl_->mutex);
  impl_->wanted = WantedCall{std::move(tool), std::move(arguments)};
}

void StandInModel::asks_for_nothing() {
  const std::scoped_lock lock(impl_->mutex);
  impl_->wanted.reset();
}

}  // namespace conform
