#include "runner/program/line_input.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <system_error>

#include "foundation/files/descriptor.hpp"

namespace conform::runner {
namespace {

constexpr std::size_t kLongestTypedLine = 64UL << 10U;

// A descriptor that can be read once a stop is requested.
class StopDescriptor {
 public:
  explicit StopDescriptor(const std::stop_token& stop) : descriptor_(eventfd(0, EFD_CLOEXEC)) {
    if (!descriptor_) {
      throw std::system_error(errno, std::generic_category(), "input can't be waited for");
    }
    on_stop_.emplace(stop, [this] { signal(); });
  }
  StopDescriptor(const StopDescriptor&) = delete;
  StopDescriptor& operator=(const StopDescriptor&) = delete;
  [[nodiscard]] int get() const { return descriptor_.get(); }

 private:
  void signal() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(descriptor_.get(), &one, sizeof one);
  }

  Descriptor descriptor_;  // stays until nobody signals any more
  std::optional<std::stop_callback<std::function<void()>>> on_stop_;
};

// The terminal of a background process answers a read with this signal, which would stop us all;
// where it is blocked the read fails.
void do_without_terminal() {
  sigset_t from_terminal{};
  sigemptyset(&from_terminal);
  sigaddset(&from_terminal, SIGTTIN);
  pthread_sigmask(SIG_BLOCK, &from_terminal, nullptr);
}

void take_lines(std::string& text, const std::function<void(const std::string&)>& take) {
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n')) {
    std::string line = text.substr(0, end);
    text.erase(0, end + 1);
    if (line.ends_with('\r')) line.pop_back();
    take(line);
  }
  if (text.size() < kLongestTypedLine) return;
  take(text);
  text.clear();
}

}  // namespace

void read_lines(int descriptor, const std::stop_token& stop,
                const std::function<void(const std::string& line)>& take) {
  if (descriptor < 0) return;  // poll() would take that for none
  do_without_terminal();
  const StopDescriptor stopped(stop);
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    std::array<pollfd, 2> events{pollfd{stopped.get(), POLLIN, 0}, pollfd{descriptor, POLLIN, 0}};
    if (poll(events.data(), events.size(), -1) < 0) {
      if (errno == EINTR) continue;
      return;
    }
    if (events[0].revents != 0) return;
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(count));
    take_lines(text, take);
  }
  if (!text.empty()) take(text);
}

}  // namespace conform::runner
