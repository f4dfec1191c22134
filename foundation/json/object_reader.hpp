// Reads JSON objects into typed fields member by member, on top of JsonReader: the bones of profile
// files.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "foundation/json/json_reader.hpp"

namespace conform {

// Names of an enumeration's values in files. Specialised beside the fields that use them.
template <typename Enum>
struct EnumNames;

// One object of a file. Every member must be taken by field() or object(); finish() refuses the
// rest.
class ObjectReader {
 public:
  ObjectReader(const Json& json, std::string file, std::string pointer)
      : json_(json),
        reader_(json, file, pointer),
        file_(std::move(file)),
        pointer_(std::move(pointer)) {
    if (!json_.is_object()) fail("", "must be an object");
  }

  [[nodiscard]] bool has(const std::string& name) const { return json_.contains(name); }

  template <typename T>
  bool field(const std::string& name, T& into) {
    known_.push_back(name);
    const auto member = reader_.find(name);
    if (!member) return false;
    read(*member, into);
    present_.push_back(name);
    return true;
  }

  // The member as an object of its own, or nullptr.
  const Json* object(const std::string& name) {
    known_.push_back(name);
    const auto found = json_.find(name);
    if (found == json_.end()) return nullptr;
    if (!found->is_object()) fail(name, "must be an object");
    return &*found;
  }
  const Json* array(const std::string& name) {
    known_.push_back(name);
    const auto found = json_.find(name);
    if (found == json_.end()) return nullptr;
    if (!found->is_array()) fail(name, "must be an array");
    return &*found;
  }

  // Throws for members that nobody asked for.
  void finish() const {
    for (const auto& [name, value] : json_.items()) {
      if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
        fail(name, fmt::format("is unknown; known here: {}", fmt::join(known_, ", ")));
      }
    }
  }

  [[nodiscard]] const std::string& file() const { return file_; }
  // Members that were there, among those read by field().
  [[nodiscard]] const std::vector<std::string>& present() const { return present_; }
  [[nodiscard]] std::string pointer(const std::string& name) const {
    return name.empty() ? pointer_ : pointer_ + "/" + name;
  }

  [[noreturn]] void fail(const std::string& name, std::string_view what) const {
    const std::string place = pointer(name);
    throw std::runtime_error(
        fmt::format("{}: {} {}", file_, place.empty() ? "the file" : place, what));
  }

 private:
  static void read(const JsonReader& value, bool& into) { into = value.boolean(); }
  static void read(const JsonReader& value, int& into) {
    const std::int64_t number = value.integer();
    if (number < 0 || number > 1'000'000) value.fail("must be a whole number from 0 to 1000000");
    into = static_cast<int>(number);
  }
  static void read(const JsonReader& value, std::string& into) { into = value.text(); }
  static void read(const JsonReader& value, std::vector<std::string>& into) {
    into = value.texts();
  }
  static void read(const JsonReader& value, Json& into) { into = value.json(); }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  static void read(const JsonReader& value, Enum& into) {
    std::vector<std::string_view> names;
    for (const auto& [text, which] : EnumNames<Enum>::kValues) {
      names.push_back(text);
      if (value.json() == text) {
        into = which;
        return;
      }
    }
    value.fail(fmt::format("must be one of {}", fmt::join(names, ", ")));
  }

  const Json& json_;
  JsonReader reader_;
  std::string file_;
  std::string pointer_;
  std::vector<std::string> known_;
  std::vector<std::string> present_;
};

}  // namespace conform
