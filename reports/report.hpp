// A report format: a name and a function from a Run to text. Formats register themselves, one file
// each.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "suites/verdict.hpp"

namespace conform {

struct BenchResult;

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
};

// What a report is told beside the run itself.
struct Telling {
  bool colour = false;      // only ever set for a terminal
  std::size_t width = 100;  // columns of text that people read
  std::map<std::string, Rule> rules =
      {};  // requirement id -> its rule; an unknown id is shown as it is
  std::map<std::string, Story> stories = {};        // scenario id -> its story
  std::map<std::string, std::string> clients = {};  // profile id -> its title
  std::string baseline =
      {};  // the file of expected failures that the run was held against, or empty
  // Why the run was stopped before its end, or empty; a person reads that and not each play.
  std::string stopped = {};
  // "interrupted by SIGINT after 12 of 217 plays", or empty: what is missing has no verdict.
  std::string interrupted = {};
  const BenchResult* bench = nullptr;  // how fast it was, when that was measured
};

// `write` only formats: it computes no verdict, and any text that came from outside may hold
// anything.
struct Format {
  std::string_view name;       // "junit"
  std::string_view describes;  // one line for --help
  std::string_view extension;  // of its files: "xml"
  // It is many files: what `write` writes is a JSON object with a path and a text for each.
  bool is_folder = false;
  void (*write)(const Run& run, const Telling& telling, std::ostream& out);
};

const std::vector<Format>& all_formats();  // sorted by name
const Format* find_format(std::string_view name);

struct RegisterFormat {
  explicit RegisterFormat(const Format& format);
};

}  // namespace conform
