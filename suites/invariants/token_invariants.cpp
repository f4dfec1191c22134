// What holds of every token request and of every use of a token.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "suites/record.hpp"
#include "suites/words/findings.hpp"
#include "suites/words/grant_words.hpp"
#include "suites/words/invariant.hpp"
#include "suites/words/remembered.hpp"
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

bool is_for_a_token(const Exchange& e) {
  return e.endpoint == Endpoint::kToken && e.request.method != "OPTIONS";
}
// By any method.
constexpr Kind request_for_a_token{"token request", "token requests", &is_for_a_token};

Property is_post_of_a_form() {
  return {"is a POST of a form", [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string type = e.request.headers.get("Content-Type");
            if (e.request.method != "POST") return wrong("the method is not POST");
            if (!record::says(type, "application/x-www-form-urlencoded")) {
              return wrong_header(e, "Content-Type", fmt::format("Content-Type is \"{}\"", type));
            }
            if (!e.request.query().empty()) return wrong("it has a query");
            return {};
          }};
}

Property authenticates_once() {
  return {"authenticates the client once",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const int ways = static_cast<int>(e.request.headers.has("Authorization")) +
                             static_cast<int>(!record::value_of(e, "client_secret").empty()) +
                             static_cast<int>(!record::value_of(e, "client_assertion").empty());
            if (ways < 2) return {};
            return wrong_body("the client is authenticated in more than one way");
          }};
}

Property sends_no_password() {
  return {"sends no person's password",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const bool asks = record::value_of(e, "grant_type") == "password";
            if (!asks && !record::parameter(e, "password")) return {};
            return wrong_parameter(e, asks ? "grant_type" : "password",
                                   "it sends a person's password");
          }};
}

Property carries_its_token_once() {
  return {"carries its token once",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            if (!e.request.query().has("access_token")) return {};
            return wrong_parameter(e, "access_token",
                                   "the token stands in the header and in the query");
          }};
}

class NoBearerInCookie final : public TallyingWatch {
 public:
  NoBearerInCookie() : TallyingWatch("no credential was sent") {}

 private:
  void see_exchange(const Exchange& e) override {
    for (const char* member : {"access_token", "refresh_token"}) secrets_.add(given(e, member));
    const std::string bearer = e.request.bearer();
    secrets_.add(bearer);
    if (is_for_people(e.endpoint) || bearer.empty()) return;
    const bool found = secrets_.stand_in(e.request.headers.get("Cookie"));
    tally.judge(e, !found, [&] { return wrong_header(e, "Cookie", "a cookie holds a token"); });
  }

  RememberedTexts secrets_;
};

// It belongs into the body of a token request and nowhere else.
class RefreshTokenStaysSecret final : public TallyingWatch {
 public:
  RefreshTokenStaysSecret()
      : TallyingWatch("no refresh token was given, or the client sent nothing after it") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (e.endpoint == Endpoint::kControl) return;
    if (!secrets_.empty()) {
      if (shows_one(e)) {
        tally.bad(e, wrong("it shows a refresh token"));
      } else if (!is_for_people(e.endpoint)) {
        tally.good(e);
      }
    }
    secrets_.add(given(e, "refresh_token"));
  }
  bool shows_one(const Exchange& e) const {
    if (secrets_.stand_in(e.request.target)) return true;
    const bool in_fields = std::ranges::any_of(
        e.request.headers, [this](const Header& field) { return secrets_.stand_in(field.value); });
    return in_fields || (e.endpoint != Endpoint::kToken && secrets_.stand_in(e.request.body));
  }

  RememberedTexts secrets_;
};

// A refresh that was answered with another refresh token is the end of the one that it sent.
class NewestRefreshToken final : public TallyingWatch {
 public:
  NewestRefreshToken() : TallyingWatch("nothing was refreshed") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!refresh.is(e)) return;
    const std::string sent = record::value_of(e, "refresh_token");
    tally.judge(e, !replaced_.contains(sent), [&] {
      return wrong_parameter(e, "refresh_token", "the refresh token had been replaced");
    });
    const std::string next = given(e, "refresh_token");
    if (!next.empty() && next != sent) replaced_.add(sent);
  }

  RememberedSet replaced_;
};

std::set<std::string> scopes_in(const std::string& text) {
  std::istringstream list(text);
  std::set<std::string> scopes;
  for (std::string scope; list >> scope;) scopes.insert(scope);
  return scopes;
}

// What was granted is what the answer names, else what was asked for (RFC 6749 section 5.1).
class RefreshAsksForNoMore final : public TallyingWatch {
 public:
  RefreshAsksForNoMore() : TallyingWatch("nothing was refreshed") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!authorize.is(e) && !token.is(e)) return;
    const std::string client = record::value_of(e, "client_id");
    if (authorize.is(e)) granted_to_[client] = scopes_in(record::value_of(e, "scope"));
    const std::set<std::string>* granted = granted_to_.find(client);
    if (refresh.is(e) && granted != nullptr) {
      const std::string asked = record::value_of(e, "scope");
      const bool more = !std::ranges::includes(*granted, scopes_in(asked));
      tally.judge(e, !more, [&] {
        return wrong_parameter(e, "scope", fmt::format("it asks for {}", asked));
      });
    }
    if (const std::string scope = given(e, "scope"); !scope.empty()) {
      granted_to_[client] = scopes_in(scope);
    }
  }

  RememberedMap<std::set<std::string>> granted_to_;  // client_id -> scopes
};

// Tokens of the shared authorization server are for the MCP URL beside it.
// What a token is for is what its request said (RFC 8707); one that said nothing is not judged.
class TokenForItsServer final : public TallyingWatch {
 public:
  TokenForItsServer() : TallyingWatch("no token that was asked for with a resource was used") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (e.endpoint == Endpoint::kControl) return;
    if (const std::string secret = given(e, "access_token"); !secret.empty()) {
      const auto resource = Url::parse(record::value_of(e, "resource"));
      if (resource) origin_of_.put(secret, resource->origin());
    }
    const std::string* wanted = origin_of_.find(e.request.bearer());
    if (wanted == nullptr) return;
    tally.judge(e, *wanted == e.origin, [&] {
      return wrong_header(e, "Authorization", fmt::format("the token was asked for {}", *wanted));
    });
  }

  RememberedMap<std::string> origin_of_;  // access token -> the origin that it is for
};

// More requests of a kind than this are a loop, when the MCP server served nothing meanwhile: the
// next one will be refused as well.
constexpr std::size_t kInVain = 5;

// Counts the requests of a kind since the MCP server last served something, or since the person or
// an admin did something.
class Bounded final : public Watch {
 public:
  explicit Bounded(const Kind& kind) : kind_(kind) {}

  [[nodiscard]] Finding finding() const override {
    if (broken_) return *broken_;
    if (seen_.empty()) return not_exercised(fmt::format("no {} was seen", kind_.one));
    return verdict(true, "it did not repeat itself without end", seen_);
  }

 private:
  void see_note(const Note& note) override {
    if (note.kind == Note::Kind::kIntent || note.kind == Note::Kind::kAdmin) in_vain_.clear();
  }
  void see_exchange(const Exchange& e) override {
    if (broken_) return;
    if (!in_vain_.empty() && mcp_request.is(e) && !record::was_refused(e)) in_vain_.clear();
    if (!kind_.is(e)) return;
    in_vain_.push_back(e.number);
    if (seen_.size() < kInVain) seen_.push_back(e.number);
    if (in_vain_.size() > kInVain) {
      broken_ = verdict(
          false,
          fmt::format("{} {}, and nothing was served meanwhile", in_vain_.size(), kind_.many),
          in_vain_);
    }
  }

  Kind kind_;
  std::vector<std::size_t> in_vain_;
  std::vector<std::size_t> seen_;
  std::optional<Finding> broken_;
};

}  // namespace

std::vector<Invariant> token_invariants() {
  return {
      must_hold("bounded-renewals",
                fmt::format("at most {} renewals of a token while the MCP server serves nothing",
                            kInVain),
                begin<Bounded>(refresh), "OMNI-RATE-01", "renews_without_end"),
      must_hold(
          "bounded-registrations",
          fmt::format("at most {} registrations while the MCP server serves nothing", kInVain),
          begin<Bounded>(registration), "OMNI-RATE-01", "registers_without_end"),
      must_hold("bounded-sign-ins",
                fmt::format("at most {} authorization requests while the MCP server serves nothing",
                            kInVain),
                begin<Bounded>(authorize), "OMNI-RATE-01", "signs_in_without_end"),
      must_each("token-requests-are-forms", request_for_a_token, is_post_of_a_form(), "OAUTH-05",
                "json_token_request"),
      must_each("authenticates-in-one-way", token, authenticates_once(), "OAUTH-08",
                "authenticates_twice"),
      must_each("no-password", token, sends_no_password(), "SEC-07", "asks_for_password"),
      must_each("bearer-in-one-way", bearer_request, carries_its_token_once(), "BEAR-01",
                "credential_twice"),
      must_hold("no-bearer-in-cookie", "no cookie holds a token", begin<NoBearerInCookie>(),
                "BEAR-03", "bearer_in_cookie"),
      must_hold("refresh-token-stays-secret", "refresh tokens go to the token endpoint only",
                begin<RefreshTokenStaysSecret>(), "TOK-09", "refresh_token_as_bearer"),
      must_hold("newest-refresh-token", "no refresh token is sent after it was replaced",
                begin<NewestRefreshToken>(), "RT-01", "replays_old_refresh_token"),
      must_hold("refresh-asks-for-no-more", "a refresh asks for no scope that was not granted",
                begin<RefreshAsksForNoMore>(), "RT-02", "asks_more_on_refresh"),
      must_hold("token-for-its-server", "an access token is sent to the server that it is for",
                begin<TokenForItsServer>(), "TOK-05", "one_token_for_all"),
  };
}

}  // namespace conform
