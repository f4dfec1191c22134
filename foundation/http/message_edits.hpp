// Changes of messages, as hand-written files say them: of header fields, parameters and members of
// JSON. Pure functions; what is read throws std::runtime_error naming file, pointer and what would
// be right.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "foundation/http/message.hpp"
#include "foundation/json/json.hpp"
#include "foundation/json/json_reader.hpp"
#include "foundation/text/placeholders.hpp"

namespace conform {

// Fields are taken away, and others set after that.
struct HeaderEdits {
  std::map<std::string, std::string> set;
  std::vector<std::string> remove;

  void apply(Headers& headers, const Fill& fill) const;
};
// "headers" and "remove_headers" of an object.
HeaderEdits read_header_edits(const JsonReader& json);

// What a header field must not hold, or the message would be another one than was meant.
void require_field_text(const JsonReader& json, std::string_view text);

// Parameters of a query or a form. What is set stands behind the others.
struct ParameterEdits {
  std::map<std::string, std::string> set;
  std::vector<std::string> remove;
  std::map<std::string, std::string> add;  // beside what is there: a parameter may come twice

  [[nodiscard]] Parameters applied(const Parameters& to, const Fill& fill) const;
  [[nodiscard]] bool empty() const { return set.empty() && remove.empty() && add.empty(); }
};
// An object with "set", "remove" and "add".
ParameterEdits read_parameter_edits(const JsonReader& json);

// Members of a JSON document. By their JSON pointers (RFC 6901) they are set, or taken away after
// that.
struct MemberEdits {
  std::vector<std::pair<std::string, Json>> set;
  std::vector<std::string> remove;

  // Texts in what is set are filled in. What the document has no place for is left out.
  void apply(Json& document, const Fill& fill) const;
  [[nodiscard]] bool empty() const { return set.empty() && remove.empty(); }
};

// "set" and "remove" of an object.
MemberEdits read_member_edits(const JsonReader& json);

// Fills in every text of a value; returns whether each became something.
bool fill_texts(Json& value, const Fill& fill);

}  // namespace conform
