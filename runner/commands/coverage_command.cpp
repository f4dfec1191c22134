#include "runner/commands/coverage_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "reports/text.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"
#include "suites/coverage.hpp"
#include "suites/judge.hpp"

namespace conform::runner {

using reports::wrapped;

namespace {

// Those that are named, or all.
std::vector<Covered> asked_for(const std::vector<std::string>& names, std::vector<Covered> all) {
  if (names.empty()) return all;
  const auto named = [](const std::string& name, const Covered& one) {
    return glob_matches(name, one.requirement.id);
  };
  for (const std::string& name : names) {
    if (std::ranges::any_of(all, [&](const Covered& one) { return named(name, one); })) continue;
    std::vector<std::string> ids(all.size());
    std::ranges::transform(all, ids.begin(), [](const Covered& one) { return one.requirement.id; });
    throw unknown_name("requirement", name, ids, "list requirements");
  }
  std::erase_if(all, [&](const Covered& one) {
    return std::ranges::none_of(names, [&](const std::string& name) { return named(name, one); });
  });
  return all;
}

void write_json(const std::vector<Covered>& all, Streams& streams) {
  Json list = Json::array();
  for (const Covered& one : all) {
    Json entry = {{"id", one.requirement.id},
                  {"level", one.requirement.level},
                  {"text", one.requirement.text},
                  {"link", one.requirement.link},
                  {"checks", one.checks}};
    if (!one.requirement.not_tested.empty()) entry["not_tested"] = one.requirement.not_tested;
    list.push_back(std::move(entry));
  }
  streams.out << list.dump(2) << '\n';
}

void write(const Covered& one, Streams& streams) {
  constexpr std::size_t kIndent = 4;
  const auto paragraph = [&streams](std::string_view text) {
    streams.out << std::string(kIndent, ' ') << wrapped(text, streams.width, kIndent, kIndent)
                << '\n';
  };
  streams.out << fmt::format("{}  [{}]\n", one.requirement.id, one.requirement.level);
  paragraph(one.requirement.text);
  if (one.is_gap()) {
    paragraph("GAP: no check judges it, and nothing says why");
  } else if (one.checks.empty()) {
    paragraph("not tested: " + one.requirement.not_tested);
  } else {
    paragraph(fmt::format("judged by {}", fmt::join(one.checks, ", ")));
  }
}

}  // namespace

int coverage_command(const CoverageOptions& options, Streams& streams) {
  const Requirements requirements =
      load_requirements(fixtures_folder(options.fixtures) / "requirements.json");
  const std::vector<Covered> all =
      asked_for(options.requirements, coverage_of(requirements, all_scenarios(), invariants()));
  const auto gaps = static_cast<std::size_t>(std::ranges::count_if(all, &Covered::is_gap));
  std::vector<Covered> shown = all;
  if (options.gaps) std::erase_if(shown, [](const Covered& one) { return !one.is_gap(); });
  if (options.json) {
    write_json(shown, streams);
  } else {
    for (const Covered& one : shown) write(one, streams);
    const auto judged = static_cast<std::size_t>(
        std::ranges::count_if(all, [](const Covered& one) { return !one.checks.empty(); }));
    streams.out << fmt::format(
        "{}{} requirements: {} judged, {} not tested for a reason, {} with a gap\n",
        shown.empty() ? "" : "\n", all.size(), judged, all.size() - judged - gaps, gaps);
  }
  return gaps == 0 ? kConformant : kNotConformant;
}

}  // namespace conform::runner
