// The API's description and the API are the same: the table of routes against the document, and
// every answer of a smoke run against the document's schemas.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "foundation/json/json_reader.hpp"
#include "foundation/json/json_schema.hpp"
#include "mock_server/control/control_fixture.hpp"
#include "mock_server/control/routes.hpp"

namespace conform::mock {
namespace {

const Json& document() {
  static const Json json = read_json_file(kFixturesFolder + "/openapi.json");
  return json;
}

// References of an OpenAPI document, in the terms of a schema that stands alone; their names are
// added to `used`.
void move_references(Json& json, std::vector<std::string>& used) {
  if (json.is_object()) {
    for (auto& [name, value] : json.items()) {
      if (name == "$ref" && value.is_string()) {
        auto text = value.get<std::string>();
        if (text == "world.schema.json") text = "#/definitions/whole_world";
        replace_all(text, "#/components/schemas/", "#/definitions/");
        replace_all(text, "world.schema.json#", "#");
        used.push_back(text.substr(std::string("#/definitions/").size()));
        value = text;
      } else {
        move_references(value, used);
      }
    }
  } else if (json.is_array()) {
    for (Json& value : json) move_references(value, used);
  }
}

Json all_definitions() {
  Json definitions = document().at("components").at("schemas");
  Json world = read_json_file(kFixturesFolder + "/schemas/world.schema.json");
  for (const auto& [name, value] : world.at("definitions").items()) definitions[name] = value;
  world.erase("definitions");
  definitions["whole_world"] = world;
  return definitions;
}

// A schema of the document with what it refers to. Compiling takes time, so each is kept.
const JsonSchema& alone(const Json& described) {
  static const Json definitions = all_definitions();
  static std::map<std::string, JsonSchema> compiled;
  const std::string key = described.dump();
  if (const auto found = compiled.find(key); found != compiled.end()) return found->second;
  Json schema = described;
  std::vector<std::string> used;
  move_references(schema, used);
  Json own = Json::object();
  for (std::size_t i = 0; i < used.size(); ++i) {
    const std::string name = used[i];
    if (own.contains(name)) continue;
    Json definition = definitions.at(name);
    move_references(definition, used);
    own[name] = std::move(definition);
  }
  schema["definitions"] = std::move(own);
  return compiled.emplace(key, JsonSchema(schema, "openapi.json")).first->second;
}

std::set<std::string> operations() {
  std::set<std::string> all;
  const Json& json = document();
  for (const auto& [path, item] : json.at("paths").items()) {
    for (const auto& [method, _] : item.items()) {
      std::string name = method;
      for (char& c : name) c = static_cast<char>(std::toupper(c));
      all.insert(name.append(" ").append(path));
    }
  }
  return all;
}

TEST(OpenApi, DescribesEveryRouteAndNoOther) {
  std::set<std::string> routes;
  for (const ControlRoute& route : control_routes()) {
    if (!route.is_page)
      routes.insert(std::string(route.method) + ' ' + std::string(route.path.text));
  }
  EXPECT_EQ(operations(), routes);
}

TEST(OpenApi, ItsExamplesFitItsSchemas) {
  int examples = 0;
  const auto check = [&](const Json& content, const std::string& where) {
    for (const auto& [type, body] : content.items()) {
      ASSERT_TRUE(body.contains("example")) << where;
      EXPECT_EQ(alone(body.at("schema")).problems(body.at("example"), "example"), "") << where;
      ++examples;
    }
  };
  const Json& json = document();
  for (const auto& [path, item] : json.at("paths").items()) {
    for (const auto& [method, operation] : item.items()) {
      const std::string where = std::string(method).append(" ").append(path);
      if (operation.contains("requestBody")) {
        check(operation.at("requestBody").at("content"), where);
      }
      for (const auto& [status, response] : operation.at("responses").items()) {
        if (response.contains("content")) check(response.at("content"), where);
      }
      // Every parameter of the path is described.
      for (const ControlRoute& route : control_routes()) {
        if (route.path.text != path) continue;
        const auto in_path = std::ranges::count(route.path.text, '{');
        std::ptrdiff_t described = 0;
        for (const Json& parameter : operation.value("parameters", Json::array())) {
          if (parameter.at("in") == "path") ++described;
        }
        EXPECT_EQ(described, in_path) << where;
      }
    }
  }
  for (const auto& [name, response] : json.at("components").at("responses").items()) {
    check(response.at("content"), name);
  }
  EXPECT_GT(examples, 40);
}

class OpenApiSmoke : public ControlFixture {
 protected:
  struct Asked {
    std::string method;
    std::string path;    // as the document has it
    std::string target;  // below /_mock
    Json body;
    int status = 200;
  };

  void expect_described(const Asked& asked) {
    SCOPED_TRACE(asked.method + ' ' + asked.target);
    Headers headers;
    if (asked.method != "GET") headers.add("Content-Type", "application/json");
    const Response response =
        send(asked.method, mock->origin("callbacks") + "/_mock" + asked.target, headers,
             asked.body.is_null() ? "" : asked.body.dump());
    EXPECT_EQ(response.status, asked.status) << response.body;
    std::string method = asked.method;
    for (char& c : method) c = static_cast<char>(std::tolower(c));
    const Json& json = document();
    const Json& operation = json.at("paths").at("/_mock" + asked.path).at(method);
    Json described = operation.at("responses").at(std::to_string(response.status));
    if (described.contains("$ref")) {
      described = json.at(Json::json_pointer(described["$ref"].get<std::string>().substr(1)));
    }
    const std::string type = response.headers.get("Content-Type");
    ASSERT_TRUE(described.at("content").contains(type)) << type;
    seen_.insert(asked.method + " /_mock" + asked.path);
    if (response.stream) return;
    const Json told = type.starts_with("text/") ? Json(response.body) : json_of(response);
    EXPECT_EQ(alone(described["content"][type].at("schema")).problems(told, "answer"), "");
  }

  std::set<std::string> seen_;
};

TEST_F(OpenApiSmoke, EveryAnswerIsAsDescribed) {
  sign_in("acme", "quinn");
  rpc(mock->oauth_url(), access_token(), initialize());
  change([](World& world) { world.mcp.sessions = true; });
  const std::string session = rpc(mock->key_url("acme"), secret("acme_admin_key"), initialize())
                                  .headers.get("Mcp-Session-Id");
  const std::string grant = mock->state().grants().front().id;
  const Json world = answer("GET", "/world");
  const Json fault{{"do", {{"status", 503}}}, {"on", {{"client", "nobody"}}}};
  const std::vector<Asked> all{
      {"GET", "/api", "/api", {}},
      {"GET", "/api/world", "/api/world", {}},
      {"PUT", "/api/world", "/api/world", world},
      {"PUT", "/api/world", "/api/world", {{"name", 1}}, 400},
      {"PATCH", "/api/world", "/api/world?at=/mcp", {{"strict_accept", false}}},
      {"POST", "/api/world/reset", "/api/world/reset", {}},
      {"GET", "/api/clock", "/api/clock", {}},
      {"POST", "/api/clock", "/api/clock", {{"advance_seconds", 1}}},
      {"POST", "/api/clock", "/api/clock", {}, 400},
      {"POST", "/api/faults", "/api/faults", fault, 201},
      {"GET", "/api/faults", "/api/faults", {}},
      {"GET", "/api/faults/{id}", "/api/faults/fault_1", {}},
      {"GET", "/api/faults/{id}", "/api/faults/fault_9", {}, 404},
      {"DELETE", "/api/faults/{id}", "/api/faults/fault_1", {}},
      {"DELETE", "/api/faults", "/api/faults", {}},
      {"GET", "/api/users", "/api/users", {}},
      {"PATCH",
       "/api/users/{user}/memberships/{organization}",
       "/api/users/quinn/memberships/acme",
       {{"role", "modeler"}}},
      {"PATCH",
       "/api/users/{user}/memberships/{organization}",
       "/api/users/nobody/memberships/acme",
       {{"role", "modeler"}},
       404},
      {"GET", "/api/keys", "/api/keys", {}},
      {"POST",
       "/api/keys",
       "/api/keys",
       {{"name", "n"}, {"organization", "acme"}, {"owner", "ada"}},
       201},
      {"PATCH", "/api/keys/{id}", "/api/keys/acme_admin_key", {{"state", "disabled"}}},
      {"GET", "/api/sessions", "/api/sessions", {}},
      {"DELETE", "/api/sessions/{id}", "/api/sessions/" + session, {}},
      {"DELETE", "/api/sessions", "/api/sessions", {}},
      {"GET", "/api/grants", "/api/grants", {}},
      {"DELETE", "/api/grants/{id}", "/api/grants/" + grant, {}},
      {"POST", "/api/grants/expire", "/api/grants/expire", {}},
      {"GET", "/api/transcript", "/api/transcript", {}},
      {"GET", "/api/transcript", "/api/transcript?summary=1&secrets=1", {}},
      {"GET", "/api/transcript/{number}", "/api/transcript/1", {}},
      {"GET", "/api/transcript/{number}", "/api/transcript/9999", {}, 404},
      {"GET", "/api/transcript.har", "/api/transcript.har", {}},
      {"GET", "/api/transcript/stream", "/api/transcript/stream", {}},
      {"GET", "/api/cases", "/api/cases", {}},
      {"POST", "/api/cases/{id}", "/api/cases/pats-disabled", {}},
      {"POST", "/api/cases/{id}", "/api/cases/none", {}, 404},
      {"GET", "/api/verdicts", "/api/verdicts", {}},
      {"GET", "/metrics", "/metrics", {}},
      {"GET", "/openapi.json", "/openapi.json", {}},
      {"GET", "/world.schema.json", "/world.schema.json", {}},
  };
  for (const Asked& asked : all) expect_described(asked);
  EXPECT_EQ(seen_, operations()) << "an operation was not asked for";
}

}  // namespace
}  // namespace conform::mock
