// Everything that went over the wire as an HTTP Archive 1.2, for the developer tools of a browser:
// a page is a play.
#include "record/har.hpp"

#include <fmt/format.h>

#include <ostream>
#include <string>

#include "reports/report.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

TimePoint began(const Play& play) {
  if (play.entries.empty()) return {};
  return std::visit([](const auto& it) { return it.at; }, play.entries.front());
}

void write_har(const Run& run, const ReportContext& /*report_context*/, std::ostream& out) {
  Json pages = Json::array();
  Json entries = Json::array();
  Json notes = Json::array();
  for (const Play& play : run.plays) {
    if (play.entries.empty()) continue;
    const std::string id = fmt::format("{} x {}", play.scenario, play.profile);
    pages.push_back(har_page(id, fmt::format("{}: {}", id, to_string(play.verdict)), began(play)));
    for (const Entry& entry : play.entries) {
      const auto* exchange = std::get_if<Exchange>(&entry);
      // The entries of a play are redacted already.
      Json json = exchange != nullptr ? har_entry(*exchange) : har_note(std::get<Note>(entry));
      json["pageref"] = id;
      (exchange != nullptr ? entries : notes).push_back(std::move(json));
    }
  }
  const Json document =
      har_document(std::move(pages), std::move(entries), std::move(notes), run.version);
  out << inert_json(document.dump(1, ' ', false, Json::error_handler_t::replace)) << '\n';
}

const RegisterFormat har{{.name = "har",
                          .describes = "HTTP Archive 1.2 of every play, for browsers' tools",
                          .extension = "har",
                          .write = write_har}};

}  // namespace
}  // namespace conform::reports
