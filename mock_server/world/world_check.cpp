#include "mock_server/world/world_check.hpp"

#include <stdexcept>

#include "foundation/json/json_reader.hpp"

namespace conform::mock {

JsonSchema load_world_schema(const std::filesystem::path& fixtures) {
  const std::filesystem::path file = fixtures / "schemas" / "world.schema.json";
  return {read_json_file(file), file.string()};
}

World check_world(const Json& json, const std::string& name, const JsonSchema& schema) {
  std::string problems;
  for (const std::string& problem : schema.advice(json)) {
    if (!problems.empty()) problems += '\n';
    if (!name.empty()) problems.append(name).append(": ");
    problems += problem;
  }
  if (!problems.empty()) throw std::runtime_error(problems);
  return parse_world(json, name);
}

World load_checked_world(const std::filesystem::path& file, const JsonSchema& schema) {
  World world = check_world(read_json_file(file), file.string(), schema);
  const std::filesystem::path documents = file.parent_path() / "client_documents.json";
  if (std::filesystem::exists(documents)) world.client_documents = load_client_documents(documents);
  return world;
}

}  // namespace conform::mock
