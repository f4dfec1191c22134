#include "reports/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "foundation/json/foreign_json.hpp"
#include "foundation/text/ascii.hpp"
#include "reports/evidence.hpp"
#include "reports/mark.hpp"
#include "reports/spot.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr std::size_t kNameColumns = 200;  // of a method, a path or a name that a client chose
constexpr std::size_t kSeenColumns = 400;
// A larger body is shown as it came: nobody reads all of it here.
constexpr std::size_t kLargestLaidOut = 1UL << 20U;

// Header fields that say nothing of OAuth or MCP.
constexpr std::array<std::string_view, 18> kHiddenFields = {
    "Accept-Encoding",
    "Accept-Language",
    "Cache-Control",
    "Connection",
    "Content-Length",
    "Date",
    "Host",
    "Keep-Alive",
    "Pragma",
    "Priority",
    "Referrer-Policy",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Transfer-Encoding",
    "User-Agent",
    "Vary",
    "X-Frame-Options",
};

std::string in_colour(std::string_view text, std::string_view sgr, bool colour) {
  return colour ? fmt::format("\x1b[{}m{}\x1b[0m", sgr, text) : std::string(text);
}

bool is_hidden(std::string_view field) {
  return std::ranges::any_of(
      kHiddenFields, [&](std::string_view hidden) { return equals_ignoring_case(hidden, field); });
}

std::string_view sender_of(const Exchange& exchange) {
  return is_for_people(exchange.endpoint) ? "browser" : "client";
}

std::string receiver_of(const Exchange& exchange) {
  return exchange.site.empty() ? "unknown host"
                               : terminal_line(exchange.site, kNameColumns) + " host";
}

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.emplace_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// "a=b&c=d", decoded, a line for each.
std::vector<std::string> pairs_in(std::string_view text, std::string_view first = "",
                                  std::string_view others = "") {
  std::vector<std::string> lines;
  for (const auto& [name, value] : Parameters::parse(text)) {
    lines.push_back(fmt::format("{}{}={}", lines.empty() ? first : others, name, value));
  }
  return lines;
}

// JSON with a line for each member; empty when it is none.
std::vector<std::string> json_lines(std::string_view text) {
  const std::string_view inner = trimmed(text);
  if (inner.empty() || (inner.front() != '{' && inner.front() != '[')) return {};
  const Json json = parse_foreign(text, kRequestJson);
  if (json.is_discarded()) return {};
  return lines_in(json.dump(2, ' ', false, Json::error_handler_t::replace));
}

// An event a line, and what is JSON in it laid out below.
std::vector<std::string> event_lines(std::string_view body) {
  constexpr std::string_view kData = "data:";
  std::vector<std::string> lines;
  for (std::string& line : lines_in(body)) {
    const bool is_data = line.starts_with(kData);
    std::vector<std::string> json = is_data
                                        ? json_lines(std::string_view(line).substr(kData.size()))
                                        : std::vector<std::string>();
    if (json.empty()) {
      if (!line.empty()) lines.push_back(std::move(line));
      continue;
    }
    lines.emplace_back(kData);
    std::ranges::move(json, std::back_inserter(lines));
  }
  return lines;
}

std::vector<std::string> body_lines(const std::string& body, const std::string& type) {
  if (body.empty()) return {};
  if (type.starts_with("text/html")) return {fmt::format("(a page of {} bytes)", body.size())};
  if (body.size() > kLargestLaidOut) return lines_in(body);
  if (type.starts_with("application/x-www-form-urlencoded")) return pairs_in(body);
  if (type.starts_with("text/event-stream")) return event_lines(body);
  std::vector<std::string> json = json_lines(body);
  return json.empty() ? lines_in(body) : json;
}

// A line break in a parameter is none of ours.
void add_line(std::string& text, std::string_view line) {
  std::string shown = inert(cut(line, kWireLineBytes));
  replace_all(shown, "\n", "\\n");
  text += "       " + shown;
  if (line.size() > kWireLineBytes) {
    text += fmt::format("... ({} more bytes)", line.size() - kWireLineBytes);
  }
  text += '\n';
}

void add_message(std::string& text, const Headers& headers, const std::string& body) {
  for (const Header& header : headers) {
    if (!is_hidden(header.name)) add_line(text, fmt::format("{}: {}", header.name, header.value));
  }
  const std::vector<std::string> lines = body_lines(body, headers.get("Content-Type"));
  for (std::size_t at = 0; at < std::min(lines.size(), kWireBodyLines); ++at) {
    add_line(text, lines[at]);
  }
  if (lines.size() > kWireBodyLines) {
    add_line(text, fmt::format("... ({} more lines)", lines.size() - kWireBodyLines));
  }
}

// Why the mock answered so, where it knew.
void add_reasons(std::string& text, const Exchange& exchange) {
  for (const std::string_view name : {"refusal", "fault"}) {
    const std::string fact = exchange.fact(name);
    if (!fact.empty()) add_line(text, fmt::format("(the mock's {}: {})", name, fact));
  }
}

std::string text_of_exchange(const Exchange& exchange, bool colour) {
  const std::string& target = exchange.request.target;
  const std::size_t question = std::min(target.find('?'), target.size());
  std::string rpc;
  if (exchange.rpc && !exchange.rpc->method.empty()) {
    rpc = ' ' + terminal_line(exchange.rpc->method, kNameColumns);
    if (!exchange.rpc->tool.empty()) rpc += ' ' + terminal_line(exchange.rpc->tool, kNameColumns);
  }
  const std::string_view from = sender_of(exchange);
  const std::string to = receiver_of(exchange);
  const std::string head =
      fmt::format("#{} {} -> {}: {} {}{}", exchange.number, from, to,
                  terminal_line(exchange.request.method, kNameColumns),
                  terminal_line(target.substr(0, question), kNameColumns), rpc);
  std::string text = in_colour(head, "1", colour) + '\n';
  if (question < target.size()) {
    for (const std::string& pair : pairs_in(target.substr(question + 1), "?", "&")) {
      add_line(text, pair);
    }
  }
  add_message(text, exchange.request.headers, exchange.request.body);
  const int status = exchange.response.status;
  const std::string answer =
      fmt::format("{} -> {}: {}", to, from, status == 0 ? "no answer" : std::to_string(status));
  text += "     ";
  text += in_colour(answer, status == 0 || status >= 400 ? "1;31" : "1", colour) + '\n';
  add_message(text, exchange.response.headers, exchange.response.body);
  add_reasons(text, exchange);
  return text;
}

std::string_view lanes_of(Note::Kind kind) {
  switch (kind) {
    case Note::Kind::kIntent:
      return "application -> client";
    case Note::Kind::kOutcome:
    case Note::Kind::kOutput:
      return "client -> application";
    default:
      return to_string(kind);
  }
}

// What a client printed may be as long as an answer.
std::string text_of_note(const Note& note, bool colour) {
  const std::string_view said = note.kind == Note::Kind::kOutput ? "prints " : "";
  const std::size_t shown = kWireBodyLines * kWireLineBytes / 10;
  std::string text =
      in_colour(fmt::format("#{} {}:", note.number, lanes_of(note.kind)), "1", colour);
  text += fmt::format(" {}{}\n", said, terminal_line(note.text, shown));
  return text;
}

std::string numbers_of(const CheckResult& check) {
  std::string numbers;
  for (const std::size_t number : check.finding.evidence) {
    if (number > 0) numbers += fmt::format(" #{}", number);
  }
  return numbers;
}

std::string place_text(const Spot& place) {
  const std::string name = terminal_line(place.name, kNameColumns);
  std::string where = fmt::format("#{}, {}", place.entry, to_string(place.part));
  if (name.empty()) return where;
  return fmt::format("{}: {}{}", where, name, place.missing ? " is missing" : "");
}

}  // namespace

std::string wire_legend() {
  return fmt::format(
      "Not shown: header fields that say nothing of OAuth or MCP (Host, Date, User-Agent, ...), "
      "bodies after {} lines, lines after {} bytes, pages of HTML. `--report html=FILE` has "
      "more.\n",
      kWireBodyLines, kWireLineBytes);
}

std::string wire_text(const Entry& entry, bool colour) {
  if (const auto* const exchange = std::get_if<Exchange>(&entry)) {
    return text_of_exchange(*exchange, colour);
  }
  return text_of_note(std::get<Note>(entry), colour);
}

std::string wire_verdicts(const Play& play, bool colour) {
  std::string text;
  if (!play.error.empty()) {
    text += fmt::format("  {} {}\n", in_colour("ERROR", "1;35", colour),
                        terminal_line(play.error, kSeenColumns));
  }
  for (const CheckResult& check : play.checks) {
    const VerdictMark& mark = mark_of(check.verdict);
    const std::string numbers = numbers_of(check);
    text += fmt::format("  {}{} {}: {}{}{}\n", in_colour(mark.mark, mark.colour, colour),
                        std::string(mark.mark.size() < 5 ? 5 - mark.mark.size() : 0, ' '),
                        terminal_line(check.id, kNameColumns),
                        terminal_line(check.expected, kSeenColumns), numbers.empty() ? "" : ";",
                        numbers);
    if (check.verdict == Verdict::kPass) continue;
    const std::string& said =
        check.verdict == Verdict::kNotApplicable ? check.reason : check.finding.seen;
    if (!said.empty()) text += fmt::format("        {}\n", terminal_line(said, kSeenColumns));
    for (const Spot& place : spots_of(play, check)) {
      text += fmt::format("        {}\n", place_text(place));
    }
  }
  return text;
}

}  // namespace conform::reports
