// The programs that run in this process at the moment, by the play that each belongs to. Plays that
// run at the same time share the loopback: a mock asks here whose program a connection comes from.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "clients/process/process.hpp"
#include "mock_server/mock_omni.hpp"
#include "mock_server/serving/admission.hpp"

namespace conform::clients {

// Thread-safe. A play is known by its mock.
class RunningPrograms {
 public:
  RunningPrograms() = default;
  RunningPrograms(const RunningPrograms&) = delete;
  RunningPrograms& operator=(const RunningPrograms&) = delete;

  static RunningPrograms& of_this_process();

  // Ends the program with all that it started, then forgets it.
  class End {
   public:
    End() = default;
    void operator()(Process* process) const;

   private:
    friend class RunningPrograms;
    End(RunningPrograms& among, std::uint64_t number) : among_(&among), number_(number) {}
    RunningPrograms* among_ = nullptr;
    std::uint64_t number_ = 0;
  };
  using Running = std::unique_ptr<Process, End>;

  // Starts a program of the play. The mock and this outlive it. Throws ProcessError.
  Running start(mock::MockOmni& mock, ProcessSpec spec);

  // Who opened a connection to a mock.
  enum class Sender {
    kOwnProgram,
    kAnotherProgram,  // of another play
    kUnknown,         // somebody else, or the kernel does not tell, or no other play has a program
  };
  Sender sender(const mock::MockOmni& mock, const mock::ConnectionEnds& ends) const;

  // For ListenOptions: false only for a program of another play. Its own play gets a note of it,
  // once for each port that one start of it asks; nothing is noted at `mock`.
  bool admits(const mock::MockOmni& mock, const mock::ConnectionEnds& ends);

 private:
  struct Program {
    std::uint64_t number;
    int keeper;  // all that the program starts descends from it
    mock::MockOmni* mock;
    std::set<int> refused_at;  // ports
  };

  std::vector<Program> programs() const;
  static std::optional<Program> program_of(const std::vector<Program>& programs,
                                           const mock::MockOmni& mock,
                                           const mock::ConnectionEnds& ends);
  void note_refusal(std::uint64_t number, int port);
  void forget(std::uint64_t number);

  mutable std::mutex mutex_;
  std::uint64_t last_number_ = 0;
  std::vector<Program> programs_;
};

}  // namespace conform::clients
