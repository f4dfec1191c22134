// When, where and how this run was started, for a report that people read.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "reports/report.hpp"

namespace conform::runner {

// `arguments` are the words behind the program's name. What has just ended took `took`.
reports::Circumstances circumstances_of(const std::vector<std::string>& arguments,
                                        std::chrono::microseconds took);

// A line that may be pasted into a shell, with a pseudonym in place of each secret.
std::string pasteable(const std::vector<std::string>& arguments);

}  // namespace conform::runner
