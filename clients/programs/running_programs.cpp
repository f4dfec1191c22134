#include "clients/programs/running_programs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "clients/process/socket_owner.hpp"

namespace conform::clients {

using mock::ConnectionEnds;
using mock::MockOmni;

RunningPrograms& RunningPrograms::of_this_process() {
  static RunningPrograms all;
  return all;
}

void RunningPrograms::End::operator()(Process* process) const {
  delete process;
  among_->forget(number_);
}

// The lock is held until the keeper is known: nobody can be asked about the program's first
// connection before that.
RunningPrograms::Running RunningPrograms::start(MockOmni& mock, ProcessSpec spec) {
  std::uint64_t number = 0;
  std::unique_lock lock(mutex_);
  try {
    auto process = std::make_unique<Process>(std::move(spec), [&](int keeper) {
      number = ++last_number_;
      programs_.push_back({number, keeper, &mock, {}});
      lock.unlock();
    });
    return {process.release(), End(*this, number)};
  } catch (...) {
    if (number != 0) forget(number);
    throw;
  }
}

RunningPrograms::Sender RunningPrograms::sender(const MockOmni& mock,
                                                const ConnectionEnds& ends) const {
  const std::optional<Program> program = program_of(programs(), mock, ends);
  if (!program) return Sender::kUnknown;
  return program->mock == &mock ? Sender::kOwnProgram : Sender::kAnotherProgram;
}

bool RunningPrograms::admits(const MockOmni& mock, const ConnectionEnds& ends) {
  const std::optional<Program> program = program_of(programs(), mock, ends);
  if (!program || program->mock == &mock) return true;
  note_refusal(program->number, ends.own_port);
  return false;
}

std::vector<RunningPrograms::Program> RunningPrograms::programs() const {
  const std::scoped_lock lock(mutex_);
  return programs_;
}

// The play's own programs are looked at first: nothing more has to be known of what is theirs.
std::optional<RunningPrograms::Program> RunningPrograms::program_of(
    const std::vector<Program>& programs, const MockOmni& mock, const ConnectionEnds& ends) {
  const auto is_own = [&mock](const Program& program) { return program.mock == &mock; };
  if (std::ranges::all_of(programs, is_own)) return std::nullopt;
  const std::optional<std::uint64_t> inode = inode_of_peer(ends);
  if (!inode) return std::nullopt;
  for (const bool own : {true, false}) {
    for (const Program& program : programs) {
      if (is_own(program) == own && is_held_below(program.keeper, *inode)) return program;
    }
  }
  return std::nullopt;
}

// Under the lock, so that its mock is still there.
void RunningPrograms::note_refusal(std::uint64_t number, int port) {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(programs_, number, &Program::number);
  if (found == programs_.end() || !found->refused_at.insert(port).second) return;
  found->mock->transcript().note(
      Note::Kind::kHarness,
      fmt::format("the program asked the mock of another play, at port {}: it was refused", port),
      found->mock->clock().now());
}

void RunningPrograms::forget(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  std::erase_if(programs_, [number](const Program& one) { return one.number == number; });
}

}  // namespace conform::clients
