// Runs a program without a shell, in a session of its own and with an environment of its own, and
// ends it with everything that it started, however deep and whatever it ignores. Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace conform::clients {

// How a program ended. A signal is never taken for an exit status.
struct ProcessEnd {
  std::optional<int> exit_status;
  std::optional<int> signal;

  [[nodiscard]] bool success() const { return exit_status == 0; }
  [[nodiscard]] std::string text() const;  // "exit status 1", "signal 9 (Killed)"
};

// The program could not be started; what() names it and says why.
class ProcessError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Where the shell would find a program, given PATH; a name with a slash is a file. Throws
// ProcessError.
std::filesystem::path find_program(std::string_view name, std::string_view path);

struct ProcessSpec {
  std::vector<std::string> argv;                   // argv[0] is looked up on PATH of `environment`
  std::map<std::string, std::string> environment;  // the whole of it
  std::filesystem::path directory;                 // where it runs; empty: where we are
  // Called on a thread of the process, line by line and without the newline. An unended last line
  // counts.
  std::function<void(std::string_view line)> on_stdout;
  std::function<void(std::string_view line)> on_stderr;
  // Called once on that thread, after the output that came before the end.
  std::function<void(const ProcessEnd&)> on_end;
};

// A keeper process stands between us and the program: it adopts what the program leaves behind, and
// ends all of it when it is told to, or when we are gone ourselves.
class Process {
 public:
  // Is told the keeper's id as soon as there is one, on the caller's thread: whatever the program
  // will start, however deep, stays a descendant of it.
  using OnKeeper = std::function<void(int keeper)>;

  // Throws ProcessError when the program can't be started, also after `on_keeper` was called.
  explicit Process(ProcessSpec spec, const OnKeeper& on_keeper = {});
  ~Process();  // terminates without any grace
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // The program's own, for /proc; another's one day, once it has ended.
  [[nodiscard]] int id() const;
  // Writes to its standard input. False when it no longer reads; waits up to ten seconds for a full
  // pipe.
  bool write(std::string_view text);
  void close_input();

  // Returns when everything that the program had written before the call was handed on, but for a
  // line that is not ended yet.
  void read_output();

  // How the program ended, or nullopt when it still runs after that time.
  [[nodiscard]] std::optional<ProcessEnd> wait(std::chrono::milliseconds at_most) const;
  [[nodiscard]] std::optional<ProcessEnd> ended() const;

  // SIGTERM to the program's group, SIGKILL to everything that is left after `grace`. Returns when
  // nothing is left; safe to call again.
  ProcessEnd terminate(std::chrono::milliseconds grace);
  // The same, without waiting for it.
  void begin_to_terminate(std::chrono::milliseconds grace);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Completed {
  ProcessEnd end;
  bool timed_out = false;
  std::string out;
  std::string err;
};

// Runs a program to its end, or until the time is up, with nothing on its standard input.
Completed run_to_end(ProcessSpec spec, std::chrono::milliseconds time_limit);

// Our own environment, for programs that shall inherit some of it.
std::map<std::string, std::string> own_environment();

}  // namespace conform::clients
