#include "mock_server/instance/page.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_dictionary.h>

#include <stdexcept>

namespace conform::mock {
namespace {

void fill(ctemplate::TemplateDictionary& dictionary, const PageValues& values) {
  for (const auto& [name, text] : values.texts) dictionary.SetValue(name, text);
  for (const std::string& section : values.shown) dictionary.ShowSection(section);
  for (const PageSection& section : values.repeated) {
    fill(*dictionary.AddSectionDictionary(section.name), section.values);
  }
}

}  // namespace

std::string render_page(const std::filesystem::path& folder, std::string_view name,
                        const PageValues& frame, const PageValues& values) {
  ctemplate::TemplateDictionary layout("layout");
  fill(layout, frame);
  ctemplate::TemplateDictionary* body = layout.AddIncludeDictionary("BODY");
  body->SetFilename((folder / (std::string(name) + ".tpl")).string());
  fill(*body, frame);
  fill(*body, values);
  std::string text;
  if (!ctemplate::ExpandTemplate((folder / "layout.tpl").string(), ctemplate::STRIP_WHITESPACE,
                                 &layout, &text)) {
    throw std::runtime_error((folder / (std::string(name) + ".tpl")).string() +
                             ": is not a template that can be expanded");
  }
  return text;
}

}  // namespace conform::mock
