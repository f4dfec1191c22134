#include "foundation/json/json_reader.hpp"

#include <algorithm>
#include <stdexcept>

#include "foundation/files/text_file.hpp"
#include "foundation/json/foreign_json.hpp"

namespace conform {
namespace {

// RFC 6901 section 3.
std::string pointer_step(std::string_view member) {
  std::string step = "/";
  for (const char c : member) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

std::string_view kind_of(const Json& json) { return json.type_name(); }

}  // namespace

Json read_json_file(const std::filesystem::path& file) {
  return json_of_file_text(text_of_file(file), file);
}

Json json_of_file_text(std::string_view text, const std::filesystem::path& file) {
  try {
    return require_foreign(text);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(file.string() + ": " + error.what());
  }
}

void JsonReader::fail(std::string_view what) const {
  const std::string place = pointer_.empty() ? "the document" : pointer_;
  const std::string file = file_.empty() ? "" : file_ + ": ";
  throw std::runtime_error(file + place + " " + std::string(what));
}

void JsonReader::only(std::initializer_list<std::string_view> members) const {
  if (!json_->is_object()) fail("must be an object, but is " + std::string(kind_of(*json_)));
  for (const auto& [name, value] : json_->items()) {
    if (std::ranges::find(members, name) != members.end()) continue;
    std::string known;
    for (const std::string_view member : members) {
      known += (known.empty() ? "" : ", ") + std::string(member);
    }
    JsonReader(value, file_, pointer_ + pointer_step(name))
        .fail("is not known here; known: " + known);
  }
}

bool JsonReader::has(std::string_view member) const {
  return json_->is_object() && json_->contains(std::string(member));
}

JsonReader JsonReader::at(std::string_view member) const {
  if (const auto found = find(member)) return *found;
  fail("must have the member \"" + std::string(member) + '"');
}

std::optional<JsonReader> JsonReader::find(std::string_view member) const {
  if (!json_->is_object()) fail("must be an object, but is " + std::string(kind_of(*json_)));
  const auto found = json_->find(std::string(member));
  if (found == json_->end()) return std::nullopt;
  return JsonReader(*found, file_, pointer_ + pointer_step(member));
}

std::vector<JsonReader> JsonReader::elements() const {
  if (!json_->is_array()) fail("must be an array, but is " + std::string(kind_of(*json_)));
  std::vector<JsonReader> result;
  result.reserve(json_->size());
  for (std::size_t i = 0; i < json_->size(); ++i) {
    result.emplace_back((*json_)[i], file_, pointer_ + '/' + std::to_string(i));
  }
  return result;
}

std::vector<std::pair<std::string, JsonReader>> JsonReader::members() const {
  if (!json_->is_object()) fail("must be an object, but is " + std::string(kind_of(*json_)));
  std::vector<std::pair<std::string, JsonReader>> result;
  result.reserve(json_->size());
  for (const auto& [name, value] : json_->items()) {
    result.emplace_back(name, JsonReader(value, file_, pointer_ + pointer_step(name)));
  }
  return result;
}

std::string JsonReader::text() const {
  if (!json_->is_string()) fail("must be a string, but is " + std::string(kind_of(*json_)));
  return json_->get<std::string>();
}

bool JsonReader::boolean() const {
  if (!json_->is_boolean()) fail("must be true or false, but is " + std::string(kind_of(*json_)));
  return json_->get<bool>();
}

std::int64_t JsonReader::integer() const {
  if (!json_->is_number_integer()) fail("must be a whole number, but is " + json_->dump());
  return json_->get<std::int64_t>();
}

std::uint64_t JsonReader::number(std::int64_t least, std::int64_t most) const {
  const std::int64_t value = integer();
  if (value < least || value > most) {
    fail("must be between " + std::to_string(least) + " and " + std::to_string(most));
  }
  return static_cast<std::uint64_t>(value);
}

std::vector<std::string> JsonReader::texts() const {
  std::vector<std::string> result;
  for (const JsonReader& element : elements()) result.push_back(element.text());
  return result;
}

std::map<std::string, std::string> JsonReader::named_texts() const {
  std::map<std::string, std::string> result;
  for (const auto& [name, value] : members()) result[name] = value.text();
  return result;
}

}  // namespace conform
