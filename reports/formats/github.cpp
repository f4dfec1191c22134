// Annotations for GitHub Actions, one line each, for the standard output of a step
// (docs.github.com, "Workflow commands for GitHub Actions"). GitHub shows ten errors and ten
// warnings of a step and drops the rest without a word, so the last one says how many there were.
#include <fmt/format.h>

#include <ostream>
#include <string>
#include <vector>

#include "foundation/text/ascii.hpp"
#include "reports/evidence.hpp"
#include "reports/mark.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr std::size_t kShown = 10;
constexpr std::size_t kColumns = 400;

// Of a message: terminal_line has taken out line breaks.
std::string escaped(std::string_view text) {
  std::string line = terminal_line(text, kColumns);
  replace_all(line, "%", "%25");
  return line;
}

std::string property(std::string_view text) {
  std::string line = escaped(text);
  replace_all(line, ":", "%3A");
  replace_all(line, ",", "%2C");
  return line;
}

std::string told(const CheckResult& check, const ReportContext& report_context) {
  const auto rule = report_context.rules.find(check.requirement);
  std::string text = escaped(check.requirement);
  if (rule != report_context.rules.end()) text += ": " + escaped(rule->second.text);
  text += "%0Aexpected: " + escaped(check.expected);
  if (!check.finding.seen.empty()) text += "%0Aseen: " + escaped(check.finding.seen);
  if (!check.reason.empty()) text += "%0Abecause: " + escaped(check.reason);
  if (rule != report_context.rules.end()) text += "%0A" + escaped(rule->second.url);
  return text;
}

std::string annotation(std::string_view level, std::string_view title, std::string_view message) {
  return fmt::format("::{} title={}::{}", level, property(title), message);
}

void put(const std::vector<std::string>& lines, std::string_view level, std::ostream& out) {
  const std::size_t shown = lines.size() > kShown ? kShown - 1 : lines.size();
  for (std::size_t at = 0; at < shown; ++at) out << lines[at] << '\n';
  if (shown < lines.size()) {
    out << annotation(
               level, "omni-conform",
               fmt::format("and {} more; the other reports have them all", lines.size() - shown))
        << '\n';
  }
}

void write_github(const Run& run, const ReportContext& report_context, std::ostream& out) {
  std::vector<std::string> errors;
  std::vector<std::string> warnings;
  for (const Play& play : run.plays) {
    const std::string cell = play.scenario + " x " + play.profile;
    const std::string replay = replay_of(run, play);
    const std::string again = replay.empty() ? "" : "%0Aagain: " + escaped(replay);
    if (play.verdict == Verdict::kHarnessError) {
      errors.push_back(
          annotation("error", cell, "a fault of omni-conform, no verdict: " + escaped(play.error)));
    }
    for (const CheckResult& check : play.checks) {
      const std::string title =
          fmt::format("{} {}: {}", mark_of(check.verdict).mark, cell, check.id);
      if (is_red(check.verdict)) {
        errors.push_back(annotation("error", title, told(check, report_context) + again));
      } else if (check.verdict == Verdict::kWarn) {
        warnings.push_back(annotation("warning", title, told(check, report_context) + again));
      }
    }
  }
  put(errors, "error", out);
  put(warnings, "warning", out);
  out << annotation("notice", "omni-conform",
                    fmt::format("{}: {}", conclusion(run, report_context.interrupted),
                                escaped(counted(run.plays))))
      << '\n';
}

const RegisterFormat github{{.name = "github",
                             .describes = "annotations for GitHub Actions (github=-)",
                             .extension = "txt",
                             .write = write_github}};

}  // namespace
}  // namespace conform::reports
