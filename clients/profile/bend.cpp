#include "clients/profile/bend.hpp"

namespace conform::clients {
namespace {

BendMatch read_match(const JsonReader& json) {
  json.only(
      {"endpoint", "method", "path", "rpc", "tool", "grant_type", "from", "times", "headers"});
  BendMatch match;
  read_request_match(json, match);
  if (const auto value = json.find("headers")) match.headers = value->named_texts();
  return match;
}

BendEffect read_effect(const JsonReader& json) {
  json.only({"headers", "remove_headers", "parameters", "set", "remove", "body"});
  if (json.json().empty()) json.fail("must say what becomes of the request");
  BendEffect effect;
  effect.headers = read_header_edits(json);
  if (const auto value = json.find("parameters")) effect.parameters = read_parameter_edits(*value);
  effect.members = read_member_edits(json);
  if (const auto body = json.find("body")) {
    body->only({"text", "replace"});
    if (const auto text = body->find("text")) effect.body = text->text();
    if (const auto texts = body->find("replace")) effect.replacements = texts->named_texts();
  }
  return effect;
}

}  // namespace

Bend read_bend(const JsonReader& json) {
  json.only({"on", "do"});
  Bend bend;
  if (const auto on = json.find("on")) bend.on = read_match(*on);
  bend.effect = read_effect(json.at("do"));
  return bend;
}

}  // namespace conform::clients
