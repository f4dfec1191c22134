// Reading a record: what requests and answers say, as far as checks need it. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"
#include "foundation/json/json_member.hpp"
#include "record/transcript.hpp"

namespace conform::record {

// A fact that a capture cannot show.
inline constexpr std::string_view kUnseen = "?";
// A finding begins with this text when no capture can show what would be judged.
inline constexpr std::string_view kNotInCapture = "a capture does not show ";
// The harness's remark at the beginning of a record that was read from a capture.
inline constexpr std::string_view kCaptureRemark = "read from a capture";
// The harness's remark when a program ended, before how: "exit status 1".
inline constexpr std::string_view kProgramEnded = "the program ended with ";
// The harness's remark in a record of a client that its user held in hands and of which they said
// nothing: what it told them is not known.
inline constexpr std::string_view kUnheard = "nobody said what the client told its user";
bool is_unheard(const std::vector<Entry>& entries);
// An outcome begins with this text when the answer is known, but not what the client made of it.
inline constexpr std::string_view kAnswered = "answered";
bool is_capture_remark(const Note& note);
bool is_capture(const std::vector<Entry>& entries);

// Whether the refusal is, or may be, the one of that id: a capture shows the words of a refusal,
// and several may have the same ("a|b").
bool may_be_refusal(const Exchange& exchange, std::string_view id);

std::size_t number_of(const Entry& entry);
const Exchange* exchange_in(const Entry& entry);
const Note* note_in(const Entry& entry, Note::Kind kind);  // nullptr for anything else

// A parameter of the query or, of a POST, of the form body. nullopt when there is none.
std::optional<std::string> parameter(const Exchange& exchange, std::string_view name);

std::string value_of(const Exchange& exchange, std::string_view parameter);  // "" for none

using conform::text_member;

// What an authorization answer hands to the client's redirect URI; empty when this is none.
Parameters carried_answer(const Exchange& exchange);

// Answered with success, and no JSON-RPC error, tool error or named refusal in it.
bool was_served(const Exchange& exchange);
bool was_refused(const Exchange& exchange);
bool has_rows(const Exchange& call);
std::string tool_text(const Exchange& call);  // content[].text of a tool's result, joined

bool says(std::string_view text, std::string_view part);  // contains, without regard to ASCII case
std::string request_line(const Exchange& exchange);       // "POST /callback/mcp tools/call -> 403"

}  // namespace conform::record
