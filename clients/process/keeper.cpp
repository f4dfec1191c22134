#include "clients/process/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace conform::clients {
namespace {

// Our errors have nobody to go to: the other side sees the end of the pipe.
void send(int fd, KeeperReport report) {
  ssize_t written = 0;
  do {
    written = write(fd, &report, sizeof report);
  } while (written < 0 && errno == EINTR);
}

void close_between(unsigned first, unsigned last) {
  if (first > last) return;
  if (syscall(SYS_close_range, first, last, 0U) == 0) return;
  const unsigned end = std::min(last, 65'535U);  // kernels before 5.9
  for (unsigned fd = first; fd <= end; ++fd) close(static_cast<int>(fd));
}

// Moves our five descriptors out of the way of 0, 1, 2 and closes all others: those belong to the
// process that forked us, and its listening sockets and pipes must not live on here.
bool keep_only(std::array<int*, 5> wanted) {
  std::array<unsigned, 5> kept{};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    *wanted[i] = fcntl(*wanted[i], F_DUPFD_CLOEXEC, 10);
    if (*wanted[i] < 0) return false;
    kept[i] = static_cast<unsigned>(*wanted[i]);
  }
  std::sort(kept.begin(), kept.end());
  unsigned next = 0;
  for (const unsigned fd : kept) {
    if (fd > 0) close_between(next, fd - 1);
    next = fd + 1;
  }
  close_between(next, ~0U);
  // Nothing that is opened later may get the numbers of the program's standard streams.
  return open("/dev/null", O_RDWR) == 0 && dup(0) == 1 && dup(0) == 2;
}

[[noreturn]] void become_program(const KeeperPlan& plan, int failure) {
  setsid();
  for (int signal_number = 1; signal_number < NSIG; ++signal_number) {
    (void)std::signal(signal_number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (dup2(plan.input, 0) >= 0 && dup2(plan.output, 1) >= 0 && dup2(plan.error, 2) >= 0 &&
      (plan.directory == nullptr || chdir(plan.directory) == 0)) {
    execve(plan.path, plan.argv, plan.environment);
  }
  const int reason = errno;
  [[maybe_unused]] const ssize_t written = write(failure, &reason, sizeof reason);
  _exit(127);
}

// Returns the pid, or minus errno.
pid_t start(const KeeperPlan& plan) {
  std::array<int, 2> failure{};
  if (pipe2(failure.data(), O_CLOEXEC) != 0) return -errno;
  const pid_t pid = fork();
  if (pid == 0) become_program(plan, failure[1]);
  const int fork_error = errno;
  close(failure[1]);
  if (pid < 0) return -fork_error;
  int reason = 0;
  ssize_t got = 0;
  do {
    got = read(failure[0], &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  close(failure[0]);
  if (got <= 0) return pid;  // closed by execve: it runs
  waitpid(pid, nullptr, 0);
  return -reason;
}

long long now_in_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1'000'000;
}

// SIGKILL to our children, adopted ones included. Their own children become ours when they are
// gone.
void kill_children() {
  const int list = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) return;
  std::array<char, 4096> text{};
  pid_t pid = 0;
  for (ssize_t got = 0; (got = read(list, text.data(), text.size())) > 0;) {
    for (ssize_t i = 0; i < got; ++i) {
      const char c = text[static_cast<std::size_t>(i)];
      if (c >= '0' && c <= '9') {
        pid = pid * 10 + (c - '0');
      } else if (pid > 1) {
        kill(pid, SIGKILL);
        pid = 0;
      }
    }
  }
  close(list);
}

class Keeper {
 public:
  Keeper(const KeeperPlan& plan, pid_t program) : plan_(plan), program_(program) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    children_ = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  }

  void run() {
    while (reap()) {
      const int patience = next_time_out();
      std::array<pollfd, 2> events{pollfd{children_, POLLIN, 0},
                                   pollfd{listening_ ? plan_.control : -1, POLLIN, 0}};
      poll(events.data(), events.size(), patience);
      signalfd_siginfo info{};
      while (read(children_, &info, sizeof info) > 0) {
      }
      if (events[1].revents != 0) listen();
      if (deadline_ >= 0 && now_in_milliseconds() >= deadline_) {
        kill(-program_, SIGKILL);
        kill_children();
      }
    }
  }

 private:
  // False when there is nothing left to wait for.
  bool reap() {
    for (;;) {
      int status = 0;
      const pid_t pid = waitpid(-1, &status, WNOHANG);
      if (pid == 0) return true;
      if (pid < 0) return errno == EINTR;
      if (pid != program_) continue;
      if (WIFSIGNALED(status)) {
        send(plan_.report, {KeeperReport::Kind::kSignalled, WTERMSIG(status)});
      } else {
        send(plan_.report, {KeeperReport::Kind::kExited, WEXITSTATUS(status)});
      }
    }
  }

  // Poll's time-out: forever while nobody asked for the end, then what is left of the grace, then
  // short, since orphans turn up one generation after the other.
  [[nodiscard]] int next_time_out() const {
    if (deadline_ < 0) return -1;
    const long long left = deadline_ - now_in_milliseconds();
    return left > 0 ? static_cast<int>(std::min(left, 60'000LL)) : 10;
  }

  void listen() {
    int grace = 0;
    const ssize_t got = read(plan_.control, &grace, sizeof grace);
    if (got < 0 && errno == EINTR) return;
    if (got != static_cast<ssize_t>(sizeof grace)) {
      grace = 0;
      listening_ = false;  // whoever started us is gone
    }
    if (grace > 0 && deadline_ < 0) {
      kill(-program_, SIGTERM);
      kill(-program_, SIGCONT);  // a stopped one could not obey
    }
    const long long deadline = now_in_milliseconds() + std::max(grace, 0);
    deadline_ = deadline_ < 0 ? deadline : std::min(deadline_, deadline);
  }

  const KeeperPlan& plan_;
  pid_t program_;
  int children_ = -1;
  bool listening_ = true;
  long long deadline_ = -1;  // milliseconds of the monotonic clock; -1: nobody asked for the end
};

// Past the C library: AddressSanitizer's prctl takes a lock that another thread may have held at
// fork().
void adopt_orphans() { syscall(SYS_prctl, PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L); }

// A program knows its parent, and may stop or kill it. Whoever kept the program goes on when it was
// stopped; what is left when it is gone is ended.
[[noreturn]] void guard(pid_t keeper) {
  close_between(0, ~0U);  // the other side must see the keeper's end
  for (;;) {
    int status = 0;
    const pid_t pid = waitpid(-1, &status, WUNTRACED);
    if (pid < 0 && errno != EINTR) break;
    if (pid != keeper) continue;
    if (!WIFSTOPPED(status)) break;
    kill(keeper, SIGCONT);
  }
  constexpr timespec kGeneration{0, 10'000'000};
  while (waitpid(-1, nullptr, WNOHANG) >= 0 || errno == EINTR) {
    kill_children();
    nanosleep(&kGeneration, nullptr);
  }
  _exit(0);
}

}  // namespace

void keep(const KeeperPlan& given) {
  KeeperPlan plan = given;
  setsid();  // a Ctrl-C at the terminal is for the process that started us; it will tell
  syscall(SYS_prctl, PR_SET_NAME, "conform-keeper", 0L, 0L, 0L);
  adopt_orphans();
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  // Before anything descends from us: whose a socket is, is told by who below us has it open.
  if (!keep_only({&plan.input, &plan.output, &plan.error, &plan.control, &plan.report})) _exit(1);
  if (const pid_t inner = fork(); inner > 0) guard(inner);
  adopt_orphans();
  const pid_t program = start(plan);
  if (program < 0) {
    send(plan.report, {KeeperReport::Kind::kNotStarted, -program});
    _exit(1);
  }
  close(plan.input);
  close(plan.output);
  close(plan.error);
  send(plan.report, {KeeperReport::Kind::kStarted, program});
  Keeper(plan, program).run();
  _exit(0);
}

}  // namespace conform::clients
