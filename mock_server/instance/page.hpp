// Pages from templates (fixtures/pages), every value escaped for its place. Thread-safe.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace conform::mock {

// The values of a page: texts, sections that are shown once, and sections that repeat.
struct PageSection;
struct PageValues {
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<std::string> shown;
  std::vector<PageSection> repeated;
};
struct PageSection {
  std::string name;
  PageValues values;
};

// `name` is the template's file name without ".tpl"; the layout, filled with `frame`, is put around
// it. The page sees the frame's values too. Throws std::runtime_error when a template cannot be
// read.
std::string render_page(const std::filesystem::path& folder, std::string_view name,
                        const PageValues& frame, const PageValues& values);

}  // namespace conform::mock
