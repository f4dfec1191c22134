#include "mock_server/mcp/json_schema.hpp"

#include <stdexcept>
#include <string_view>
#include <vector>

// Without it valijson ends the process where a schema is wrong. Only this file may include
// valijson, so that every part of the program agrees on it.
#define VALIJSON_USE_EXCEPTIONS 1
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

namespace conform {
namespace {

// valijson reads unordered JSON only.
nlohmann::json unordered(const Json& json) { return nlohmann::json::parse(json.dump()); }

// RFC 6901 section 3.
std::string pointer_step(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    step += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
  }
  return step;
}

// valijson's context, "<root>", "[\"a\"]", "[0]", as a JSON pointer.
std::string pointer_from(const std::vector<std::string>& context) {
  std::string pointer;
  for (const std::string& step : context) {
    if (step.size() < 2 || !step.starts_with('[')) continue;
    std::string name = step.substr(1, step.size() - 2);
    if (name.size() >= 2 && name.starts_with('"')) name = name.substr(1, name.size() - 2);
    pointer += pointer_step(name);
  }
  return pointer;
}

// Only says that a part of the value is wrong, which the part's own problem says better.
bool is_echo(const std::string& description) {
  return description.starts_with("Failed to validate against schema associated with") ||
         description.starts_with("Failed to validate item #");
}

// One problem with its place.
std::string problem_text(const valijson::ValidationResults::Error& error,
                         const std::string& whole) {
  std::string pointer = pointer_from(error.context);
  std::string_view description = error.description;
  constexpr std::string_view kUnknown = "'additionalProperties' constraints: '";
  if (const std::size_t at = description.find(kUnknown); at != std::string_view::npos) {
    description.remove_prefix(at + kUnknown.size());
    pointer += pointer_step(description.substr(0, description.rfind('\'')));
    description = "There is no such member.";
  }
  return (pointer.empty() ? whole : pointer) + ": " + std::string(description);
}

}  // namespace

struct JsonSchema::Compiled {
  valijson::Schema schema;
};

JsonSchema::JsonSchema(const Json& schema, const std::string& name) {
  const auto compiled = std::make_shared<Compiled>();
  try {
    const nlohmann::json plain = unordered(schema);
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(plain), compiled->schema);
  } catch (const std::exception& error) {
    throw std::runtime_error(name + " is no JSON Schema of draft 7: " + error.what());
  }
  compiled_ = compiled;
}

std::string JsonSchema::problems(const Json& value, const std::string& whole) const {
  const nlohmann::json plain = unordered(value);
  valijson::ValidationResults results;
  valijson::Validator(valijson::Validator::kStrongTypes)
      .validate(compiled_->schema, valijson::adapters::NlohmannJsonAdapter(plain), &results);
  std::string text;
  for (const auto& error : results) {
    if (is_echo(error.description)) continue;
    text += (text.empty() ? "" : "; ") + problem_text(error, whole);
  }
  return text;
}

}  // namespace conform
