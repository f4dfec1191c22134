// What holds of every token request and of every use of a token.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "suites/invariants/invariant.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform {
namespace {

using namespace words;
using Entries = std::vector<Entry>;

// A member of a token answer that was served.
std::string given(const Exchange& e, std::string_view member) {
  if (!token.is(e) || !record::was_served(e)) return {};
  return record::text_member(parse_foreign(e.response.body), member);
}

Finding requests_are_forms(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint != Endpoint::kToken || e->request.method == "OPTIONS") continue;
    const std::string type = e->request.headers.get("Content-Type");
    if (e->request.method != "POST") {
      tally.bad(*e, "the method is not POST");
    } else if (!record::says(type, "application/x-www-form-urlencoded")) {
      tally.bad(*e, fmt::format("Content-Type is \"{}\"", type));
    } else if (!e->request.query().empty()) {
      tally.bad(*e, "it has a query");
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no token request was seen");
}

Finding authenticates_in_one_way(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !token.is(*e)) continue;
    const int ways = static_cast<int>(e->request.headers.has("Authorization")) +
                     static_cast<int>(!record::value_of(*e, "client_secret").empty()) +
                     static_cast<int>(!record::value_of(*e, "client_assertion").empty());
    tally.judge(*e, ways > 1 ? "the client is authenticated in more than one way" : "");
  }
  return tally.finding("no token request was seen");
}

Finding no_password(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !token.is(*e)) continue;
    const bool asks =
        record::value_of(*e, "grant_type") == "password" || record::parameter(*e, "password");
    tally.judge(*e, asks ? "it sends a person's password" : "");
  }
  return tally.finding("no token request was seen");
}

Finding bearer_in_one_way(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint != Endpoint::kMcp || e->request.bearer().empty()) continue;
    const bool twice = e->request.query().has("access_token");
    tally.judge(*e, twice ? "the token stands in the header and in the query" : "");
  }
  return tally.finding("no credential was sent to the MCP server");
}

Finding no_bearer_in_cookie(const Entries& entries) {
  std::set<std::string> secrets;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    for (const char* member : {"access_token", "refresh_token"}) {
      if (std::string secret = given(*e, member); !secret.empty())
        secrets.insert(std::move(secret));
    }
    const std::string bearer = e->request.bearer();
    if (!bearer.empty()) secrets.insert(bearer);
    if (is_for_people(e->endpoint) || bearer.empty()) continue;
    const std::string cookies = e->request.headers.get("Cookie");
    const bool found = std::ranges::any_of(
        secrets, [&](const std::string& secret) { return cookies.contains(secret); });
    tally.judge(*e, found ? "a cookie holds a token" : "");
  }
  return tally.finding("no credential was sent");
}

bool shows(const Exchange& e, const std::string& secret) {
  if (e.request.target.contains(secret)) return true;
  const bool in_fields = std::ranges::any_of(
      e.request.headers, [&](const Header& field) { return field.value.contains(secret); });
  return in_fields || (e.endpoint != Endpoint::kToken && e.request.body.contains(secret));
}

// It belongs into the body of a token request and nowhere else.
Finding refresh_token_stays_secret(const Entries& entries) {
  std::set<std::string> secrets;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint == Endpoint::kControl) continue;
    const bool found =
        std::ranges::any_of(secrets, [&](const std::string& secret) { return shows(*e, secret); });
    if (found) tally.bad(*e, "it shows a refresh token");
    if (!found && !secrets.empty() && !is_for_people(e->endpoint)) tally.good(*e);
    if (std::string secret = given(*e, "refresh_token"); !secret.empty()) {
      secrets.insert(std::move(secret));
    }
  }
  return tally.finding("no refresh token was given, or the client sent nothing after it");
}

// A refresh that was answered with another refresh token is the end of the one that it sent.
Finding newest_refresh_token(const Entries& entries) {
  std::set<std::string> replaced;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !refresh.is(*e)) continue;
    const std::string sent = record::value_of(*e, "refresh_token");
    tally.judge(*e, replaced.contains(sent) ? "the refresh token had been replaced" : "");
    const std::string next = given(*e, "refresh_token");
    if (!next.empty() && next != sent) replaced.insert(sent);
  }
  return tally.finding("nothing was refreshed");
}

std::set<std::string> scopes_in(const std::string& text) {
  std::istringstream list(text);
  std::set<std::string> scopes;
  for (std::string scope; list >> scope;) scopes.insert(scope);
  return scopes;
}

// What was granted is what the answer names, else what was asked for (RFC 6749 section 5.1).
Finding refresh_asks_for_no_more(const Entries& entries) {
  std::map<std::string, std::set<std::string>> granted_to;  // client_id -> scopes
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    const std::string client = record::value_of(*e, "client_id");
    if (authorize.is(*e)) granted_to[client] = scopes_in(record::value_of(*e, "scope"));
    if (refresh.is(*e) && granted_to.contains(client)) {
      const std::set<std::string> asked = scopes_in(record::value_of(*e, "scope"));
      const bool more = !std::ranges::includes(granted_to[client], asked);
      tally.judge(
          *e, more ? fmt::format("it asks for {}", record::value_of(*e, "scope")) : std::string());
    }
    if (const std::string scope = given(*e, "scope"); !scope.empty()) {
      granted_to[client] = scopes_in(scope);
    }
  }
  return tally.finding("nothing was refreshed");
}

// Tokens of the shared authorization server are for the MCP URL beside it.
// What a token is for is what its request said (RFC 8707); one that said nothing is not judged.
Finding token_for_its_server(const Entries& entries) {
  std::map<std::string, std::string> origin_of;  // access token -> the origin that it is for
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || e->endpoint == Endpoint::kControl) continue;
    if (std::string secret = given(*e, "access_token"); !secret.empty()) {
      const auto resource = Url::parse(record::parameter(*e, "resource").value_or(""));
      if (resource) origin_of[std::move(secret)] = resource->origin();
    }
    const auto wanted = origin_of.find(e->request.bearer());
    if (wanted == origin_of.end()) continue;
    tally.judge(*e, wanted->second == e->origin
                        ? std::string()
                        : fmt::format("the token was asked for {}", wanted->second));
  }
  return tally.finding("no token that was asked for with a resource was used");
}

// More requests of a kind than this are a loop, when the MCP server served nothing meanwhile: the
// next one will be refused as well.
constexpr std::size_t kInVain = 5;

// Counts the requests of a kind since the MCP server last served something, or since the person or
// an admin did something.
Finding bounded(const Kind& kind, const Entries& entries) {
  std::vector<std::size_t> in_vain;
  std::vector<std::size_t> seen;
  for (const Entry& entry : entries) {
    if (const Note* note = std::get_if<Note>(&entry)) {
      if (note->kind == Note::Kind::kIntent || note->kind == Note::Kind::kAdmin) in_vain.clear();
      continue;
    }
    const Exchange& e = std::get<Exchange>(entry);
    if (mcp_request.is(e) && !record::was_refused(e)) in_vain.clear();
    if (!kind.is(e)) continue;
    in_vain.push_back(e.number);
    if (seen.size() < kInVain) seen.push_back(e.number);
    if (in_vain.size() > kInVain) {
      return verdict(
          false, fmt::format("{} {}, and nothing was served meanwhile", in_vain.size(), kind.many),
          in_vain);
    }
  }
  if (seen.empty()) return not_exercised(fmt::format("no {} was seen", kind.one));
  return verdict(true, "it did not repeat itself without end", seen);
}

Finding bounded_renewals(const Entries& entries) { return bounded(refresh, entries); }
Finding bounded_registrations(const Entries& entries) { return bounded(registration, entries); }
Finding bounded_sign_ins(const Entries& entries) { return bounded(authorize, entries); }

}  // namespace

std::vector<Check> token_invariants() {
  return {
      must_hold("bounded-renewals",
                fmt::format("at most {} renewals of a token while the MCP server serves nothing",
                            kInVain),
                bounded_renewals, "OMNI-RATE-01", "renews_without_end"),
      must_hold(
          "bounded-registrations",
          fmt::format("at most {} registrations while the MCP server serves nothing", kInVain),
          bounded_registrations, "OMNI-RATE-01", "registers_without_end"),
      must_hold("bounded-sign-ins",
                fmt::format("at most {} authorization requests while the MCP server serves nothing",
                            kInVain),
                bounded_sign_ins, "OMNI-RATE-01", "signs_in_without_end"),
      must_hold("token-requests-are-forms", "each token request is a POST of a form",
                requests_are_forms, "OAUTH-05", "json_token_request"),
      must_hold("authenticates-in-one-way", "each token request authenticates the client once",
                authenticates_in_one_way, "OAUTH-08", "authenticates_twice"),
      must_hold("no-password", "no token request sends a person's password", no_password, "SEC-07",
                "asks_for_password"),
      must_hold("bearer-in-one-way", "each request carries its token once", bearer_in_one_way,
                "BEAR-01", "credential_twice"),
      must_hold("no-bearer-in-cookie", "no cookie holds a token", no_bearer_in_cookie, "BEAR-03",
                "bearer_in_cookie"),
      must_hold("refresh-token-stays-secret", "refresh tokens go to the token endpoint only",
                refresh_token_stays_secret, "TOK-09", "refresh_token_as_bearer"),
      must_hold("newest-refresh-token", "no refresh token is sent after it was replaced",
                newest_refresh_token, "RT-01", "replays_old_refresh_token"),
      must_hold("refresh-asks-for-no-more", "a refresh asks for no scope that was not granted",
                refresh_asks_for_no_more, "RT-02", "asks_more_on_refresh"),
      must_hold("token-for-its-server", "an access token is sent to the server that it is for",
                token_for_its_server, "TOK-05", "one_token_for_all"),
  };
}

}  // namespace conform
