// What an authorization costs the mock: the authorization request alone, and all of it, from there
// over the consent page to the token.
#include <benchmark/benchmark.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "bench/micro/benched_mock.hpp"
#include "foundation/http/url.hpp"
#include "foundation/text/digest.hpp"

namespace conform::bench {

using mock::MockOmni;
using mock::World;

namespace {

const std::string kVerifier(64, 'v');
constexpr const char* kRedirect = "http://127.0.0.1:9/callback";

// A registered client and a person who is signed in.
class Flow {
 public:
  Flow() {
    Request registration = request_to(mock_->origin("callbacks"), "POST", "/oauth/register");
    registration.headers.add("Content-Type", "application/json");
    registration.body =
        Json{{"client_name", "bench"}, {"redirect_uris", Json::array({kRedirect})}}.dump();
    client_id_ = Json::parse(mock_->handle(registration).body).at("client_id").get<std::string>();
    const World& world = *mock_->world();
    const Response signed_in = mock_->handle(form_to(
        mock_->origin("acme"), "/login",
        {{"email", world.user("quinn")->email}, {"password", world.user("quinn")->password}}));
    for (const std::string& cookie : signed_in.headers.all("Set-Cookie")) {
      if (!cookies_.empty()) cookies_ += "; ";
      cookies_ += cookie.substr(0, cookie.find(';'));
    }
  }

  // The redirect to the organization's consent page.
  Response authorize() {
    const Parameters query{{"response_type", "code"},
                           {"client_id", client_id_},
                           {"redirect_uri", kRedirect},
                           {"state", "s"},
                           {"code_challenge", s256_challenge(kVerifier)},
                           {"code_challenge_method", "S256"},
                           {"scope", "mcp:access"},
                           {"resource", mock_->oauth_url()}};
    return send(request_to(mock_->origin("callbacks"), "GET",
                           "/callback/mcp/oauth/authorize?" + query.encode()));
  }

  // The token endpoint's answer.
  Response all_of_it() {
    const Url page = Url::parse(authorize().headers.get("Location")).value();
    const std::string html = send(request_to(page.origin(), "GET", page.target())).body;
    const Response decided = send(form_to(page.origin(), "/oauth/mcp/authorize",
                                          {{"decision", "authorize"},
                                           {"ticket", field(html, "ticket")},
                                           {"csrf", field(html, "csrf")}}));
    const std::string back = decided.headers.get("Location");
    const Parameters answer = Parameters::parse(back.substr(back.find('?') + 1));
    return mock_->handle(form_to(mock_->origin("callbacks"), "/callback/mcp/oauth/token",
                                 {{"grant_type", "authorization_code"},
                                  {"code", answer.get("code")},
                                  {"client_id", client_id_},
                                  {"code_verifier", kVerifier},
                                  {"redirect_uri", kRedirect},
                                  {"resource", mock_->oauth_url()}}));
  }

 private:
  Response send(Request request) {
    request.headers.add("Cookie", cookies_);
    return mock_->handle(std::move(request));
  }
  static std::string field(const std::string& html, const std::string& name) {
    const std::string before = "name=\"" + name + "\" value=\"";
    const std::size_t at = html.find(before);
    if (at == std::string::npos) throw std::runtime_error("the page has no field " + name);
    const std::size_t begin = at + before.size();
    return html.substr(begin, html.find('"', begin) - begin);
  }

  std::unique_ptr<MockOmni> mock_ = benched_mock();
  std::string client_id_;
  std::string cookies_;
};

void authorize(benchmark::State& state) {
  Flow flow;
  int status = 0;
  while (state.KeepRunning()) status = flow.authorize().status;
  if (status != 302) state.SkipWithError(("status " + std::to_string(status)).c_str());
}
BENCHMARK(authorize);

void authorize_to_token(benchmark::State& state) {
  Flow flow;
  int status = 0;
  while (state.KeepRunning()) status = flow.all_of_it().status;
  if (status != 200) state.SkipWithError(("status " + std::to_string(status)).c_str());
}
BENCHMARK(authorize_to_token);

}  // namespace
}  // namespace conform::bench
