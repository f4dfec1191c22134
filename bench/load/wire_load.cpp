#include "bench/load/wire_load.hpp"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "bench/load/answer_reader.hpp"
#include "bench/load/loopback_socket.hpp"

namespace conform::bench {
namespace {

using Moment = Schedule::Moment;
using SteadyClock = Schedule::SteadyClock;

// How soon a stop, or something that hangs, is noticed.
constexpr std::chrono::milliseconds kLongestWait(100);

// A connection, and the operation that is under way on it.
struct Wire {
  explicit Wire(RepeatedRequest its) : request(std::move(its)) {}

  RepeatedRequest request;
  Descriptor socket;
  AnswerReader reader;
  std::uint64_t number = 0;  // of the request
  bool under_way = false;
  Moment begun;
  Moment sent;
  Moment first_byte;
  Cost cost;
};

class WireLoad {
 public:
  WireLoad(Schedule& schedule, std::vector<RepeatedRequest> requests, Timeline& timeline)
      : schedule_(schedule), over_time_(timeline), poll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (poll_.get() < 0) throw std::system_error(errno, std::generic_category(), "epoll");
    for (RepeatedRequest& request : requests) {
      Wire& wire = wires_.emplace_back(std::move(request));
      idle_.push_back(&wire);
      try {
        open(wire);
      } catch (const std::system_error&) {
        throw;
      } catch (const std::runtime_error&) {
        // Whoever can't be reached now is tried again when it is to send, and then it counts.
        wire.socket.reset();
      }
    }
  }

  LoadResult run() {
    while (!schedule_.is_stopped()) {
      send_what_is_due();
      const bool all_answered = idle_.size() == wires_.size();
      if (all_answered && schedule_.is_over()) break;
      receive(longest_wait());
      end_what_hangs();
    }
    return std::move(result_);
  }

 private:
  void send_what_is_due() {
    while (!idle_.empty()) {
      const auto begun = schedule_.take(SteadyClock::now());
      if (!begun) return;
      Wire& wire = *idle_.back();
      idle_.pop_back();
      wire.under_way = true;
      wire.begun = *begun;
      wire.cost = {};
      wire.cost.round_trips = 1;
      attempt(wire, [&] { send(wire); });
    }
  }

  [[nodiscard]] std::chrono::nanoseconds longest_wait() const {
    if (idle_.empty() || schedule_.is_over()) return kLongestWait;
    const std::chrono::nanoseconds until = schedule_.next_due() - SteadyClock::now();
    return std::clamp<std::chrono::nanoseconds>(until, std::chrono::nanoseconds(0), kLongestWait);
  }

  void open(Wire& wire) {
    wire.socket = connected_to(wire.request.url());
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &wire;
    if (::epoll_ctl(poll_.get(), EPOLL_CTL_ADD, wire.socket.get(), &event) != 0) {
      throw std::system_error(errno, std::generic_category(), "epoll");
    }
  }

  void send(Wire& wire) {
    wire.sent = SteadyClock::now();
    if (wire.socket.get() < 0) {
      open(wire);
      const Moment opened = SteadyClock::now();
      wire.cost.connect = opened - std::exchange(wire.sent, opened);
    }
    const std::string& bytes = wire.request.bytes(++wire.number);
    wire.cost.bytes_sent = bytes.size();
    std::size_t at = 0;
    while (at < bytes.size()) {
      const ssize_t count =
          ::send(wire.socket.get(), bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) no_answer(wire.request.url(), std::strerror(errno));
      at += static_cast<std::size_t>(count);
    }
  }

  void receive(std::chrono::nanoseconds at_most) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at_most);
    const timespec timeout{seconds.count(), (at_most - seconds).count()};
    std::array<epoll_event, 64> events{};
    const int count = ::epoll_pwait2(poll_.get(), events.data(), static_cast<int>(events.size()),
                                     &timeout, nullptr);
    for (int i = 0; i < count; ++i) {
      Wire& wire = *static_cast<Wire*>(events.at(static_cast<std::size_t>(i)).data.ptr);
      attempt(wire, [&] { receive(wire); });
    }
  }

  void receive(Wire& wire) {
    std::array<char, 65536> bytes;
    const ssize_t count = ::recv(wire.socket.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    const Moment now = SteadyClock::now();
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (!wire.under_way) {  // an idle connection ends, or talks without being asked
      wire.socket.reset();
      return;
    }
    if (count < 0) no_answer(wire.request.url(), std::strerror(errno));
    if (count == 0) {
      if (!wire.reader.is_whole_at_close()) {
        no_answer(wire.request.url(), "the connection was closed");
      }
      return finish(wire, now);
    }
    if (wire.cost.bytes_received == 0) wire.first_byte = now;
    wire.cost.bytes_received += static_cast<std::uint64_t>(count);
    if (wire.reader.take({bytes.data(), static_cast<std::size_t>(count)})) finish(wire, now);
  }

  void end_what_hangs() {
    const Moment now = SteadyClock::now();
    if (now < look_again_) return;
    look_again_ = now + kLongestWait;
    for (Wire& wire : wires_) {
      if (!wire.under_way || now - wire.sent < kLongestAnswer) continue;
      attempt(wire, [&] { no_answer(wire.request.url(), "Timeout was reached"); });
    }
  }

  // Whatever goes wrong with an operation is an error of that operation.
  template <class Body>
  void attempt(Wire& wire, Body body) {
    try {
      body();
    } catch (const std::system_error&) {
      throw;
    } catch (const std::exception& error) {
      wire.socket.reset();
      fail(wire, error.what());
    }
  }

  void fail(Wire& wire, const char* kind) {
    if (schedule_.counts(wire.begun)) {
      result_.failed(kind);
      over_time_.failed(schedule_.into_it(wire.begun));
    }
    end(wire);
  }

  // The answer is whole; whether it is the one hoped for is another matter.
  void finish(Wire& wire, Moment now) {
    if (!wire.reader.keeps_connection()) wire.socket.reset();
    try {
      wire.request.judge(wire.reader.answer(), wire.number);
    } catch (const std::exception& error) {
      return fail(wire, error.what());
    }
    if (schedule_.counts(wire.begun)) {
      wire.cost.first_byte = wire.first_byte - wire.sent;
      wire.cost.body = now - wire.first_byte;
      result_.latencies.record(now - wire.begun);
      over_time_.succeeded(schedule_.into_it(wire.begun), now - wire.begun);
      result_.cost += wire.cost;
      ++result_.succeeded;
    }
    end(wire);
  }

  void end(Wire& wire) {
    if (schedule_.counts(wire.begun)) schedule_.count();
    wire.under_way = false;
    wire.reader.clear();
    idle_.push_back(&wire);
  }

  Schedule& schedule_;
  Timeline::Writer over_time_;
  Descriptor poll_;
  std::deque<Wire> wires_;   // a deque, because its members stay where they are
  std::vector<Wire*> idle_;  // the last to become so goes first
  Moment look_again_;
  LoadResult result_;
};

}  // namespace

LoadResult run_wire_load(Schedule& schedule, std::vector<RepeatedRequest> requests,
                         Timeline& timeline) {
  return WireLoad(schedule, std::move(requests), timeline).run();
}

}  // namespace conform::bench
