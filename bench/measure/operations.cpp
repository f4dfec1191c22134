#include "bench/measure/operations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>

#include "bench/load/loopback_sender.hpp"
#include "clients/browser/headless_user.hpp"
#include "clients/http/http_connection.hpp"
#include "clients/scripted/mcp_session.hpp"
#include "clients/scripted/oauth/oauth_flow.hpp"
#include "foundation/http/challenge.hpp"

namespace conform::bench {

using clients::AllowedHosts;
using clients::Behaviour;
using clients::find_response;
using clients::HeadlessUser;
using clients::HeldGrant;
using clients::HttpConnection;
using clients::HttpSender;
using clients::McpAnswer;
using clients::McpSession;
using clients::OAuthFlow;
using clients::Spent;
using mock::MockOmni;
using mock::User;

namespace {

// Adds up what each request of an operation cost.
class CountingSender final : public HttpSender {
 public:
  explicit CountingSender(const Target& target)
      : allowed_hosts_(target.allowed_hosts), budget_(target.budget) {}
  [[nodiscard]] bool reaches(const Url& url) const override { return allowed_hosts_.allows(url); }
  Response send(const Url& url, Request request) override {
    if (holds_back_) {
      held_back_ = {url, std::move(request)};
      return {};
    }
    if (budget_) budget_->take(std::chrono::steady_clock::now());
    Spent spent;
    Response response = send(url, std::move(request), spent);
    cost_.answered = std::chrono::steady_clock::now();
    ++cost_.round_trips;
    cost_.bytes_sent += spent.bytes_sent;
    cost_.bytes_received += spent.bytes_received;
    cost_.connect += spent.connect;
    cost_.tls += spent.tls;
    cost_.first_byte += spent.first_byte;
    cost_.body += spent.body;
    return response;
  }
  Cost take() { return std::exchange(cost_, Cost()); }

  struct Sent {
    Url url;
    Request request;
  };
  // What `ask` would send, which is not sent: it gets an empty answer.
  Sent held_back(const std::function<void()>& ask) {
    holds_back_ = true;
    ask();
    holds_back_ = false;
    return std::move(held_back_);
  }

 private:
  // As bytes where that is possible: an HTTP client of the bench's own would be in the figures.
  Response send(const Url& url, Request request, Spent& spent) {
    if (is_plain_loopback(url)) {
      Response response = plain_.send(url, std::move(request));
      spent = plain_.spent();
      return response;
    }
    if (!connection_) connection_.emplace(allowed_hosts_);
    Response response = connection_->send(url, std::move(request));
    spent = connection_->spent();
    return response;
  }

  AllowedHosts allowed_hosts_;
  LoopbackSender plain_;
  std::optional<HttpConnection> connection_;
  std::shared_ptr<RequestBudget> budget_;
  Cost cost_;
  bool holds_back_ = false;
  Sent held_back_;
};

const Behaviour& reference() {
  static const Behaviour behaviour;
  return behaviour;
}

[[noreturn]] void unexpected(std::string_view doing, const McpAnswer& answer) {
  throw std::runtime_error(answer.error().empty() ? fmt::format("{}: HTTP {}", doing, answer.status)
                                                  : fmt::format("{}: {}", doing, answer.error()));
}

const Json& result_of(std::string_view doing, const McpAnswer& answer) {
  if (!answer.accepted() || answer.result() == nullptr) unexpected(doing, answer);
  return *answer.result();
}

// What a key can do with one request, over a connection that stays open.
class KeyOperation : public Operation {
 public:
  explicit KeyOperation(const Target& target)
      : target_(target),
        sender_(target),
        ids_(1),
        session_(reference(), sender_, ids_, target.key_url) {}

  Cost perform() final {
    check(ask());
    return sender_.take();
  }

  std::optional<RepeatedRequest> as_one_request() final {
    const Url url = Url::parse(target_.key_url).value_or(Url());
    // Only the HTTP library speaks TLS, and only it takes from a budget.
    if (target_.budget || url.scheme != "http" || !url.is_loopback()) return std::nullopt;
    const CountingSender::Sent sent = sender_.held_back([this] { ask(); });
    const auto judge = [this](const Response& answer, const Json& id) {
      check({answer.status, answer.headers, answer.body,
             find_response(answer.headers.get("Content-Type"), answer.body, id)});
    };
    return RepeatedRequest(sent.url, sent.request, judge);
  }

 protected:
  virtual McpAnswer ask() = 0;
  // Throws std::runtime_error, whose text is the kind of error.
  virtual void check(const McpAnswer& answer) const = 0;

  void open(const std::string& key) {
    result_of("initialize", session_.initialize(key));
    session_.initialized(key);
    sender_.take();
  }

  const Target& target_;
  CountingSender sender_;
  Ids ids_;
  McpSession session_;
};

class ToolListing final : public KeyOperation {
 public:
  explicit ToolListing(const Target& target) : KeyOperation(target) { open(target.key); }

 private:
  McpAnswer ask() override { return session_.list("tools/list", target_.key); }
  void check(const McpAnswer& answer) const override { result_of("tools/list", answer); }
};

// Arguments with which each tool answers from the mock's data.
Json arguments_of(std::string_view tool) {
  if (tool == "pickTopic") return {{"prompt", "revenue by month"}};
  if (tool == "getData")
    return {{"prompt", "total revenue by status"}, {"topicName", "order_items"}};
  if (tool == "searchOmniDocs") return {{"question", "How do I connect with OAuth?"}};
  if (tool == "searchDashboards") return {{"query", "revenue"}};
  return Json::object();
}

class ToolUse final : public KeyOperation {
 public:
  ToolUse(const Target& target, std::string tool)
      : KeyOperation(target), tool_(std::move(tool)), arguments_(arguments_of(tool_)) {
    open(target.key);
    if (arguments_.contains("prompt")) {
      const McpAnswer models = session_.call_tool("pickModel", Json::object(), target_.key);
      arguments_["modelId"] =
          checked_result("pickModel", models).at("structuredContent").at("models").at(0).at("id");
      sender_.take();
    }
  }

 private:
  McpAnswer ask() override { return session_.call_tool(tool_, arguments_, target_.key); }
  void check(const McpAnswer& answer) const override { checked_result(tool_, answer); }

  static const Json& checked_result(const std::string& tool, const McpAnswer& answer) {
    const Json& result = result_of(tool, answer);
    if (result.value("isError", false)) {
      throw std::runtime_error(fmt::format("{}: {}", tool, result.at("content").dump()));
    }
    return result;
  }

  std::string tool_;
  Json arguments_;
};

// A client that was configured already: a new connection, initialize, tools/list.
class WarmConnect final : public Operation {
 public:
  explicit WarmConnect(const Target& target) : target_(target), ids_(1) {}
  Cost perform() override {
    CountingSender sender(target_);
    McpSession session(reference(), sender, ids_, target_.key_url);
    result_of("initialize", session.initialize(target_.key));
    session.initialized(target_.key);
    result_of("tools/list", session.list("tools/list", target_.key));
    return sender.take();
  }

 private:
  const Target& target_;
  Ids ids_;
};

class RefusedKey final : public KeyOperation {
 public:
  using KeyOperation::KeyOperation;

 private:
  McpAnswer ask() override { return session_.initialize("omni_osk_unknown"); }
  void check(const McpAnswer& answer) const override {
    if (answer.status != 401 && answer.status != 403) unexpected("a wrong key", answer);
  }
};

class RefusedViewer final : public KeyOperation {
 public:
  explicit RefusedViewer(const Target& target) : KeyOperation(target) { open(target.viewer_key); }

 private:
  McpAnswer ask() override {
    return session_.call_tool("getData", arguments_of("getData"), target_.viewer_key);
  }
  void check(const McpAnswer& answer) const override {
    const bool refused = answer.status == 403 ||
                         (answer.result() != nullptr && answer.result()->value("isError", false));
    if (!refused) unexpected("a Viewer's query", answer);
  }
};

// The whole way of a client that knows nothing but the URL. The browser's part is in the time, not
// in the round trips: the person clicks at once.
class OAuthOperation : public Operation {
 public:
  explicit OAuthOperation(const Target& target) : target_(target), ids_(Ids::unpredictable_seed()) {
    const auto url = Url::parse(target.oauth_url);
    if (url && is_plain_loopback(*url)) {
      browser_.emplace(std::nullopt, pages_);
    } else {
      browser_.emplace(std::nullopt, target.allowed_hosts);
    }
    if (target.sign_in_page.empty()) return;
    browser_->sign_in(target.sign_in_page, {target.email, target.password});
  }

 protected:
  OAuthFlow flow(CountingSender& sender) {
    return OAuthFlow(reference(), {sender,
                                   [this](const std::string& url) { return browser_->open(url); },
                                   [] { return SystemClock().now(); },
                                   ids_,
                                   {}});
  }
  HeldGrant signed_in(OAuthFlow& flow, CountingSender& sender) {
    McpSession first(reference(), sender, ids_, target_.oauth_url);
    const auto challenge = bearer_challenge(first.initialize("").headers);
    const auto grant =
        flow.sign_in(target_.oauth_url, challenge, [] { return std::optional<Challenge>(); });
    if (!grant) throw std::runtime_error("sign-in: " + grant.error().text);
    return *grant;
  }

  const Target& target_;
  LoopbackSender pages_;
  std::optional<HeadlessUser> browser_;
  Ids ids_;
};

class ColdConnect final : public OAuthOperation {
 public:
  using OAuthOperation::OAuthOperation;
  Cost perform() override {
    CountingSender sender(target_);
    OAuthFlow oauth = flow(sender);
    const HeldGrant grant = signed_in(oauth, sender);
    McpSession session(reference(), sender, ids_, target_.oauth_url);
    result_of("initialize", session.initialize(grant.access_token));
    session.initialized(grant.access_token);
    result_of("tools/list", session.list("tools/list", grant.access_token));
    return sender.take();
  }
};

class Refresh final : public OAuthOperation {
 public:
  explicit Refresh(const Target& target)
      : OAuthOperation(target),
        sender_(target),
        flow_(flow(sender_)),
        grant_(signed_in(flow_, sender_)) {
    sender_.take();
  }
  Cost perform() override {
    const auto renewed = flow_.refresh(target_.oauth_url, std::nullopt, grant_);
    if (!renewed) throw std::runtime_error("refresh: " + renewed.error().text);
    return sender_.take();
  }

 private:
  CountingSender sender_;
  OAuthFlow flow_;
  HeldGrant grant_;
};

template <class Made>
std::unique_ptr<Operation> make(const Target& target, const std::string&) {
  return std::make_unique<Made>(target);
}
std::unique_ptr<Operation> make_call(const Target& target, const std::string& name) {
  return std::make_unique<ToolUse>(target, name);
}

}  // namespace

Target target_of(const MockOmni& mock) {
  const auto world = mock.world();
  const User& person = *world->user("quinn");
  Target target;
  target.key_url = mock.key_url("acme");
  target.key = world->key("acme_querier_key")->secret;
  target.viewer_key = world->key("acme_viewer_key")->secret;
  target.oauth_url = mock.oauth_url();
  target.sign_in_page = mock.origin("acme") + "/login";
  target.email = person.email;
  target.password = person.password;
  return target;
}

bool Measurable::possible_at(const Target& target) const {
  if (needs_oauth) return target.has_oauth();
  if (name == "refused-viewer" && target.viewer_key.empty()) return false;
  return !target.key_url.empty();
}

const std::vector<Measurable>& all_measurables() {
  static const std::vector<Measurable> all{
      {"connect", "from nothing to tools/list by OAuth, the person's clicks included", true,
       make<ColdConnect>},
      {"refresh", "the refresh of a grant", true, make<Refresh>},
      {"reconnect", "a new connection with a key: initialize, tools/list", false,
       make<WarmConnect>},
      {"tools/list", "tools/list on an open connection", false, make<ToolListing>},
      {"pickModel", "the tool pickModel", false, make_call},
      {"pickTopic", "the tool pickTopic", false, make_call},
      {"getData", "the tool getData: a grouped query over all order items", false, make_call},
      {"searchOmniDocs", "the tool searchOmniDocs", false, make_call},
      {"searchDashboards", "the tool searchDashboards", false, make_call},
      {"refused-key", "initialize with a wrong key", false, make<RefusedKey>},
      {"refused-viewer", "getData by a Viewer", false, make<RefusedViewer>},
  };
  return all;
}

const Measurable* find_measurable(std::string_view name) {
  const auto found = std::ranges::find(all_measurables(), name, &Measurable::name);
  return found == all_measurables().end() ? nullptr : &*found;
}

}  // namespace conform::bench
