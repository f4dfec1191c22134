// A TCP connection to this machine, for measuring: nothing between the caller and the bytes. One
// thread for each.
#pragma once

#include <chrono>
#include <string_view>

#include "foundation/files/descriptor.hpp"
#include "foundation/http/url.hpp"

namespace conform::bench {

// What is not answered by then hangs, and is given up.
inline constexpr std::chrono::seconds kLongestAnswer(60);

// Throws ConnectionError.
[[noreturn]] void no_answer(const Url& url, std::string_view why);

// To the port of an http URL on loopback, whose name is not looked up. Without Nagle's algorithm.
// Throws ConnectionError, std::system_error when there is no socket to be had.
Descriptor connected_to(const Url& url);

}  // namespace conform::bench
