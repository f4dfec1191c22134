// Programs that were written for the official conformance suite, played unchanged: which of our
// scenarios they can be of use in, and what they find there.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "suites/scenario.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

// Our scenario → the suite's name for what is nearest to it. Throws std::runtime_error.
std::map<std::string, std::string> load_official_scenarios(const std::filesystem::path& fixtures);

// The scenario with the tools that such programs call unasked: they answer as the tool that the
// scenario has called.
Scenario for_official_program(const Scenario& scenario);

// The world with the client ID metadata document that such programs name, which nobody can fetch.
void add_official_document(mock::World& world);

// When something of the scenario was judged, checks that such a program never reaches are not
// applicable.
void excuse_what_never_came_up(Play& play);

}  // namespace conform::runner
