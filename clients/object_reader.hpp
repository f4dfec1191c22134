// Reads JSON objects member by member with errors that say where and what: the bones of profile
// files.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "mock_server/json.hpp"

namespace conform {

// Names of an enumeration's values in files. Specialised beside the fields that use them.
template <typename Enum>
struct EnumNames;

// One object of a file. Every member must be taken by field() or object(); finish() refuses the
// rest.
class ObjectReader {
 public:
  ObjectReader(const Json& json, std::string file, std::string pointer)
      : json_(json), file_(std::move(file)), pointer_(std::move(pointer)) {
    if (!json_.is_object()) fail("", "must be an object");
  }

  bool has(const std::string& name) const { return json_.contains(name); }

  template <typename T>
  bool field(const std::string& name, T& into) {
    known_.push_back(name);
    const auto found = json_.find(name);
    if (found == json_.end()) return false;
    read(name, *found, into);
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

  const std::string& file() const { return file_; }
  // Members that were there, among those read by field().
  const std::vector<std::string>& present() const { return present_; }
  std::string pointer(const std::string& name) const {
    return name.empty() ? pointer_ : pointer_ + "/" + name;
  }

  [[noreturn]] void fail(const std::string& name, std::string_view what) const {
    const std::string place = pointer(name);
    throw std::runtime_error(
        fmt::format("{}: {} {}", file_, place.empty() ? "the file" : place, what));
  }

 private:
  void read(const std::string& name, const Json& value, bool& into) const {
    if (!value.is_boolean()) fail(name, "must be true or false");
    into = value.get<bool>();
  }
  void read(const std::string& name, const Json& value, int& into) const {
    if (!value.is_number_integer() || value < 0 || value > 1'000'000) {
      fail(name, "must be a whole number from 0 to 1000000");
    }
    into = value.get<int>();
  }
  void read(const std::string& name, const Json& value, std::string& into) const {
    if (!value.is_string()) fail(name, "must be a string");
    into = value.get<std::string>();
  }
  void read(const std::string& name, const Json& value, std::vector<std::string>& into) const {
    if (!value.is_array()) fail(name, "must be an array of strings");
    into.clear();
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (!value[at].is_string()) fail(fmt::format("{}/{}", name, at), "must be a string");
      into.push_back(value[at].get<std::string>());
    }
  }
  void read(const std::string&, const Json& value, Json& into) const { into = value; }
  template <typename Enum>
    requires std::is_enum_v<Enum>
  void read(const std::string& name, const Json& value, Enum& into) const {
    std::vector<std::string_view> names;
    for (const auto& [text, which] : EnumNames<Enum>::kValues) {
      names.push_back(text);
      if (value.is_string() && value.get_ref<const std::string&>() == text) {
        into = which;
        return;
      }
    }
    fail(name, fmt::format("must be one of {}", fmt::join(names, ", ")));
  }

  const Json& json_;
  std::string file_;
  std::string pointer_;
  std::vector<std::string> known_;
  std::vector<std::string> present_;
};

}  // namespace conform
