// The report for people with a browser: one file that asks nothing of the network. What it shows
// stands in it as compressed data; the record of a play is unpacked only when the play is opened.
// Foreign text is shown as text.
#include <fmt/format.h>

#include <map>
#include <ostream>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "foundation/json/json.hpp"
#include "reports/evidence.hpp"
#include "reports/html_assets.hpp"
#include "reports/html_page.hpp"
#include "reports/mark.hpp"
#include "reports/plots.hpp"
#include "reports/report.hpp"
#include "reports/spot.hpp"
#include "reports/text.hpp"

namespace conform::reports {
namespace {

constexpr std::size_t kMostBodyBytes = 65536;

Json headers_of(const Headers& headers) {
  Json result = Json::array();
  for (const Header& header : headers) {
    result.push_back(Json::array({visible(header.name), visible(header.value)}));
  }
  return result;
}

void add_body(Json& message, const std::string& body) {
  if (body.empty()) return;
  message["body"] = visible(cut(body, kMostBodyBytes));
  if (body.size() > kMostBodyBytes) message["cut"] = true;
}

Json json_of(const Exchange& exchange) {
  Json request = {{"method", visible(exchange.request.method)},
                  {"target", visible(exchange.request.target)},
                  {"headers", headers_of(exchange.request.headers)}};
  add_body(request, exchange.request.body);
  Json response = {{"status", exchange.response.status},
                   {"headers", headers_of(exchange.response.headers)}};
  add_body(response, exchange.response.body);
  Json facts = Json::object();
  for (const auto& [name, value] : exchange.facts) facts[name] = visible(value);
  Json result = {{"number", exchange.number},          {"kind", "exchange"},
                 {"at", to_iso8601(exchange.at)},      {"site", exchange.site},
                 {"origin", visible(exchange.origin)}, {"endpoint", to_string(exchange.endpoint)},
                 {"facts", std::move(facts)},          {"request", std::move(request)},
                 {"response", std::move(response)}};
  if (exchange.rpc) {
    result["rpc"] = {{"method", visible(exchange.rpc->method)},
                     {"tool", visible(exchange.rpc->tool)}};
  }
  return result;
}

Json json_of(const Note& note) {
  return {{"number", note.number},
          {"kind", to_string(note.kind)},
          {"at", to_iso8601(note.at)},
          {"text", visible(note.text)}};
}

Json record_of(const Play& play) {
  Json entries = Json::array();
  for (const Entry& entry : play.entries) {
    entries.push_back(std::visit([](const auto& it) { return json_of(it); }, entry));
  }
  Json output = Json::array();
  for (const std::string& line : play.output) output.push_back(visible(line));
  return {{"entries", std::move(entries)}, {"output", std::move(output)}};
}

// Everything but the records. What many plays share is written once.
class Index {
 public:
  Index(const Run& run, const ReportContext& report_context)
      : run_(run), report_context_(report_context) {}

  Json document() {
    for (std::size_t at = 0; at < run_.scenarios.size(); ++at) {
      scenario_numbers_.emplace(run_.scenarios[at], at);
    }
    for (std::size_t at = 0; at < run_.profiles.size(); ++at) {
      client_numbers_.emplace(run_.profiles[at], at);
    }
    Json plays = Json::array();
    for (const Play& play : run_.plays) plays.push_back(play_of(play));
    Json document = {{"version", run_.version},
                     {"seed", run_.seed},
                     {"took_us", run_.took.count()},
                     {"baseline", report_context_.baseline},
                     {"conclusion", conclusion(run_, report_context_.interrupted)},
                     {"clients", clients()},
                     {"scenarios", scenarios()},
                     {"rules", rules_},
                     {"checks", checks_},
                     {"plays", std::move(plays)}};
    if (report_context_.since) {
      document["since"] = {{"file", visible(report_context_.since->file)},
                           {"counted", report_context_.since->counted()}};
    }
    add_circumstances(document);
    return document;
  }

 private:
  void add_circumstances(Json& document) const {
    const Circumstances& circumstances = report_context_.circumstances;
    for (const auto& [name, text] :
         {std::pair("began", &circumstances.began), std::pair("command", &circumstances.command),
          std::pair("machine", &circumstances.machine),
          std::pair("commit", &circumstances.commit)}) {
      if (!text->empty()) document[name] = visible(*text);
    }
  }

  [[nodiscard]] Json clients() const {
    Json clients = Json::array();
    for (const std::string& id : run_.profiles) {
      const auto title = report_context_.clients.find(id);
      clients.push_back(
          {{"id", visible(id)},
           {"title",
            title == report_context_.clients.end() ? visible(id) : visible(title->second)}});
    }
    return clients;
  }

  [[nodiscard]] Json scenarios() const {
    std::map<std::string, std::string> titles;
    for (const Play& play : run_.plays) titles.emplace(play.scenario, play.title);
    Json scenarios = Json::array();
    for (const std::string& id : run_.scenarios) {
      Json scenario = {{"id", visible(id)}, {"title", visible(titles[id])}};
      if (const auto found = report_context_.stories.find(id);
          found != report_context_.stories.end()) {
        const Story& story = found->second;
        scenario["story"] = story.story;
        scenario["why"] = story.why;
        scenario["fix"] = story.fix;
        scenario["arranged"] = story.arranged;
        scenario["done"] = story.done;
      }
      scenarios.push_back(std::move(scenario));
    }
    return scenarios;
  }

  std::size_t kind_of(const CheckResult& check) {
    const auto [place, is_new] = kinds_.emplace(
        std::tuple(check.id, check.requirement, check.severity, check.expected), checks_.size());
    if (is_new) {
      checks_.push_back({{"id", visible(check.id)},
                         {"severity", to_string(check.severity)},
                         {"requirement", visible(check.requirement)},
                         {"expected", visible(check.expected)}});
      const auto rule = report_context_.rules.find(check.requirement);
      if (rule != report_context_.rules.end()) {
        rules_[check.requirement] = {{"text", visible(rule->second.text)},
                                     {"url", rule->second.url}};
      }
    }
    return place->second;
  }

  Json check_of(const Play& play, const CheckResult& check) {
    Json places = Json::array();
    for (const Spot& place : spots_of(play, check)) {
      places.push_back(
          Json::array({place.entry, to_string(place.part), visible(place.name), place.missing}));
    }
    return Json::array({kind_of(check), to_string(check.verdict), visible(check.finding.seen),
                        visible(check.reason), check.finding.evidence, std::move(places)});
  }

  Json play_of(const Play& play) {
    Json checks = Json::array();
    for (const CheckResult& check : play.checks) checks.push_back(check_of(play, check));
    Json result = {{"s", scenario_numbers_[play.scenario]},
                   {"c", client_numbers_[play.profile]},
                   {"v", to_string(play.verdict)},
                   {"t", play.took.count()},
                   {"k", std::move(checks)}};
    if (!play.error.empty()) result["error"] = visible(play.error);
    if (report_context_.since) {
      if (const News* news = report_context_.since->of(play)) result["news"] = to_string(*news);
    }
    if (const std::string replay = replay_of(run_, play); !replay.empty()) {
      result["replay"] = visible(replay);
    }
    return result;
  }

  const Run& run_;
  const ReportContext& report_context_;
  std::map<std::string, std::size_t> scenario_numbers_;
  std::map<std::string, std::size_t> client_numbers_;
  std::map<std::tuple<std::string, std::string, Severity, std::string>, std::size_t> kinds_;
  Json checks_ = Json::array();
  Json rules_ = Json::object();
};

void write(const Run& run, const ReportContext& report_context, std::ostream& out) {
  std::vector<std::string> blocks;
  blocks.reserve(run.plays.size() + 2);
  blocks.push_back(html_data_block("index", Index(run, report_context).document()));
  for (std::size_t number = 0; number < run.plays.size(); ++number) {
    blocks.push_back(html_data_block(fmt::format("play-{}", number), record_of(run.plays[number])));
  }
  if (report_context.bench != nullptr)
    blocks.push_back(html_data_block("bench", plot_data(*report_context.bench)));
  write_html_page({.script = html_assets::script, .draws = report_context.bench != nullptr}, blocks,
                  out);
}

const RegisterFormat html{{.name = "html",
                           .describes = "one page to look at: matrix, stories, what went wrong",
                           .extension = "html",
                           .write = write}};

}  // namespace
}  // namespace conform::reports
