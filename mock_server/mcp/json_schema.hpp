// A JSON Schema of draft 7, compiled once, that says every problem of a value with its place.
// Immutable and thread-safe.
#pragma once

#include <memory>
#include <string>

#include "mock_server/json.hpp"

namespace conform {

class JsonSchema {
 public:
  // Throws std::runtime_error that begins with `name` when the schema is none.
  JsonSchema(const Json& schema, const std::string& name);

  // "/prompt: …; /x: …", or empty. `whole` names the value itself.
  std::string problems(const Json& value, const std::string& whole) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace conform
