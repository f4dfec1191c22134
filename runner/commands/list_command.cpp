#include "runner/commands/list_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <ostream>
#include <vector>

#include "foundation/json/json.hpp"
#include "mock_server/control/case.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"

namespace conform::runner {

using mock::Case;
using mock::load_cases;
using reports::all_formats;
using reports::columns_of;
using reports::Format;
using reports::one_line;
using reports::wrapped;

namespace {

using Rows = std::vector<std::pair<std::string, std::string>>;

void write_rows(const Rows& rows, Streams& streams) {
  std::size_t width = 0;
  for (const auto& [id, text] : rows) width = std::max(width, columns_of(id));
  for (const auto& [id, text] : rows) {
    const std::size_t indent = width + 4;
    streams.out << fmt::format("  {:<{}}  ", id, width)
                << wrapped(one_line(text, 400), streams.width, indent, indent) << '\n';
  }
}

Json json_of(const Rows& rows) {
  Json list = Json::array();
  for (const auto& [id, text] : rows) list.push_back({{"id", id}, {"text", text}});
  return list;
}

Rows scenarios() {
  Rows rows;
  for (const Scenario& scenario : all_scenarios()) rows.emplace_back(scenario.id, scenario.title);
  return rows;
}

Rows profiles(const Catalog& catalog) {
  Rows rows;
  for (const auto& [id, profile] : catalog.profiles) {
    const std::string& text = profile.bug.empty() ? profile.title : profile.bug;
    rows.emplace_back(id, fmt::format("{}: {}", profile.kind, text));
  }
  std::ranges::stable_sort(rows, {}, [](const auto& row) {
    return row.second.starts_with("broken") ? 1 : 0;  // people look for the others
  });
  return rows;
}

Rows requirements(const Catalog& catalog) {
  Rows rows;
  for (const std::string& id : requirement_ids(catalog.stock())) {
    const auto rule = catalog.rules.find(id);
    rows.emplace_back(id, rule == catalog.rules.end() ? "" : rule->second.text);
  }
  return rows;
}

Rows formats() {
  Rows rows;
  for (const Format& format : all_formats()) rows.emplace_back(format.name, format.describes);
  return rows;
}

Rows cases(const std::filesystem::path& fixtures) {
  Rows rows;
  for (const Case& one : load_cases(fixtures / "cases")) rows.emplace_back(one.id, one.title);
  return rows;
}

}  // namespace

int list_command(const ListOptions& options, Streams& streams) {
  const std::vector<std::string> kinds = {"scenarios", "profiles", "requirements", "formats",
                                          "cases"};
  if (!options.what.empty() && std::ranges::find(kinds, options.what) == kinds.end()) {
    throw unknown_name("list of", options.what, kinds);
  }
  const std::filesystem::path fixtures = fixtures_folder(options.fixtures);
  const Catalog catalog = load_catalog(fixtures);
  const std::map<std::string, Rows> all = {{"scenarios", scenarios()},
                                           {"profiles", profiles(catalog)},
                                           {"requirements", requirements(catalog)},
                                           {"formats", formats()},
                                           {"cases", cases(fixtures)}};
  if (options.json) {
    Json lists = Json::object();
    for (const auto& [kind, rows] : all) {
      if (options.what.empty() || options.what == kind) lists[kind] = json_of(rows);
    }
    streams.out << lists.dump(2) << '\n';
    return kConformant;
  }
  for (const std::string& kind : kinds) {
    if (!options.what.empty() && options.what != kind) continue;
    const Rows& rows = all.at(kind);
    if (options.what.empty()) streams.out << fmt::format("{} ({})\n", kind, rows.size());
    write_rows(rows, streams);
    if (options.what.empty() && kind != kinds.back()) streams.out << '\n';
  }
  return kConformant;
}

}  // namespace conform::runner
