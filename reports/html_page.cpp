#include "reports/html_page.hpp"

#include <fmt/format.h>

#include <ostream>

#include "foundation/text/ascii.hpp"
#include "foundation/text/digest.hpp"
#include "reports/deflate.hpp"
#include "reports/html_assets.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

std::string source_of(std::string_view text) {
  return fmt::format("'sha256-{}'", base64(sha256(text)));
}

std::string policy(const HtmlProgram& program) {
  std::string scripts = source_of(program.script);
  if (program.draws) scripts += ' ' + source_of(html_assets::chart_library);
  return fmt::format(
      "default-src 'none'; script-src {}; style-src {}; img-src data:; base-uri 'none'; "
      "form-action 'none'",
      scripts, source_of(html_assets::style));
}

}  // namespace

std::string html_data_block(const std::string& id, const Json& json) {
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return fmt::format("<script type=\"application/x-deflate-raw\" id=\"{}\">{}</script>\n", id,
                     base64(deflate_raw(text)));
}

void write_html_page(const HtmlProgram& program, const std::vector<std::string>& data_blocks,
                     std::ostream& out) {
  std::string page(html_assets::page);
  replace_all(page, "{{policy}}", policy(program));
  replace_all(page, "{{style}}", html_assets::style);
  replace_all(page, "{{library}}",
              program.draws ? fmt::format("<script>{}</script>\n", html_assets::chart_library)
                            : std::string());
  replace_all(page, "{{script}}", program.script);
  constexpr std::string_view kData = "{{data}}";
  const std::size_t at = page.find(kData);
  out << page.substr(0, at);
  for (const std::string& block : data_blocks) out << block;
  out << page.substr(at + kData.size());
}

}  // namespace conform::reports
