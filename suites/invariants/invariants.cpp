// The checks that hold in every scenario in which they can be judged.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>

#include "foundation/json/foreign_json.hpp"
#include "foundation/text/digest.hpp"
#include "suites/invariants/invariant.hpp"
#include "suites/invariants/oauth_invariants.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform {
namespace {

using namespace words;
using Entries = std::vector<Entry>;

// More than this many identical requests in a row are a loop, not a retry. Clients in the field
// repeat a discovery round twice and a refused code exchange once.
constexpr std::size_t kIdenticalInARow = 5;
// More authorization requests than that in one play open a flood of browser windows.
constexpr std::size_t kAuthorizations = 6;
constexpr std::size_t kShown = 12;

std::string bearer_of(const Exchange& exchange) { return exchange.request.bearer(); }

// ---- The authorization request and its code ----

bool is_s256_challenge(const std::string& text) {
  return text.size() == 43 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '_';
         });
}

Finding pkce_s256(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !authorize.is(*e)) continue;
    const std::string method = record::parameter(*e, "code_challenge_method").value_or("");
    if (!record::parameter(*e, "code_challenge")) {
      tally.bad(*e, "no code_challenge");
    } else if (method != "S256") {
      tally.bad(*e, fmt::format("code_challenge_method is \"{}\"", method));
    } else if (!is_s256_challenge(*record::parameter(*e, "code_challenge"))) {
      tally.bad(*e, "code_challenge is not 43 characters of base64url");
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no authorization request was seen");
}

// What the mock noted about the request. A capture has no such note; then the record itself tells.
Finding pkce_verifier_matches(const Entries& entries) {
  std::set<std::string> challenges;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    if (authorize.is(*e)) challenges.insert(record::parameter(*e, "code_challenge").value_or(""));
    if (!code_exchange.is(*e)) continue;
    const auto verifier = record::parameter(*e, "code_verifier");
    const std::string known = e->fact("pkce");
    if (known == record::kUnseen) continue;
    if (!verifier || verifier->empty()) {
      tally.bad(*e, "no code_verifier");
    } else if (known == "mismatch" ||
               (known.empty() && !challenges.contains(s256_challenge(*verifier)))) {
      tally.bad(*e, "code_verifier does not fit any code_challenge that was sent");
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no code was exchanged");
}

Finding state_sent(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !authorize.is(*e)) continue;
    if (record::parameter(*e, "state").value_or("").empty()) {
      tally.bad(*e, "no state");
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no authorization request was seen");
}

// ---- resource (RFC 8707) ----

std::string resource_problem(const Exchange& e) {
  const auto resource = record::parameter(e, "resource");
  if (!resource || resource->empty()) return "no resource";
  if (resource->find('#') != std::string::npos) return "resource has a fragment";
  return {};
}

Finding resource_in(const Kind& kind, const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !kind.is(*e)) continue;
    if (const std::string problem = resource_problem(*e); !problem.empty()) {
      tally.bad(*e, problem);
    } else {
      tally.good(*e);
    }
  }
  return tally.finding(fmt::format("no {} was seen", kind.one));
}

Finding resource_in_authorization(const Entries& entries) {
  return resource_in(authorize, entries);
}
Finding resource_in_token(const Entries& entries) { return resource_in(token, entries); }

// The token request follows an authorization request of the same client; both name the same
// resource.
Finding resource_equal(const Entries& entries) {
  std::map<std::string, std::string> authorized;  // client_id → resource of its last authorization
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    const auto resource = record::parameter(*e, "resource");
    const std::string client = record::parameter(*e, "client_id").value_or("");
    if (!resource) continue;
    if (authorize.is(*e)) authorized[client] = *resource;
    if (!token.is(*e) || !authorized.contains(client)) continue;
    if (authorized[client] == *resource) {
      tally.good(*e);
    } else {
      tally.bad(*e, fmt::format("resource is {}, it was {} in the authorization request", *resource,
                                authorized[client]));
    }
  }
  return tally.finding("resource was not sent in both requests");
}

// ---- Credentials ----

// A session begins when an initialize with a bearer is served. It is over when the client ends it
// or is asked to start anew, or when the credential itself was refused: what comes then is
// discovery, which has no token yet. Where the session has an id, what does not carry it is none of
// its requests: some clients look for metadata again beside it.
Finding bearer_on_every_request(const Entries& entries) {
  Tally tally;
  bool in_session = false;
  std::string session;  // its id, or empty
  for (const Entry& entry : entries) {
    if (record::note_in(entry, Note::Kind::kIntent) != nullptr) {
      const std::string& text = std::get<Note>(entry).text;
      if (text.starts_with("connect") || text.starts_with("restart") ||
          text.starts_with("disconnect")) {
        in_session = false;
      }
      continue;
    }
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint != Endpoint::kMcp) continue;
    const bool has_bearer = !bearer_of(*e).empty();
    const bool is_of_it = session.empty() || e->request.headers.get("Mcp-Session-Id") == session;
    if (in_session && !has_bearer && is_of_it) tally.bad(*e, "no Authorization: Bearer");
    if (in_session && has_bearer) tally.good(*e);
    if (has_bearer && initialize.is(*e) && record::was_served(*e)) {
      in_session = true;
      session = e->response.headers.get("Mcp-Session-Id");
    }
    if (has_bearer && (e->response.status == 401 || e->request.method == "DELETE"))
      in_session = false;
  }
  return tally.finding("no request was sent within a session");
}

// Every credential that the record shows to be one.
std::set<std::string> credentials_in(const Entries& entries) {
  static constexpr std::array<std::string_view, 2> kIssued{"access_token", "refresh_token"};
  std::set<std::string> secrets;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    if (const std::string bearer = bearer_of(*e); !bearer.empty()) secrets.insert(bearer);
    if (e->endpoint != Endpoint::kToken) continue;
    if (const auto verifier = record::parameter(*e, "code_verifier")) secrets.insert(*verifier);
    const Json answer = parse_foreign(e->response.body);
    for (const std::string_view name : kIssued) {
      if (const std::string text = record::text_member(answer, name); !text.empty()) {
        secrets.insert(text);
      }
    }
  }
  return secrets;
}

bool is_one_of(const std::set<std::string>& secrets, const std::string& value) {
  // Keys of Omni are recognized by their prefix even where no other request shows them.
  return secrets.contains(value) || value.starts_with("omni_osk_");
}

Finding bearer_only_in_header(const Entries& entries) {
  static constexpr std::array<std::string_view, 5> kNames{"access_token", "token", "api_key", "key",
                                                          "bearer"};
  const std::set<std::string> secrets = credentials_in(entries);
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint != Endpoint::kMcp) continue;
    const Parameters query = e->request.query();
    const auto found = std::ranges::find_if(query, [&](const auto& item) {
      return is_one_of(secrets, item.second) ||
             (std::ranges::find(kNames, item.first) != kNames.end() && !item.second.empty());
    });
    if (found != query.end()) {
      tally.bad(*e, fmt::format("a credential in the query parameter {}", found->first));
    } else if (!bearer_of(*e).empty()) {
      tally.good(*e);
    }
  }
  return tally.finding("no credential was sent to the MCP server");
}

Finding no_secret_in_url(const Entries& entries) {
  static constexpr std::array<std::string_view, 4> kNames{"code_verifier", "access_token",
                                                          "refresh_token", "client_secret"};
  const std::set<std::string> secrets = credentials_in(entries);
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    const Parameters query = e->request.query();
    const auto found = std::ranges::find_if(query, [&](const auto& item) {
      return is_one_of(secrets, item.second) ||
             std::ranges::find(kNames, item.first) != kNames.end();
    });
    if (found != query.end()) {
      tally.bad(*e, fmt::format("a secret in the query parameter {}", found->first));
    } else if (authorize.is(*e) || !bearer_of(*e).empty()) {
      tally.good(*e);
    }
  }
  return tally.finding("the client had no secret to give away");
}

// ---- The MCP session ----

Finding protocol_version_after_initialize(const Entries& entries) {
  Tally tally;
  std::string negotiated;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !mcp_request.is(*e)) continue;
    if (initialize.is(*e)) {
      const Json answer = record::rpc_answer(*e);
      const auto result = answer.is_object() ? answer.find("result") : answer.end();
      negotiated = answer.is_object() && result != answer.end()
                       ? record::text_member(*result, "protocolVersion")
                       : std::string();
      continue;
    }
    // The header came with 2025-06-18; a probe of another era carries its own version.
    if (negotiated.empty() || negotiated < "2025-06-18" || e->rpc->method == "server/discover") {
      continue;
    }
    const std::string* sent = e->request.headers.find("MCP-Protocol-Version");
    if (sent == nullptr) {
      tally.bad(*e, "no MCP-Protocol-Version");
    } else if (*sent != negotiated) {
      tally.bad(*e,
                fmt::format("MCP-Protocol-Version is {}, {} was negotiated", *sent, negotiated));
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no request followed a served initialize of 2025-06-18 or later");
}

Finding accept_both_types(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !mcp_request.is(*e)) continue;
    std::string accept;
    for (const std::string& value : e->request.headers.all("Accept")) accept += value + ",";
    if (record::says(accept, "application/json") && record::says(accept, "text/event-stream")) {
      tally.good(*e);
    } else {
      tally.bad(*e, fmt::format("Accept is \"{}\"", e->request.headers.get("Accept")));
    }
  }
  return tally.finding("no MCP request was seen");
}

// ---- Restraint ----

// Two requests are the same attempt when they differ in the JSON-RPC id only, since every client
// counts that up.
std::string attempt_of(const Exchange& e) {
  Json body = parse_foreign(e.request.body);
  if (body.is_object()) body.erase("id");
  const std::string text = body.is_discarded() ? e.request.body : body.dump();
  return fmt::format("{} {} {} {}", e.request.method, e.origin, e.request.target, text);
}

// Only requests that the client itself makes; a first contact without a credential is no refusal.
bool was_told_no(const Exchange& e) {
  const std::string refusal = e.fact("refusal");
  if (refusal.empty() || refusal == "missing_credential") return false;
  return mcp_request.is(e) || token.is(e) || registration.is(e) || authorize.is(e);
}

Finding bounded_retries(const Entries& entries) {
  std::string last;
  std::vector<std::size_t> row;
  std::vector<std::size_t> authorizations;
  std::vector<std::size_t> refusals;
  for (const Entry& entry : entries) {
    // A new intent, a move of the person or of an admin is a reason to try once more.
    if (std::holds_alternative<Note>(entry)) {
      const Note::Kind kind = std::get<Note>(entry).kind;
      if (kind != Note::Kind::kOutput && kind != Note::Kind::kHarness) last.clear();
      continue;
    }
    const Exchange& e = std::get<Exchange>(entry);
    if (e.endpoint == Endpoint::kControl) continue;
    if (was_told_no(e) && refusals.size() < kShown) refusals.push_back(e.number);
    if (authorize.is(e)) authorizations.push_back(e.number);
    std::string attempt = attempt_of(e);
    if (attempt != last) row.clear();
    last = std::move(attempt);
    row.push_back(e.number);
    if (row.size() > kIdenticalInARow) {
      return {Finding::Outcome::kFail,
              fmt::format("{} was sent {} times in a row", record::request_line(e), row.size()),
              row};
    }
    if (authorizations.size() > kAuthorizations) {
      return {Finding::Outcome::kFail,
              fmt::format("{} authorization requests in one play", authorizations.size()),
              authorizations};
    }
  }
  if (refusals.empty()) return not_exercised("nothing was refused");
  return {Finding::Outcome::kPass, "it did not repeat itself without end", refusals};
}

std::vector<Check> make_invariants() {
  return {
      must_hold("pkce-s256", "each authorization request carries an S256 code challenge", pkce_s256,
                "AZ-02", "plain_pkce"),
      must_hold("pkce-verifier-matches", "each code exchange carries the verifier of its challenge",
                pkce_verifier_matches, "AZ-01", "wrong_verifier"),
      should_hold("state-sent", "each authorization request carries a state", state_sent, "AZ-08",
                  "no_state"),
      must_hold("resource-in-authorization", "each authorization request names its resource",
                resource_in_authorization, "AZ-05", "no_resource_in_authorization"),
      must_hold("resource-in-token", "each token request names its resource", resource_in_token,
                "AZ-05", "no_resource_in_token"),
      must_hold("resource-equal",
                "the token request names the resource of the authorization request", resource_equal,
                "AZ-06", "other_resource_in_token"),
      must_hold("bearer-on-every-request", "each request of a session carries its credential",
                bearer_on_every_request, "TOK-01", "bearer_only_on_initialize"),
      must_hold("bearer-only-in-header", "a credential travels in the Authorization header only",
                bearer_only_in_header, "TOK-02", "credential_in_query"),
      must_hold("protocol-version-after-initialize",
                "each request after initialize carries the negotiated MCP-Protocol-Version",
                protocol_version_after_initialize, "HTTP-01", "no_protocol_version"),
      must_hold("accept-both-types", "each POST accepts application/json and text/event-stream",
                accept_both_types, "HTTP-02", "accepts_json_only"),
      must_hold("no-secret-in-url", "no URL holds a verifier, a token or a secret",
                no_secret_in_url, "SEC-01", "verifier_in_url"),
      should_hold(
          "bounded-retries",
          fmt::format("at most {} identical requests in a row and {} authorization requests",
                      kIdenticalInARow, kAuthorizations),
          bounded_retries, "SU-06", "retries_without_end"),
  };
}

}  // namespace

const std::vector<Check>& invariants() {
  static const std::vector<Check> all = [] {
    std::vector<Check> checks = make_invariants();
    for (const auto more :
         {&oauth_invariants, &authorization_invariants, &token_invariants, &transport_invariants}) {
      for (Check& check : more()) checks.push_back(std::move(check));
    }
    return checks;
  }();
  return all;
}

}  // namespace conform
