// Reads hand-written JSON strictly: every error names the file, the JSON pointer and what would be
// right. Errors are std::runtime_error. Not thread-safe; it refers to the JSON it was given.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform {

// The whole file as JSON.
Json read_json_file(const std::filesystem::path& file);
// The same of what such a file holds. Pure.
Json json_of_file_text(std::string_view text, const std::filesystem::path& file);

class JsonReader {
 public:
  // An empty `file` is left out of errors.
  JsonReader(const Json& json, std::string file, std::string pointer = "")
      : json_(&json), file_(std::move(file)), pointer_(std::move(pointer)) {}

  // The value must be an object that has only these members.
  void only(std::initializer_list<std::string_view> members) const;

  [[nodiscard]] bool has(std::string_view member) const;
  [[nodiscard]] JsonReader at(std::string_view member) const;  // must exist
  [[nodiscard]] std::optional<JsonReader> find(std::string_view member) const;
  [[nodiscard]] std::vector<JsonReader> elements() const;  // must be an array
  [[nodiscard]] std::vector<std::pair<std::string, JsonReader>> members()
      const;  // must be an object

  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] std::int64_t integer() const;
  [[nodiscard]] std::uint64_t number(std::int64_t least, std::int64_t most) const;  // 0 <= least
  [[nodiscard]] std::vector<std::string> texts() const;                  // an array of strings
  [[nodiscard]] std::map<std::string, std::string> named_texts() const;  // an object of strings
  [[nodiscard]] const Json& json() const { return *json_; }

  // One of the names; the error lists them.
  template <typename Value>
  [[nodiscard]] Value one_of(std::span<const std::pair<std::string_view, Value>> names) const {
    const std::string given = text();
    for (const auto& [name, value] : names) {
      if (given == name) return value;
    }
    std::string expected;
    for (const auto& [name, value] : names) {
      expected += (expected.empty() ? "\"" : ", \"") + std::string(name) + '"';
    }
    fail("is \"" + given + "\", but must be one of " + expected);
  }
  template <typename Value>
  [[nodiscard]] Value one_of(
      std::initializer_list<std::pair<std::string_view, Value>> names) const {
    return one_of(std::span<const std::pair<std::string_view, Value>>(names.begin(), names.size()));
  }
  template <typename Value, std::size_t kCount>
  [[nodiscard]] Value one_of(
      const std::array<std::pair<std::string_view, Value>, kCount>& names) const {
    return one_of(std::span<const std::pair<std::string_view, Value>>(names));
  }

  [[noreturn]] void fail(std::string_view what) const;

 private:
  const Json* json_;
  std::string file_;
  std::string pointer_;
};

}  // namespace conform
