// What holds of every authorization request, of its answer and of the exchange of its code.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "suites/invariants/invariant.hpp"
#include "suites/record.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform {
namespace {

using namespace words;
using Entries = std::vector<Entry>;

// Each authorization request must have a new value of this parameter. A page that is opened twice
// counts as one request.
Finding is_new_each_time(const Entries& entries, std::string_view name) {
  std::map<std::string, std::string> seen;  // value -> the request that had it
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !authorize.is(*e)) continue;
    const std::string value = record::value_of(*e, name);
    if (value.empty()) continue;
    const auto [first, is_new] = seen.emplace(value, e->request.target);
    const bool again = !is_new && first->second != e->request.target;
    tally.judge(*e, again ? fmt::format("{} was used before", name) : std::string());
  }
  return tally.finding(fmt::format("no authorization request had a {}", name));
}

Finding own_challenge(const Entries& entries) {
  return is_new_each_time(entries, "code_challenge");
}
Finding own_state(const Entries& entries) { return is_new_each_time(entries, "state"); }

Finding code_flow_only(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !authorize.is(*e)) continue;
    const std::string type = record::value_of(*e, "response_type");
    tally.judge(*e, type == "code" ? std::string() : fmt::format("response_type is \"{}\"", type));
  }
  return tally.finding("no authorization request was seen");
}

// resource may stand there more than once (RFC 8707 section 2).
std::string repeated_in(const Parameters& parameters) {
  for (const auto& [name, value] : parameters) {
    if (name != "resource" && parameters.count(name) > 1) return fmt::format("{} twice", name);
  }
  return {};
}

Finding no_parameter_twice(const Entries& entries) {
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    if (authorize.is(*e)) tally.judge(*e, repeated_in(e->request.query()));
    if (token.is(*e)) tally.judge(*e, repeated_in(e->request.form()));
  }
  return tally.finding("neither an authorization request nor a token request was seen");
}

// The codes that browsers carried to the client, and the codes that it sent.
// In a redacted recording a code is a pseudonym, and the "#" in it ends the query of a URL.
std::string code_in_url(const std::string& code) { return code.substr(0, code.find('#')); }

Finding only_given_codes(const Entries& entries) {
  std::set<std::string> given;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    if (const Parameters answer = record::carried_answer(*e); answer.has("code")) {
      given.insert(code_in_url(answer.get("code")));
    } else if (answer.has("error")) {
      tally.good(*e);  // nobody clicked, so there is no code; other checks judge what follows
    }
    if (!code_exchange.is(*e)) continue;
    // A recording may have left the browser out.
    if (given.empty() && record::is_capture(entries)) continue;
    tally.judge(*e, given.contains(code_in_url(record::value_of(*e, "code")))
                        ? std::string_view()
                        : "the code was given by nobody who clicked Authorize");
  }
  return tally.finding("no code was exchanged");
}

Finding code_used_once(const Entries& entries) {
  std::set<std::string> used;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !code_exchange.is(*e)) continue;
    const std::string code = record::value_of(*e, "code");
    tally.judge(*e, used.contains(code) ? "the code had been exchanged before" : "");
    if (record::was_served(*e)) used.insert(code);
  }
  return tally.finding("no code was exchanged");
}

Finding same_redirect_uri(const Entries& entries) {
  std::map<std::string, std::set<std::string>> sent;  // client_id -> where it wants answers
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr) continue;
    const std::string client = record::value_of(*e, "client_id");
    const std::string redirect = record::value_of(*e, "redirect_uri");
    if (authorize.is(*e)) sent[client].insert(redirect);
    if (!code_exchange.is(*e) || !sent.contains(client)) continue;
    tally.judge(*e, sent[client].contains(redirect)
                        ? std::string()
                        : fmt::format("redirect_uri is {}, which no authorization request named",
                                      redirect.empty() ? "missing" : redirect));
  }
  return tally.finding("no code was exchanged after an authorization request");
}

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

Finding verifier_is_well_formed(const Entries& entries) {
  constexpr std::size_t kShortest = 43;
  constexpr std::size_t kLongest = 128;
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || !code_exchange.is(*e)) continue;
    const std::string verifier = record::value_of(*e, "code_verifier");
    // Another rule judges a missing value. A value that a recording hides cannot be judged.
    if (verifier.empty() || e->fact("pkce") == record::kUnseen) continue;
    if (verifier.size() < kShortest || verifier.size() > kLongest) {
      tally.bad(*e, fmt::format("code_verifier has {} characters", verifier.size()));
    } else if (!std::ranges::all_of(verifier, is_unreserved)) {
      tally.bad(*e, "code_verifier has a character that it may not have");
    } else {
      tally.good(*e);
    }
  }
  return tally.finding("no code was exchanged with a verifier");
}

std::string path_of(const std::string& address) {
  const auto url = Url::parse(address);
  return url ? url->path : std::string();
}

bool is_origin(const std::string& address) {
  const auto url = Url::parse(address);
  return url && address == url->origin();
}

// By the path: origins are renamed in records. A server may name its origin as the resource, and
// then that is what a client repeats.
Finding resource_is_the_url(const Entries& entries) {
  std::string path;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e != nullptr && e->endpoint == Endpoint::kMcp && path.empty()) path = e->request.path();
  }
  std::set<std::string> named;  // by resource metadata
  Tally tally;
  for (const Entry& entry : entries) {
    const Exchange* e = record::exchange_in(entry);
    if (e == nullptr || path.empty()) continue;
    if (protected_resource_metadata.is(*e)) {
      named.insert(record::text_member(parse_foreign(e->response.body), "resource"));
    }
    if (!authorize.is(*e) && !token.is(*e)) continue;
    const std::string resource = record::value_of(*e, "resource");
    if (resource.empty()) continue;
    const bool names_origin = named.contains(resource) && is_origin(resource);
    tally.judge(*e, names_origin || path_of(resource) == path
                        ? std::string()
                        : fmt::format("resource is {}, the MCP URL's path is {}", resource, path));
  }
  return tally.finding("no resource was named by a client that used the MCP URL");
}

}  // namespace

std::vector<Check> authorization_invariants() {
  return {
      must_hold("own-challenge", "each authorization request has a code challenge of its own",
                own_challenge, "SEC-03", "reuses_challenge"),
      should_hold("own-state", "each authorization request has a state of its own", own_state,
                  "SEC-02", "reuses_state"),
      should_hold("code-flow-only", "each authorization request asks for a code", code_flow_only,
                  "SEC-06", "implicit_grant"),
      must_hold("no-parameter-twice", "no parameter stands in a request twice", no_parameter_twice,
                "OAUTH-09", "repeats_scope"),
      must_hold("only-given-codes", "each code that is exchanged was given by somebody's click",
                only_given_codes, "OMNI-FLOW-02", "ignores_authorize_error"),
      must_hold("code-used-once", "no code is sent again after it was exchanged", code_used_once,
                "OAUTH-03", "exchanges_code_twice"),
      must_hold("same-redirect-uri",
                "each code exchange repeats the redirect URI of the authorization request",
                same_redirect_uri, "OAUTH-04", "other_redirect_in_token"),
      must_hold("verifier-is-well-formed",
                "each code verifier has 43 to 128 characters of the right alphabet",
                verifier_is_well_formed, "PKCE-01", "short_verifier"),
      should_hold("resource-is-the-url", "the resource is the MCP URL, no slash added, no path cut",
                  resource_is_the_url, "AZ-07", "resource_is_the_origin"),
  };
}

}  // namespace conform
