#include "clients/process/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "clients/process/keeper.hpp"
#include "foundation/files/descriptor.hpp"

extern char** environ;  // POSIX declares it nowhere

namespace conform::clients {
namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kLongestLine = std::size_t{64}
                                     << 20;  // bytes; a longer one is cut into several
constexpr milliseconds kWritePatience{10'000};

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw ProcessError(
        fmt::format("no pipe for a program: {}", std::generic_category().message(errno)));
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

void set_nonblocking(const Descriptor& fd) {
  fcntl(fd.get(), F_SETFL, fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

// Writing to a program that is gone must be an error for us, not the end of us.
void ignore_broken_pipes() {
  static const bool ignored = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  (void)ignored;
}

bool is_program(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// One of the program's output streams, cut into lines.
class LineReader {
 public:
  LineReader(Descriptor source, std::function<void(std::string_view)> on_line)
      : source_(std::move(source)), on_line_(std::move(on_line)) {
    set_nonblocking(source_);
  }

  [[nodiscard]] int fd() const { return source_.get(); }

  // Reads what is there now.
  void drain() {
    std::array<char, 65'536> bytes{};
    while (source_.get() >= 0) {
      const ssize_t got = read(source_.get(), bytes.data(), bytes.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0 && errno == EAGAIN) return;
      if (got <= 0) {
        source_.reset();
        flush();
        return;
      }
      take({bytes.data(), static_cast<std::size_t>(got)});
    }
  }

  void flush() {
    if (!pending_.empty()) tell(pending_);
    pending_.clear();
  }

 private:
  void take(std::string_view bytes) {
    for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;
         bytes.remove_prefix(end + 1)) {
      if (pending_.empty()) {
        tell(bytes.substr(0, end));
      } else {
        pending_ += bytes.substr(0, end);
        flush();
      }
    }
    pending_ += bytes;
    if (pending_.size() > kLongestLine) flush();
  }

  void tell(std::string_view line) const {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (on_line_) on_line_(line);
  }

  Descriptor source_;
  std::function<void(std::string_view)> on_line_;
  std::string pending_;
};

// A record, or nullopt at the end of the pipe.
std::optional<KeeperReport> read_report(const Descriptor& report) {
  KeeperReport record;
  ssize_t got = 0;
  do {
    got = read(report.get(), &record, sizeof record);
  } while (got < 0 && errno == EINTR);
  if (got != static_cast<ssize_t>(sizeof record)) return std::nullopt;
  return record;
}

}  // namespace

std::filesystem::path find_program(std::string_view name, std::string_view path) {
  if (name.empty()) throw ProcessError("an empty command can't be started");
  if (name.find('/') != std::string_view::npos) {
    const std::filesystem::path file = std::filesystem::absolute(name);
    if (!std::filesystem::exists(file)) {
      throw ProcessError(fmt::format("can't start \"{}\": there is no such file", name));
    }
    if (!is_program(file))
      throw ProcessError(fmt::format("can't start \"{}\": it is not executable", name));
    return file;
  }
  while (!path.empty()) {
    const std::size_t colon = path.find(':');
    const std::filesystem::path candidate = std::filesystem::path(path.substr(0, colon)) / name;
    if (is_program(candidate)) return std::filesystem::absolute(candidate);
    path = colon == std::string_view::npos ? std::string_view{} : path.substr(colon + 1);
  }
  throw ProcessError(fmt::format("can't start \"{}\": there is no such program on PATH", name));
}

std::string ProcessEnd::text() const {
  if (exit_status) return fmt::format("exit status {}", *exit_status);
  if (signal) return fmt::format("signal {} ({})", *signal, strsignal(*signal));
  return "an end that nobody saw";
}

struct Process::Impl {
  explicit Impl(ProcessSpec given) : spec(std::move(given)) {}

  void start(const OnKeeper& on_keeper);
  void follow();
  void publish(const ProcessEnd& how);
  void answer_the_doorbell();

  ProcessSpec spec;
  pid_t keeper = -1;
  pid_t program = -1;
  Descriptor control;
  Descriptor report;
  Pipe doorbell;  // rung by whoever waits for the output to be read
  std::optional<LineReader> out;
  std::optional<LineReader> err;

  std::mutex input_mutex;
  Descriptor input;

  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::optional<ProcessEnd> end;
  bool all_gone = false;
  std::size_t rung = 0;      // so often the doorbell was rung, …
  std::size_t answered = 0;  // … and so often the output was read after it

  std::thread follower;
};

void Process::Impl::start(const OnKeeper& on_keeper) {
  ignore_broken_pipes();
  const auto search = spec.environment.find("PATH");
  const std::filesystem::path path =
      find_program(spec.argv.empty() ? "" : spec.argv.front(),
                   search == spec.environment.end() ? "" : search->second);
  std::vector<std::string> variables;
  variables.reserve(spec.environment.size());
  for (const auto& [name, value] : spec.environment)
    variables.push_back(fmt::format("{}={}", name, value));
  const std::vector<char*> argv = pointers_to(spec.argv);
  const std::vector<char*> envp = pointers_to(variables);

  Pipe in = make_pipe();
  Pipe out_pipe = make_pipe();
  Pipe err_pipe = make_pipe();
  Pipe control_pipe = make_pipe();
  Pipe report_pipe = make_pipe();
  const KeeperPlan plan{.path = path.c_str(),
                        .argv = argv.data(),
                        .environment = envp.data(),
                        .directory = spec.directory.empty() ? nullptr : spec.directory.c_str(),
                        .input = in.read_end.get(),
                        .output = out_pipe.write_end.get(),
                        .error = err_pipe.write_end.get(),
                        .control = control_pipe.read_end.get(),
                        .report = report_pipe.write_end.get()};

  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);  // no handler of ours may run in the copy
  keeper = fork();
  if (keeper == 0) keep(plan);
  const int fork_error = errno;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (keeper < 0) {
    throw ProcessError(fmt::format("can't start \"{}\": {}", spec.argv.front(),
                                   std::generic_category().message(fork_error)));
  }
  if (on_keeper) on_keeper(keeper);
  report_pipe.write_end.reset();
  const auto started = read_report(report_pipe.read_end);
  if (!started || started->kind != KeeperReport::Kind::kStarted) {
    waitpid(keeper, nullptr, 0);
    throw ProcessError(
        fmt::format("can't start \"{}\": {}", spec.argv.front(),
                    std::generic_category().message(started ? started->value : ECHILD)));
  }
  program = started->value;
  input = std::move(in.write_end);
  set_nonblocking(input);
  control = std::move(control_pipe.write_end);
  report = std::move(report_pipe.read_end);
  doorbell = make_pipe();
  set_nonblocking(doorbell.read_end);
  out.emplace(std::move(out_pipe.read_end), spec.on_stdout);
  err.emplace(std::move(err_pipe.read_end), spec.on_stderr);
  follower = std::thread([this] { follow(); });
}

void Process::Impl::publish(const ProcessEnd& how) {
  {
    const std::scoped_lock lock(mutex);
    if (end) return;
    end = how;
  }
  if (spec.on_end) spec.on_end(how);
  changed.notify_all();
}

// Whoever rang after the count was taken is answered the next time.
void Process::Impl::answer_the_doorbell() {
  std::array<char, 64> rings{};
  while (read(doorbell.read_end.get(), rings.data(), rings.size()) > 0) {
  }
  std::size_t heard = 0;
  {
    const std::scoped_lock lock(mutex);
    heard = rung;
  }
  out->drain();
  err->drain();
  {
    const std::scoped_lock lock(mutex);
    answered = heard;
  }
  changed.notify_all();
}

// The thread of a process: its output, then its end, then the end of all that it left behind.
void Process::Impl::follow() {
  for (bool kept = true; kept;) {
    std::array<pollfd, 4> events{pollfd{out->fd(), POLLIN, 0}, pollfd{err->fd(), POLLIN, 0},
                                 pollfd{doorbell.read_end.get(), POLLIN, 0},
                                 pollfd{report.get(), POLLIN, 0}};
    poll(events.data(), events.size(), -1);
    if (events[2].revents != 0) {
      answer_the_doorbell();
    } else {
      out->drain();
      err->drain();
    }
    if (events[3].revents == 0) continue;
    const auto record = read_report(report);
    kept = record.has_value();
    out->drain();  // what was written before the end comes before it
    err->drain();
    if (!record) continue;
    out->flush();
    err->flush();
    ProcessEnd how;
    (record->kind == KeeperReport::Kind::kExited ? how.exit_status : how.signal) = record->value;
    publish(how);
  }
  out->flush();
  err->flush();
  while (waitpid(keeper, nullptr, 0) < 0 && errno == EINTR) {
  }
  publish({});  // only when the keeper itself was killed
  {
    const std::scoped_lock lock(mutex);
    all_gone = true;
  }
  changed.notify_all();
}

Process::Process(ProcessSpec spec, const OnKeeper& on_keeper)
    : impl_(std::make_unique<Impl>(std::move(spec))) {
  impl_->start(on_keeper);
}

Process::~Process() {
  terminate(milliseconds{0});
  impl_->follower.join();
}

int Process::id() const { return impl_->program; }

bool Process::write(std::string_view text) {
  const auto deadline = SteadyClock::now() + kWritePatience;
  const std::scoped_lock lock(impl_->input_mutex);
  while (!text.empty() && impl_->input.get() >= 0) {
    const ssize_t written = ::write(impl_->input.get(), text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
      continue;
    }
    if (errno == EINTR) continue;
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - SteadyClock::now());
    if (errno != EAGAIN || left.count() <= 0) return false;
    pollfd room{impl_->input.get(), POLLOUT, 0};
    poll(&room, 1, static_cast<int>(left.count()));
  }
  return text.empty() && impl_->input.get() >= 0;
}

void Process::close_input() {
  const std::scoped_lock lock(impl_->input_mutex);
  impl_->input.reset();
}

void Process::read_output() {
  std::unique_lock lock(impl_->mutex);
  const std::size_t ours = ++impl_->rung;
  // A doorbell that is full has been rung often enough.
  [[maybe_unused]] const ssize_t written = ::write(impl_->doorbell.write_end.get(), "!", 1);
  impl_->changed.wait(lock, [&] { return impl_->answered >= ours || impl_->all_gone; });
}

std::optional<ProcessEnd> Process::wait(milliseconds at_most) const {
  std::unique_lock lock(impl_->mutex);
  impl_->changed.wait_for(lock, at_most, [this] { return impl_->end.has_value(); });
  return impl_->end;
}

std::optional<ProcessEnd> Process::ended() const {
  const std::scoped_lock lock(impl_->mutex);
  return impl_->end;
}

void Process::begin_to_terminate(milliseconds grace) {
  const int count = static_cast<int>(std::clamp<milliseconds::rep>(grace.count(), 0, INT_MAX));
  // A keeper that is gone has nothing left to end: the error is no news.
  [[maybe_unused]] const ssize_t written = ::write(impl_->control.get(), &count, sizeof count);
}

ProcessEnd Process::terminate(milliseconds grace) {
  begin_to_terminate(grace);
  std::unique_lock lock(impl_->mutex);
  impl_->changed.wait(lock, [this] { return impl_->all_gone; });
  return impl_->end.value_or(ProcessEnd{});
}

Completed run_to_end(ProcessSpec spec, milliseconds time_limit) {
  Completed completed;
  spec.on_stdout = [&completed](std::string_view line) { completed.out.append(line).append("\n"); };
  spec.on_stderr = [&completed](std::string_view line) { completed.err.append(line).append("\n"); };
  Process process(std::move(spec));
  process.close_input();
  completed.timed_out = !process.wait(time_limit).has_value();
  completed.end = process.terminate(milliseconds{0});
  return completed;
}

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

}  // namespace conform::clients
