#include "clients/programs/step_gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

#include "clients/process/activity.hpp"
#include "clients/programs/observed_requests.hpp"
#include "clients/protocol/tool_result.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"

namespace conform::clients {
namespace {

// Some programs send one after the other, and then nothing is gathered.
constexpr std::chrono::milliseconds kSiblingPatience{250};
constexpr std::string_view kRenewal = "renewal";
// A program that is always at work is not waited for without end: so much processor time, and, for
// one that never gets any, so long.
constexpr std::chrono::milliseconds kLongestWork{5'000};
constexpr std::chrono::minutes kLongestWait{5};

bool is_handshake(std::string_view method) {
  return method == "initialize" || method == "server/discover";
}

// What a browser or a person asks for is never the program's next request, and neither is what
// nobody knows.
bool is_beside_the_steps(Endpoint endpoint) {
  return is_for_people(endpoint) || endpoint == Endpoint::kAuthorize ||
         endpoint == Endpoint::kRest || endpoint == Endpoint::kOther;
}

std::chrono::nanoseconds time_under_way(const Response& response) {
  std::chrono::nanoseconds time = response.delivery.delay;
  if (response.delivery.drip_bytes > 0) {
    const std::size_t pieces = response.body.size() / response.delivery.drip_bytes + 1;
    time += response.delivery.drip_every * static_cast<std::int64_t>(pieces);
  }
  return time;
}

bool is_renewal(const Exchange& exchange, const Request& request) {
  return exchange.endpoint == Endpoint::kToken &&
         request.form().get("grant_type") == "refresh_token";
}

std::size_t calls_of(const Intent& intent) {
  const auto* const all = std::get_if<CallAtOnce>(&intent);
  return all == nullptr ? 1 : all->calls.size();
}

Response used_up_response() {
  Response response;
  response.status = 503;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.headers.add("Connection", "close");
  response.body = "omni-conform: this play's budget of requests is used up\n";
  return response;
}

}  // namespace

// The person's own requests come while they are asked.
std::optional<Response> StepGate::answer_of_person(const Exchange& arriving,
                                                   const Request& request) {
  AnswersAuthorization person;
  {
    const std::scoped_lock lock(mutex_);
    if (arriving.endpoint != Endpoint::kAuthorize || person_is_asked_) return std::nullopt;
    person = person_;
  }
  if (!person) return std::nullopt;
  const std::scoped_lock one_page(person_mutex_);
  const auto is_asked = [this](bool now) {
    const std::scoped_lock lock(mutex_);
    person_is_asked_ = now;
  };
  await_calls_at_once();
  is_asked(true);
  Response response = person(arriving.origin + request.target);
  is_asked(false);
  return response;
}

void StepGate::await_calls_at_once() const {
  std::unique_lock lock(mutex_);
  if (phase_ == Phase::kOpen || calls_of(intent_) < 2) return;
  const std::size_t step = step_;
  wait_for_quiet(lock, kSiblingPatience, [&] { return step_ != step || !used_up_.empty(); });
}

void StepGate::let_person_answer(AnswersAuthorization answer) {
  const std::scoped_lock lock(mutex_);
  person_ = std::move(answer);
}

std::optional<Response> StepGate::admit(const Exchange& arriving, const Request& request) {
  if (auto answered = answer_of_person(arriving, request)) return answered;
  std::unique_lock lock(mutex_);
  if (used_up_.empty()) {
    used_up_ = budget_.spend(arriving, request);
    if (!used_up_.empty()) wake();
  }
  if (!used_up_.empty()) {
    turned_.notify_all();
    return used_up_response();
  }
  if (!may_pass(arriving, request)) {
    Held held{arriving, request};
    held_.push_back(&held);
    wake();
    turned_.wait(lock, [&] { return held.is_let_in; });
  }
  ++arrivals_;
  gather(lock, arriving, request);
  turned_.notify_all();
  return std::nullopt;
}

std::string StepGate::sibling_kind(const Exchange& arriving, const Request& request) const {
  switch (arriving.endpoint) {
    case Endpoint::kToken:
      return is_renewal(arriving, request) ? std::string(kRenewal) : "";
    case Endpoint::kProtectedResourceMetadata:
    case Endpoint::kAuthorizationServerMetadata:
      return request.target;
    case Endpoint::kMcp:
      break;
    default:
      return "";
  }
  const bool is_call = arriving.rpc && arriving.rpc->method == "tools/call";
  return is_call && !attempts_.contains({arriving.rpc->method, arriving.rpc->id}) ? "call" : "";
}

// Returns whether it is over. On a busy machine a program that is about to send has only not had
// its turn, or a thread of ours that brings it an answer has not, so that time alone says nothing.
template <typename Condition>
bool StepGate::wait_through_silence(std::unique_lock<std::mutex>& lock,
                                    std::chrono::milliseconds silence, Condition is_over) const {
  Activity activity(program_);
  const auto deadline = std::chrono::steady_clock::now() + kLongestWait;
  do {
    if (turned_.wait_for(lock, silence, is_over)) return true;
  } while (((activity.since_last_look() && activity.ran() < kLongestWork) || are_we_at_work()) &&
           std::chrono::steady_clock::now() < deadline);
  return false;
}

template <typename Condition>
void StepGate::wait_for_quiet(std::unique_lock<std::mutex>& lock, std::chrono::milliseconds silence,
                              Condition is_over) const {
  for (std::size_t arrivals = arrivals_ + 1; arrivals != arrivals_ && !is_over();) {
    arrivals = arrivals_;
    wait_through_silence(lock, silence, [&] { return is_over() || arrivals_ != arrivals; });
  }
}

void StepGate::take_turn(std::unique_lock<std::mutex>& lock, const Siblings& siblings,
                         std::size_t place) {
  const std::size_t step = step_;
  const auto is_over = [&] { return step_ != step || !used_up_.empty(); };
  turned_.wait(lock, [&] { return is_over() || siblings.answered >= place; });
  wait_for_quiet(lock, kSiblingPatience, is_over);
}

void StepGate::gather(std::unique_lock<std::mutex>& lock, const Exchange& arriving,
                      const Request& request) {
  const std::size_t all = calls_of(intent_);
  const bool is_served = phase_ == Phase::kAnswered && answer_ && answer_->served;
  if (phase_ == Phase::kOpen || is_served || all < 2) return;
  const std::string kind = sibling_kind(arriving, request);
  if (kind.empty() || siblings_[kind].alone) return;
  const std::size_t step = step_;
  Siblings& siblings = siblings_[kind];
  const std::size_t round = siblings.round;
  const std::size_t place = siblings.came++;
  if (siblings.came == all) {
    siblings = {.came = 0, .round = round + 1, .alone = false, .answered = 0};
    turned_.notify_all();
  } else {
    const auto is_over = [&] { return step_ != step || siblings.round != round || siblings.alone; };
    if (!wait_through_silence(lock, kSiblingPatience, is_over)) {
      siblings.alone = true;
      turned_.notify_all();
    }
  }
  const bool all_came = step_ == step && siblings.round != round;
  if (all_came && kind == kRenewal && place > 0) take_turn(lock, siblings, place);
}

StepGate::Message StepGate::message_of(const Exchange& exchange, const Request& request) {
  if (!exchange.rpc) return {};
  Message message{exchange.rpc->method, exchange.rpc->id, exchange.rpc->tool, {}, false};
  const Json body = parse_foreign(request.body);
  const Json& params = member(body, "params");
  if (params.is_object()) {
    message.arguments = params.value("arguments", Json::object());
    message.has_cursor = params.contains("cursor");
  }
  return message;
}

bool StepGate::may_pass(const Exchange& arriving, const Request& request) const {
  if (phase_ == Phase::kOpen || rest_.empty() || is_beside_the_steps(arriving.endpoint))
    return true;
  const bool is_answered = phase_ == Phase::kAnswered;
  const bool is_served = is_answered && answer_ && answer_->served;
  // Metadata, registration, token; and the end of a session.
  if (arriving.endpoint != Endpoint::kMcp) return !is_served || stream_refused_;
  if (request.method == "DELETE") return !is_served;
  if (request.method != "POST" || !arriving.rpc) return true;
  const Message message = message_of(arriving, request);
  // Notifications, and answers to what the server asked.
  if (message.method.empty() || message.id.empty() || message.method == "ping") return true;
  if (is_answered) return may_pass_after_the_answer(message);
  // It skips what it was asked to do.
  return belongs_to(intent_, message) || !goes_on(message);
}

// The same request again is an attempt of the same intent, as are further pages of a list, and what
// nobody asked for: some SDKs list the tools after a call, for the schema of its result. A session
// that begins is the next intent's. After a refusal a client may recover first: what it does then
// belongs to what was refused.
bool StepGate::may_pass_after_the_answer(const Message& message) const {
  if (attempts_.contains({message.method, message.id})) return true;
  const bool is_list = std::holds_alternative<ListTools>(intent_);
  if (is_list && message.method == "tools/list" && message.has_cursor) return true;
  if (std::holds_alternative<CallAtOnce>(intent_) && attempts_.size() < calls_of(intent_))
    return true;
  const bool is_served = answer_ && answer_->served;
  if (is_handshake(message.method)) return !is_served;
  if (!goes_on(message)) return true;
  return !is_served && recovered_ && belongs_to(intent_, message) && !is_rather_the_next(message);
}

bool StepGate::belongs_to(const Intent& intent, const Message& message) const {
  if (std::holds_alternative<Connect>(intent) || std::holds_alternative<Restart>(intent)) {
    return is_handshake(message.method);
  }
  if (std::holds_alternative<ListTools>(intent)) return message.method == "tools/list";
  if (message.method != "tools/call") return false;
  if (const auto* const call = std::get_if<CallTool>(&intent)) {
    return any_tool_ || call->tool == message.tool;
  }
  const auto* const all = std::get_if<CallAtOnce>(&intent);
  return all != nullptr && std::ranges::any_of(all->calls, [&](const CallTool& call) {
           return any_tool_ || call.tool == message.tool;
         });
}

// It does what comes next, or skips that and calls what is to be called later: nobody calls a tool
// unasked.
bool StepGate::goes_on(const Message& message) const {
  const auto asks_for_it = [&](const Intent& intent) { return belongs_to(intent, message); };
  return asks_for_it(rest_.front()) ||
         (message.method == "tools/call" && std::ranges::any_of(rest_, asks_for_it));
}

// Two intents may ask for the same tool: the arguments tell. Where they don't, it is the next.
bool StepGate::is_rather_the_next(const Message& message) const {
  if (!belongs_to(rest_.front(), message)) return false;
  const auto* const now = std::get_if<CallTool>(&intent_);
  const auto* const then = std::get_if<CallTool>(&rest_.front());
  if (now == nullptr || then == nullptr) return true;
  return message.arguments != now->arguments || message.arguments == then->arguments;
}

void StepGate::await_responses(Exchange& exchange) {
  if (exchange.request.method != "POST") return;
  if (exchange.rpc && exchange.rpc->method.empty()) {
    const auto question = asked_by_server_.find(exchange.rpc->id);
    // A client whose answer was refused may end everything because of it: it gets the time to.
    const bool taken = exchange.response.status < 400;
    if (taken && question != asked_by_server_.end()) question->second->open();
    return;
  }
  Response& response = exchange.response;
  const bool is_stream = response.headers.get("Content-Type").starts_with("text/event-stream");
  const Delivery& delivery = response.delivery;
  if (!is_stream || response.stream || delivery.drip_bytes > 0 ||
      delivery.reset != Delivery::Reset::kNone) {
    return;
  }
  std::vector<ServerQuestion> questions = questions_in(response.body);
  if (questions.empty()) return;
  for (const ServerQuestion& question : questions) {
    asked_by_server_[question.id] = question.answered;
  }
  response.stream = std::make_shared<HeldBody>(std::move(response.body), std::move(questions));
}

void StepGate::answered(Exchange& exchange) {
  const std::scoped_lock lock(mutex_);
  notice(exchange);
  await_responses(exchange);
}

void StepGate::notice(const Exchange& exchange) {
  if (exchange.endpoint == Endpoint::kMcp && exchange.request.method == "GET") {
    get_stream_ = true;
    stream_refused_ = phase_ != Phase::kOpen && exchange.response.status == 401;
    turned_.notify_all();
  }
  if (phase_ == Phase::kOpen) return;
  const bool is_success = exchange.response.status >= 200 && exchange.response.status < 300;
  const bool is_refused = answer_ && !answer_->served;
  if (exchange.endpoint == Endpoint::kToken && is_success && is_refused) recovered_ = true;
  if (is_renewal(exchange, exchange.request)) {
    ++siblings_[std::string(kRenewal)].answered;
    turned_.notify_all();
  }
  if (exchange.endpoint != Endpoint::kMcp || !exchange.rpc) return;
  if (exchange.rpc->method == "initialize" && is_success && is_refused) recovered_ = true;
  const Message message = message_of(exchange, exchange.request);
  if (belongs_to(intent_, message)) take_answer(exchange, message);
}

void StepGate::take_answer(const Exchange& exchange, const Message& message) {
  const bool is_connect = is_handshake(message.method);
  const bool served = was_served_in_full(exchange);
  const int status = exchange.response.status;
  if (is_connect) accepted_ = accepted_ || (status >= 200 && status < 300);
  if (is_connect && !served) return;  // a 401 is where signing in begins
  attempts_.insert({message.method, message.id});
  if (attempts_.size() < calls_of(intent_)) return;
  answer_ = StepAnswer{
      .served = served,
      .struck = !exchange.fact("fault").empty(),
      .text = served ? fmt::format("{} was answered", message.method) : how_answered(exchange),
      .under_way = time_under_way(exchange.response)};
  recovered_ = false;
  phase_ = Phase::kAnswered;
  wake();
}

void StepGate::begin(const Intent& intent, std::vector<Intent> rest) {
  const std::scoped_lock lock(mutex_);
  const bool connects =
      std::holds_alternative<Connect>(intent) || std::holds_alternative<Restart>(intent);
  phase_ = Phase::kUnderWay;
  intent_ = intent;
  rest_ = std::move(rest);
  attempts_.clear();
  answer_.reset();
  recovered_ = false;
  siblings_.clear();
  accepted_ = false;
  if (connects) get_stream_ = stream_refused_ = false;
  let_in_what_may_pass();
}

void StepGate::open() {
  const std::scoped_lock lock(mutex_);
  phase_ = Phase::kOpen;
  let_in_what_may_pass();
}

// It is decided here and not when the thread of the request wakes: by then the intent may have been
// answered.
void StepGate::let_in_what_may_pass() {
  std::erase_if(held_, [this](Held* held) {
    held->is_let_in = may_pass(held->arriving, held->request);
    return held->is_let_in;
  });
  if (!held_.empty()) wake();
  ++step_;
  turned_.notify_all();
}

void StepGate::begin_step() {
  const std::scoped_lock lock(mutex_);
  budget_.begin_step();
}

bool StepGate::holds() const {
  const std::scoped_lock lock(mutex_);
  return !held_.empty();
}

std::optional<StepAnswer> StepGate::answer() const {
  const std::scoped_lock lock(mutex_);
  return answer_;
}

bool StepGate::has_accepted_handshake() const {
  const std::scoped_lock lock(mutex_);
  return accepted_;
}

std::string StepGate::used_up() const {
  const std::scoped_lock lock(mutex_);
  return used_up_;
}

void StepGate::forget_get_stream() {
  const std::scoped_lock lock(mutex_);
  get_stream_ = stream_refused_ = false;
}

bool StepGate::await_get_stream(std::chrono::milliseconds silence) const {
  std::unique_lock lock(mutex_);
  return wait_through_silence(lock, silence, [this] { return get_stream_; });
}

void StepGate::await_stream_recovery(std::chrono::milliseconds quiet) const {
  std::unique_lock lock(mutex_);
  wait_for_quiet(lock, quiet, [this] { return !stream_refused_ || !used_up_.empty(); });
}

std::stop_token StepGate::changed() {
  const std::scoped_lock lock(mutex_);
  changed_ = std::stop_source();
  return changed_.get_token();
}

// A stop token wakes whoever waits for the record to grow.
void StepGate::wake() { changed_.request_stop(); }

}  // namespace conform::clients
