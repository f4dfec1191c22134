#include "foundation/json/json_schema.hpp"

#include <algorithm>
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
nlohmann::json unordered(const Json& json) { return nlohmann::json(json); }

// RFC 6901 section 3.
std::string pointer_step(std::string_view name) {
  std::string step = "/";
  for (const char c : name) {
    step += c == '~' ? std::string("~0") : c == '/' ? std::string("~1") : std::string(1, c);
  }
  return step;
}

using Steps = std::vector<std::string>;

// valijson's context: "<root>", "[\"a\"]", "[0]".
Steps steps_from(const std::vector<std::string>& context) {
  Steps steps;
  for (const std::string& step : context) {
    if (step.size() < 2 || !step.starts_with('[')) continue;
    std::string name = step.substr(1, step.size() - 2);
    if (name.size() >= 2 && name.starts_with('"')) name = name.substr(1, name.size() - 2);
    steps.push_back(std::move(name));
  }
  return steps;
}

std::string pointer_from(const Steps& steps) {
  std::string pointer;
  for (const std::string& step : steps) pointer += pointer_step(step);
  return pointer;
}

// Only says that a part of the value is wrong, which the part's own problem says better.
bool is_echo(const std::string& description) {
  return description.starts_with("Failed to validate against schema associated with") ||
         description.starts_with("Failed to validate against additional properties") ||
         description.starts_with("Failed to validate item #");
}

// The name in quotes after `mark`, when the description is about one.
std::string name_after(std::string_view mark, std::string_view description) {
  const std::size_t at = description.find(mark);
  if (at == std::string_view::npos) return "";
  description.remove_prefix(at + mark.size());
  return std::string(description.substr(0, description.rfind('\'')));
}

std::string unknown_member(const std::string& description) {
  return name_after("'additionalProperties' constraints: '", description);
}

std::string missing_member(const std::string& description) {
  return name_after("Missing required property '", description);
}

// One problem with its place.
std::string problem_text(const valijson::ValidationResults::Error& error,
                         const std::string& whole) {
  std::string pointer = pointer_from(steps_from(error.context));
  std::string description = error.description;
  if (const std::string name = unknown_member(description); !name.empty()) {
    pointer += pointer_step(name);
    description = "There is no such member.";
  }
  return (pointer.empty() ? whole : pointer) + ": " + description;
}

// `schema`, or what it refers to. Both live in the document of the schema.
const Json* resolved(const Json& root, const Json* schema) {
  const auto reference = schema->find("$ref");
  if (reference == schema->end()) return schema;
  return &root.at(Json::json_pointer(reference->get<std::string>().substr(1)));
}

// The schema of a member or an element; nullptr when there is none of its own.
const Json* child(const Json& root, const Json& schema, const std::string& step) {
  if (const auto choices = schema.find("anyOf"); choices != schema.end()) {
    for (const Json& choice : *choices) {
      if (const Json* found = child(root, *resolved(root, &choice), step)) return found;
    }
  }
  if (const auto known = schema.find("properties"); known != schema.end()) {
    if (const auto found = known->find(step); found != known->end()) return &*found;
  }
  for (const char* others : {"additionalProperties", "items"}) {
    const auto found = schema.find(others);
    if (found != schema.end() && found->is_object()) return &*found;
  }
  return nullptr;
}

std::string bounds(const Json& schema) {
  const auto least = schema.find("minimum");
  const auto most = schema.find("maximum");
  if (least != schema.end() && most != schema.end()) {
    return " between " + least->dump() + " and " + most->dump();
  }
  if (least != schema.end()) return ", " + least->dump() + " or more";
  return "";
}

// What a value must be to please the schema: "true or false".
std::string wanted(const Json& root, const Json& schema) {
  std::string text;
  if (const auto choices = schema.find("anyOf"); choices != schema.end()) {
    for (const Json& choice : *choices) {
      text += (text.empty() ? "" : ", or ") + wanted(root, *resolved(root, &choice));
    }
    return text;
  }
  if (const auto values = schema.find("enum"); values != schema.end()) {
    for (const Json& value : *values) text += (text.empty() ? "" : ", ") + value.dump();
    return "one of " + text;
  }
  const std::string type = schema.value("type", "");
  if (type == "boolean") return "true or false";
  if (type == "integer") return "a whole number" + bounds(schema);
  if (type == "number") return "a number" + bounds(schema);
  if (type == "array") {
    return schema.contains("minItems") ? "an array that is not empty" : "an array";
  }
  if (type == "object") {
    if (const auto members = schema.find("required"); members != schema.end()) {
      return "an object with " + members->dump();
    }
    return schema.contains("minProperties") ? "an object that is not empty" : "an object";
  }
  if (schema.contains("pattern")) {
    return "a string like " + schema.at("pattern").get<std::string>() + " (" +
           schema.value("description", "") + ")";
  }
  return "a string";
}

std::string known_members(const Json& schema) {
  std::string text;
  if (const auto known = schema.find("properties"); known != schema.end()) {
    for (const auto& [name, _] : known->items()) text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

std::string shown(const Json& value) {
  constexpr std::size_t kLongest = 60;
  if (value.is_structured() && !value.empty()) return value.is_array() ? "an array" : "an object";
  const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() > kLongest ? text.substr(0, kLongest) + "…" : text;
}

// A place sorts behind the places in it: what is wrong inside explains what is wrong outside.
std::string innermost_first(const std::string& advice) {
  std::string key = advice;
  if (const std::size_t end = key.find(' '); end != std::string::npos) key[end] = '\x7f';
  return key;
}

std::string advice_on(const valijson::ValidationResults::Error& error, const Json& root,
                      const Json& whole) {
  const Steps steps = steps_from(error.context);
  const Json* schema = &root;
  const Json* value = &whole;
  for (const std::string& step : steps) {
    schema = child(root, *schema, step);
    if (schema == nullptr) return pointer_from(steps) + ": " + error.description;
    schema = resolved(root, schema);
    value = value->is_array() ? &value->at(std::stoul(step)) : &value->at(step);
  }
  const std::string pointer = pointer_from(steps);
  const std::string place = pointer.empty() ? "the document" : pointer;
  if (const std::string name = unknown_member(error.description); !name.empty()) {
    return pointer + pointer_step(name) + " is not known here; known: " + known_members(*schema);
  }
  if (const std::string name = missing_member(error.description); !name.empty()) {
    return place + " must have the member \"" + name + '"';
  }
  return place + " must be " + wanted(root, *schema) + ", but is " + shown(*value);
}

}  // namespace

struct JsonSchema::Compiled {
  Json source;
  valijson::Schema schema;
};

JsonSchema::JsonSchema(const Json& schema, const std::string& name) {
  const auto compiled = std::make_shared<Compiled>();
  compiled->source = schema;
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
  std::vector<std::string> all;
  for (const auto& error : results) {
    if (!is_echo(error.description)) all.push_back(problem_text(error, whole));
  }
  std::ranges::sort(all);
  for (const std::string& problem : all) {
    if (!text.empty()) text += "; ";
    text += problem;
  }
  return text;
}

std::vector<std::string> JsonSchema::advice(const Json& value) const {
  const nlohmann::json plain = unordered(value);
  valijson::ValidationResults results;
  valijson::Validator(valijson::Validator::kStrongTypes)
      .validate(compiled_->schema, valijson::adapters::NlohmannJsonAdapter(plain), &results);
  std::vector<std::string> all;
  for (const auto& error : results) {
    if (is_echo(error.description)) continue;
    std::string text = advice_on(error, compiled_->source, value);
    // Each choice of an anyOf has its own complaint about the same place.
    if (std::ranges::find(all, text) == all.end()) all.push_back(std::move(text));
  }
  // valijson's order is that of addresses in memory.
  std::ranges::sort(all, {}, innermost_first);
  return all;
}

}  // namespace conform
