// The HTML report as tests and people can read it. For tests only.
#pragma once

#include <string>

namespace conform::reports {

// Its data unpacked; its style and program, which the browser's tests look at, left out.
std::string unpacked_html(std::string report);

}  // namespace conform::reports
