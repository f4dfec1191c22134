#include "runner/commands/prove_server_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

#include "foundation/json/json.hpp"
#include "reports/text.hpp"
#include "runner/plays/play_setup.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"

namespace conform::runner {

using mock::broken_servers;
using mock::BrokenServer;
using reports::columns_of;
using reports::terminal_line;
using reports::visible;
using reports::wrapped;
using verify::server_checks;
using verify::ServerFinding;

namespace {

std::string verdict_line(const ServerKillTable& table) {
  return fmt::format(
      "{}: {} of {} defects are caught, {} of {} checks have a defect that they catch",
      table.complete() ? "complete" : "NOT complete", table.caught(), table.kills.size(),
      table.checks - table.idle.size() - table.not_well.size(), table.checks);
}

}  // namespace

void write_server_table(const ServerKillTable& table, std::ostream& out) {
  std::size_t width = 6;
  for (const ServerKill& kill : table.kills) width = std::max(width, columns_of(kill.defect));
  for (const ServerKill& kill : table.kills) {
    out << fmt::format("{:<{}}  {:<8}  {}\n", kill.defect, width,
                       kill.caught_by.empty() ? "SURVIVED" : "caught", kill.sentence);
    if (kill.caught_by.empty()) continue;
    out << fmt::format(
        "{:<{}}  by {}\n", "", width,
        wrapped(fmt::format("{}", fmt::join(kill.caught_by, ", ")), 118, width + 5, width + 5));
  }
  for (const ServerFinding& finding : table.not_well) {
    out << fmt::format("\nthe mock without a defect does not pass {}: {}: {}\n", finding.check,
                       to_string(finding.outcome), terminal_line(finding.seen, 400));
  }
  if (!table.idle.empty()) {
    out << fmt::format("\nchecks that catch no defect: {}\n", fmt::join(table.idle, ", "));
  }
  out << '\n' << verdict_line(table) << '\n';
}

void write_server_json(const ServerKillTable& table, std::ostream& out) {
  Json defects = Json::array();
  for (const ServerKill& kill : table.kills) {
    defects.push_back(
        {{"defect", kill.defect}, {"sentence", kill.sentence}, {"caught_by", kill.caught_by}});
  }
  Json not_well = Json::array();
  for (const ServerFinding& finding : table.not_well) {
    not_well.push_back({{"check", finding.check},
                        {"outcome", to_string(finding.outcome)},
                        {"seen", visible(finding.seen)}});
  }
  const Json report{{"complete", table.complete()},
                    {"checks", table.checks},
                    {"defects", std::move(defects)},
                    {"healthy_mock_does_not_pass", std::move(not_well)},
                    {"checks_that_catch_no_defect", table.idle}};
  out << report.dump(2) << '\n';
}

int prove_server_command(const ProveOptions& options, Streams& streams) {
  const PlaySetup setup = load_play_setup(fixtures_folder(options.fixtures), options.seed);
  const ServerProof proof{broken_servers(), server_checks(), options.jobs};
  const ServerKillTable table = prove_servers(
      proof, [&](const BrokenServer* broken) { return examine_mock(setup, proof.checks, broken); });
  if (options.json) {
    write_server_json(table, streams.out);
  } else {
    write_server_table(table, streams.out);
  }
  return table.complete() ? kConformant : kNotConformant;
}

}  // namespace conform::runner
