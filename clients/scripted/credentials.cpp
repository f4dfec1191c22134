#include "clients/scripted/credentials.hpp"

#include <fmt/format.h>

#include <chrono>
#include <sstream>
#include <utility>

#include "clients/http/http_connection.hpp"

namespace conform::clients {
namespace {

// Space-separated lists; what the first names comes first (RFC 6749 section 3.3).
std::string union_of_scopes(const std::string& granted, const std::string& asked) {
  std::string all = granted;
  std::istringstream words(asked);
  for (std::string scope; words >> scope;) {
    if (fmt::format(" {} ", all).find(fmt::format(" {} ", scope)) != std::string::npos) continue;
    if (!all.empty()) all += ' ';
    all += scope;
  }
  return all;
}

}  // namespace

Credentials::Credentials(const Behaviour& behaviour, FlowEnvironment environment,
                         UserOutput& user_output)
    : behaviour_(behaviour),
      now_(environment.now),
      flow_(behaviour, std::move(environment)),
      user_output_(user_output) {}

void Credentials::use(const std::string& url, std::string key, const std::string& client_id,
                      bool anew, McpSession& session) {
  const bool removed = anew && behaviour_.storage.forgets_when_removed;
  flow_.be_known_as(client_id);
  if (anew || url != url_) flow_.forget_metadata();  // it is for that URL only
  const bool other_server = url != url_ && !behaviour_.token.goes_anywhere;
  if (other_server || removed || !key.empty()) grant_.reset();
  url_ = url;
  key_ = std::move(key);
  session_ = &session;
  if (!key_.empty()) user_output_.secret("API key", key_);
}

std::string Credentials::bearer() const { return grant_ ? grant_->access_token : key_; }

OAuthFlow::Probe Credentials::probe() {
  switch (behaviour_.discovery.first_contact) {
    case Behaviour::FirstContact::kGetUrl:
      return [this] {
        return bearer_challenge(session_->probe().headers, behaviour_.discovery.reads_challenge);
      };
    case Behaviour::FirstContact::kPostServerDiscover:
      return [this] {
        return bearer_challenge(session_->server_discover("").headers,
                                behaviour_.discovery.reads_challenge);
      };
    case Behaviour::FirstContact::kPostInitialize:
    case Behaviour::FirstContact::kMetadata:
      break;
  }
  return nullptr;
}

bool Credentials::sign_in(const std::optional<Challenge>& challenge) {
  Attempt<HeldGrant> attempt = flow_.sign_in(url_, challenge, probe());
  if (!attempt) {
    error_ = attempt.error();
    return false;
  }
  grant_ = *std::move(attempt);
  user_output_.secret("Access token", grant_->access_token);
  return true;
}

bool Credentials::step_up(Challenge challenge) {
  if (!grant_) return false;
  if (behaviour_.authorization.unites_scopes) {
    challenge.set("scope", union_of_scopes(grant_->scope, challenge.get("scope")));
  }
  return sign_in(challenge);
}

Credentials::Renewal Credentials::refresh(const std::optional<Challenge>& challenge) {
  return may_refresh() ? refresh(challenge, *grant_) : Renewal::kRefused;
}

Credentials::Renewal Credentials::refresh(const std::optional<Challenge>& challenge,
                                          HeldGrant held) {
  Attempt<void> attempt;
  try {
    attempt = flow_.refresh(url_, challenge, held);
  } catch (const ConnectionError& error) {
    attempt = std::unexpected(
        ClientError{ClientError::Area::kOAuth, Outcome::Kind::kGaveUp, error.what()});
  }
  if (attempt) {
    grant_ = std::move(held);
    user_output_.secret("Access token", grant_->access_token);
    return Renewal::kRenewed;
  }
  // RFC 6749 section 5.2: a refused refresh token is of no more use; a failing server says nothing
  // about it.
  const bool refused = attempt.error().kind == Outcome::Kind::kRefused;
  if (behaviour_.token.failure_ends_grant || (refused && !behaviour_.token.keeps_refused_grant)) {
    grant_->refresh_token.clear();
    return Renewal::kRefused;
  }
  error_ = attempt.error();
  return Renewal::kFailed;
}

void Credentials::refresh_in_time() {
  if (grant_) refresh_in_time(*grant_);
}

void Credentials::refresh_in_time(const HeldGrant& held) {
  const bool assumed = behaviour_.token.assumed_seconds > 0;
  if (assumed && held.expires && held.refresh_token.empty() && now_() >= *held.expires) {
    grant_.reset();
    return;
  }
  const int ahead = behaviour_.token.proactive_seconds;
  if (ahead == 0 || !held.expires || held.refresh_token.empty()) return;
  if (now_() + std::chrono::seconds(ahead) < *held.expires) return;
  static_cast<void>(refresh(std::nullopt, held));
  error_.reset();  // the server will say whether the token is still good
}

void Credentials::look_again() {
  if (!key_.empty()) return;
  for (int round = 0; round < behaviour_.discovery.rounds_before_session; ++round) {
    flow_.look_again(url_, probe());
  }
}

void Credentials::register_despite_key(const std::optional<Challenge>& challenge) {
  if (behaviour_.refusal.registers_despite_key) flow_.register_in_vain(url_, challenge, key_);
}

std::optional<ClientError> Credentials::take_error() { return std::exchange(error_, std::nullopt); }

void Credentials::restart() {
  const bool renewable = grant_ && !grant_->refresh_token.empty();
  const bool kept = behaviour_.storage.keeps_grant &&
                    (renewable || behaviour_.storage.keeps_grant_without_refresh_token);
  if (!kept) grant_.reset();
  if (grant_ && !grant_->refresh_token.empty()) {
    grant_->refresh_token = grant_->refresh_token_on_disk;
  }
  if (!behaviour_.storage.keeps_registration) flow_.forget_registrations();
}

}  // namespace conform::clients
