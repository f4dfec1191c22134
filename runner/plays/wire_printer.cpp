#include "runner/plays/wire_printer.hpp"

#include <chrono>
#include <ostream>
#include <utility>
#include <vector>

#include "mock_server/world/known_keys.hpp"
#include "reports/evidence.hpp"
#include "reports/text.hpp"
#include "reports/wire.hpp"
#include "runner/plays/play.hpp"

namespace conform::runner {

using mock::MockOmni;
using mock::World;
using reports::inert;
using reports::line_of;
using reports::wire_text;

namespace {

constexpr std::size_t kLineColumns = 140;  // of a line for an entry

}  // namespace

WirePrinter::WirePrinter(const World& world, const MockOmni& mock, std::ostream& out, bool colour,
                         WireDetail detail)
    : mock_(mock),
      out_(out),
      colour_(colour),
      detail_(detail),
      redactor_(redactor_of(world, mock)) {}

void WirePrinter::print_news() {
  constexpr std::size_t kAtOnce = 16;  // few enough that large entries fit into memory
  for (;;) {
    std::vector<Entry> news = mock_.transcript().entries_after(printed_, kAtOnce);
    if (news.empty()) break;
    printed_ += news.size();
    know_keys(*mock_.world(), redactor_);  // a person may have made one
    redactor_.learn(news);
    for (Entry& entry : news) {
      const Entry shown = redactor_.redacted(std::move(entry));
      if (detail_ == WireDetail::kWhole) {
        out_ << wire_text(shown, colour_);
      } else {
        out_ << "  " << inert(line_of(shown, kLineColumns)) << '\n';
      }
    }
  }
  out_ << std::flush;
}

void WirePrinter::follow(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (mock_.transcript().wait_beyond(printed_, stop, std::chrono::hours(1))) print_news();
  }
  print_news();
}

}  // namespace conform::runner
