// How the program behind a client ended, to help its developer find the reason. Pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "suites/verdict.hpp"

namespace conform::reports {

// How its last program ended and what it was asked to do then: "exit status 1, while it was asked
// to connect to the OAuth URL". Empty when none ended.
std::string end_of_program(const Play& play);

// Its output in short: the first lines and the last, each on a line of its own behind `indent`.
std::string words_of_program(const Play& play, std::size_t width, const std::string& indent);

}  // namespace conform::reports
