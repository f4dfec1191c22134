// What the program that serves a mock decides about its control API, and the judge that it lends.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "record/transcript.hpp"

namespace conform::mock {

// What one check says of one connected client at this moment.
struct ClientVerdict {
  std::string client;        // as attribution.hpp names it
  std::string check;         // "pkce-s256"
  std::string expected;      // what the check looks for
  std::string severity;      // "must" or "should"
  std::string verdict;       // "pass", "warn" or "fail"
  std::string message;       // what was seen
  std::size_t exchange = 0;  // the first entry that shows it; 0 when there is none
};

// Judges the clients of one mock as its transcript grows. The mock knows no rules for clients; who
// serves it may. Not thread-safe.
class ClientJudge {
 public:
  ClientJudge() = default;
  virtual ~ClientJudge() = default;
  ClientJudge(const ClientJudge&) = delete;
  ClientJudge& operator=(const ClientJudge&) = delete;

  // Judges what was not judged yet, of which at most so many entries.
  virtual void go_on(const Transcript& transcript, std::size_t at_most) = 0;
  [[nodiscard]] virtual std::size_t judged()
      const = 0;  // the verdicts are on the entries up to this number …
  [[nodiscard]] virtual std::size_t left_out()
      const = 0;  // … but for so many, of clients beyond a limit
  [[nodiscard]] virtual std::vector<ClientVerdict> verdicts() const = 0;
};
using MakeJudge = std::function<std::unique_ptr<ClientJudge>()>;

struct ControlOptions {
  bool on = false;           // off: /_mock/ answers 404, as any path that is not there
  std::string secret = {};   // asked for as "Authorization: Bearer …"; empty: nobody is asked
  std::string version = {};  // of omni-conform, for documents
  MakeJudge judge = {};      // may be empty: then there are no verdicts
};

}  // namespace conform::mock
