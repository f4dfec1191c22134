#include "runner/results/run_file.hpp"

#include <fmt/format.h>

#include "foundation/json/json_reader.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/assemble.hpp"
#include "runner/results/play_json.hpp"
#include "runner/results/stream_file.hpp"

namespace conform::runner {
namespace {

CheckResult check_from(const JsonReader& json) {
  CheckResult check;
  check.id = json.at("id").text();
  check.severity = severity_from(json.at("severity").text());
  check.requirement = json.at("requirement").text();
  check.verdict = verdict_from(json.at("verdict").text());
  check.expected = json.at("expected").text();
  check.finding.seen = json.at("seen").text();
  if (const auto reason = json.find("reason")) check.reason = reason->text();
  return check;
}

Play reported_play(const JsonReader& json) {
  Play play;
  play.scenario = json.at("scenario").text();
  play.title = json.at("title").text();
  play.profile = json.at("profile").text();
  play.verdict = verdict_from(json.at("verdict").text());
  play.took = std::chrono::microseconds(json.at("took_us").integer());
  if (const auto error = json.find("error")) play.error = error->text();
  for (const JsonReader& check : json.at("checks").elements()) {
    play.checks.push_back(check_from(check));
  }
  return play;
}

Run report_from(const JsonReader& json) {
  if (json.at("format").integer() != 1) json.fail("is of another version of omni-conform");
  Run run;
  run.version = json.at("generator").at("version").text();
  run.seed = json.at("seed").json().get<std::uint64_t>();
  run.profiles = json.at("profiles").texts();
  run.scenarios = json.at("scenarios").texts();
  run.took = std::chrono::microseconds(json.at("took_us").integer());
  for (const JsonReader& play : json.at("plays").elements())
    run.plays.push_back(reported_play(play));
  return run;
}

}  // namespace

Run load_run(const std::filesystem::path& file) {
  if (is_stream(file)) {
    Stream stream = read_stream(file);
    return assembled(stream.head, std::move(stream.plays));
  }
  try {
    const Json json = read_json_file(file);
    return report_from(JsonReader(json, file.string()));
  } catch (const std::runtime_error& error) {
    throw UsageError(
        fmt::format("{}\nWanted is what --report json=FILE or --stream FILE wrote.", error.what()));
  }
}

}  // namespace conform::runner
