#include "runner/commands/fidelity_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "foundation/json/json.hpp"
#include "mock_server/omni/fidelity.hpp"
#include "reports/text.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"

namespace conform::runner {

using mock::KnownBehaviour;
using mock::load_fidelity;
using mock::Mark;
using reports::wrapped;

namespace {

Json to_json(const KnownBehaviour& fact) {
  Json refusals = Json::object();
  for (const mock::Refusal* refusal : fact.refusals) {
    refusals[refusal->id] = {{"status", refusal->status}, {"text", refusal->text}};
  }
  return {{"id", fact.id},
          {"mark", to_string(fact.mark)},
          {"statement", fact.statement},
          {"source", fact.source},
          {"option", fact.option},
          {"refusals", refusals},
          {"endpoints", fact.endpoints},
          {"tools", fact.tools}};
}

void write(const KnownBehaviour& fact, Streams& streams) {
  constexpr std::size_t kIndent = 4;
  const auto paragraph = [&streams](std::string_view text) {
    streams.out << "    " << wrapped(text, streams.width, kIndent, kIndent) << '\n';
  };
  streams.out << fmt::format("{}  [{}]\n", fact.id, to_string(fact.mark));
  paragraph(fact.statement);
  for (const mock::Refusal* refusal : fact.refusals) {
    paragraph(fmt::format("{} {}: {}", refusal->status, refusal->id, refusal->text));
  }
  for (const std::string& endpoint : fact.endpoints) paragraph(endpoint);
  if (!fact.option.empty()) paragraph(fmt::format("switch: {}", fact.option));
  paragraph(fmt::format("source: {}", fact.source));
  streams.out << '\n';
}

}  // namespace

int fidelity_command(const FidelityOptions& options, Streams& streams) {
  const auto folder = fixtures_folder(options.fixtures);
  std::vector<KnownBehaviour> facts = load_fidelity(folder / "fidelity.json");
  std::map<std::string_view, std::size_t> count;
  for (const KnownBehaviour& fact : facts) ++count[to_string(fact.mark)];
  std::erase_if(facts, [&options](const KnownBehaviour& fact) {
    return !options.marks.empty() &&
           std::ranges::find(options.marks, to_string(fact.mark)) == options.marks.end();
  });
  if (options.json) {
    Json list = Json::array();
    for (const KnownBehaviour& fact : facts) list.push_back(to_json(fact));
    streams.out << list.dump(2) << '\n';
    return kConformant;
  }
  for (const KnownBehaviour& fact : facts) write(fact, streams);
  std::string total;
  for (const Mark mark :
       {Mark::kSeed, Mark::kDocumented, Mark::kObserved, Mark::kInferred, Mark::kChosen}) {
    total +=
        fmt::format("{}{} {}", total.empty() ? "" : ", ", count[to_string(mark)], to_string(mark));
  }
  streams.out << total << '\n';
  return kConformant;
}

}  // namespace conform::runner
