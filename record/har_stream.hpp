// A transcript as an HTTP Archive, written while it is sent: what it takes does not grow with what
// was recorded.
#pragma once

#include <cstddef>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "foundation/http/message.hpp"
#include "record/har.hpp"

namespace conform {

// Its pieces are the text of har_of() of the entries up to `last`. The transcript must outlive it.
// Used by one thread at a time.
class HarStream final : public BodyStream {
 public:
  HarStream(const Transcript& transcript, std::size_t last, HarRedact redact, std::string version);

  // Throws std::system_error when the transcript cannot be read.
  std::optional<std::string> next(const std::stop_token& stop) override;

 private:
  std::optional<std::string> exchanges();
  std::optional<std::string> notes();

  const Transcript& transcript_;
  const std::size_t last_;
  const HarRedact redact_;
  const std::string version_;
  std::size_t done_ = 0;            // entries that were read
  bool has_exchange_ = false;       // is written
  std::vector<std::size_t> notes_;  // their numbers: in the document they follow the exchanges
  std::size_t notes_done_ = 0;
  enum class State { kHead, kExchanges, kNotes, kEnd } state_ = State::kHead;
};

}  // namespace conform
