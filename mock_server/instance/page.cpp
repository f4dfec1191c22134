#include "mock_server/instance/page.hpp"

#include <ctemplate/template.h>
#include <ctemplate/template_cache.h>
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

// A template that could not be read, for want of a descriptor perhaps, is read again the next time.
void forget(const std::filesystem::path& file) {
  ctemplate::mutable_default_template_cache()->Delete(file.string());
}

}  // namespace

std::string render_page(const std::filesystem::path& folder, std::string_view name,
                        const PageValues& frame, const PageValues& values) {
  ctemplate::TemplateDictionary layout("layout");
  fill(layout, frame);
  ctemplate::TemplateDictionary* body = layout.AddIncludeDictionary("BODY");
  const std::filesystem::path file = folder / (std::string(name) + ".tpl");
  const std::filesystem::path around = folder / "layout.tpl";
  body->SetFilename(file.string());
  fill(*body, frame);
  fill(*body, values);
  std::string text;
  if (!ctemplate::ExpandTemplate(around.string(), ctemplate::STRIP_WHITESPACE, &layout, &text)) {
    forget(around);
    forget(file);
    throw std::runtime_error(file.string() + ": is not a template that can be expanded");
  }
  return text;
}

}  // namespace conform::mock
