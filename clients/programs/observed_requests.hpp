// What the record says of a program that nobody can ask: how often it did something, and how it was
// answered.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"
#include "record/transcript.hpp"

namespace conform::clients {

// What the record says of the method that is waited for.
struct ObservedRequests {
  int answered = 0;                // with success
  const Exchange* last = nullptr;  // the last exchange of that method, or of any when there is none
};

// Requests of a JSON-RPC method, and of one tool unless `tool` is empty, in exchanges with a number
// above `after`. What it returns points into `entries`.
ObservedRequests look_for(const std::vector<Entry>& entries, std::string_view method,
                          std::string_view tool, std::size_t after);

// How the last request of the program was refused, in words; empty when it was not.
std::string last_refusal(const std::vector<Entry>& entries, std::size_t after);

// Answered with a JSON-RPC result and without a refusal, an error of the tool or a lost connection.
bool was_served_in_full(const Exchange& exchange);
// How it was answered instead, in words: "tools/call was answered with 401".
std::string how_answered(const Exchange& exchange);

// The JSON-RPC result in an answer of the mock's, whether plain JSON or the last event of a stream.
Json result_of(const Exchange& exchange);

}  // namespace conform::clients
