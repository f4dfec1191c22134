#include "mock_server/control/transcript_json.hpp"

namespace conform {
namespace {

std::string apply(const Redact& redact, std::string text) {
  return redact ? redact(std::move(text)) : text;
}

Json headers_of(const Headers& headers, const Redact& redact) {
  Json list = Json::array();
  for (const Header& field : headers) {
    list.push_back({{"name", field.name}, {"value", apply(redact, field.value)}});
  }
  return list;
}

Json rpc_of(const RpcSummary& rpc) {
  Json json{{"method", rpc.method}, {"id", rpc.id}, {"batch", rpc.batch}};
  if (!rpc.tool.empty()) json["tool"] = rpc.tool;
  return json;
}

Json note_json(const Note& note, const Redact& redact) {
  return {{"number", note.number},
          {"kind", "note"},
          {"at", to_iso8601(note.at)},
          {"note", to_string(note.kind)},
          {"text", apply(redact, note.text)}};
}

Json exchange_json(const Exchange& exchange, const Redact& redact) {
  Json facts = Json::object();
  for (const auto& [name, value] : exchange.facts) facts[name] = apply(redact, value);
  Json json{{"number", exchange.number},
            {"kind", "exchange"},
            {"at", to_iso8601(exchange.at)},
            {"site", exchange.site},
            {"endpoint", to_string(exchange.endpoint)},
            {"method", exchange.request.method},
            {"target", apply(redact, exchange.request.target)},
            {"status", exchange.response.status},
            {"agent", exchange.request.headers.get("User-Agent")},
            {"facts", std::move(facts)}};
  if (exchange.rpc) json["rpc"] = rpc_of(*exchange.rpc);
  return json;
}

}  // namespace

Json summary_of(const Entry& entry, const Redact& redact) {
  if (const auto* note = std::get_if<Note>(&entry)) return note_json(*note, redact);
  return exchange_json(std::get<Exchange>(entry), redact);
}

Json details_of(const Entry& entry, const Redact& redact) {
  Json json = summary_of(entry, redact);
  const auto* exchange = std::get_if<Exchange>(&entry);
  if (exchange == nullptr) return json;
  json["origin"] = exchange->origin;
  json["request"] = {{"headers", headers_of(exchange->request.headers, redact)},
                     {"body", apply(redact, exchange->request.body)}};
  json["response"] = {{"headers", headers_of(exchange->response.headers, redact)},
                      {"body", apply(redact, exchange->response.body)}};
  return json;
}

}  // namespace conform
