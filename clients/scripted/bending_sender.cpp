#include "clients/scripted/bending_sender.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "foundation/json/foreign_json.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/handling/handler.hpp"
#include "record/transcript.hpp"

namespace conform::clients {
namespace {

bool has_form(const Request& request) {
  return request.headers.get("Content-Type").starts_with("application/x-www-form-urlencoded");
}

bool has_headers(const BendMatch& match, const Request& request) {
  return std::ranges::all_of(match.headers, [&request](const auto& part) {
    const std::string* const value = request.headers.find(part.first);
    return value != nullptr && value->find(part.second) != std::string::npos;
  });
}

std::optional<std::string> value_of(std::string_view name, const Request& request, const Url& url) {
  if (name == "origin") return url.origin();
  if (name == "body") return request.body;
  if (name == "bearer") {
    const std::string bearer = request.bearer();
    return bearer.empty() ? std::nullopt : std::optional(bearer);
  }
  const Parameters form = has_form(request) ? request.form() : Parameters{};
  const Parameters query = request.query();
  for (const std::string* const value :
       {form.find(name), query.find(name), request.headers.find(name)}) {
    if (value != nullptr) return *value;
  }
  return std::nullopt;
}

void bend_parameters(Request& request, const ParameterEdits& edits, const Fill& fill) {
  if (edits.empty()) return;
  if (has_form(request)) {
    request.body = edits.applied(request.form(), fill).encode();
    return;
  }
  const Parameters query = edits.applied(request.query(), fill);
  request.target = query.empty() ? request.path() : with_query(request.path(), query.encode());
}

void bend_members(Request& request, const MemberEdits& edits, const Fill& fill) {
  if (edits.empty()) return;
  Json document = parse_foreign(request.body);
  if (!document.is_structured()) return;
  edits.apply(document, fill);
  request.body = document.dump();
}

void apply(const BendEffect& effect, Request& request, const Fill& fill) {
  bend_parameters(request, effect.parameters, fill);
  bend_members(request, effect.members, fill);
  if (effect.body) request.body = fill(*effect.body).value_or(request.body);
  for (const auto& [what, by] : effect.replacements) replace_all(request.body, what, by);
  effect.headers.apply(request.headers, fill);
}

}  // namespace

bool BendingSender::bend(const Url& url, Request& request) {
  if (bends_.empty()) return false;
  const Request made = request;
  const Fill fill = [&](const std::string& text) -> std::optional<std::string> {
    bool whole = true;
    std::string result = filled(text, [&](std::string_view name) {
      auto value = value_of(name, made, url);
      whole = whole && value;
      return value;
    });
    return whole ? std::optional(std::move(result)) : std::nullopt;
  };
  const Endpoint named = mock::endpoint_of(made.method, made.path(), true);
  const Endpoint endpoint = named == Endpoint::kOther ? Endpoint::kMcp : named;
  const std::optional<RpcSummary> rpc = summarize_rpc(made.body);
  bool bends = false;
  for (std::size_t i = 0; i < bends_.size(); ++i) {
    const Bend& one = bends_[i];
    const bool fits = one.on.fits(made, endpoint, rpc) && has_headers(one.on, made);
    if (!fits || !one.on.means(++fitted_[i])) continue;
    apply(one.effect, request, fill);
    bends = true;
  }
  return bends;
}

Response BendingSender::send(const Url& url, Request request) {
  bend(url, request);
  return sender_.send(url, std::move(request));
}

std::string BendingSender::bent(const std::string& address) {
  const std::optional<Url> url = Url::parse(address);
  Request request;
  if (url) request.target = url->target();
  return url && bend(*url, request) ? url->origin() + request.target : address;
}

}  // namespace conform::clients
