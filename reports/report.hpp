// A report format: a name and a function from a Run to text. Formats register themselves, one file
// each.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/since.hpp"
#include "suites/verdict.hpp"

namespace conform::bench {
struct BenchResult;
}  // namespace conform::bench

namespace conform::reports {

// The sentence a requirement stands for, and where it can be read.
struct Rule {
  std::string text;
  std::string url;
};

// What a scenario is about, for somebody who has never seen it.
struct Story {
  std::string title;
  std::string story;  // what the user sees
  std::string why;
  std::string fix;
  std::vector<std::string> arranged;
  std::vector<std::string> done;
  std::string file = {};  // where its source stands, from the root of ours; empty: nowhere
};

// When, where and how a run was started: for people who wonder which one they look at. No report
// that is compared with another one holds it. What is empty is not known.
struct Circumstances {
  std::string began;    // "2026-11-29T12:00:00.000Z"
  std::string command;  // as it may be pasted, secrets replaced by pseudonyms
  std::string machine;  // "Linux x86_64, 2 processors"
  std::string commit;   // what the job of a CI service checked out
};

// What a report needs to know beside the run itself.
struct ReportContext {
  bool colour = false;      // true only for a terminal
  std::size_t width = 100;  // columns of text that people read
  // Requirement id -> its rule. An unknown id is shown as it is.
  std::map<std::string, Rule> rules = {};
  std::map<std::string, Story> stories = {};        // scenario id -> its story
  std::map<std::string, std::string> clients = {};  // profile id -> its title
  // The file of expected failures that the run was compared with, or empty.
  std::string baseline = {};
  // What became of the plays since an earlier run, when one was named.
  std::optional<Since> since = {};
  // Why the run was stopped before its end, or empty. Then the console shows this instead of plays.
  std::string stopped = {};
  // "interrupted by SIGINT after 12 of 217 plays", or empty: what is missing has no verdict.
  std::string interrupted = {};
  Circumstances circumstances = {};
  const bench::BenchResult* bench = nullptr;  // how fast it was, when that was measured
};

// `write` only formats and computes no verdict. Text that came from outside may hold anything, so
// every format must make it harmless.
struct Format {
  std::string_view name;       // "junit"
  std::string_view describes;  // one line for --help
  std::string_view extension;  // of its files: "xml"
  // The report is many files: `write` then writes a JSON object of path -> text.
  bool is_folder = false;
  void (*write)(const Run& run, const ReportContext& report_context, std::ostream& out);
};

const std::vector<Format>& all_formats();  // sorted by name
const Format* find_format(std::string_view name);

struct RegisterFormat {
  explicit RegisterFormat(const Format& format);
};

}  // namespace conform::reports
