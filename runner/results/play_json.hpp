// A play as JSON without any loss, bytes that are no UTF-8 included: what streams are made of.
// Pure.
#pragma once

#include "foundation/json/json.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

Json json_of(const Play& play);

// The reverse. Throws std::exception when the JSON is no play.
Play play_from(const Json& json);

// Shared with what reads JSON reports: a name as to_string() gives it. Throws std::runtime_error.
Verdict verdict_from(const std::string& name);
Severity severity_from(const std::string& name);

}  // namespace conform::runner
