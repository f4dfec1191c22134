#include "clients/captures/capture_record.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/text/digest.hpp"
#include "foundation/web/html.hpp"
#include "mock_server/handling/handler.hpp"
#include "mock_server/omni/refusal.hpp"
#include "mock_server/omni/site.hpp"
#include "suites/record.hpp"

namespace conform::clients {

using mock::all_refusals;
using mock::endpoint_of;
using mock::kCallbacks;
using mock::Refusal;

namespace {

constexpr std::string_view kSomeOrganization = "organization";

// Whether only an organization's own host has the path.
bool is_of_an_organization(std::string_view path) {
  switch (endpoint_of("GET", path, false)) {
    case Endpoint::kMcp:
    case Endpoint::kConsent:
    case Endpoint::kSignIn:
    case Endpoint::kSignOut:
    case Endpoint::kRest:
      return true;
    case Endpoint::kPage:
      return path != "/";
    default:
      return false;
  }
}

// What was sent and answered in code, token and bearer, and what follows from it.
class Lineage {
 public:
  void read(Exchange& e) {
    switch (e.endpoint) {
      case Endpoint::kAuthorize:
        read_authorize(e);
        break;
      case Endpoint::kConsent:
        read_consent(e);
        break;
      case Endpoint::kToken:
        read_token(e);
        break;
      case Endpoint::kRegistration:
        read_registration(e);
        break;
      case Endpoint::kMcp:
        read_mcp(e);
        break;
      default:
        break;
    }
  }

 private:
  struct Owner {
    std::string client_id;
    std::string organization;
  };

  static void set(Exchange& e, const char* name, const std::string& value) {
    if (!value.empty()) e.facts.try_emplace(name, value);
  }

  [[nodiscard]] Parameters handed_over(const Exchange& e) const {
    if (!e.response.is_redirect()) return {};
    const auto url = Url::parse(e.response.headers.get("Location"));
    return url ? Parameters::parse(url->query) : Parameters();
  }

  void name(Exchange& e, const std::string& client_id) const {
    set(e, "client_id", client_id);
    const auto found = names_.find(client_id);
    if (found != names_.end()) set(e, "client", found->second);
  }

  void read_answer(Exchange& e) {
    const Parameters answer = handed_over(e);
    if (answer.has("error")) set(e, "refusal", answer.get("error"));
    if (answer.has("code"))
      codes_[answer.get("code")] = {e.fact("client_id"), e.fact("organization")};
  }

  void read_authorize(Exchange& e) {
    const Parameters query = e.request.query();
    last_client_ = query.get("client_id");
    name(e, last_client_);
    challenges_.insert(query.get("code_challenge"));
    read_answer(e);
  }

  void read_consent(Exchange& e) {
    if (e.site != kSomeOrganization) set(e, "organization", e.site);
    name(e, last_client_);
    read_answer(e);
  }

  void read_registration(Exchange& e) {
    const Json answer = parse_foreign(e.response.body);
    const std::string client_id = text_member(answer, "client_id");
    const Json asked = parse_foreign(e.request.body);
    names_[client_id] = text_member(asked, "client_name");
    name(e, client_id);
  }

  void read_token(Exchange& e) {
    const Parameters form = e.request.form();
    name(e, form.get("client_id"));
    if (form.get("grant_type") == "authorization_code") set(e, "pkce", pkce_of(form));
    const bool refreshes = form.has("refresh_token");
    const auto& owners = refreshes ? tokens_ : codes_;
    const auto from = owners.find(form.get(refreshes ? "refresh_token" : "code"));
    const Owner owner = from == owners.end() ? Owner{form.get("client_id"), ""} : from->second;
    set(e, "organization", owner.organization);
    const Json answer = parse_foreign(e.response.body);
    for (const char* member : {"access_token", "refresh_token"}) {
      if (const std::string token = text_member(answer, member); !token.empty()) {
        tokens_[token] = owner;
      }
    }
    if (e.response.status >= 400) set(e, "refusal", text_member(answer, "error"));
  }

  [[nodiscard]] std::string pkce_of(const Parameters& form) const {
    constexpr std::size_t kShortest = 43;  // RFC 7636 section 4.1
    const std::string verifier = form.get("code_verifier");
    if (verifier.empty()) return "";
    if (verifier.size() < kShortest) return std::string(record::kUnseen);  // somebody redacted it
    return challenges_.contains(s256_challenge(verifier)) ? "ok" : "mismatch";
  }

  void read_mcp(Exchange& e) {
    const std::string bearer = e.request.bearer();
    const bool by_key = e.site != kCallbacks;
    if (bearer.empty()) {
      if (e.response.status == 401) set(e, "refusal", "missing_credential");
      return;
    }
    if (e.response.status == 401) {
      set(e, "refusal",
          by_key ? "unknown_key|revoked_key|disabled_key|key_of_another_instance|"
                   "wrong_credential_for_url"
                 : "unknown_token|expired_token|revoked_grant|"
                   "wrong_credential_for_url");
      return;
    }
    const auto owner = tokens_.find(bearer);
    std::string organization(record::kUnseen);
    if (by_key && e.site != kSomeOrganization) organization = e.site;
    if (owner != tokens_.end()) {
      name(e, owner->second.client_id);
      if (!owner->second.organization.empty()) organization = owner->second.organization;
    }
    set(e, "organization", organization);
  }

  std::set<std::string> challenges_;
  std::string last_client_;                   // of the authorization that a consent page is for
  std::map<std::string, std::string> names_;  // client_id → client_name
  std::map<std::string, Owner> codes_;
  std::map<std::string, Owner> tokens_;  // access and refresh tokens
};

bool could_refuse(const Exchange& e) {
  if (e.response.status >= 400) return true;
  if (e.endpoint != Endpoint::kMcp) return e.endpoint != Endpoint::kOther;
  return e.response.body.find("\"isError\":true") != std::string::npos ||
         e.response.body.find("\"error\":") != std::string::npos;
}

// The refusals whose words stand in the answer.
std::string refusals_said(const Exchange& e) {
  constexpr std::size_t kTelling = 12;  // "Not found" could be anybody's
  std::string ids;
  if (!could_refuse(e)) return ids;
  const std::string said = decode_entities(e.response.body);
  for (const Refusal& one : all_refusals()) {
    const std::string_view words = one.text.substr(0, one.text.find("{}"));
    if (words.size() < kTelling || said.find(words) == std::string::npos) continue;
    ids.append(ids.empty() ? "" : "|").append(one.id);
  }
  return ids;
}

}  // namespace

void locate(Exchange& e, const Roles& roles) {
  if (!e.site.empty()) return;
  const std::string path = e.request.path();
  const auto role = roles.find(e.origin);
  if (role != roles.end()) {
    e.site = role->second;
  } else {
    e.site = is_of_an_organization(path) ? kSomeOrganization : kCallbacks;
  }
  e.endpoint = endpoint_of(e.request.method, path, e.site == kCallbacks);
}

void complete(std::vector<Entry>& entries, const Roles& roles) {
  Lineage lineage;
  for (Entry& entry : entries) {
    auto* exchange = std::get_if<Exchange>(&entry);
    if (exchange == nullptr) continue;
    locate(*exchange, roles);
    if (exchange->fact("refusal").empty()) {
      if (const std::string said = refusals_said(*exchange); !said.empty())
        exchange->facts["refusal"] = said;
    }
    lineage.read(*exchange);
  }
}

}  // namespace conform::clients
