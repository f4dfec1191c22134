#include "runner/catalog.hpp"

#include "suites/requirement.hpp"

namespace conform {

Catalog load_catalog(const std::filesystem::path& fixtures) {
  Catalog catalog;
  catalog.folder = fixtures;
  catalog.profiles = load_profiles(fixtures / "clients");
  for (const auto& [id, requirement] : load_requirements(fixtures / "requirements.json")) {
    catalog.rules[id] = {.text = requirement.text, .url = requirement.link};
  }
  return catalog;
}

}  // namespace conform
