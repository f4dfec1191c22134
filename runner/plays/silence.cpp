#include "runner/plays/silence.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "reports/program_end.hpp"
#include "reports/text.hpp"
#include "suites/record.hpp"

namespace conform::runner {

using reports::end_of_program;
using reports::terminal_line;
using reports::words_of_program;

namespace {

constexpr std::size_t kWidth = 100;

// A person at the browser asks for pages beside the client.
bool is_of_the_client(const Entry& entry) {
  const Exchange* const exchange = record::exchange_in(entry);
  return exchange != nullptr && exchange->endpoint != Endpoint::kControl &&
         !is_for_people(exchange->endpoint);
}

}  // namespace

bool was_silent(const Play& play) {
  return !end_of_program(play).empty() && std::ranges::none_of(play.entries, is_of_the_client);
}

bool SilenceWatch::ends_with(const Play& play) {
  if (most_ == 0 || spoke_) return false;
  spoke_ = !was_silent(play);
  if (spoke_) return false;
  last_ = play;
  return ++silent_ >= most_;
}

std::string SilenceWatch::reason(std::size_t of_plays) const {
  if (most_ == 0 || spoke_ || silent_ < most_) return {};
  return fmt::format(
      "The run was stopped after {} of {} plays: the client ended each time before its first "
      "request, with {}.\n{}",
      silent_, of_plays, terminal_line(end_of_program(last_), 600),
      words_of_program(last_, kWidth, "  "));
}

}  // namespace conform::runner
