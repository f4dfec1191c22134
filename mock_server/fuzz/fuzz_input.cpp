#include "mock_server/fuzz/fuzz_input.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "foundation/text/digest.hpp"
#include "mock_server/state/live_world.hpp"
#include "mock_server/state/state.hpp"
#include "record/redactor.hpp"

namespace conform::mock {
namespace {

constexpr std::string_view kSeparator = "\n%%\n";
constexpr std::string_view kVerifier = "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF";
constexpr std::size_t kMostRequests = 8;

std::string_view take_until(std::string_view& rest, std::string_view end) {
  const std::size_t at = rest.find(end);
  const std::string_view piece = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + end.size());
  return piece;
}

Request request_of(std::string_view text, const MockOmni& mock) {
  Request request;
  std::string_view line = take_until(text, "\n");
  request.method = std::string(take_until(line, " "));
  std::string_view site = take_until(line, " ");
  if (!mock.ports().contains(std::string(site))) site = "callbacks";
  request.target = line.empty() ? "/" : std::string(line);
  request.headers.add("Host", fmt::format("127.0.0.1:{}", mock.ports().at(std::string(site))));
  while (!text.empty()) {
    std::string_view field = take_until(text, "\n");
    if (field.empty()) break;
    const std::string_view name = take_until(field, ":");
    const std::string_view value = trimmed(field);
    // A field "Host" replaces ours, so that foreign hosts are tried too.
    if (equals_ignoring_case(name, "host")) {
      request.headers.set("Host", std::string(value));
    } else {
      request.headers.add(std::string(name), std::string(value));
    }
  }
  request.body = std::string(text);
  return request;
}

void require(bool holds, std::string_view what, const Request& request, const Response& response) {
  if (holds) return;
  std::fprintf(stderr, "%s\n%s %s\n%d %s\n", std::string(what).c_str(), request.method.c_str(),
               request.target.c_str(), response.status, response.body.substr(0, 2000).c_str());
  std::abort();
}

void check(const Request& request, const Response& response) {
  require(response.status >= 200 && response.status < 600, "no HTTP status", request, response);
  require(!response.body.starts_with("omni-conform itself failed"), "a fault of our own", request,
          response);
  for (const Header& field : response.headers) {
    const bool clean =
        field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
    require(clean, "a header field that breaks the line: " + field.name, request, response);
  }
  if (response.headers.get("Content-Type") == "application/json" && !response.body.empty()) {
    require(!Json::parse(response.body, nullptr, false).is_discarded(), "JSON that is none",
            request, response);
  }
}

}  // namespace

std::vector<Request> fuzz_requests(std::string_view bytes, const MockOmni& mock,
                                   const std::map<std::string, std::string>& valid) {
  std::string text(bytes);
  for (const auto& [name, value] : valid) replace_all(text, '{' + name + '}', value);
  std::vector<Request> requests;
  std::string_view rest = text;
  do {
    requests.push_back(request_of(take_until(rest, kSeparator), mock));
  } while (!rest.empty() && requests.size() < kMostRequests);
  return requests;
}

FuzzTarget::FuzzTarget() {
  static const auto fixtures =
      std::make_shared<const Fixtures>(std::filesystem::path(CONFORM_SOURCE_DIR) / "fixtures");
  static const World world = load_world(fixtures->folder / "worlds" / "acme.json");
  mock = std::make_unique<MockOmni>(world, fixtures, std::make_shared<ManualClock>(), 1);
  mock->live().change({"fuzz", [](World& fuzzed) {
                         fuzzed.mcp.eras = McpBehaviour::Eras::kDual;
                         fuzzed.mcp.resumable = true;
                       }});
  State& state = mock->state();
  ClientRegistration registration;
  registration.name = "Fuzzer";
  registration.redirect_uris = {"http://127.0.0.1:1/callback"};
  registration = state.add_client(registration);
  const auto authorization = [&] {
    AuthorizationRequest request;
    request.client = registration;
    request.redirect_uri = registration.redirect_uris.front();
    request.state = "state";
    request.scope = "mcp:access";
    request.code_challenge = s256_challenge(kVerifier);
    request.resource = mock->oauth_url();
    request.callbacks_origin = mock->origin("callbacks");
    return request;
  };
  const auto code = [&] {
    return state.issue_code(authorization(), "quinn", "acme", std::chrono::minutes(1));
  };
  const auto tokens =
      state.redeem({code(), registration.client_id, registration.redirect_uris.front(),
                    std::string(kVerifier), mock->oauth_url()},
                   {}, [](const Grant&) {});
  valid = {{"token", tokens->access_token},
           {"refresh", tokens->refresh_token},
           {"key", mock->world()->key("acme_querier_key")->secret},
           {"admin_key", mock->world()->key("acme_admin_key")->secret},
           {"client_id", registration.client_id},
           {"code", code()},
           {"ticket", state.park(authorization())},
           {"session", state.sign_in("acme", "quinn")},
           {"admin_session", state.sign_in("acme", "ada")},
           {"verifier", std::string(kVerifier)},
           {"resource", mock->oauth_url()}};
  valid["csrf"] = sha256_hex("csrf " + valid["session"]).substr(0, 32);
  valid["admin_csrf"] = sha256_hex("csrf " + valid["admin_session"]).substr(0, 32);
}

FuzzTarget::~FuzzTarget() = default;

void FuzzTarget::handle(std::string_view bytes) {
  for (Request& request : fuzz_requests(bytes, *mock, valid)) {
    const Request kept = request;
    check(kept, mock->handle(std::move(request)));
  }
  // What was recorded must be fit for a report.
  const Redactor redact(mock->transcript().entries());
  for (Exchange& exchange : mock->transcript().exchanges()) redact.redact(exchange);
}

}  // namespace conform::mock
