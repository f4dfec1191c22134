// Prints what goes over the wire of one mock, and what people do beside it, while it happens.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <stop_token>

#include "mock_server/mock_omni.hpp"
#include "record/redactor.hpp"

namespace conform::runner {

enum class WireDetail {
  kLines,  // a line an entry
  kWhole,  // with what requests and answers brought
};

// Secrets are pseudonyms from the first line that names, holds or shows them as such: the same as
// in the reports, but for what becomes known as a secret only later. Not thread-safe.
class WirePrinter {
 public:
  // `world` is what the play started from. The mock is served already: its ports are shown by the
  // names of its sites. Both, and the stream, outlive it. Colour is for terminals only.
  WirePrinter(const mock::World& world, const mock::MockOmni& mock, std::ostream& out, bool colour,
              WireDetail detail = WireDetail::kWhole);

  // What came since the last time.
  void print_news();
  // Prints until it is asked to stop, and then what is left.
  void follow(const std::stop_token& stop);

 private:
  const mock::MockOmni& mock_;
  std::ostream& out_;
  bool colour_;
  WireDetail detail_;
  Redactor redactor_;
  std::size_t printed_ = 0;  // so many entries
};

}  // namespace conform::runner
