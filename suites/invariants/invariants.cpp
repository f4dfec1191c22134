// The checks that hold in every scenario in which they can be judged: those of the authorization
// request, of credentials, of the MCP session and of restraint; and all of them together.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <span>

#include "foundation/json/foreign_json.hpp"
#include "foundation/json/json_member.hpp"
#include "foundation/mcp/revision.hpp"
#include "foundation/text/digest.hpp"
#include "record/rpc_answer.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/invariant.hpp"
#include "suites/words/remembered.hpp"
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

Property carries_s256_challenge() {
  return {"carries an S256 code challenge",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string method = record::value_of(e, "code_challenge_method");
            const auto challenge = record::parameter(e, "code_challenge");
            if (!challenge) return wrong_parameter(e, "code_challenge", "no code_challenge");
            if (method != "S256") {
              return wrong_parameter(e, "code_challenge_method",
                                     fmt::format("code_challenge_method is \"{}\"", method));
            }
            if (is_s256_challenge(*challenge)) return {};
            return wrong_parameter(e, "code_challenge",
                                   "code_challenge is not 43 characters of base64url");
          }};
}

// What the mock noted about the request. A capture has no such note; then the record itself tells.
class PkceVerifierMatches final : public TallyingWatch {
 public:
  PkceVerifierMatches() : TallyingWatch("no code was exchanged") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (authorize.is(e)) challenges_.add(record::value_of(e, "code_challenge"));
    if (!code_exchange.is(e)) return;
    const std::string verifier = record::value_of(e, "code_verifier");
    const std::string known = e.fact("pkce");
    if (known == record::kUnseen) return;
    if (verifier.empty()) {
      tally.bad(e, wrong_parameter(e, "code_verifier", "no code_verifier"));
    } else if (known == "mismatch" || (known.empty() && !was_sent(s256_challenge(verifier)))) {
      tally.bad(e, wrong_parameter(e, "code_verifier",
                                   "code_verifier does not fit any code_challenge that was sent"));
    } else {
      tally.good(e);
    }
  }
  [[nodiscard]] bool was_sent(const std::string& challenge) const {
    return challenges_.is_full() || challenges_.contains(challenge);
  }

  RememberedSet challenges_;
};

Property carries_state() {
  return {"carries a state", [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (!record::value_of(e, "state").empty()) return {};
            return wrong_parameter(e, "state", "no state");
          }};
}

// ---- resource (RFC 8707) ----

Property names_its_resource() {
  return {"names its resource", [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string resource = record::value_of(e, "resource");
            if (resource.empty()) return wrong_parameter(e, "resource", "no resource");
            if (resource.find('#') == std::string::npos) return {};
            return wrong_parameter(e, "resource", "resource has a fragment");
          }};
}

// The token request follows an authorization request of the same client; both name the same
// resource.
class ResourceEqual final : public TallyingWatch {
 public:
  ResourceEqual() : TallyingWatch("resource was not sent in both requests") {}

 private:
  void see_exchange(const Exchange& e) override {
    const bool authorizes = authorize.is(e);
    if (!authorizes && !token.is(e)) return;
    const auto resource = record::parameter(e, "resource");
    if (!resource) return;
    const std::string client = record::value_of(e, "client_id");
    if (authorizes) {
      authorized_[client] = *resource;
      return;
    }
    const std::string* authorized = authorized_.find(client);
    if (authorized == nullptr) return;
    tally.judge(e, *authorized == *resource, [&] {
      return wrong_parameter(e, "resource",
                             fmt::format("resource is {}, it was {} in the authorization request",
                                         *resource, *authorized));
    });
  }

  RememberedMap<std::string> authorized_;  // client_id → resource of its last authorization
};

// ---- Credentials ----

// A session begins when an initialize with a bearer is served. It is over when the client ends it
// or is asked to start anew, or when the credential itself was refused: what comes then is
// discovery, which has no token yet. Where the session has an id, what does not carry it is none of
// its requests: some clients look for metadata again beside it.
class BearerOnEveryRequest final : public TallyingWatch {
 public:
  BearerOnEveryRequest() : TallyingWatch("no request was sent within a session") {}

 private:
  void see_note(const Note& note) override {
    const std::string& text = note.text;
    if (note.kind == Note::Kind::kIntent &&
        (text.starts_with("connect") || text.starts_with("restart") ||
         text.starts_with("disconnect"))) {
      in_session_ = false;
    }
  }
  void see_exchange(const Exchange& e) override {
    if (e.endpoint != Endpoint::kMcp) return;
    const bool has_bearer = !bearer_of(e).empty();
    const bool is_of_it = session_.empty() || e.request.headers.get("Mcp-Session-Id") == session_;
    if (in_session_ && !has_bearer && is_of_it) {
      tally.bad(e, wrong_header(e, "Authorization", "no Authorization: Bearer"));
    }
    if (in_session_ && has_bearer) tally.good(e);
    if (has_bearer && initialize.is(e) && record::was_served(e)) {
      in_session_ = true;
      session_ = e.response.headers.get("Mcp-Session-Id");
    }
    if (has_bearer && (e.response.status == 401 || e.request.method == "DELETE")) {
      in_session_ = false;
    }
  }

  bool in_session_ = false;
  std::string session_;  // its id, or empty
};

// Every credential that an exchange shows to be one.
std::vector<std::string> credentials_in(const Exchange& e) {
  static constexpr std::array<std::string_view, 2> kIssued{"access_token", "refresh_token"};
  std::vector<std::string> secrets;
  if (std::string bearer = bearer_of(e); !bearer.empty()) secrets.push_back(std::move(bearer));
  if (e.endpoint != Endpoint::kToken) return secrets;
  if (auto verifier = record::parameter(e, "code_verifier")) {
    secrets.push_back(*std::move(verifier));
  }
  const Json answer = parse_foreign(e.response.body);
  for (const std::string_view name : kIssued) {
    if (std::string text = record::text_member(answer, name); !text.empty()) {
      secrets.push_back(std::move(text));
    }
  }
  return secrets;
}

// No query holds a credential. What is one may show only later, when it is used as one.
class CredentialInQuery : public TallyingWatch {
 public:
  // What is said of it: "a credential", "a secret".
  CredentialInQuery(std::string_view what, std::string nothing_seen)
      : TallyingWatch(std::move(nothing_seen)), what_(what) {}

 private:
  // Whether the exchange counts, whether a parameter of that name must not be there, and whether
  // one without shows that the rule holds.
  [[nodiscard]] virtual bool looks_at(const Exchange& e) const = 0;
  [[nodiscard]] virtual bool is_wrong(const std::string& name, const std::string& value) const = 0;
  [[nodiscard]] virtual bool is_proof(const Exchange& e) const = 0;

  void see_exchange(const Exchange& e) final {
    for (const std::string& secret : credentials_in(e)) learn(secret);
    if (!looks_at(e)) return;
    const Parameters query = e.request.query();
    const auto found = std::ranges::find_if(query, [&](const auto& item) {
      // Keys of Omni are recognized by their prefix even where no other request shows them.
      return secrets_.contains(item.second) || item.second.starts_with("omni_osk_") ||
             is_wrong(item.first, item.second);
    });
    if (found != query.end()) {
      tally.bad(e, wrong_parameter(e, found->first, problem_of(found->first)));
      return;
    }
    for (const auto& [name, value] : query) {
      if (!value.empty()) keep(e, name, value);
    }
    if (is_proof(e)) tally.good(e);
  }
  void learn(const std::string& secret) {
    if (secrets_.contains(secret)) return;
    secrets_.add(secret);
    const Sent* sent = sent_.find(secret);
    if (sent == nullptr) return;
    for (const std::size_t number : sent->numbers) {
      tally.bad({.entry = number, .name = sent->parameter}, sent->problem);
    }
    sent_.erase(secret);
  }
  void keep(const Exchange& e, const std::string& name, const std::string& value) {
    Sent& sent = sent_[value];
    if (sent.numbers.empty()) {
      sent.problem = fmt::format("{}: {}", record::request_line(e), problem_of(name));
      sent.parameter = name;
    }
    const bool is_twice = !sent.numbers.empty() && sent.numbers.back() == e.number;
    if (!is_twice && sent.numbers.size() < kShown) sent.numbers.push_back(e.number);
  }
  [[nodiscard]] std::string problem_of(const std::string& name) const {
    return fmt::format("{} in the query parameter {}", what_, name);
  }

  struct Sent {
    std::vector<std::size_t> numbers;  // of the exchanges that had it
    std::string problem;
    std::string parameter;
  };

  std::string_view what_;
  RememberedSet secrets_;
  RememberedMap<Sent> sent_;  // by a value that is no secret as far as is known
};

bool is_among(std::span<const std::string_view> names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

class BearerOnlyInHeader final : public CredentialInQuery {
 public:
  BearerOnlyInHeader()
      : CredentialInQuery("a credential", "no credential was sent to the MCP server") {}

 private:
  [[nodiscard]] bool looks_at(const Exchange& e) const override {
    return e.endpoint == Endpoint::kMcp;
  }
  [[nodiscard]] bool is_wrong(const std::string& name, const std::string& value) const override {
    static constexpr std::array<std::string_view, 5> kNames{"access_token", "token", "api_key",
                                                            "key", "bearer"};
    return is_among(kNames, name) && !value.empty();
  }
  [[nodiscard]] bool is_proof(const Exchange& e) const override { return !bearer_of(e).empty(); }
};

class NoSecretInUrl final : public CredentialInQuery {
 public:
  NoSecretInUrl() : CredentialInQuery("a secret", "the client had no secret to give away") {}

 private:
  [[nodiscard]] bool looks_at(const Exchange& /*e*/) const override { return true; }
  [[nodiscard]] bool is_wrong(const std::string& name,
                              const std::string& /*value*/) const override {
    static constexpr std::array<std::string_view, 4> kNames{"code_verifier", "access_token",
                                                            "refresh_token", "client_secret"};
    return is_among(kNames, name);
  }
  [[nodiscard]] bool is_proof(const Exchange& e) const override {
    return authorize.is(e) || !bearer_of(e).empty();
  }
};

// ---- The MCP session ----

class ProtocolVersionAfterInitialize final : public TallyingWatch {
 public:
  ProtocolVersionAfterInitialize()
      : TallyingWatch("no request followed a served initialize of 2025-06-18 or later") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!mcp_request.is(e)) return;
    if (initialize.is(e)) {
      const Json answer = record::rpc_answer(e);
      negotiated_ = text_member(member(answer, "result"), "protocolVersion");
      return;
    }
    // A probe of another era carries its own version.
    if (!revision_as_of(negotiated_).version_header || e.rpc->method == "server/discover") {
      return;
    }
    const std::string* sent = e.request.headers.find("MCP-Protocol-Version");
    if (sent == nullptr) {
      tally.bad(e, wrong_header(e, "MCP-Protocol-Version", "no MCP-Protocol-Version"));
    } else if (*sent != negotiated_) {
      tally.bad(e, wrong_header(e, "MCP-Protocol-Version",
                                fmt::format("MCP-Protocol-Version is {}, {} was negotiated", *sent,
                                            negotiated_)));
    } else {
      tally.good(e);
    }
  }

  std::string negotiated_;
};

Property accepts_both_types() {
  return {
      "accepts application/json and text/event-stream",
      [](const Exchange& e, const Entries&) -> std::optional<Problem> {
        std::string accept;
        for (const std::string& value : e.request.headers.all("Accept")) accept += value + ",";
        if (record::says(accept, "application/json") && record::says(accept, "text/event-stream")) {
          return {};
        }
        return wrong_header(e, "Accept",
                            fmt::format("Accept is \"{}\"", e.request.headers.get("Accept")));
      }};
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

class BoundedRetries final : public Watch {
 public:
  [[nodiscard]] Finding finding() const override {
    if (broken_) return *broken_;
    if (refusals_.empty()) return not_exercised("nothing was refused");
    return {Finding::Outcome::kPass, "it did not repeat itself without end", refusals_};
  }

 private:
  // A new intent, a move of the person or of an admin is a reason to try once more.
  void see_note(const Note& note) override {
    if (note.kind != Note::Kind::kOutput && note.kind != Note::Kind::kHarness) last_.clear();
  }
  void see_exchange(const Exchange& e) override {
    if (broken_ || e.endpoint == Endpoint::kControl) return;
    if (was_told_no(e) && refusals_.size() < kShown) refusals_.push_back(e.number);
    if (authorize.is(e)) authorizations_.push_back(e.number);
    std::string attempt = attempt_of(e);
    if (attempt != last_) row_.clear();
    last_ = std::move(attempt);
    row_.push_back(e.number);
    if (row_.size() > kIdenticalInARow) {
      fail(fmt::format("{} was sent {} times in a row", record::request_line(e), row_.size()),
           row_);
    } else if (authorizations_.size() > kAuthorizations) {
      fail(fmt::format("{} authorization requests in one play", authorizations_.size()),
           authorizations_);
    }
  }
  void fail(std::string seen, const std::vector<std::size_t>& numbers) {
    broken_ = Finding{Finding::Outcome::kFail, std::move(seen), numbers};
  }

  std::string last_;
  std::vector<std::size_t> row_;
  std::vector<std::size_t> authorizations_;
  std::vector<std::size_t> refusals_;
  std::optional<Finding> broken_;
};

}  // namespace

std::vector<Invariant> flow_invariants() {
  return {
      must_each("pkce-s256", authorize, carries_s256_challenge(), "AZ-02", "plain_pkce"),
      must_hold("pkce-verifier-matches", "each code exchange carries the verifier of its challenge",
                begin<PkceVerifierMatches>(), "AZ-01", "wrong_verifier"),
      should_each("state-sent", authorize, carries_state(), "AZ-08", "no_state"),
      must_each("resource-in-authorization", authorize, names_its_resource(), "AZ-05",
                "no_resource_in_authorization"),
      must_each("resource-in-token", token, names_its_resource(), "AZ-05", "no_resource_in_token"),
      must_hold("resource-equal",
                "the token request names the resource of the authorization request",
                begin<ResourceEqual>(), "AZ-06", "other_resource_in_token"),
      must_hold("bearer-on-every-request", "each request of a session carries its credential",
                begin<BearerOnEveryRequest>(), "TOK-01", "bearer_only_on_initialize"),
      must_hold("bearer-only-in-header", "a credential travels in the Authorization header only",
                begin<BearerOnlyInHeader>(), "TOK-02", "credential_in_query"),
      must_hold("protocol-version-after-initialize",
                "each request after initialize carries the negotiated MCP-Protocol-Version",
                begin<ProtocolVersionAfterInitialize>(), "HTTP-01", "no_protocol_version"),
      must_each("accept-both-types", mcp_request, accepts_both_types(), "HTTP-02",
                "accepts_json_only"),
      must_hold("no-secret-in-url", "no URL holds a verifier, a token or a secret",
                begin<NoSecretInUrl>(), "SEC-01", "verifier_in_url"),
      should_hold(
          "bounded-retries",
          fmt::format("at most {} identical requests in a row and {} authorization requests",
                      kIdenticalInARow, kAuthorizations),
          begin<BoundedRetries>(), "SU-06", "retries_without_end"),
  };
}

const std::vector<Invariant>& all_invariants() {
  static const std::vector<Invariant> all = [] {
    std::vector<Invariant> together;
    for (const auto some : {&flow_invariants, &oauth_invariants, &authorization_invariants,
                            &token_invariants, &transport_invariants}) {
      for (Invariant& invariant : some()) together.push_back(std::move(invariant));
    }
    return together;
  }();
  return all;
}

const std::vector<Check>& invariants() {
  static const std::vector<Check> checks = [] {
    std::vector<Check> all;
    for (const Invariant& invariant : all_invariants()) all.push_back(invariant.check);
    return all;
  }();
  return checks;
}

}  // namespace conform
