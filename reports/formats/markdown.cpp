// A comment for a pull request, also what GitHub shows as a job's summary: what is new against the
// baseline first. Foreign text stands in code spans only, where it can neither mark up nor mention
// anybody. Long tables are cut, as GitHub refuses comments of more than 65,536 characters.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>
#include <string>
#include <vector>

#include "foundation/text/ascii.hpp"
#include "reports/evidence.hpp"
#include "reports/mark.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr std::size_t kMostRows = 60;
constexpr std::size_t kCellColumns = 160;

// Text of any origin as a code span that is safe in a cell of a table.
std::string code(std::string_view text, std::size_t columns = kCellColumns) {
  std::string line = one_line(text, columns);
  if (line.empty()) return {};
  replace_all(line, "`", "'");
  replace_all(line, "|", "\\|");
  return "`" + line + "`";
}

// Sentences of our own fixtures. They need no code span, but Markdown's signs in them are escaped.
std::string prose(std::string_view text) {
  std::string escaped;
  for (const char character : one_line(text, 400)) {
    if (std::string_view("\\`*_{}[]<>#|@&~").find(character) != std::string_view::npos) {
      escaped += '\\';
    }
    escaped += character;
  }
  return escaped;
}

struct Row {
  const Play* play;
  const CheckResult* check;  // nullptr for a harness error
};

std::vector<Row> rows_of(const Run& run, Verdict verdict) {
  std::vector<Row> rows;
  for (const Play& play : run.plays) {
    if (verdict == Verdict::kHarnessError && play.verdict == verdict) {
      rows.push_back({&play, nullptr});
    }
    for (const CheckResult& check : play.checks) {
      if (check.verdict == verdict) rows.push_back({&play, &check});
    }
  }
  return rows;
}

std::string rule_of(const std::string& requirement, const ReportContext& report_context) {
  const auto found = report_context.rules.find(requirement);
  if (found == report_context.rules.end() || found->second.url.empty())
    return code(requirement, 40);
  return fmt::format("[{}]({})", prose(requirement), found->second.url);
}

void table(const std::vector<Row>& rows, const ReportContext& report_context, std::ostream& out) {
  out << "| client | scenario | check | rule | seen |\n|---|---|---|---|---|\n";
  for (std::size_t at = 0; at < std::min(rows.size(), kMostRows); ++at) {
    const auto& [play, check] = rows[at];
    const std::string cell =
        fmt::format("| {} | {} |", code(play->profile, 60), code(play->scenario, 80));
    if (check == nullptr) {
      out << cell << " | | " << code(play->error) << " |\n";
      continue;
    }
    const std::string& told = check->reason.empty() ? check->finding.seen : check->reason;
    out << cell << ' ' << code(check->id, 80) << " | "
        << rule_of(check->requirement, report_context) << " | " << code(told) << " |\n";
  }
  if (rows.size() > kMostRows) {
    out << fmt::format("\n… and {} more, see the other reports.\n", rows.size() - kMostRows);
  }
  out << '\n';
}

void section(const Run& run, const ReportContext& report_context, Verdict verdict,
             std::string_view title, std::ostream& out) {
  const std::vector<Row> rows = rows_of(run, verdict);
  if (rows.empty()) return;
  out << fmt::format("### {} ({})\n\n", title, rows.size());
  table(rows, report_context, out);
}

void folded(const Run& run, const ReportContext& report_context, Verdict verdict,
            std::string_view title, std::ostream& out) {
  const std::vector<Row> rows = rows_of(run, verdict);
  if (rows.empty()) return;
  out << fmt::format("<details><summary>{} ({})</summary>\n\n", title, rows.size());
  table(rows, report_context, out);
  out << "</details>\n\n";
}

// Every rule that is broken, with its sentence. Readers need these to understand the table.
void rules(const Run& run, const ReportContext& report_context, std::ostream& out) {
  std::map<std::string, std::size_t> broken;
  for (const Verdict verdict : {Verdict::kFail, Verdict::kNotExercised}) {
    for (const Row& row : rows_of(run, verdict)) ++broken[row.check->requirement];
  }
  bool any = false;
  for (const auto& [id, count] : broken) {
    const auto rule = report_context.rules.find(id);
    if (rule == report_context.rules.end()) continue;
    out << fmt::format("- **{}**: {}\n", rule_of(id, report_context), prose(rule->second.text));
    any = true;
  }
  if (any) out << '\n';
}

void replays(const Run& run, std::ostream& out) {
  std::vector<std::string> commands;
  for (const Play& play : run.plays) {
    const std::string command = replay_of(run, play);
    if (is_red(play.verdict) && !command.empty()) commands.push_back(command);
  }
  if (commands.empty()) return;
  out << "<details><summary>Play them again</summary>\n\n```sh\n";
  for (std::size_t at = 0; at < std::min(commands.size(), kMostRows); ++at) {
    std::string line = visible(commands[at]);
    replace_all(line, "```", "'''");
    replace_all(line, "\n", " ");
    out << line << '\n';
  }
  out << "```\n\n</details>\n\n";
}

void matrix(const Run& run, std::ostream& out) {
  if (run.profiles.size() * run.scenarios.size() > 600) return;
  std::map<std::pair<std::string, std::string>, const Play*> plays;
  for (const Play& play : run.plays) plays[{play.scenario, play.profile}] = &play;
  out << "<details><summary>All plays</summary>\n\n| |";
  for (const std::string& profile : run.profiles) out << ' ' << code(profile, 40) << " |";
  out << "\n|---|";
  for (std::size_t at = 0; at < run.profiles.size(); ++at) out << "---|";
  out << '\n';
  for (const std::string& scenario : run.scenarios) {
    out << "| " << code(scenario, 80) << " |";
    for (const std::string& profile : run.profiles) {
      const auto play = plays.find({scenario, profile});
      const std::string_view mark = play == plays.end() ? "" : mark_of(play->second->verdict).mark;
      out << ' ' << mark << " |";
    }
    out << '\n';
  }
  out << "\n</details>\n";
}

void write_document(const Run& run, const ReportContext& report_context, std::ostream& out) {
  const bool baseline = !report_context.baseline.empty();
  out << fmt::format("## omni-conform: {}\n\n", conclusion(run, report_context.interrupted));
  out << fmt::format("{} plays, {} scenarios × {} clients: {}.", run.plays.size(),
                     run.scenarios.size(), run.profiles.size(), counted(run.plays));
  if (baseline) out << " Expected failures: " << code(report_context.baseline, 80) << '.';
  if (report_context.since) {
    out << fmt::format(" Since {}: {}.", code(report_context.since->file, 80),
                       report_context.since->counted());
  }
  out << "\n\n";
  section(run, report_context, Verdict::kHarnessError, "No verdict: omni-conform itself failed",
          out);
  section(run, report_context, Verdict::kFail, baseline ? "New: not in the baseline" : "Broken",
          out);
  section(run, report_context, Verdict::kNotExercised,
          baseline ? "New: never came to the point" : "Never came to the point", out);
  section(run, report_context, Verdict::kFlaky,
          "Flaky: played several times, and not always the same", out);
  section(run, report_context, Verdict::kStale, "Stale: listed as failing, but passes", out);
  rules(run, report_context, out);
  replays(run, out);
  folded(run, report_context, Verdict::kWarn, "Warnings", out);
  folded(run, report_context, Verdict::kKnown, "Expected failures", out);
  matrix(run, out);
}

// It is read in the logs of CI services as well.
void write_markdown(const Run& run, const ReportContext& report_context, std::ostream& out) {
  std::ostringstream document;
  write_document(run, report_context, document);
  out << inert(document.str());
}

const RegisterFormat markdown{{.name = "markdown",
                               .describes = "a pull-request comment, what is new first",
                               .extension = "md",
                               .write = write_markdown}};

}  // namespace
}  // namespace conform::reports
