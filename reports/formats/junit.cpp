// JUnit XML for CI servers: a suite for each profile, a case for each scenario.
//
// Choices, and what the readers do with them:
// - The class name is "PROFILE.FOLDER". Jenkins makes a package of the part before the last dot.
//   GitLab and the GitHub reporters show the name as it is.
// - A case has one <failure>, which names every red check. Jenkins reads only the first one.
// - Known failures, and what a client cannot do, are <skipped> with a message. Every reader shows
//   these apart from what passed, and none turns them red.
// - JUnit has no warnings. A case with one passes, and says so in <system-out>.
// - A fault of ours is an <error> and never a <failure>.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <pugixml.hpp>
#include <string>

#include "reports/evidence.hpp"
#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr std::size_t kLineColumns = 160;

std::string seconds(std::chrono::microseconds took) {
  return fmt::format("{:.3f}", static_cast<double>(took.count()) / 1e6);
}

void set(pugi::xml_node node, const char* name, std::string_view text) {
  node.append_attribute(name).set_value(terminal_line(text, 400).c_str());
}

void set_text(pugi::xml_node node, const std::string& text) {
  node.append_child(pugi::node_pcdata).set_value(inert(text).c_str());
}

std::string class_of(const Play& play) {
  // Jenkins would take each dot for the end of a package.
  std::string profile = play.profile;
  std::ranges::replace(profile, '.', '_');
  const std::size_t slash = play.scenario.rfind('/');
  std::string folder = slash == std::string::npos ? "scenarios" : play.scenario.substr(0, slash);
  std::ranges::replace(folder, '.', '_');
  return profile + "." + folder;
}

std::string told(const Play& play, const CheckResult& check, const ReportContext& report_context) {
  std::string text = fmt::format("{}: {} ({}, {})\n", to_string(check.verdict), check.id,
                                 to_string(check.severity), check.requirement);
  if (const auto rule = report_context.rules.find(check.requirement);
      rule != report_context.rules.end()) {
    text += fmt::format("  rule: {}\n", rule->second.text);
    if (!rule->second.url.empty()) text += fmt::format("  {}\n", rule->second.url);
  }
  text += fmt::format("  expected: {}\n", check.expected);
  if (!check.finding.seen.empty()) text += fmt::format("  seen: {}\n", check.finding.seen);
  if (!check.reason.empty()) text += fmt::format("  because: {}\n", check.reason);
  for (const Entry* entry : entries_of(play, check.finding.evidence)) {
    text += fmt::format("  {}\n", line_of(*entry, kLineColumns));
  }
  return text;
}

std::string told(const Play& play, const ReportContext& report_context, Verdict verdict) {
  std::string text;
  for (const CheckResult& check : play.checks) {
    if (check.verdict == verdict) text += told(play, check, report_context);
  }
  return text;
}

// "stops-after-refusal, tells-the-user: 3 authorization requests"
std::string summary(const Play& play, Verdict verdict) {
  std::string ids;
  std::string text;
  for (const CheckResult& check : play.checks) {
    if (check.verdict != verdict) continue;
    ids += (ids.empty() ? "" : ", ") + check.id;
    if (text.empty()) text = check.reason.empty() ? check.finding.seen : check.reason;
  }
  if (ids.empty()) return std::string(to_string(verdict));
  return fmt::format("{}: {}: {}", to_string(verdict), ids, text);
}

void add_failure(pugi::xml_node test_case, const Play& play, const ReportContext& report_context) {
  const bool ours = play.verdict == Verdict::kHarnessError;
  pugi::xml_node node = test_case.append_child(ours ? "error" : "failure");
  set(node, "type", to_string(play.verdict));
  std::string text = play.error.empty() ? "" : play.error + "\n";
  for (const CheckResult& check : play.checks) {
    if (is_red(check.verdict)) text += told(play, check, report_context);
  }
  set(node, "message", ours ? "harness_error: " + play.error : summary(play, play.verdict));
  set_text(node, text);
}

void add_output(pugi::xml_node test_case, const Play& play, const ReportContext& report_context) {
  std::string text = told(play, report_context, Verdict::kWarn);
  if (play.verdict != Verdict::kKnown) text += told(play, report_context, Verdict::kKnown);
  for (const std::string& line : play.output) text += line + "\n";
  if (!text.empty()) set_text(test_case.append_child("system-out"), text);
}

void add_case(pugi::xml_node suite, const Play& play, const ReportContext& report_context) {
  pugi::xml_node node = suite.append_child("testcase");
  set(node, "name", play.scenario);
  set(node, "classname", class_of(play));
  set(node, "time", seconds(play.took));
  if (is_red(play.verdict)) {
    add_failure(node, play, report_context);
  } else if (play.verdict == Verdict::kKnown || play.verdict == Verdict::kNotApplicable) {
    set(node.append_child("skipped"), "message", summary(play, play.verdict));
  }
  add_output(node, play, report_context);
}

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
  std::chrono::microseconds took{0};

  void add(const Play& play) {
    ++tests;
    took += play.took;
    const bool error = play.verdict == Verdict::kHarnessError;
    errors += error ? 1 : 0;
    failures += !error && is_red(play.verdict) ? 1 : 0;
    const bool skips = play.verdict == Verdict::kKnown || play.verdict == Verdict::kNotApplicable;
    skipped += skips ? 1 : 0;
  }

  void put(pugi::xml_node node) const {
    set(node, "tests", fmt::format("{}", tests));
    set(node, "failures", fmt::format("{}", failures));
    set(node, "errors", fmt::format("{}", errors));
  }
};

void write_junit(const Run& run, const ReportContext& report_context, std::ostream& out) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  set(declaration, "version", "1.0");
  set(declaration, "encoding", "UTF-8");
  pugi::xml_node root = document.append_child("testsuites");
  set(root, "name", "omni-conform");
  Counts total;
  for (const Play& play : run.plays) total.add(play);
  total.put(root);
  set(root, "time", seconds(run.took));
  for (const std::string& profile : run.profiles) {
    pugi::xml_node suite = root.append_child("testsuite");
    set(suite, "name", profile);
    Counts counts;
    for (const Play& play : run.plays) {
      if (play.profile == profile) counts.add(play);
    }
    counts.put(suite);
    // Jenkins' schema has this attribute for a suite only, not for all suites together.
    set(suite, "skipped", fmt::format("{}", counts.skipped));
    set(suite, "time", seconds(counts.took));
    pugi::xml_node properties = suite.append_child("properties");
    for (const auto& [name, value] :
         {std::pair<const char*, std::string>{"omni-conform.version", run.version},
          {"omni-conform.seed", fmt::format("{}", run.seed)},
          {"omni-conform.interrupted", report_context.interrupted}}) {
      if (value.empty()) continue;
      pugi::xml_node property = properties.append_child("property");
      set(property, "name", name);
      set(property, "value", value);
    }
    for (const Play& play : run.plays) {
      if (play.profile == profile) add_case(suite, play, report_context);
    }
  }
  document.save(out, " ", pugi::format_indent, pugi::encoding_utf8);
}

const RegisterFormat junit{{.name = "junit",
                            .describes = "JUnit XML for Jenkins, GitLab and GitHub",
                            .extension = "xml",
                            .write = write_junit}};

}  // namespace
}  // namespace conform::reports
