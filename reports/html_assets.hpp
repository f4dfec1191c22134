// What the HTML pages are made of: the files of reports/html/ and reports/plots/ and Debian's
// Chart.js, embedded when the program is built.
#pragma once

#include <string_view>

namespace conform::reports::html_assets {

// With {{policy}}, {{style}}, {{data}}, {{library}} and {{script}}.
extern const std::string_view page;
extern const std::string_view style;
extern const std::string_view script;         // of the report
extern const std::string_view bench_script;   // of the page of `bench --plot`
extern const std::string_view chart_library;  // Chart.js, for pages with plots

}  // namespace conform::reports::html_assets
