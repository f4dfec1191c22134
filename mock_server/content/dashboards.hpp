// The dashboards that organizations have, each over one model, with the saved query of every tile.
// Read from fixtures/data/dashboards.json; never changes afterwards.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/json/json.hpp"

namespace conform::mock {

struct SavedQuery {
  std::string id;
  std::string name;  // the tile's title
  Json query;        // in the form that runQuery takes
};

struct Dashboard {
  std::string id;
  std::string name;
  std::string description;
  std::string folder;
  std::string model;
  std::vector<SavedQuery> queries;

  [[nodiscard]] const SavedQuery* query(std::string_view id) const;
};

class Dashboards {
 public:
  // Throws std::runtime_error naming file and place.
  explicit Dashboards(const std::filesystem::path& file);

  [[nodiscard]] const std::vector<Dashboard>& all() const { return dashboards_; }
  [[nodiscard]] const Dashboard* find(std::string_view id) const;
  // Those of these models that have one of the words, best first; without words all of them.
  [[nodiscard]] std::vector<const Dashboard*> search(std::string_view words,
                                                     const std::vector<std::string>& models) const;

 private:
  std::vector<Dashboard> dashboards_;
};

}  // namespace conform::mock
