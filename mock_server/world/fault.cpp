#include "mock_server/world/fault.hpp"

#include <fmt/format.h>

namespace conform::mock {
namespace {

constexpr std::int64_t kLongestDelayMs = 60'000;

Duration read_milliseconds(const JsonReader& json) {
  return std::chrono::milliseconds(json.number(0, kLongestDelayMs));
}

double read_probability(const JsonReader& json) {
  const Json& value = json.json();
  if (!value.is_number() || value.get<double>() < 0 || value.get<double>() > 1) {
    json.fail("must be a number between 0 and 1");
  }
  return value.get<double>();
}

FaultMatch read_match(const JsonReader& json) {
  json.only({"endpoint", "method", "path", "rpc", "tool", "client", "grant_type", "from", "times",
             "probability", "seed"});
  constexpr std::int64_t kMost = 1'000'000'000;
  FaultMatch match;
  read_request_match(json, match);
  if (const auto value = json.find("client")) match.client = value->text();
  if (const auto value = json.find("probability")) match.probability = read_probability(*value);
  if (const auto value = json.find("seed")) match.seed = value->number(0, kMost);
  return match;
}

void read_body(const JsonReader& json, FaultEffect& effect) {
  using Body = FaultEffect::Body;
  if (json.json().is_object()) {
    json.only({"text"});
    effect.body = Body::kText;
    effect.text = json.at("text").text();
    return;
  }
  effect.body = json.one_of<Body>({{"empty", Body::kEmpty},
                                   {"html", Body::kHtml},
                                   {"truncated", Body::kTruncated},
                                   {"huge", Body::kHuge}});
}

void read_variants(const JsonReader& json, FaultEffect& effect) {
  if (const auto value = json.find("challenge")) {
    using C = ChallengeSpelling;
    effect.challenge = value->one_of<C>({{"plain", C::kPlain},
                                         {"lower_case", C::kLowerCase},
                                         {"tokens", C::kTokens},
                                         {"no_metadata", C::kNoMetadata},
                                         {"several_in_one", C::kSeveralInOne},
                                         {"several_fields", C::kSeveralFields},
                                         {"spaces", C::kSpaces},
                                         {"escapes", C::kEscapes}});
  }
  if (const auto value = json.find("metadata")) {
    using M = MetadataVariant;
    effect.metadata =
        value->one_of<M>({{"issuer_with_slash", M::kIssuerWithSlash},
                          {"issuer_with_path", M::kIssuerWithPath},
                          {"no_pkce_methods", M::kNoPkceMethods},
                          {"plain_pkce_only", M::kPlainPkceOnly},
                          {"wrong_resource", M::kWrongResource},
                          {"other_origin", M::kOtherOrigin},
                          {"no_registration", M::kNoRegistration},
                          {"html", M::kHtml},
                          {"path_only", M::kPathOnly},
                          {"elsewhere", M::kElsewhere},
                          {"openid_only", M::kOpenIdOnly},
                          {"issuer_with_path_openid_inserted", M::kIssuerWithPathOpenIdInserted},
                          {"issuer_with_path_openid_appended", M::kIssuerWithPathOpenIdAppended}});
  }
  if (const auto value = json.find("token")) {
    using T = TokenVariant;
    effect.token = value->one_of<T>({{"short_expiry", T::kShortExpiry},
                                     {"no_refresh_token", T::kNoRefreshToken},
                                     {"no_rotation", T::kNoRotation},
                                     {"invalid_grant", T::kInvalidGrant},
                                     {"invalid_client", T::kInvalidClient},
                                     {"no_token_type", T::kNoTokenType}});
  }
  if (const auto value = json.find("framing")) {
    using F = StreamFraming;
    effect.framing = value->one_of<F>({{"crlf", F::kCrLf},
                                       {"cr", F::kCr},
                                       {"several_data_lines", F::kSeveralDataLines},
                                       {"no_space", F::kNoSpace},
                                       {"byte_order_mark", F::kByteOrderMark},
                                       {"comments", F::kComments}});
  }
  if (const auto value = json.find("content_coding")) {
    effect.content_coding = value->one_of<ContentCoding>(
        {{"gzip", ContentCoding::kGzip}, {"deflate", ContentCoding::kDeflate}});
  }
  if (const auto value = json.find("registration")) {
    using R = RegistrationVariant;
    effect.registration = value->one_of<R>({{"no_client_id", R::kNoClientId},
                                            {"changed_redirect", R::kChangedRedirect},
                                            {"client_secret", R::kClientSecret},
                                            {"status_200", R::kStatus200}});
  }
}

void read_messages(const JsonReader& json, FaultEffect& effect) {
  for (const JsonReader& message : json.elements()) {
    if (!message.json().is_object()) message.fail("must be a JSON-RPC message");
    effect.messages_before.push_back(message.json());
  }
}

void read_answer(const JsonReader& json, FaultEffect& effect) {
  json.only({"id", "result", "error"});
  if (json.has("result") == json.has("error")) json.fail("must have either result or error");
  effect.answer = json.json();
}

FaultEffect read_effect(const JsonReader& json) {
  json.only({"status",          "after",         "body",     "content_type", "headers",
             "remove_headers",  "redirect",      "delay_ms", "drip",         "reset",
             "challenge",       "metadata",      "token",    "registration", "forget_sessions",
             "messages_before", "set",           "remove",   "answer",       "authorization_answer",
             "framing",         "content_coding"});
  if (json.json().empty()) json.fail("must say what goes wrong");
  FaultEffect effect;
  if (const auto value = json.find("status")) {
    effect.status = static_cast<int>(value->number(200, 599));
  }
  if (const auto value = json.find("after")) effect.after = value->boolean();
  if (const auto value = json.find("body")) read_body(*value, effect);
  if (const auto value = json.find("content_type")) {
    effect.content_type = value->text();
    require_field_text(*value, effect.content_type);
  }
  effect.headers = read_header_edits(json);
  if (const auto value = json.find("redirect")) {
    effect.redirect = value->text();
    require_field_text(*value, effect.redirect);
  }
  if (const auto value = json.find("delay_ms")) effect.delay = read_milliseconds(*value);
  if (const auto value = json.find("drip")) {
    value->only({"bytes", "every_ms"});
    effect.drip_bytes = value->at("bytes").number(1, 1'000'000);
    effect.drip_every = read_milliseconds(value->at("every_ms"));
  }
  if (const auto value = json.find("reset")) {
    effect.reset = value->one_of<FaultEffect::Reset>(
        {{"before", FaultEffect::Reset::kBefore}, {"middle", FaultEffect::Reset::kMiddle}});
  }
  if (const auto value = json.find("forget_sessions")) effect.forget_sessions = value->boolean();
  if (const auto value = json.find("messages_before")) read_messages(*value, effect);
  effect.members = read_member_edits(json);
  if (const auto value = json.find("answer")) read_answer(*value, effect);
  if (const auto value = json.find("authorization_answer")) {
    effect.carried = read_parameter_edits(*value);
  }
  read_variants(json, effect);
  return effect;
}

}  // namespace

Fault read_fault(const JsonReader& json, std::size_t position) {
  json.only({"id", "on", "do"});
  Fault fault;
  const auto id = json.find("id");
  fault.id = id ? id->text() : fmt::format("fault_{}", position + 1);
  if (const auto on = json.find("on")) fault.on = read_match(*on);
  fault.effect = read_effect(json.at("do"));
  fault.source = json.json();
  fault.source["id"] = fault.id;
  return fault;
}

}  // namespace conform::mock
