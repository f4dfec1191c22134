#include "record/redact/secret_names.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "foundation/text/ascii.hpp"
#include "record/redact/spelling.hpp"

namespace conform {
namespace {

using NameAndKind = std::pair<std::string_view, std::string_view>;

// Whole names, squeezed; what they are called elsewhere.
constexpr auto kWhole = std::to_array<NameAndKind>({
    {"code", "code"},
    {"otp", "code"},
    {"mfa", "code"},
    {"pin", "password"},
    {"pass", "password"},
    {"pw", "password"},
    {"psw", "password"},
    {"accesstoken", "access_token"},
    {"refreshtoken", "refresh_token"},
    {"idtoken", "id_token"},
    {"idtokenhint", "id_token"},
    {"clientsecret", "client_secret"},
    {"registrationaccesstoken", "registration_access_token"},
    {"authenticitytoken", "csrf"},
    {"requestverificationtoken", "csrf"},
    {"sid", "session"},
    {"sessionid", "session"},
    {"sessionstate", "session"},
    {"connectsid", "session"},
    {"jsessionid", "session"},
    {"phpsessid", "session"},
    {"samlresponse", "assertion"},
    {"samlrequest", "assertion"},
    {"requestobject", "assertion"},
    {"saml", "assertion"},
    {"creds", "secret"},
    {"sig", "secret"},
    {"sas", "secret"},
    {"cvv", "secret"},
    {"cvc", "secret"},
    {"auth", "token"},
    {"xauth", "token"},
    {"authz", "token"},
    {"authheader", "token"},
    {"authentication", "token"},
    {"dpop", "token"},
    {"pat", "token"},
    {"bearer", "bearer"},
    {"jwt", "token"},
    {"setcookie", "cookie"},
    {"cookievalue", "cookie"},
});

// What stands before "code" where the code opens something: no status, no country.
constexpr auto kCodesOf = std::to_array<std::string_view>(
    {"auth",   "authorization", "device",       "user",     "mfa",        "2fa",
     "otp",    "onetime",       "verification", "recovery", "backup",     "security",
     "sms",    "email",         "login",        "signin",   "activation", "confirmation",
     "invite", "invitation",    "reset",        "pairing",  "access"});

// Parts of names, the first that is there.
constexpr auto kParts = std::to_array<NameAndKind>({
    {"passw", "password"},
    {"pswd", "password"},
    {"pwd", "password"},
    {"passphrase", "password"},
    {"passcode", "password"},
    {"csrf", "csrf"},
    {"xsrf", "csrf"},
    {"ticket", "ticket"},
    {"verifier", "code_verifier"},
    {"totp", "code"},
    {"assertion", "assertion"},
    {"mnemonic", "secret"},
    {"seedphrase", "secret"},
    {"magiclink", "secret"},
    {"securityanswer", "secret"},
    {"apikey", "api_key"},
    {"secret", "secret"},
    {"token", "token"},
    {"signature", "secret"},
    {"key", "key"},
});
// Ends of names: X-Forwarded-Authorization, X-Amz-Credential, X-Session.
constexpr auto kNameEnds = std::to_array<NameAndKind>({{"authorization", "authorization"},
                                                       {"credential", "secret"},
                                                       {"credentials", "secret"},
                                                       {"session", "session"},
                                                       {"hmac", "secret"}});

// What is said about a secret is none. "progressToken" is MCP's name for a call.
constexpr auto kAbout = std::to_array<std::string_view>(
    {"type",      "types", "endpoint", "endpoints", "method",       "methods",   "supported",
     "required",  "uri",   "url",      "expires",   "expiresin",    "expiresat", "hint",
     "name",      "count", "length",   "limit",     "id",           "ids",       "challenge",
     "algorithm", "alg",   "policy",   "version",   "progresstoken"});
constexpr auto kOtherWords = std::to_array<std::string_view>(
    {"keyword", "keyboard", "monkey", "turkey", "hockey", "keynote", "allowcredentials"});

// The rest of kinds, beside those of the tables: by how a value was sent or what it looks like.
constexpr std::array<std::string_view, 21> kKinds{{"code",
                                                   "password",
                                                   "access_token",
                                                   "refresh_token",
                                                   "id_token",
                                                   "client_secret",
                                                   "registration_access_token",
                                                   "csrf",
                                                   "session",
                                                   "assertion",
                                                   "secret",
                                                   "authorization",
                                                   "ticket",
                                                   "code_verifier",
                                                   "api_key",
                                                   "token",
                                                   "key",
                                                   "bearer",
                                                   "basic",
                                                   "cookie",
                                                   "private_key"}};

std::string squeezed(std::string_view name) {
  std::string letters;
  for (const char character : lower_case(name)) {
    const bool stays =
        (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9');
    if (stays) letters += character;
  }
  return letters;
}

bool is_digit(char character) { return character >= '0' && character <= '9'; }
bool is_lower(char character) { return character >= 'a' && character <= 'z'; }
bool is_upper(char character) { return character >= 'A' && character <= 'Z'; }
bool is_letter(char character) { return is_lower(character) || is_upper(character); }

bool all_of(std::string_view text, bool (*is)(char), std::string_view or_these) {
  return std::ranges::all_of(text, [&](char character) {
    return is(character) || or_these.find(character) != std::string_view::npos;
  });
}

// An address of any kind: it stands in many texts that have nothing to do with the secret.
bool is_address(std::string_view value) {
  if (value.starts_with('/') || value.find("://") != std::string_view::npos) return true;
  const std::size_t dot = value.rfind('.');
  const bool is_host =
      dot != std::string_view::npos && all_of(value.substr(dot + 1), is_letter, "") &&
      all_of(value.substr(0, dot), [](char c) { return is_lower(c) || is_digit(c); }, ".-@+_");
  return is_host || value.starts_with("localhost") || value.starts_with("127.0.0.1");
}

// Upper case after lower, as words have it only where they are joined.
bool mixes_cases(std::string_view value) {
  std::size_t changes = 0;
  for (std::size_t at = 1; at < value.size(); ++at) {
    changes += is_lower(value[at - 1]) && is_upper(value[at]) ? 1U : 0U;
  }
  return changes >= 3;
}

bool is_credential(std::string_view kind) {
  constexpr std::array<std::string_view, 10> kCredentials{
      {"password", "authorization", "bearer", "basic", "api_key", "client_secret", "code",
       "code_verifier", "access_token", "refresh_token"}};
  return std::ranges::find(kCredentials, kind) != kCredentials.end();
}

bool is_code(std::string_view letters) {
  constexpr std::string_view kCode = "code";
  if (!letters.ends_with(kCode)) return false;
  letters.remove_suffix(kCode.size());
  return std::ranges::any_of(kCodesOf, [=](std::string_view of) { return letters.ends_with(of); });
}

std::string_view kind_of_name(std::string_view name) {
  // Its letters may be written as escapes: pass%77ord, "pass\u0077ord".
  const bool has_escapes = name.find_first_of("%\\&") != std::string_view::npos;
  const std::string letters = squeezed(has_escapes ? plain_of(name) : name);
  const auto* whole = std::ranges::find(kWhole, letters, &NameAndKind::first);
  if (whole != kWhole.end()) return whole->second;
  const auto holds = [&letters](std::string_view word) {
    return letters.find(word) != std::string::npos;
  };
  if (std::ranges::any_of(kOtherWords, holds)) return {};
  const auto ends = [&letters](std::string_view word) { return letters.ends_with(word); };
  if (std::ranges::any_of(kAbout, ends)) return {};
  if (is_code(letters)) return "code";
  const auto* end = std::ranges::find_if(kNameEnds, ends, &NameAndKind::first);
  if (end != kNameEnds.end()) return end->second;
  const auto* part = std::ranges::find_if(kParts, holds, &NameAndKind::first);
  return part == kParts.end() ? std::string_view() : part->second;
}

}  // namespace

// Texts of one kind have the same names over and over, so what was found of one is kept.
std::string_view kind_of_secret(std::string_view name) {
  constexpr std::size_t kLongestName = 100;
  constexpr std::size_t kKept = 512;
  struct Kept {
    std::string name;
    std::string_view kind;
  };
  if (name.empty() || name.size() > kLongestName) return {};
  thread_local std::array<Kept, kKept> all_kept;
  Kept& kept = all_kept[std::hash<std::string_view>()(name) % kKept];
  if (kept.name != name) kept = {std::string(name), kind_of_name(name)};
  return kept.kind;
}

std::size_t pseudonym_size(std::string_view text) {
  const std::size_t sign = text.substr(0, 30).find('#');
  if (sign == std::string_view::npos) return 0;
  if (std::ranges::find(kKinds, text.substr(0, sign)) == kKinds.end()) return 0;
  std::size_t end = sign + 1;
  while (end < text.size() && is_digit(text[end])) ++end;
  return end == sign + 1 ? 0 : end;
}

bool is_ordinary(std::string_view value) {
  if (all_of(value, is_digit, "+-.:TZ/") && value.size() < 24) return true;
  return all_of(value, is_letter, "+-._,'!?") && !(value.size() >= 12 && mixes_cases(value));
}

SecretReach reach_of(std::string_view kind, std::string_view value) {
  constexpr std::size_t kShortestOfItsOwn = 8;
  const bool is_known_elsewhere = is_ordinary(value) || is_address(value);
  if (is_known_elsewhere && !is_credential(kind)) return SecretReach::kPlace;
  if (is_known_elsewhere || value.size() < kShortestOfItsOwn) {
    return is_credential(kind) && !is_address(value) ? SecretReach::kWords : SecretReach::kPlace;
  }
  return SecretReach::kEverywhere;
}

}  // namespace conform
