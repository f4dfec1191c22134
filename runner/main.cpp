// The program: its streams, and how it ends. What it can do is in runner/command_line.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <new>
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

constexpr std::string_view kNoMemory =
    "omni-conform: there is not enough memory for this (limits of the machine: ulimit -v, "
    "cgroups).\n";

std::atomic<bool> memory_was_lacking = false;

void refuse_to_allocate() {
  memory_was_lacking = true;
  throw std::bad_alloc();
}

// Memory was lacking in a place that has nobody to tell (a new thread, a destructor), or even for
// the exception. The reason is written without asking for memory.
void end_with_the_reason() {
  if (!memory_was_lacking) __gnu_cxx::__verbose_terminate_handler();
  static_cast<void>(::write(STDERR_FILENO, kNoMemory.data(), kNoMemory.size()));
  std::_Exit(kHarnessError);
}

}  // namespace
}  // namespace conform::runner

int main(int argc, char** argv) {
  std::set_new_handler(conform::runner::refuse_to_allocate);
  std::set_terminate(conform::runner::end_with_the_reason);
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
  } catch (const std::bad_alloc&) {
    std::cerr << conform::runner::kNoMemory;
    return conform::runner::kHarnessError;
  } catch (const std::exception& error) {
    std::cerr << "omni-conform: " << conform::reports::printed(error.what()) << '\n';
    return conform::runner::kHarnessError;
  }
}
