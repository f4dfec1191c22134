// open_loop PORT CONNECTIONS RATE WARM_UP SECONDS REQUEST_FILE: sends the file's bytes, one HTTP
// request, to 127.0.0.1 at a fixed schedule, and counts each latency from the moment at which it
// should have been sent, as wrk2 does. Shares no code with `omni-conform bench`: one thread, epoll,
// exact latencies instead of a histogram. Prints microseconds as JSON.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  int socket = -1;
  Clock::time_point due;
  std::string received;
};

int connect_to(int port) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made < 0) throw std::runtime_error("no socket can be had");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int yes = 1;
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("nobody listens there");
  }
  return made;
}

// Whether a whole answer is here. Throws unless it is a success of known length.
bool is_whole(std::string_view answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  if (end == std::string_view::npos) return false;
  if (!answer.starts_with("HTTP/1.1 200 ")) throw std::runtime_error("not a success");
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const std::size_t at = answer.find(kLength);
  if (at > end) throw std::runtime_error("an answer of unknown length");
  const std::size_t body = std::stoul(std::string(answer.substr(at + kLength.size(), 20)));
  return answer.size() >= end + 4 + body;
}

class OpenLoop {
 public:
  OpenLoop(int port, std::size_t connections, std::string request)
      : connections_(connections), request_(std::move(request)), poll_(::epoll_create1(0)) {
    for (Connection& one : connections_) {
      one.socket = connect_to(port);
      epoll_event event{};
      event.events = EPOLLIN;
      event.data.ptr = &one;
      ::epoll_ctl(poll_, EPOLL_CTL_ADD, one.socket, &event);
      idle_.push_back(&one);
    }
  }
  ~OpenLoop() {
    for (const Connection& one : connections_) ::close(one.socket);
    ::close(poll_);
  }
  OpenLoop(const OpenLoop&) = delete;
  OpenLoop& operator=(const OpenLoop&) = delete;

  // Latencies in nanoseconds of what was due after the warm-up.
  std::vector<std::int64_t> run(double rate, double warm_up, double seconds) {
    const auto begin = Clock::now();
    const auto after = [begin](double time) {
      return begin +
             std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(time));
    };
    counted_from_ = after(warm_up);
    const auto all = static_cast<std::uint64_t>(rate * (warm_up + seconds));
    latencies_.reserve(all);
    std::uint64_t next = 0;
    std::uint64_t answered = 0;
    while (answered < all) {
      auto due = after(static_cast<double>(next) / rate);
      for (; next < all && due <= Clock::now(); due = after(static_cast<double>(++next) / rate)) {
        waiting_.push_back(due);
      }
      send_what_waits();
      answered += receive(next < all ? due - Clock::now() : std::chrono::seconds(10));
    }
    return std::move(latencies_);
  }

 private:
  void send_what_waits() {
    while (!waiting_.empty() && !idle_.empty()) {
      Connection& one = *idle_.back();
      idle_.pop_back();
      one.due = waiting_.front();
      waiting_.pop_front();
      if (::send(one.socket, request_.data(), request_.size(), MSG_NOSIGNAL) !=
          static_cast<ssize_t>(request_.size())) {
        throw std::runtime_error("a request was not sent");
      }
    }
  }

  std::uint64_t receive(Clock::duration at_most) {
    at_most = std::max(at_most, Clock::duration(0));
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at_most);
    const timespec timeout{seconds.count(), std::chrono::nanoseconds(at_most - seconds).count()};
    std::vector<epoll_event> events(connections_.size());
    const int count =
        ::epoll_pwait2(poll_, events.data(), static_cast<int>(events.size()), &timeout, nullptr);
    std::uint64_t answered = 0;
    for (int i = 0; i < count; ++i) {
      Connection& one = *static_cast<Connection*>(events[static_cast<std::size_t>(i)].data.ptr);
      char bytes[65536];
      const ssize_t size = ::recv(one.socket, bytes, sizeof(bytes), 0);
      if (size <= 0) throw std::runtime_error("a connection was closed");
      one.received.append(bytes, static_cast<std::size_t>(size));
      if (!is_whole(one.received)) continue;
      const auto now = Clock::now();
      if (one.due >= counted_from_) latencies_.push_back((now - one.due).count());
      one.received.clear();
      idle_.push_back(&one);
      ++answered;
    }
    return answered;
  }

  std::vector<Connection> connections_;
  std::string request_;
  int poll_;
  std::vector<Connection*> idle_;
  std::deque<Clock::time_point> waiting_;
  Clock::time_point counted_from_;
  std::vector<std::int64_t> latencies_;
};

double at_percentile(const std::vector<std::int64_t>& sorted, double percentile) {
  const auto rank = std::ceil(percentile / 100 * static_cast<double>(sorted.size()));
  const auto index = static_cast<std::size_t>(std::max(1.0, rank)) - 1;
  return static_cast<double>(sorted.at(index)) / 1000;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 7) {
    std::cerr << "usage: open_loop PORT CONNECTIONS RATE WARM_UP SECONDS REQUEST_FILE\n";
    return 2;
  }
  ::prctl(PR_SET_TIMERSLACK, 1UL);
  try {
    std::ifstream file(argv[6], std::ios::binary);
    std::string request{std::istreambuf_iterator<char>(file), {}};
    OpenLoop loop(std::stoi(argv[1]), std::stoul(argv[2]), std::move(request));
    std::vector<std::int64_t> latencies =
        loop.run(std::stod(argv[3]), std::stod(argv[4]), std::stod(argv[5]));
    std::ranges::sort(latencies);
    std::cout << "{\"count\":" << latencies.size();
    for (const double percentile : {50.0, 90.0, 99.0, 99.5, 99.9, 100.0}) {
      std::cout << ",\"p" << percentile << "\":" << at_percentile(latencies, percentile);
    }
    std::cout << "}\n";
  } catch (const std::exception& error) {
    std::cerr << "open_loop: " << error.what() << '\n';
    return 3;
  }
  return 0;
}
