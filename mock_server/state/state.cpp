#include "mock_server/state/state.hpp"

#include "foundation/text/digest.hpp"

namespace conform::mock {
namespace {

// What a form must encode (URL standard, application/x-www-form-urlencoded), and a text that would
// be another if it were decoded twice.
constexpr std::string_view kMarks = "+a/b=c%26d&e";

}  // namespace

std::string State::sign_in(std::string_view organization, std::string_view user) {
  std::string session = ids_.base62(32);
  const std::lock_guard lock(mutex_);
  sessions_.put({std::string(organization), session}, std::string(user));
  return session;
}

std::optional<std::string> State::signed_in_user(std::string_view organization,
                                                 std::string_view session) const {
  const std::lock_guard lock(mutex_);
  const std::string* const user =
      sessions_.find(std::pair(std::string(organization), std::string(session)));
  return user == nullptr ? std::nullopt : std::optional(*user);
}

void State::sign_out(std::string_view organization, std::string_view session) {
  const std::lock_guard lock(mutex_);
  sessions_.erase(std::pair(std::string(organization), std::string(session)));
}

ClientRegistration State::add_client(ClientRegistration client) {
  client.client_id = ids_.uuid();
  const std::lock_guard lock(mutex_);
  clients_.put(client.client_id, client);
  return client;
}

std::optional<ClientRegistration> State::client(std::string_view client_id) const {
  const std::lock_guard lock(mutex_);
  const ClientRegistration* const found = clients_.find(client_id);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::string State::park(AuthorizationRequest request) {
  std::string ticket = ids_.base62(24);
  const std::lock_guard lock(mutex_);
  parked_.put(ticket, std::move(request));
  return ticket;
}

std::optional<AuthorizationRequest> State::parked(std::string_view ticket) const {
  const std::lock_guard lock(mutex_);
  const AuthorizationRequest* const found = parked_.find(ticket);
  return found == nullptr ? std::nullopt : std::optional(*found);
}

std::optional<AuthorizationRequest> State::take(std::string_view ticket) {
  const std::lock_guard lock(mutex_);
  AuthorizationRequest* const found = parked_.find(ticket);
  if (found == nullptr) return std::nullopt;
  AuthorizationRequest request = std::move(*found);
  parked_.erase(ticket);
  return request;
}

std::string State::issue_code(const AuthorizationRequest& request, std::string_view user,
                              std::string_view organization, Duration lifetime, bool marked) {
  std::string code = ids_.base62(40);
  if (marked) code += kMarks;
  const TimePoint expires = clock_.now() + lifetime;
  const std::lock_guard lock(mutex_);
  codes_.put(code, {request, std::string(user), std::string(organization), expires, ""});
  return code;
}

std::expected<Tokens, CodeFailure> State::redeem(const CodeUse& use, const Issue& issue,
                                                 const Allow& allow) {
  const TimePoint now = clock_.now();
  const std::lock_guard lock(mutex_);
  Code* const found = codes_.find(use.code);
  if (found == nullptr) return std::unexpected(CodeFailure::kUnknown);
  Code& code = *found;
  const Defects& broken = issue.defects;
  if (!code.grant.empty() && !broken.has(Defect::kCodesStayGood)) {
    if (!broken.has(Defect::kReuseRevokesNothing)) revoke(code.grant);
    return std::unexpected(CodeFailure::kReused);
  }
  const AuthorizationRequest& request = code.request;
  if (request.client.client_id != use.client_id && !broken.has(Defect::kCodesOfAnyClient)) {
    return std::unexpected(CodeFailure::kOtherClient);
  }
  if (request.redirect_uri != use.redirect_uri && !broken.has(Defect::kAnyRedirectExchanged)) {
    return std::unexpected(CodeFailure::kOtherRedirect);
  }
  const bool needs_verifier =
      !broken.has(use.verifier.empty() ? Defect::kNoVerifierNeeded : Defect::kAnyVerifier);
  if (needs_verifier &&
      !equal_in_constant_time(s256_challenge(use.verifier), request.code_challenge)) {
    return std::unexpected(CodeFailure::kWrongVerifier);
  }
  if (!use.resource.empty() && !request.resource.empty() && use.resource != request.resource &&
      !broken.has(Defect::kAnyResourceExchanged)) {
    return std::unexpected(CodeFailure::kOtherResource);
  }
  if (now >= code.expires && !broken.has(Defect::kExpiredCodes)) {
    return std::unexpected(CodeFailure::kExpired);
  }

  Grant grant;
  grant.id = ids_.uuid();
  grant.user = code.user;
  grant.organization = code.organization;
  grant.client_id = request.client.client_id;
  grant.client_name = request.client.name;
  grant.scope = request.scope;
  grant.resource = use.resource.empty() ? request.resource : use.resource;
  grant.created = now;
  allow(grant);
  code.grant = grant.id;
  grants_.put(grant.id, grant);
  return issue_tokens(grant, issue);
}

std::expected<Tokens, RefreshFailure> State::refresh(std::string_view refresh_token,
                                                     std::string_view client_id,
                                                     std::string_view resource, const Issue& issue,
                                                     const Allow& allow) {
  const std::lock_guard lock(mutex_);
  RefreshToken* const found = refresh_tokens_.find(refresh_token);
  const Grant* const known = found == nullptr ? nullptr : grants_.find(found->grant);
  if (known == nullptr) return std::unexpected(RefreshFailure::kUnknown);
  const Grant& grant = *known;
  const Defects& broken = issue.defects;
  if (broken.has(Defect::kRefreshRefused)) return std::unexpected(RefreshFailure::kUnknown);
  if (grant.client_id != client_id && !broken.has(Defect::kRefreshTokensOfAnyClient)) {
    return std::unexpected(RefreshFailure::kOtherClient);
  }
  if (found->spent && !broken.has(Defect::kSpentRefreshTokens)) {
    revoke(grant.id);
    return std::unexpected(RefreshFailure::kReused);
  }
  if (grant.revoked) return std::unexpected(RefreshFailure::kRevoked);
  if (!resource.empty() && !grant.resource.empty() && resource != grant.resource) {
    return std::unexpected(RefreshFailure::kOtherResource);
  }
  allow(grant);
  found->spent = issue.rotate;
  return issue_tokens(grant, {.access_token_lifetime = issue.access_token_lifetime,
                              .refresh_token = issue.refresh_token && issue.rotate,
                              .marked = issue.marked});
}

std::expected<Grant, TokenFailure> State::grant_of(std::string_view access_token,
                                                   const Defects& defects) const {
  const TimePoint now = clock_.now();
  const std::lock_guard lock(mutex_);
  const AccessToken* const found = access_tokens_.find(access_token);
  const Grant* const known = found == nullptr ? nullptr : grants_.find(found->grant);
  if (known == nullptr) return std::unexpected(TokenFailure::kUnknown);
  const Grant& grant = *known;
  if (grant.revoked && !defects.has(Defect::kRevokedGrants)) {
    return std::unexpected(TokenFailure::kRevoked);
  }
  if (found->expires && now >= *found->expires && !defects.has(Defect::kExpiredTokens)) {
    return std::unexpected(TokenFailure::kExpired);
  }
  return grant;
}

std::vector<Grant> State::grants() const {
  const std::lock_guard lock(mutex_);
  std::vector<Grant> result;
  result.reserve(grants_.size());
  grants_.for_each([&](const std::string&, const Grant& grant) { result.push_back(grant); });
  return result;
}

State::Newest<Grant> State::newest_grants(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  Newest<Grant> newest{{}, grants_.size()};
  grants_.for_newest(
      most, [&](const std::string&, const Grant& grant) { newest.items.push_back(grant); });
  return newest;
}

void State::revoke_grants(std::string_view user) {
  const std::lock_guard lock(mutex_);
  grants_.for_each([&](const std::string&, Grant& grant) {
    if (grant.user == user) grant.revoked = true;
  });
}

std::optional<Grant> State::revoke_grant(std::string_view id) {
  const std::lock_guard lock(mutex_);
  Grant* const found = grants_.find(id);
  if (found == nullptr || found->revoked) return std::nullopt;
  found->revoked = true;
  return *found;
}

void State::expire_access_tokens() {
  const TimePoint now = clock_.now();
  const std::lock_guard lock(mutex_);
  access_tokens_.for_each([&](const std::string&, AccessToken& access) { access.expires = now; });
}

Tokens State::issue_tokens(const Grant& grant, const Issue& issue) {
  Tokens tokens;
  tokens.grant = grant;
  // An MCP OAuth PAT is taken to look like the other keys (docs/omni.md, "Keys and tokens").
  tokens.access_token = omni_key(ids_.base62(46));
  tokens.expires_in = issue.access_token_lifetime;
  AccessToken access{grant.id, std::nullopt};
  if (issue.access_token_lifetime) access.expires = clock_.now() + *issue.access_token_lifetime;
  access_tokens_.put(tokens.access_token, access);
  if (issue.refresh_token) {
    tokens.refresh_token = "omni_mock_refresh_" + ids_.base62(40);
    if (issue.marked) tokens.refresh_token += kMarks;
    refresh_tokens_.put(tokens.refresh_token, {grant.id, false});
  }
  return tokens;
}

void State::revoke(const std::string& grant) {
  if (Grant* const found = grants_.find(grant)) found->revoked = true;
}

std::string State::open_session(std::string_view credential_id) {
  std::string id = ids_.uuid();
  const std::lock_guard lock(mutex_);
  mcp_sessions_.put(id, std::string(credential_id));
  return id;
}

bool State::has_session(std::string_view id, std::string_view credential_id) const {
  const std::lock_guard lock(mutex_);
  const std::string* const credential = mcp_sessions_.find(id);
  return credential != nullptr && *credential == credential_id;
}

bool State::close_session(std::string_view id, std::string_view credential_id) {
  const std::lock_guard lock(mutex_);
  const std::string* const credential = mcp_sessions_.find(id);
  return credential != nullptr && *credential == credential_id && mcp_sessions_.erase(id);
}

State::Newest<State::Session> State::newest_sessions(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  Newest<Session> newest{{}, mcp_sessions_.size()};
  mcp_sessions_.for_newest(most, [&](const std::string& id, const std::string& credential) {
    newest.items.emplace_back(id, credential);
  });
  return newest;
}

bool State::end_session(std::string_view id) {
  const std::lock_guard lock(mutex_);
  return mcp_sessions_.erase(id);
}

void State::end_sessions() {
  const std::lock_guard lock(mutex_);
  mcp_sessions_.clear();
}

int State::count_token_error() {
  const std::lock_guard lock(mutex_);
  return token_errors_++;
}

}  // namespace conform::mock
