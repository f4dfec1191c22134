#include <algorithm>
#include <utility>

#include "mock_server/http/url.hpp"
#include "mock_server/json.hpp"
#include "mock_server/transcript.hpp"

namespace conform {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.replace(at, what.size(), by);
    at += by.size();
  }
}

// Values shorter than this are words, not secrets ("plain", "none").
constexpr std::size_t kShortestSecret = 8;

}  // namespace

Redactor::Redactor(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    const auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr) continue;
    const Request& request = exchange->request;
    const Response& response = exchange->response;
    if (exchange->endpoint == Endpoint::kToken) {
      const Parameters form = request.form();
      learn(form.get("code"), "code");
      learn(form.get("code_verifier"), "code_verifier");
      learn(form.get("refresh_token"), "refresh_token");
      learn(form.get("client_secret"), "client_secret");
      const Json answer = Json::parse(response.body, nullptr, false);
      if (answer.is_object()) {
        for (const std::string_view member : {"access_token", "refresh_token"}) {
          const auto value = answer.find(std::string(member));
          if (value != answer.end() && value->is_string()) learn(value->get<std::string>(), member);
        }
      }
    }
    if (const std::string* location = response.headers.find("Location")) {
      if (const auto url = Url::parse(*location)) {
        learn(Parameters::parse(url->query).get("code"), "code");
      }
    }
    const Parameters query = request.query();
    learn(query.get("access_token"), "access_token");
    learn(query.get("code_verifier"), "code_verifier");
    learn(request.bearer(), "bearer");
    for (const std::string& cookie : response.headers.all("Set-Cookie")) {
      if (cookie.starts_with("omni_session_")) {
        const std::size_t begin = cookie.find('=') + 1;
        learn(cookie.substr(begin, cookie.find(';') - begin), "session");
      }
    }
    // A key is shown once, on the page that made it.
    for (std::size_t at = response.body.find("omni_osk_"); at != std::string::npos;
         at = response.body.find("omni_osk_", at + 1)) {
      const std::size_t end = response.body.find_first_not_of(
          "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", at);
      learn(response.body.substr(at, end - at), "api_key");
    }
  }
}

void Redactor::learn(const std::string& secret, std::string_view kind) {
  if (secret.size() < kShortestSecret || secrets_.contains(secret)) return;
  const std::size_t count = ++counters_[std::string(kind)];
  secrets_.emplace(secret, std::string(kind) + '#' + std::to_string(count));
}

void Redactor::rename(std::string authority, std::string name) {
  authorities_.insert_or_assign(std::move(authority), std::move(name));
}

std::string Redactor::operator()(std::string text) const {
  // Longest first, so that no secret is cut by one that it contains.
  std::vector<std::pair<std::string_view, std::string_view>> order(secrets_.begin(),
                                                                   secrets_.end());
  std::ranges::stable_sort(order, std::ranges::greater(),
                           [](const auto& item) { return item.first.size(); });
  for (const auto& [secret, pseudonym] : order) {
    replace_all(text, secret, pseudonym);
    const std::string encoded = percent_encode(secret);
    if (encoded != secret) replace_all(text, encoded, pseudonym);
  }
  for (const auto& [authority, name] : authorities_) {
    replace_all(text, authority, name);
    replace_all(text, percent_encode(authority), name);
  }
  return text;
}

}  // namespace conform
