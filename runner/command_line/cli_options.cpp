#include "runner/command_line/cli_options.hpp"

namespace conform {

void add_fixtures(CLI::App& app, std::string& fixtures) {
  app.add_option("--fixtures", fixtures, "Read worlds, profiles and data from this folder")
      ->type_name("FOLDER");
}

void add_reports(CLI::App& app, std::vector<std::string>& reports) {
  app.add_option("--report", reports,
                 "Write reports: FORMAT=FILE[,FORMAT=FILE...], or FORMAT=- for standard output")
      ->allow_extra_args(false)
      ->type_name("FORMAT=FILE");
}

}  // namespace conform
