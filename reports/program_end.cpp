#include "reports/program_end.hpp"

#include <fmt/format.h>

#include "reports/text.hpp"
#include "suites/record.hpp"

namespace conform::reports {
namespace {

// Both ends of the output are shown: the first lines have the cause, the last ones how it ended.
constexpr std::size_t kFirstLines = 5;
constexpr std::size_t kLastLines = 8;

}  // namespace

std::string end_of_program(const Play& play) {
  std::string asked;
  std::string end;
  for (const Entry& entry : play.entries) {
    if (const Note* intent = record::note_in(entry, Note::Kind::kIntent)) asked = intent->text;
    const Note* remark = record::note_in(entry, Note::Kind::kHarness);
    if (remark == nullptr || !remark->text.starts_with(record::kProgramEnded)) continue;
    end = remark->text.substr(record::kProgramEnded.size());
    if (!asked.empty()) end += ", while it was asked to " + asked;
  }
  return end;
}

std::string words_of_program(const Play& play, std::size_t width, const std::string& indent) {
  std::string text;
  const auto add = [&](const std::string& line) {
    text += indent + "| " + terminal_line(line, width) + '\n';
  };
  const std::size_t lines = play.output.size();
  const bool all = lines <= kFirstLines + kLastLines;
  for (std::size_t at = 0; at < (all ? lines : kFirstLines); ++at) add(play.output[at]);
  if (all) return text;
  text += fmt::format("{}| ... {} more lines\n", indent, lines - kFirstLines - kLastLines);
  for (std::size_t at = lines - kLastLines; at < lines; ++at) add(play.output[at]);
  return text;
}

}  // namespace conform::reports
