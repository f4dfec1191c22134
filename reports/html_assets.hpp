// The HTML report's own page, style and program: the files of reports/html/, embedded when the
// program is built.
#pragma once

#include <string_view>

namespace conform::html_assets {

extern const std::string_view page;  // with {{policy}}, {{style}}, {{data}} and {{script}}
extern const std::string_view style;
extern const std::string_view script;

}  // namespace conform::html_assets
