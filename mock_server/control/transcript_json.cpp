#include "mock_server/control/transcript_json.hpp"

namespace conform::mock {
namespace {

Json headers_of(const Headers& headers) {
  Json list = Json::array();
  for (const Header& field : headers) {
    list.push_back({{"name", field.name}, {"value", field.value}});
  }
  return list;
}

Json rpc_of(const RpcSummary& rpc) {
  Json json{{"method", rpc.method}, {"id", rpc.id}, {"batch", rpc.batch}};
  if (!rpc.tool.empty()) json["tool"] = rpc.tool;
  return json;
}

Json note_json(const Note& note) {
  return {{"number", note.number},
          {"kind", "note"},
          {"at", to_iso8601(note.at)},
          {"note", to_string(note.kind)},
          {"text", note.text}};
}

Json exchange_json(const Exchange& exchange) {
  Json facts = Json::object();
  for (const auto& [name, value] : exchange.facts) facts[name] = value;
  Json json{{"number", exchange.number},
            {"kind", "exchange"},
            {"at", to_iso8601(exchange.at)},
            {"site", exchange.site},
            {"endpoint", to_string(exchange.endpoint)},
            {"method", exchange.request.method},
            {"target", exchange.request.target},
            {"status", exchange.response.status},
            {"agent", exchange.request.headers.get("User-Agent")},
            {"facts", std::move(facts)}};
  if (exchange.rpc) json["rpc"] = rpc_of(*exchange.rpc);
  return json;
}

Json summary_json(const Entry& entry) {
  if (const auto* note = std::get_if<Note>(&entry)) return note_json(*note);
  return exchange_json(std::get<Exchange>(entry));
}

Json details_json(const Entry& entry) {
  Json json = summary_json(entry);
  const auto* exchange = std::get_if<Exchange>(&entry);
  if (exchange == nullptr) return json;
  json["origin"] = exchange->origin;
  json["request"] = {{"headers", headers_of(exchange->request.headers)},
                     {"body", exchange->request.body}};
  json["response"] = {{"headers", headers_of(exchange->response.headers)},
                      {"body", exchange->response.body}};
  return json;
}

// A list shows neither header fields nor bodies, so no secrets have to be looked for in them.
Entry without_texts(const Entry& entry) {
  const auto* exchange = std::get_if<Exchange>(&entry);
  if (exchange == nullptr) return entry;
  Exchange line;
  line.number = exchange->number;
  line.at = exchange->at;
  line.site = exchange->site;
  line.endpoint = exchange->endpoint;
  line.rpc = exchange->rpc;
  line.request.method = exchange->request.method;
  line.request.target = exchange->request.target;
  line.request.headers.add("User-Agent", exchange->request.headers.get("User-Agent"));
  line.response.status = exchange->response.status;
  line.facts = exchange->facts;
  return line;
}

}  // namespace

Json summary_of(const Entry& entry, const Redact& redact) {
  return summary_json(redact ? redact(without_texts(entry)) : entry);
}

Json details_of(const Entry& entry, const Redact& redact) {
  return details_json(redact ? redact(entry) : entry);
}

}  // namespace conform::mock
