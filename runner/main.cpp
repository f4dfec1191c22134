// The program: its streams, and how it ends. What it can do is in runner/command_line.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string_view>

#include "reports/text.hpp"
#include "runner/command_line/command_line.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/streams.hpp"

namespace conform::runner {
namespace {

std::size_t width_of_terminal() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<std::size_t>(size.ws_col, 60, 140);
}

Streams standard_streams() {
  const bool out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const char* summary = std::getenv("GITHUB_STEP_SUMMARY");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  const bool unwanted = no_color != nullptr && *no_color != '\0';
  return {.out = std::cout,
          .err = std::cerr,
          .colour = out_is_terminal && !unwanted && !dumb,
          .progress = ::isatty(STDERR_FILENO) == 1 && !dumb,
          .width = out_is_terminal ? width_of_terminal() : 120,
          .step_summary = summary == nullptr ? "" : summary};
}

}  // namespace
}  // namespace conform::runner

int main(int argc, char** argv) {
  // When the reader of a pipe has gone, or a file may not become as large, the write fails and is
  // reported; no signal ends the program.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    conform::runner::Streams streams = conform::runner::standard_streams();
    streams.command = {argv + 1, argv + argc};
    const int code = conform::runner::obey(streams.command, streams);
    streams.out.flush();
    if (!streams.out) throw std::runtime_error("Standard output could not be written.");
    return code;
  } catch (const conform::runner::UsageError& error) {
    std::cerr << "omni-conform: " << conform::reports::printed(error.what()) << '\n';
    return conform::runner::kUsage;
  } catch (const std::exception& error) {
    std::cerr << "omni-conform: " << conform::reports::printed(error.what()) << '\n';
    return conform::runner::kHarnessError;
  }
}
