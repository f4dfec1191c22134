#include "runner/results/last_run.hpp"

#include <fmt/format.h>

#include <system_error>

#include "foundation/files/atomic_file.hpp"
#include "foundation/json/json_reader.hpp"
#include "foundation/text/digest.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/results/play_json.hpp"
#include "runner/results/stream_file.hpp"

namespace conform::runner {
namespace {

constexpr int kReportFormat = 1;  // the member that a JSON report has as well

std::set<Cell> red_plays(const std::vector<Play>& plays) {
  std::set<Cell> red;
  for (const Play& play : plays) {
    if (is_red(play.verdict)) red.insert({play.scenario, play.profile});
  }
  return red;
}

// What was remembered, or nothing where that is not to be had.
std::set<Cell> remembered(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return {};
  try {
    return red_cells(file);
  } catch (const UsageError&) {
    return {};
  }
}

}  // namespace

std::filesystem::path last_run_file() {
  const std::filesystem::path cache = user_cache_folder();
  std::error_code error;
  const std::filesystem::path here = std::filesystem::current_path(error);
  if (cache.empty() || error) return {};
  return cache / fmt::format("last-{}.json", sha256_hex(here.string()).substr(0, 16));
}

std::set<Cell> red_cells(const std::filesystem::path& file) {
  if (is_stream(file)) return red_plays(read_stream(file).plays);
  try {
    const Json json = read_json_file(file);
    const JsonReader report(json, file.string());
    if (report.at("format").integer() != kReportFormat) {
      report.fail("is of another version of omni-conform");
    }
    std::set<Cell> red;
    for (const JsonReader& play : report.at("plays").elements()) {
      if (!is_red(verdict_from(play.at("verdict").text()))) continue;
      red.insert({play.at("scenario").text(), play.at("profile").text()});
    }
    return red;
  } catch (const std::runtime_error& error) {
    throw UsageError(
        fmt::format("{}\nWanted is what --report json=FILE or --stream FILE wrote.", error.what()));
  }
}

void remember_red(const Run& run, const std::filesystem::path& file) {
  if (file.empty()) return;
  std::set<Cell> red = remembered(file);
  for (const Play& play : run.plays) red.erase({play.scenario, play.profile});
  red.merge(red_plays(run.plays));
  Json plays = Json::array();
  for (const Cell& cell : red) {
    plays.push_back({{"scenario", cell.scenario},
                     {"profile", cell.profile},
                     {"verdict", to_string(Verdict::kFail)}});
  }
  std::error_code error;
  std::filesystem::create_directories(file.parent_path(), error);
  if (!error)
    write_whole_file(file.string(), Json{{"format", kReportFormat}, {"plays", plays}}.dump());
}

}  // namespace conform::runner
