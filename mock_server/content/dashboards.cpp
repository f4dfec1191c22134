#include "mock_server/content/dashboards.hpp"

#include <algorithm>

#include "foundation/json/json_reader.hpp"
#include "foundation/text/ascii.hpp"
#include "mock_server/query/words.hpp"

namespace conform::mock {
namespace {

Dashboard read_dashboard(const JsonReader& json) {
  json.only({"id", "name", "description", "folder", "model", "tiles"});
  Dashboard dashboard;
  dashboard.id = json.at("id").text();
  dashboard.name = json.at("name").text();
  dashboard.description = json.at("description").text();
  dashboard.folder = json.at("folder").text();
  dashboard.model = json.at("model").text();
  for (const JsonReader& tile : json.at("tiles").elements()) {
    tile.only({"id", "name", "query"});
    SavedQuery query{tile.at("id").text(), tile.at("name").text(), tile.at("query").json()};
    if (dashboard.query(query.id) != nullptr) tile.at("id").fail("is used twice");
    dashboard.queries.push_back(std::move(query));
  }
  return dashboard;
}

template <typename Items>
auto* by_id(Items& items, std::string_view id) {
  const auto found = std::ranges::find_if(items, [&](const auto& item) { return item.id == id; });
  return found == items.end() ? nullptr : &*found;
}

// How many of the words stand in the dashboard's names and texts.
int fit(const Dashboard& dashboard, const Phrase& words) {
  std::string text = dashboard.name + " " + dashboard.description + " " + dashboard.folder;
  for (const SavedQuery& query : dashboard.queries) text.append(" ").append(query.name);
  const Phrase has = to_phrase(text);
  return static_cast<int>(std::ranges::count_if(
      words, [&](const std::string& word) { return std::ranges::find(has, word) != has.end(); }));
}

}  // namespace

const SavedQuery* Dashboard::query(std::string_view wanted) const { return by_id(queries, wanted); }

Dashboards::Dashboards(const std::filesystem::path& file) {
  const Json json = read_json_file(file);
  const JsonReader root(json, file.string());
  root.only({"dashboards"});
  for (const JsonReader& item : root.at("dashboards").elements()) {
    Dashboard dashboard = read_dashboard(item);
    if (find(dashboard.id) != nullptr) item.at("id").fail("is used twice");
    dashboards_.push_back(std::move(dashboard));
  }
}

const Dashboard* Dashboards::find(std::string_view id) const { return by_id(dashboards_, id); }

std::vector<const Dashboard*> Dashboards::search(std::string_view words,
                                                 const std::vector<std::string>& models) const {
  Phrase wanted;
  for (const std::string& word : Words(words).left_over()) {
    for (std::string& key : to_phrase(word)) wanted.push_back(std::move(key));
  }
  std::vector<std::pair<int, const Dashboard*>> fitting;
  for (const Dashboard& dashboard : dashboards_) {
    if (std::ranges::find(models, dashboard.model) == models.end()) continue;
    const int its_fit = fit(dashboard, wanted);
    if (its_fit > 0 || wanted.empty()) fitting.emplace_back(its_fit, &dashboard);
  }
  std::ranges::stable_sort(fitting, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<const Dashboard*> result;
  result.reserve(fitting.size());
  for (const auto& [its_fit, dashboard] : fitting) result.push_back(dashboard);
  return result;
}

}  // namespace conform::mock
