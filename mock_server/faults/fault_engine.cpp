#include "mock_server/faults/fault_engine.hpp"

#include <algorithm>
#include <random>

#include "foundation/http/content_coding.hpp"
#include "foundation/http/json_response.hpp"
#include "foundation/json/foreign_json.hpp"
#include "mock_server/faults/carried_answer.hpp"
#include "mock_server/faults/challenge_spelling.hpp"
#include "mock_server/faults/metadata_variant.hpp"
#include "mock_server/faults/stream_framing.hpp"
#include "mock_server/faults/token_variant.hpp"
#include "mock_server/mcp/event_stream.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

constexpr std::size_t kHugeBody = 16UL * 1024 * 1024;
constexpr std::string_view kHtmlPage =
    "<!doctype html>\n<html><head><title>Service unavailable</title></head>\n"
    "<body><h1>Service unavailable</h1><p>Please try again later.</p></body></html>\n";

// Everything by which a client may be known at this moment.
bool is_client(const Context& context, const std::string& wanted) {
  const auto names = [&wanted](std::string_view text) {
    return lower_case(text).find(lower_case(wanted)) != std::string::npos;
  };
  if (names(context.request.headers.get("User-Agent"))) return true;
  if (const auto grant = context.state.grant_of(context.request.bearer())) {
    return names(grant->client_name) || names(grant->client_id);
  }
  std::string client_id = context.request.query().get("client_id");
  if (client_id.empty()) client_id = context.request.form().get("client_id");
  if (client_id.empty()) return false;
  const auto client = context.state.client(client_id);
  return names(client_id) || (client && names(client->name));
}

bool fits(const FaultMatch& match, const Context& context, const Exchange& exchange) {
  return match.fits(context.request, exchange.endpoint, exchange.rpc) &&
         (match.client.empty() || is_client(context, match.client));
}

// The same draw for the same seed and request, whatever else went on.
bool is_drawn(const FaultMatch& match, std::uint64_t request) {
  if (match.probability >= 1) return true;
  constexpr std::uint64_t kStride = 0x9e3779b97f4a7c15;
  std::mt19937_64 generator(match.seed + request * kStride);
  return std::generate_canonical<double, 53>(generator) < match.probability;
}

// "{globex}/login" is a place at another site.
std::string location_of(const Context& context, const std::string& redirect) {
  const std::size_t end = redirect.find('}');
  if (!redirect.starts_with('{') || end == std::string::npos) return redirect;
  return context.origin(redirect.substr(1, end - 1)) + redirect.substr(end + 1);
}

Response replacement(const Context& context, const FaultEffect& effect) {
  const int status = effect.status.value_or(307);
  Response response =
      effect.redirect.empty()
          ? json_response(status, {{"detail", "A fault was injected here"}, {"status", status}})
          : redirect_response(location_of(context, effect.redirect), status);
  return response;
}

// Says something else in the JSON-RPC answer, in the form in which the answer came.
void answer_otherwise(Response& response, const FaultEffect& effect, const Exchange& exchange) {
  if (effect.answer.is_null() || !exchange.rpc || response.stream) return;
  const Json id = parse_foreign(exchange.rpc->id);
  Json message{{"jsonrpc", "2.0"}, {"id", id.is_discarded() ? Json() : id}};
  message.update(effect.answer);
  const bool streams = response.headers.get("Content-Type").starts_with("text/event-stream");
  response.body = streams ? message_event(message) : message.dump();
}

// Makes the answer an event stream and puts messages of the server before it.
void put_before(Response& response, const std::vector<Json>& messages) {
  if (messages.empty() || response.stream) return;
  std::string body;
  for (const Json& message : messages) body += message_event(message);
  if (response.headers.get("Content-Type").starts_with("text/event-stream")) {
    body += response.body;
  } else {
    body += message_event(parse_foreign(response.body));
    response.headers = event_stream_response().headers;
  }
  response.body = std::move(body);
}

void rewrite_members(Response& response, const MemberEdits& edits, const std::string& origin,
                     Ids& ids) {
  constexpr std::size_t kLength = 12;
  if (edits.empty() || response.stream) return;
  Json document = parse_foreign(response.body);
  if (!document.is_structured()) return;
  const Meaning meaning = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "origin") return origin;
    if (name == "fresh") return ids.base62(kLength);
    return std::nullopt;
  };
  edits.apply(document, [&](const std::string& text) { return filled(text, meaning); });
  response.body = document.dump();
}

void distort_body(Response& response, const FaultEffect& effect) {
  using Body = FaultEffect::Body;
  if (effect.body == Body::kAsItIs) return;
  response.stream.reset();
  switch (effect.body) {
    case Body::kAsItIs:
      return;
    case Body::kEmpty:
      response.body.clear();
      return;
    case Body::kHtml:
      response.body = kHtmlPage;
      response.headers.set("Content-Type", "text/html; charset=utf-8");
      return;
    case Body::kTruncated:
      response.body.resize(response.body.size() / 2);
      return;
    case Body::kHuge:
      // White space: JSON stays JSON, so only the size is the trouble.
      response.body.append(kHugeBody - std::min(kHugeBody, response.body.size()), ' ');
      return;
    case Body::kText:
      response.body = effect.text;
      return;
  }
}

void distort_fields(Response& response, const FaultEffect& effect) {
  if (!effect.content_type.empty()) response.headers.set("Content-Type", effect.content_type);
  effect.headers.apply(response.headers, [](const std::string& value) { return value; });
}

void set_delivery(Response& response, const FaultEffect& effect) {
  response.delivery.delay += effect.delay;
  if (effect.drip_bytes > 0) {
    response.delivery.drip_bytes = effect.drip_bytes;
    response.delivery.drip_every = effect.drip_every;
  }
  if (effect.reset == FaultEffect::Reset::kBefore) {
    response.delivery.reset = Delivery::Reset::kBefore;
  } else if (effect.reset == FaultEffect::Reset::kMiddle) {
    response.delivery.reset = Delivery::Reset::kMiddle;
  }
}

// RFC 9110 section 8.4. The record keeps the body as it was before.
void encode(Response& response, const Request& request, ContentCoding coding) {
  if (!accepts_coding(request.headers, coding) || (response.body.empty() && !response.stream))
    return;
  response.headers.set("Content-Encoding", std::string(to_string(coding)));
  response.headers.add("Vary", "Accept-Encoding");
  response.delivery.coding = coding;
}

}  // namespace

std::vector<const Fault*> FaultEngine::strike(const Context& context, const Exchange& exchange) {
  std::vector<const Fault*> struck;
  const std::vector<Fault>& faults = context.world.faults;
  const std::lock_guard lock(mutex_);
  // A fault that was taken away and comes back starts to count anew.
  std::erase_if(fitted_, [&faults](const auto& counted) {
    return std::ranges::none_of(
        faults, [&counted](const Fault& fault) { return fault.id == counted.first; });
  });
  for (const Fault& fault : faults) {
    if (!fits(fault.on, context, exchange)) continue;
    const std::uint64_t number = ++fitted_[fault.id];
    if (fault.on.means(number) && is_drawn(fault.on, number)) struck.push_back(&fault);
  }
  return struck;
}

std::optional<Response> answer_instead(Context& context, const std::vector<const Fault*>& faults,
                                       Endpoint endpoint) {
  for (const Fault* fault : faults) {
    const FaultEffect& effect = fault->effect;
    if (effect.forget_sessions) context.state.end_sessions();
    if (effect.token == TokenVariant::kNoRotation) context.keep_refresh_token = true;
    if (endpoint == Endpoint::kToken && effect.token) {
      if (auto refused = refused_token(*effect.token)) return refused;
    }
    if (effect.metadata) {
      if (auto answer = metadata_answer(context, endpoint, *effect.metadata)) return answer;
    }
    if ((effect.status || !effect.redirect.empty()) && !effect.after)
      return replacement(context, effect);
  }
  return std::nullopt;
}

Response distorted(const Context& context, Response response,
                   const std::vector<const Fault*>& faults, const Exchange& exchange) {
  const Endpoint endpoint = exchange.endpoint;
  for (const Fault* fault : faults) {
    const FaultEffect& effect = fault->effect;
    if (effect.after && (effect.status || !effect.redirect.empty()))
      response = replacement(context, effect);
    if (effect.challenge) respell_challenge(response, *effect.challenge);
    if (effect.metadata) distort_metadata(response, endpoint, *effect.metadata);
    if (effect.token && endpoint == Endpoint::kToken) distort_token(response, *effect.token);
    if (effect.registration && endpoint == Endpoint::kRegistration) {
      distort_registration(response, *effect.registration);
    }
    if (endpoint == Endpoint::kConsent || endpoint == Endpoint::kAuthorize) {
      distort_carried(response, effect.carried);
    }
    rewrite_members(response, effect.members, exchange.origin, context.ids);
    answer_otherwise(response, effect, exchange);
    put_before(response, effect.messages_before);
    if (effect.framing) reframe(response, *effect.framing);
    distort_body(response, effect);
    distort_fields(response, effect);
    set_delivery(response, effect);
    if (effect.content_coding) encode(response, context.request, *effect.content_coding);
  }
  return response;
}

}  // namespace conform::mock
