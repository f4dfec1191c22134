#include "mock_server/mcp/tools/analysis.hpp"

#include <fmt/format.h>

#include "mock_server/mcp/tools/scope.hpp"
#include "mock_server/omni/refusal.hpp"

namespace conform::mock {
namespace {

constexpr std::size_t kMostCsvRows = 100;  // so that kept jobs stay small

std::string csv_cell(const Json& value) {
  if (value.is_null()) return "";
  if (!value.is_string()) return value.dump();
  auto text = value.get<std::string>();
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

// RFC 4180, with line feeds.
std::string to_csv(const QueryResult& result) {
  std::string csv;
  const auto add_line = [&csv](const std::vector<Json>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) csv += ',';
      csv += csv_cell(cells[i]);
    }
    csv += '\n';
  };
  add_line({result.columns.begin(), result.columns.end()});
  const std::size_t shown = std::min(result.rows.size(), kMostCsvRows);
  for (std::size_t i = 0; i < shown; ++i) add_line(result.rows[i]);
  return csv;
}

Json failure(std::string_view message, std::string detail) {
  return {{"code", "QUERY_EXECUTION_ERROR"}, {"message", message}, {"detail", std::move(detail)}};
}

std::string message_of(const QueryResult& result) {
  if (result.rows.empty()) return result.summary + " There are no rows.";
  std::string first;
  for (std::size_t i = 0; i < result.columns.size(); ++i) {
    const Json& value = result.rows.front().at(i);
    first += fmt::format("{}{} = {}", i == 0 ? "" : ", ", result.columns[i],
                         value.is_string() ? value.get<std::string>() : value.dump());
  }
  return fmt::format("{} {} row{}; the first: {}.", result.summary, result.rows.size(),
                     result.rows.size() == 1 ? "" : "s", first);
}

}  // namespace

Jobs::Outcome analyze(const ToolCall& call, const Membership& member, const ModelSummary& model,
                      const Source& source, TimePoint at) {
  if (call.world.mcp.query_times_out) {
    return {nullptr, failure(refusal("query_timed_out").text,
                             "The query took longer than the data base allows.")};
  }
  const QueryResult result =
      call.engine.answer(model.id, source, argument(call, "prompt"), {member.attributes}, call.now);
  if (!result.understood) {
    return {nullptr, failure(refusal("question_not_understood").text, result.summary)};
  }
  const std::string message = message_of(result);
  const Json action{{"type", "generate_query"},
                    {"message", result.summary},
                    {"timestamp", to_iso8601(at)},
                    {"result",
                     {{"query", result.query},
                      {"queryName", result.summary.substr(0, result.summary.find(", sorted"))},
                      {"status", "success"},
                      {"csvResult", to_csv(result)},
                      {"csvResultWasTruncated", result.rows.size() > kMostCsvRows},
                      {"totalRowCount", result.rows.size()},
                      {"hasResults", !result.rows.empty()}}}};
  return {{{"message", message},
           {"resultSummary", result.summary},
           {"topic", source.is_view ? Json() : Json(source.name)},
           {"actions", Json::array({action})}},
          nullptr};
}

}  // namespace conform::mock
