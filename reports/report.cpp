#include "reports/report.hpp"

#include <algorithm>

namespace conform::reports {
namespace {

std::vector<Format>& registry() {
  static std::vector<Format> formats;
  return formats;
}

}  // namespace

const std::vector<Format>& all_formats() { return registry(); }

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(registry(), name, &Format::name);
  return found == registry().end() ? nullptr : &*found;
}

RegisterFormat::RegisterFormat(const Format& format) {
  std::vector<Format>& formats = registry();
  formats.insert(std::ranges::upper_bound(formats, format.name, {}, &Format::name), format);
}

}  // namespace conform::reports
