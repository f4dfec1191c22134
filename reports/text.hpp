// Foreign text made fit for reports: whatever a client or server sent must not break a format, a
// terminal or a reader's eye. Pure functions; they never throw but for lack of memory.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace conform::reports {

// Valid UTF-8 without control characters, but for newline and tab. Bad bytes and control characters
// become "\xNN". What XML forbids, or what makes a terminal reorder text, becomes "\u{NNNN}".
std::string visible(std::string_view text);

// The same without a command to a CI service, whose log a terminal's output often is: GitHub's
// "::error" at the beginning of a line (docs.github.com, "Workflow commands"), "##[error]" of its
// older runners and of Azure Pipelines, "##vso[task…]" there, "##teamcity[…]". A blank breaks them.
std::string inert(std::string_view text);

// A JSON text of the same meaning without such a command, and without what visible() takes out.
// JSON writes line breaks as escapes, so only "##vso[" and its like are left, which act anywhere in
// a line.
std::string inert_json(std::string_view json);

// visible() on one line: runs of white space are one blank; at most `columns` characters, then
// "...".
std::string one_line(std::string_view text, std::size_t columns);

// The same for a line of a terminal or a log: inert() as well.
std::string terminal_line(std::string_view text, std::size_t columns);

// inert() of several lines, for a terminal. At most `bytes` bytes; then it says how many more there
// are.
std::string printed(std::string_view text, std::size_t bytes = 64UL * 1024);

// At most `bytes` bytes of a text, not cutting a UTF-8 sequence.
std::string_view cut(std::string_view text, std::size_t bytes);

// How many columns a valid UTF-8 text takes, one a code point.
std::size_t columns_of(std::string_view text);

// Breaks a one-line text at blanks; every line after the first begins with `indent` blanks. `used`
// columns of the first line are already taken. A word longer than a line is kept whole.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent, std::size_t used);

}  // namespace conform::reports
