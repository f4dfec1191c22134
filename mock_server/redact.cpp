#include <algorithm>
#include <utility>

#include "mock_server/ascii.hpp"
#include "mock_server/digest.hpp"
#include "mock_server/http/url.hpp"
#include "mock_server/json.hpp"
#include "mock_server/json_member.hpp"
#include "mock_server/transcript.hpp"

namespace conform {
namespace {

// Values shorter than this are words, not secrets ("plain", "none").
constexpr std::size_t kShortestSecret = 8;

std::string with_lower_case_escapes(std::string encoded) {
  for (std::size_t at = encoded.find('%'); at != std::string::npos;
       at = encoded.find('%', at + 1)) {
    encoded.replace(at, 3, lower_case(std::string_view(encoded).substr(at, 3)));
  }
  return encoded;
}

// As it stands, and as programs write it in URLs and forms: of "~" and "*" RFC 3986 and the URL
// standard of browsers think differently, and hexadecimal digits come in two cases.
std::vector<std::string> spellings(const std::string& what) {
  std::vector<std::string> found{what};
  const auto add = [&](std::string spelling) {
    if (std::ranges::find(found, spelling) == found.end()) found.push_back(std::move(spelling));
  };
  for (const std::string_view plain : {"-._~", "-._*"}) {
    const std::string spelling = percent_encode(what, plain);
    add(spelling);
    add(with_lower_case_escapes(spelling));
  }
  return found;
}

}  // namespace

Redactor::Redactor(const std::vector<Entry>& entries) { learn(entries); }

void Redactor::learn(const std::vector<Entry>& entries) {
  const std::size_t known = secrets_.size();
  for (const Entry& entry : entries) {
    if (const auto* exchange = std::get_if<Exchange>(&entry)) learn(*exchange);
  }
  if (secrets_.size() == known) return;
  // Longest first, so that no secret is cut by one that it contains.
  std::vector<std::pair<std::string, std::string>> order(secrets_.begin(), secrets_.end());
  std::ranges::stable_sort(order, std::ranges::greater(),
                           [](const auto& item) { return item.first.size(); });
  secret_replacements_.clear();
  for (const auto& [secret, pseudonym] : order) add(secret_replacements_, secret, pseudonym);
}

void Redactor::learn(const Exchange& exchange) {
  const Request& request = exchange.request;
  const Response& response = exchange.response;
  if (exchange.endpoint == Endpoint::kRegistration) {
    learn_members(response.body, {"client_secret", "registration_access_token"});
  }
  learn_basic(request.headers.get("Authorization"));
  if (exchange.endpoint == Endpoint::kToken) {
    const Parameters form = request.form();
    learn(form.get("code"), "code");
    learn(form.get("code_verifier"), "code_verifier");
    learn(form.get("refresh_token"), "refresh_token");
    learn(form.get("client_secret"), "client_secret");
    learn_members(response.body, {"access_token", "refresh_token", "id_token"});
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

void Redactor::learn_members(const std::string& body,
                             std::initializer_list<std::string_view> members) {
  const Json answer = Json::parse(body, nullptr, false);
  if (!answer.is_object()) return;
  for (const std::string_view member : members) learn(text_member(answer, member), member);
}

// RFC 6749 section 2.3.1: the secret is form-encoded before it is put into base64.
void Redactor::learn_basic(const std::string& authorization) {
  constexpr std::string_view kScheme = "basic ";
  if (!equals_ignoring_case(authorization.substr(0, kScheme.size()), kScheme)) return;
  const std::string credential = authorization.substr(kScheme.size());
  if (const auto pair = base64_decode(credential)) {
    const std::size_t colon = pair->find(':');
    if (colon != std::string::npos) {
      learn(percent_decode(pair->substr(colon + 1), true), "client_secret");
    }
  }
  learn(credential, "basic");
}

void Redactor::learn(const std::string& secret, std::string_view kind) {
  if (secret.size() < kShortestSecret || secrets_.contains(secret)) return;
  const std::size_t count = ++counters_[std::string(kind)];
  secrets_.emplace(secret, std::string(kind) + '#' + std::to_string(count));
}

void Redactor::add(Replacements& to, const std::string& what, const std::string& by) {
  for (std::string& spelling : spellings(what)) to.emplace_back(std::move(spelling), by);
}

void Redactor::rename(const std::string& authority, const std::string& name) {
  add(name_replacements_, authority, name);
}

std::string Redactor::operator()(std::string text) const {
  for (const auto* replacements : {&secret_replacements_, &name_replacements_}) {
    for (const auto& [what, by] : *replacements) replace_all(text, what, by);
  }
  return text;
}

}  // namespace conform
