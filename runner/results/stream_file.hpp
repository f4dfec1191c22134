// The file of a run while it is played: a line of JSON for the run, then a line for each play when
// it finishes. Each line is appended in one write. A run that is killed loses only the play that
// was being played; the same command line goes on where the file ends.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "runner/choice/run_head.hpp"
#include "suites/verdict.hpp"

namespace conform::runner {

struct Stream {
  RunHead head;
  std::vector<Play> plays;  // in the order in which they finished, unfiltered
};

bool is_stream(const std::filesystem::path& file);

// A last line that was cut off is left out. Throws UsageError that names the file and line.
Stream read_stream(const std::filesystem::path& file);

// Appends. Not thread-safe: one call at a time, as OnPlayed promises.
class StreamFile {
 public:
  // Begins the file, or takes up the one that is there: finished() then holds its plays. Throws
  // UsageError when it holds another run or another run writes it at this moment, ReportError when
  // it cannot be written.
  StreamFile(std::string file, const RunHead& head);
  ~StreamFile();
  StreamFile(const StreamFile&) = delete;
  StreamFile& operator=(const StreamFile&) = delete;

  [[nodiscard]] const std::vector<Play>& finished() const { return finished_; }
  void append(const Play& play);  // throws ReportError

 private:
  void take_up(const RunHead& head);
  void append_line(const std::string& line);
  [[noreturn]] void fail(int error) const;

  std::string file_;
  std::vector<Play> finished_;
  int descriptor_ = -1;
};

}  // namespace conform::runner
