// The report for a person at a terminal: a table, then every red play explained, then the rest in
// brief.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <set>
#include <string>
#include <tuple>

#include "reports/evidence.hpp"
#include "reports/mark.hpp"
#include "reports/program_end.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

// Writes one run, and is then thrown away.
class Console {
 public:
  Console(const Run& run, const ReportContext& report_context, std::ostream& out)
      : run_(run), report_context_(report_context), out_(out) {
    for (const Play& play : run.plays) plays_[{play.scenario, play.profile}] = &play;
  }

  void write() {
    heading();
    if (!report_context_.stopped.empty()) {
      out_ << report_context_.stopped;
      closing();
      return;
    }
    table();
    legend();
    for (const Play& play : run_.plays) {
      if (is_red(play.verdict)) explain(play);
    }
    brief("Known failures", Verdict::kKnown);
    brief("Warnings", Verdict::kWarn);
    brief("Not applicable", Verdict::kNotApplicable);
    fixed();
    closing();
  }

 private:
  [[nodiscard]] std::string painted(std::string_view text, std::string_view sgr) const {
    return report_context_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", sgr, text) : std::string(text);
  }

  [[nodiscard]] std::string padded_mark(Verdict verdict, std::size_t width) const {
    const VerdictMark& mark = mark_of(verdict);
    const std::string fill(width > mark.mark.size() ? width - mark.mark.size() : 0, ' ');
    return painted(mark.mark, mark.colour) + fill;
  }

  void heading() {
    out_ << fmt::format(
        "omni-conform {}, seed {}: {} scenarios, {} profiles, {} plays in {:.1f} s\n\n",
        terminal_line(run_.version, 40), run_.seed, run_.scenarios.size(), run_.profiles.size(),
        run_.plays.size(), static_cast<double>(run_.took.count()) / 1e6);
  }

  // Profiles by name where they fit, else by number with a key above the table.
  void table() {
    std::size_t first = 10;
    for (const std::string& scenario : run_.scenarios) {
      first = std::max(first, columns_of(leaf(scenario)) + 4);
    }
    std::vector<std::string> heads;
    std::size_t total = first;
    for (const std::string& profile : run_.profiles) {
      heads.push_back(terminal_line(profile, 30));
      total += std::max<std::size_t>(columns_of(heads.back()), 5) + 2;
    }
    if (total > report_context_.width) {
      for (std::size_t at = 0; at < heads.size(); ++at) {
        const std::string number = fmt::format("{}", at + 1);
        out_ << fmt::format("  {:>3}  {}\n", number, heads[at]);
        heads[at] = number;
      }
      out_ << '\n';
    }
    std::string line(first, ' ');
    for (const std::string& head : heads) line += fmt::format("{:<5}  ", head);
    out_ << trimmed(line) << '\n';
    std::string folder = "/";
    for (const std::string& scenario : run_.scenarios) {
      if (folder_of(scenario) != folder) {
        folder = folder_of(scenario);
        if (!folder.empty()) out_ << terminal_line(folder, 60) << '\n';
      }
      row(scenario, first, heads);
    }
    out_ << '\n';
  }

  void row(const std::string& scenario, std::size_t first, const std::vector<std::string>& heads) {
    std::string line = "  " + terminal_line(leaf(scenario), 60);
    line.append(first - columns_of(line), ' ');
    for (std::size_t at = 0; at < heads.size(); ++at) {
      const std::size_t width = std::max<std::size_t>(columns_of(heads[at]), 5) + 2;
      const auto play = plays_.find({scenario, run_.profiles[at]});
      line += play == plays_.end() ? std::string(width, ' ')
                                   : padded_mark(play->second->verdict, width);
    }
    out_ << trimmed(line) << '\n';
  }

  void legend() {
    std::set<Verdict> seen;
    for (const Play& play : run_.plays) seen.insert(play.verdict);
    for (const VerdictMark& mark : all_marks()) {
      if (!seen.contains(mark.verdict)) continue;
      out_ << "  " << padded_mark(mark.verdict, 7) << mark.means
           << (is_red(mark.verdict) ? " (red)" : "") << '\n';
    }
  }

  void field(std::string_view name, std::string_view text) {
    constexpr std::size_t kIndent = 14;
    if (text.empty()) return;
    out_ << fmt::format("    {:<{}}", name, kIndent - 4)
         << wrapped(terminal_line(text, 600), report_context_.width, kIndent, kIndent) << '\n';
  }

  void rule(const std::string& requirement) {
    const auto found = report_context_.rules.find(requirement);
    if (found == report_context_.rules.end()) return;
    field("rule", found->second.text);
    field("", found->second.url);
  }

  void explain(const Play& play) {
    out_ << fmt::format("\n{} {} x {}: {}\n",
                        painted(mark_of(play.verdict).mark, mark_of(play.verdict).colour),
                        terminal_line(play.scenario, 80), terminal_line(play.profile, 60),
                        terminal_line(play.title, 200));
    field("error", play.error);
    news(play);
    for (const CheckResult& check : play.checks) {
      if (!is_red(check.verdict)) continue;
      const VerdictMark& mark = mark_of(check.verdict);
      out_ << "  " << painted(mark.mark, mark.colour)
           << fmt::format(" {} ({}, {})\n", terminal_line(check.id, 80), to_string(check.severity),
                          terminal_line(check.requirement, 60));
      rule(check.requirement);
      field("expected", check.expected);
      field("seen", check.finding.seen);
      field("because", check.reason);
      bool first = true;
      for (const Entry* entry : entries_of(play, check.finding.evidence)) {
        out_ << fmt::format("    {:<10}", first ? "evidence" : "")
             << inert(line_of(*entry, report_context_.width > 34 ? report_context_.width - 14 : 20))
             << '\n';
        first = false;
      }
    }
    field("ended", end_of_program(play));
    // Developers look first for what their program printed.
    out_ << words_of_program(play, report_context_.width, "    ");
    // A recording belongs to no scenario, so it has no story.
    const auto story = report_context_.stories.find(play.scenario);
    if (story != report_context_.stories.end() && story->second.story.empty()) return;
    out_ << "  more: omni-conform explain " << terminal_line(play.scenario, 80) << '\n';
    // Where the evidence is seen by its numbers.
    const std::string wire = wire_replay_of(run_, play);
    if (!wire.empty()) out_ << "        " << inert(wire) << '\n';
  }

  void news(const Play& play) {
    if (!report_context_.since) return;
    const News* what = report_context_.since->of(play);
    if (what == nullptr) return;
    field("since", fmt::format("{}, compared with {}", *what == News::kNew ? "new" : "still red",
                               report_context_.since->file));
  }

  void fixed() {
    if (!report_context_.since || report_context_.since->count(News::kFixed) == 0) return;
    out_ << "\nNo longer red\n";
    for (const Play& play : run_.plays) {
      const News* what = report_context_.since->of(play);
      if (what == nullptr || *what != News::kFixed) continue;
      out_ << fmt::format("  {} x {}\n", terminal_line(play.scenario, 80),
                          terminal_line(play.profile, 60));
    }
  }

  // One line for each check and profile, however many scenarios it was judged in.
  void brief(std::string_view title, Verdict verdict) {
    struct Group {
      std::vector<std::string> scenarios;
      std::string text;
    };
    std::map<std::tuple<std::string, std::string>, Group> groups;
    for (const Play& play : run_.plays) {
      for (const CheckResult& check : play.checks) {
        if (check.verdict != verdict) continue;
        // One reason excuses all checks that need what the client cannot do.
        const std::string what = verdict == Verdict::kNotApplicable ? check.reason : check.id;
        Group& group = groups[{play.profile, what}];
        if (group.scenarios.empty() || group.scenarios.back() != play.scenario) {
          group.scenarios.push_back(play.scenario);
        }
        if (!group.text.empty()) continue;
        group.text = verdict == Verdict::kWarn ? check.finding.seen : check.reason;
      }
    }
    if (groups.empty()) return;
    out_ << '\n' << title << '\n';
    for (const auto& [key, group] : groups) {
      const auto& [profile, what] = key;
      const std::string where = group.scenarios.size() == 1
                                    ? group.scenarios.front()
                                    : fmt::format("{} scenarios", group.scenarios.size());
      const std::string head =
          verdict == Verdict::kNotApplicable
              ? fmt::format("{}, {}: ", terminal_line(profile, 60), terminal_line(where, 80))
              : fmt::format("{}, {} in {}: ", terminal_line(profile, 60), terminal_line(what, 80),
                            terminal_line(where, 80));
      out_ << "  " << wrapped(head + terminal_line(group.text, 400), report_context_.width, 6, 2)
           << '\n';
    }
  }

  void closing() {
    const std::string counts = counted(run_.plays);
    const bool red =
        run_.plays.empty() || !report_context_.interrupted.empty() ||
        std::ranges::any_of(run_.plays, [](const Play& play) { return is_red(play.verdict); });
    out_ << '\n';
    if (report_context_.since) {
      out_ << fmt::format("Since {}: {}\n", terminal_line(report_context_.since->file, 400),
                          report_context_.since->counted());
    }
    out_ << painted(conclusion(run_, report_context_.interrupted), red ? "1;31" : "1;32");
    if (!counts.empty()) out_ << ": " << counts;
    out_ << '\n';
  }

  static std::string folder_of(const std::string& scenario) {
    const std::size_t slash = scenario.rfind('/');
    return slash == std::string::npos ? "" : scenario.substr(0, slash + 1);
  }
  static std::string leaf(const std::string& scenario) {
    const std::size_t slash = scenario.rfind('/');
    return terminal_line(slash == std::string::npos ? scenario : scenario.substr(slash + 1), 60);
  }
  static std::string trimmed(const std::string& line) {
    return line.substr(0, line.find_last_not_of(' ') + 1);
  }

  const Run& run_;
  const ReportContext& report_context_;
  std::ostream& out_;
  std::map<std::pair<std::string, std::string>, const Play*> plays_;
};

void write_console(const Run& run, const ReportContext& report_context, std::ostream& out) {
  Console(run, report_context, out).write();
}

const RegisterFormat console{{.name = "console",
                              .describes = "a table and every red play explained, for a terminal",
                              .extension = "txt",
                              .write = write_console}};

}  // namespace
}  // namespace conform::reports
