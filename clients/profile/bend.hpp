// Bends: which requests of a scripted client go out otherwise than it made them, and how. The words
// are those of the mock's faults, which bend answers. Plain data, read from "bends" of a profile;
// carried out by clients/scripted/bending_sender.hpp.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "foundation/http/message_edits.hpp"
#include "foundation/json/json_reader.hpp"
#include "record/request_match.hpp"

namespace conform::clients {

// Of the endpoints a client knows five; what it sends to none of the others is for "mcp".
struct BendMatch : RequestMatch {
  // Fields that the request has, and a part of the value of each: requests of a session have
  // {"MCP-Protocol-Version": "2025-"}.
  std::map<std::string, std::string> headers;
};

// What becomes of a request. In a text that is set, "{name}" stands for the parameter or else the
// header field of that name, "{bearer}" for its credential, "{origin}" for where it goes and
// "{body}" for its body, all as the client made them. A text with a name that the request does not
// have is left out.
struct BendEffect {
  HeaderEdits headers;
  ParameterEdits parameters;  // of a form, else of the query
  MemberEdits members;        // of a body that is JSON
  std::optional<std::string> body;
  std::map<std::string, std::string> replacements;  // in the body, by its letters
};

struct Bend {
  BendMatch on;
  BendEffect effect;
};

// {"on": {…}, "do": {…}}. Throws std::runtime_error naming the file, the pointer and what would be
// right.
Bend read_bend(const JsonReader& json);

}  // namespace conform::clients
