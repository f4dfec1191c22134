#include "reports/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "foundation/text/ascii.hpp"
#include "reports/text.hpp"

namespace conform::reports {

std::size_t number_of(const Entry& entry) {
  return std::visit([](const auto& it) { return it.number; }, entry);
}

std::vector<const Entry*> entries_of(const Play& play, std::vector<std::size_t> numbers) {
  std::ranges::sort(numbers);
  std::vector<const Entry*> found;
  for (const Entry& entry : play.entries) {
    if (std::ranges::binary_search(numbers, number_of(entry))) found.push_back(&entry);
  }
  return found;
}

std::vector<const Entry*> cited_entries(const Play& play) {
  std::vector<std::size_t> numbers;
  for (const CheckResult& check : play.checks) {
    numbers.insert(numbers.end(), check.finding.evidence.begin(), check.finding.evidence.end());
  }
  return entries_of(play, std::move(numbers));
}

std::string line_of(const Entry& entry, std::size_t columns) {
  if (const auto* note = std::get_if<Note>(&entry)) {
    return one_line(fmt::format("#{} {}: {}", note->number, to_string(note->kind), note->text),
                    columns);
  }
  const auto& exchange = std::get<Exchange>(entry);
  std::string rpc;
  if (exchange.rpc && !exchange.rpc->method.empty()) {
    rpc = " " + exchange.rpc->method;
    if (!exchange.rpc->tool.empty()) rpc += " " + exchange.rpc->tool;
  }
  const std::string site = exchange.site.empty() ? "(unknown host)" : exchange.site;
  const std::string end = fmt::format("{} {}", one_line(rpc, 60), exchange.response.status);
  const std::string begin = fmt::format("#{} {} {} ", exchange.number,
                                        one_line(exchange.request.method, 20), one_line(site, 40));
  // Most readers look for the status, so a long query is cut to leave room for it.
  const std::size_t taken = columns_of(begin) + columns_of(end);
  const std::size_t left = columns > taken + 20 ? columns - taken : 20;
  const std::string separator = rpc.empty() ? "" : " ";
  return begin + one_line(exchange.request.target, left) + separator + end;
}

std::string replay_of(const Run& run, const Play& play) {
  const auto found = run.replays.find(play.profile);
  if (found == run.replays.end()) return {};
  std::string command = found->second;
  replace_all(command, "{scenario}", play.scenario);
  return command;
}

std::string wire_replay_of(const Run& run, const Play& play) {
  constexpr std::string_view kScenario = "{scenario}";
  const auto found = run.replays.find(play.profile);
  if (found == run.replays.end()) return {};
  std::string command = found->second;
  const std::size_t at = command.find(kScenario);
  if (at == std::string::npos) return {};
  return command.replace(at, kScenario.size(), play.scenario + " --wire");
}

}  // namespace conform::reports
