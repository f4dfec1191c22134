#include "mock_server/world/fault.hpp"

#include <fmt/format.h>

#include <utility>

namespace conform::mock {
namespace {

constexpr std::int64_t kLongestDelayMs = 60'000;

std::uint64_t read_number(const JsonReader& json, std::int64_t least, std::int64_t most) {
  const std::int64_t number = json.integer();
  if (number < least || number > most) {
    json.fail(fmt::format("must be between {} and {}", least, most));
  }
  return static_cast<std::uint64_t>(number);
}

Duration read_milliseconds(const JsonReader& json) {
  return std::chrono::milliseconds(read_number(json, 0, kLongestDelayMs));
}

double read_probability(const JsonReader& json) {
  const Json& value = json.json();
  if (!value.is_number() || value.get<double>() < 0 || value.get<double>() > 1) {
    json.fail("must be a number between 0 and 1");
  }
  return value.get<double>();
}

Endpoint read_endpoint(const JsonReader& json) {
  const auto endpoint = endpoint_from(json.text());
  if (!endpoint) json.fail("is none of the endpoints: " + all_endpoint_names());
  return *endpoint;
}

FaultMatch read_match(const JsonReader& json) {
  json.only({"endpoint", "method", "path", "rpc", "tool", "client", "grant_type", "from", "times",
             "probability", "seed"});
  constexpr std::int64_t kMost = 1'000'000'000;
  FaultMatch match;
  if (const auto value = json.find("endpoint")) match.endpoint = read_endpoint(*value);
  if (const auto value = json.find("method")) match.method = value->text();
  if (const auto value = json.find("path")) match.path = value->text();
  if (const auto value = json.find("rpc")) match.rpc = value->text();
  if (const auto value = json.find("tool")) match.tool = value->text();
  if (const auto value = json.find("client")) match.client = value->text();
  if (const auto value = json.find("grant_type")) match.grant_type = value->text();
  if (const auto value = json.find("from")) match.from = read_number(*value, 1, kMost);
  if (const auto value = json.find("times")) match.times = read_number(*value, 0, kMost);
  if (const auto value = json.find("probability")) match.probability = read_probability(*value);
  if (const auto value = json.find("seed")) match.seed = read_number(*value, 0, kMost);
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

// What a header field must not hold, or the answer would be another one than was meant.
void require_field_text(const JsonReader& json, std::string_view text) {
  if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
    json.fail("must not hold a line break");
  }
}

void read_fields(const JsonReader& json, FaultEffect& effect) {
  for (const auto& [name, value] : json.members()) {
    require_field_text(value, name);
    require_field_text(value, value.text());
    effect.headers[name] = value.text();
  }
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

std::map<std::string, std::string> read_parameters(const JsonReader& json) {
  std::map<std::string, std::string> parameters;
  for (const auto& [name, value] : json.members()) parameters[name] = value.text();
  return parameters;
}

CarriedAnswer read_carried(const JsonReader& json) {
  json.only({"set", "remove", "add"});
  CarriedAnswer carried;
  if (const auto value = json.find("set")) carried.set = read_parameters(*value);
  if (const auto value = json.find("remove")) carried.remove = value->texts();
  if (const auto value = json.find("add")) carried.add = read_parameters(*value);
  return carried;
}

// What is set is made when it is not there: each step becomes a level, and an index makes its list
// as long.
void require_bounds(const JsonReader& json, Json::json_pointer pointer) {
  constexpr std::size_t kMostSteps = 32;
  constexpr std::size_t kMostDigits = 4;
  for (std::size_t steps = 1; !pointer.empty(); ++steps, pointer.pop_back()) {
    const std::string& step = pointer.back();
    if (step.size() > kMostDigits && step.find_first_not_of("0123456789") == std::string::npos) {
      json.fail(fmt::format("has an index of more than {} digits", kMostDigits));
    }
    if (steps > kMostSteps) json.fail(fmt::format("has more than {} steps", kMostSteps));
  }
}

// The document as a whole is replaced by `body` instead.
void require_pointer(const JsonReader& json, const std::string& text) {
  Json::json_pointer pointer;
  try {
    pointer = Json::json_pointer(text);
  } catch (const Json::parse_error&) {
    json.fail(fmt::format("\"{}\" is no JSON pointer: write \"/member\" or \"/list/0\"", text));
  }
  if (pointer.empty()) json.fail("must point at a member: \"/member\" or \"/list/0\"");
  require_bounds(json, std::move(pointer));
}

void read_members(const JsonReader& json, FaultEffect& effect) {
  if (const auto value = json.find("set")) {
    for (const auto& [pointer, member] : value->members()) {
      require_pointer(*value, pointer);
      effect.set.emplace_back(pointer, member.json());
    }
  }
  if (const auto value = json.find("remove")) {
    for (const JsonReader& element : value->elements()) {
      require_pointer(element, element.text());
      effect.remove.push_back(element.text());
    }
  }
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
    effect.status = static_cast<int>(read_number(*value, 200, 599));
  }
  if (const auto value = json.find("after")) effect.after = value->boolean();
  if (const auto value = json.find("body")) read_body(*value, effect);
  if (const auto value = json.find("content_type")) {
    effect.content_type = value->text();
    require_field_text(*value, effect.content_type);
  }
  if (const auto value = json.find("headers")) read_fields(*value, effect);
  if (const auto value = json.find("remove_headers")) effect.remove_headers = value->texts();
  if (const auto value = json.find("redirect")) {
    effect.redirect = value->text();
    require_field_text(*value, effect.redirect);
  }
  if (const auto value = json.find("delay_ms")) effect.delay = read_milliseconds(*value);
  if (const auto value = json.find("drip")) {
    value->only({"bytes", "every_ms"});
    effect.drip_bytes = read_number(value->at("bytes"), 1, 1'000'000);
    effect.drip_every = read_milliseconds(value->at("every_ms"));
  }
  if (const auto value = json.find("reset")) {
    effect.reset = value->one_of<FaultEffect::Reset>(
        {{"before", FaultEffect::Reset::kBefore}, {"middle", FaultEffect::Reset::kMiddle}});
  }
  if (const auto value = json.find("forget_sessions")) effect.forget_sessions = value->boolean();
  if (const auto value = json.find("messages_before")) read_messages(*value, effect);
  read_members(json, effect);
  if (const auto value = json.find("answer")) read_answer(*value, effect);
  if (const auto value = json.find("authorization_answer")) effect.carried = read_carried(*value);
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
