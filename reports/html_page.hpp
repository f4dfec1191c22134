// One self-contained page: what it shows stands in it as compressed data, and a content security
// policy lets nothing run but its own program. Foreign text reaches it as JSON in base64, so it can
// neither end an element nor start one.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform::reports {

// A block that the page's program unpacks when it needs it.
std::string html_data_block(const std::string& id, const Json& json);

struct HtmlProgram {
  std::string_view script;
  bool draws = false;  // needs the chart library
};
void write_html_page(const HtmlProgram& program, const std::vector<std::string>& data_blocks,
                     std::ostream& out);

}  // namespace conform::reports
