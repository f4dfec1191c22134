// A JSON Schema of draft 7, compiled once, that says every problem of a value with its place.
// References must stay within the schema.
// Immutable and thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform {

class JsonSchema {
 public:
  // Throws std::runtime_error that begins with `name` when the schema is none.
  JsonSchema(const Json& schema, const std::string& name);

  // "/prompt: …; /x: …", or empty. `whole` names the value itself.
  [[nodiscard]] std::string problems(const Json& value, const std::string& whole) const;

  // The same problems for people who wrote the value: what would be right, in the words of
  // JsonReader. "/mcp/eras must be one of \"handshake\", \"dual\", but is \"old\""; empty when
  // there is none.
  [[nodiscard]] std::vector<std::string> advice(const Json& value) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace conform
