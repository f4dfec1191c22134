// The JSON-RPC in an answer that was recorded. Pure functions.
#pragma once

#include "foundation/json/json.hpp"
#include "record/transcript.hpp"

namespace conform::record {

// What was answered, from a JSON body or from the last message of an event stream: an object, or
// the array of a batch. Null when there is none.
Json rpc_body(const Exchange& exchange);

// The answer, of a batch the first one.
Json rpc_answer(const Exchange& exchange);

}  // namespace conform::record
