// What holds of every authorization request, of its answer and of the exchange of its code.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/http/url.hpp"
#include "foundation/json/foreign_json.hpp"
#include "suites/record.hpp"
#include "suites/words/invariant.hpp"
#include "suites/words/remembered.hpp"
#include "suites/words/vocabulary.hpp"

namespace conform {
namespace {

using namespace words;
using Entries = std::vector<Entry>;

// Each authorization request must have a new value of this parameter. A page that is opened twice
// counts as one request.
class NewEachTime final : public TallyingWatch {
 public:
  explicit NewEachTime(std::string_view parameter)
      : TallyingWatch(fmt::format("no authorization request had a {}", parameter)),
        parameter_(parameter) {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!authorize.is(e)) return;
    const std::string value = record::value_of(e, parameter_);
    if (value.empty()) return;
    const std::size_t request = std::hash<std::string>()(e.request.target);
    const std::size_t* first = seen_.find(value);
    const bool again = first != nullptr && *first != request;
    if (first == nullptr) seen_.put(value, request);
    tally.judge(e, !again, [&] {
      return wrong_parameter(e, parameter_, fmt::format("{} was used before", parameter_));
    });
  }

  std::string_view parameter_;
  RememberedMap<std::size_t> seen_;  // value -> the request that had it, as a hash
};

Property asks_for_a_code() {
  return {"asks for a code", [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const std::string type = record::value_of(e, "response_type");
            if (type == "code") return {};
            return wrong_parameter(e, "response_type",
                                   fmt::format("response_type is \"{}\"", type));
          }};
}

bool is_authorize_or_token(const Exchange& e) { return authorize.is(e) || token.is(e); }
constexpr Kind authorize_or_token{"authorization or token request",
                                  "authorization and token requests", &is_authorize_or_token};

// resource may stand there more than once (RFC 8707 section 2).
Property has_no_parameter_twice() {
  return {"has no parameter twice",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            const Parameters parameters = token.is(e) ? e.request.form() : e.request.query();
            for (const auto& [name, value] : parameters) {
              if (name == "resource" || parameters.count(name) < 2) continue;
              return wrong_parameter(e, name, fmt::format("{} twice", name));
            }
            return {};
          }};
}

// In a redacted recording a code is a pseudonym, and the "#" in it ends the query of a URL.
std::string code_in_url(const std::string& code) { return code.substr(0, code.find('#')); }

// The codes that browsers carried to the client, and the codes that it sent.
class OnlyGivenCodes final : public TallyingWatch {
 public:
  OnlyGivenCodes() : TallyingWatch("no code was exchanged") {}

 private:
  void see_note(const Note& note) override {
    is_capture_ = is_capture_ || record::is_capture_remark(note);
  }
  void see_exchange(const Exchange& e) override {
    if (const Parameters answer = record::carried_answer(e); answer.has("code")) {
      given_.add(code_in_url(answer.get("code")));
    } else if (answer.has("error")) {
      tally.good(e);  // nobody clicked, so there is no code; other checks judge what follows
    }
    if (!code_exchange.is(e)) return;
    // A recording may have left the browser out.
    if (given_.empty() && is_capture_) return;
    const bool was_given =
        given_.is_full() || given_.contains(code_in_url(record::value_of(e, "code")));
    tally.judge(e, was_given, [&] {
      return wrong_parameter(e, "code", "the code was given by nobody who clicked Authorize");
    });
  }

  bool is_capture_ = false;
  RememberedSet given_;
};

class CodeUsedOnce final : public TallyingWatch {
 public:
  CodeUsedOnce() : TallyingWatch("no code was exchanged") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (!code_exchange.is(e)) return;
    const std::string code = record::value_of(e, "code");
    tally.judge(e, !used_.contains(code),
                [&] { return wrong_parameter(e, "code", "the code had been exchanged before"); });
    if (record::was_served(e)) used_.add(code);
  }

  RememberedSet used_;
};

class SameRedirectUri final : public TallyingWatch {
 public:
  SameRedirectUri() : TallyingWatch("no code was exchanged after an authorization request") {}

 private:
  void see_exchange(const Exchange& e) override {
    const bool authorizes = authorize.is(e);
    if (!authorizes && !code_exchange.is(e)) return;
    const std::string client = record::value_of(e, "client_id");
    const std::string redirect = record::value_of(e, "redirect_uri");
    if (authorizes) {
      sent_[client].add(redirect);
      return;
    }
    const Redirects* sent = sent_.find(client);
    if (sent == nullptr) return;
    tally.judge(e, sent->may_have(redirect), [&] {
      return wrong_parameter(e, "redirect_uri",
                             fmt::format("redirect_uri is {}, which no authorization request named",
                                         redirect.empty() ? "missing" : redirect));
    });
  }

  class Redirects {
   public:
    void add(const std::string& redirect) {
      if (uris_.size() < kMost) uris_.insert(redirect);
    }
    [[nodiscard]] bool may_have(const std::string& redirect) const {
      return uris_.size() == kMost || uris_.contains(redirect);
    }

   private:
    static constexpr std::size_t kMost = 1000;  // of one client_id: a port of its own each time
    std::set<std::string> uris_;
  };

  RememberedMap<Redirects> sent_;  // client_id -> where it wants answers
};

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

// Another rule judges a missing value. A value that a recording hides cannot be judged.
bool shows_verifier(const Exchange& e) {
  return code_exchange.is(e) && !record::value_of(e, "code_verifier").empty() &&
         e.fact("pkce") != record::kUnseen;
}
constexpr Kind code_verifier{"code verifier", "code verifiers", &shows_verifier};

Property is_well_formed() {
  return {"has 43 to 128 characters of the right alphabet",
          [](const Exchange& e, const Entries&) -> std::optional<Problem> {
            constexpr std::size_t kShortest = 43;
            constexpr std::size_t kLongest = 128;
            const std::string verifier = record::value_of(e, "code_verifier");
            std::string what;
            if (verifier.size() < kShortest || verifier.size() > kLongest) {
              what = fmt::format("code_verifier has {} characters", verifier.size());
            } else if (!std::ranges::all_of(verifier, is_unreserved)) {
              what = "code_verifier has a character that it may not have";
            } else {
              return {};
            }
            return wrong_parameter(e, "code_verifier", std::move(what));
          }};
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
class ResourceIsTheUrl final : public TallyingWatch {
 public:
  ResourceIsTheUrl() : TallyingWatch("no resource was named by a client that used the MCP URL") {}

 private:
  void see_exchange(const Exchange& e) override {
    if (path_.empty() && e.endpoint == Endpoint::kMcp) begin_at(e.request.path());
    if (protected_resource_metadata.is(e)) {
      named_.add(record::text_member(parse_foreign(e.response.body), "resource"));
    }
    if (!authorize.is(e) && !token.is(e)) return;
    const std::string resource = record::value_of(e, "resource");
    if (resource.empty()) return;
    const bool names_origin = named_.contains(resource) && is_origin(resource);
    const Use use{at(e, wrong_parameter(e, "resource", {}).spot), record::request_line(e), resource,
                  names_origin};
    if (!path_.empty()) {
      judge(use);
    } else if (before_.size() < kRemembered) {
      before_.push_back(use);
    }
  }
  struct Use {
    Spot spot;
    std::string request_line;
    std::string resource;
    bool names_origin = false;
  };
  void begin_at(std::string path) {
    path_ = std::move(path);
    for (const Use& use : std::exchange(before_, {})) judge(use);
  }
  void judge(const Use& use) {
    if (use.names_origin || path_of(use.resource) == path_) {
      tally.good(use.spot.entry);
    } else {
      tally.bad(use.spot, fmt::format("{}: resource is {}, the MCP URL's path is {}",
                                      use.request_line, use.resource, path_));
    }
  }

  std::string path_;         // of the MCP URL, once it was used
  std::vector<Use> before_;  // of resources, when it had not been
  RememberedSet named_;      // by resource metadata
};

}  // namespace

std::vector<Invariant> authorization_invariants() {
  return {
      must_hold("own-challenge", "each authorization request has a code challenge of its own",
                begin<NewEachTime>("code_challenge"), "SEC-03", "reuses_challenge"),
      should_hold("own-state", "each authorization request has a state of its own",
                  begin<NewEachTime>("state"), "SEC-02", "reuses_state"),
      should_each("code-flow-only", authorize, asks_for_a_code(), "SEC-06", "implicit_grant"),
      must_each("no-parameter-twice", authorize_or_token, has_no_parameter_twice(), "OAUTH-09",
                "repeats_scope"),
      must_hold("only-given-codes", "each code that is exchanged was given by somebody's click",
                begin<OnlyGivenCodes>(), "OMNI-FLOW-02", "ignores_authorize_error"),
      must_hold("code-used-once", "no code is sent again after it was exchanged",
                begin<CodeUsedOnce>(), "OAUTH-03", "exchanges_code_twice"),
      must_hold("same-redirect-uri",
                "each code exchange repeats the redirect URI of the authorization request",
                begin<SameRedirectUri>(), "OAUTH-04", "other_redirect_in_token"),
      must_each("verifier-is-well-formed", code_verifier, is_well_formed(), "PKCE-01",
                "short_verifier"),
      should_hold("resource-is-the-url", "the resource is the MCP URL, no slash added, no path cut",
                  begin<ResourceIsTheUrl>(), "AZ-07", "resource_is_the_origin"),
  };
}

}  // namespace conform
