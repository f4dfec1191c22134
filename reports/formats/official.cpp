// The layout of @modelcontextprotocol/conformance: a folder for each play, with checks.json and
// what the client printed. It is written as one JSON object of path -> text, which becomes those
// files. The layout has fewer statuses than we have verdicts: known failures are INFO; what does
// not apply or was not exercised is SKIPPED. Skipped checks do not count there, so a play without a
// verdict gets a failed check of its own.
#include <fmt/format.h>

#include <ostream>
#include <set>
#include <string>

#include "foundation/json/json.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

std::string_view status_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "SUCCESS";
    case Verdict::kNotApplicable:
    case Verdict::kNotExercised:
      return "SKIPPED";
    case Verdict::kKnown:
      return "INFO";
    case Verdict::kWarn:
      return "WARNING";
    case Verdict::kFail:
    case Verdict::kStale:
    case Verdict::kFlaky:
    case Verdict::kHarnessError:
      return "FAILURE";
  }
  return "FAILURE";
}

// The name of a play's folder. Names of clients may hold any characters, so they are replaced here,
// and no two plays share a folder.
std::string folder_of(const Play& play, std::set<std::string>& taken) {
  std::string name = play.scenario + "-" + play.profile;
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '-' || c == '.';
    if (!plain) c = c == '/' ? '-' : '_';
  }
  std::string free = name;
  for (int more = 2; !taken.insert(free).second; ++more) free = fmt::format("{}.{}", name, more);
  return free;
}

std::string began(const Play& play) {
  if (play.entries.empty()) return to_iso8601({});
  return to_iso8601(std::visit([](const auto& entry) { return entry.at; }, play.entries.front()));
}

Json check_of(const CheckResult& check, const ReportContext& report_context,
              const std::string& at) {
  Json json{{"id", check.id},
            {"name", check.id},
            {"description", visible(check.expected)},
            {"status", status_of(check.verdict)},
            {"timestamp", at},
            {"specReferences", Json::array()},
            {"details",
             {{"verdict", to_string(check.verdict)},
              {"requirement", check.requirement},
              {"exchanges", check.finding.evidence}}}};
  Json reference{{"id", check.requirement}};
  const auto rule = report_context.rules.find(check.requirement);
  if (rule != report_context.rules.end()) reference["url"] = rule->second.url;
  json["specReferences"].push_back(std::move(reference));
  if (check.verdict != Verdict::kPass) {
    json["errorMessage"] = visible(check.reason.empty() ? check.finding.seen : check.reason);
  }
  return json;
}

Json without_verdict(const Play& play, const std::string& at) {
  const bool ours = play.verdict == Verdict::kHarnessError;
  return {{"id", ours ? "harness" : "exercised"},
          {"name", ours ? "harness" : "exercised"},
          {"description", "the client was played and came to a point where it could be judged"},
          {"status", "FAILURE"},
          {"timestamp", at},
          {"specReferences", Json::array()},
          {"details", {{"verdict", to_string(play.verdict)}}},
          {"errorMessage", ours ? visible(play.error) : "nothing of it could be judged"}};
}

void write_official(const Run& run, const ReportContext& report_context, std::ostream& out) {
  Json files = Json::object();
  std::set<std::string> taken;
  for (const Play& play : run.plays) {
    const std::string folder = folder_of(play, taken);
    const std::string at = began(play);
    Json checks = Json::array();
    for (const CheckResult& check : play.checks)
      checks.push_back(check_of(check, report_context, at));
    if (play.verdict == Verdict::kHarnessError || play.verdict == Verdict::kNotExercised) {
      checks.push_back(without_verdict(play, at));
    }
    files[folder + "/checks.json"] =
        checks.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    std::string printed;
    for (const std::string& line : play.output) printed += visible(line) + '\n';
    if (!printed.empty()) files[folder + "/stdout.txt"] = printed;
  }
  out << inert_json(files.dump(1, ' ', false, Json::error_handler_t::replace)) << '\n';
}

const RegisterFormat official{{.name = "official",
                               .describes = "a folder of checks.json files, as the official "
                                            "conformance suite writes them",
                               .extension = "json",
                               .is_folder = true,
                               .write = write_official}};

}  // namespace
}  // namespace conform::reports
