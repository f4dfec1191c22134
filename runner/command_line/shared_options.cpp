#include "runner/command_line/shared_options.hpp"

namespace conform::runner {
namespace {

constexpr std::size_t kMostJobs = 64;
constexpr double kDay = 86'400;  // in seconds

}  // namespace

CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                      const std::string& help) {
  return app.add_option(name, into, help)->allow_extra_args(false)->delimiter(',');
}

void add_bench_result(CLI::App& app, std::string& bench) {
  app.add_option("--bench", bench,
                 "What `bench --json` wrote: its plots become part of the HTML report")
      ->type_name("FILE");
}

void add_since(CLI::App& app, std::string& since) {
  app.add_option("--since", since,
                 "Reports say what is new, fixed or still red since this earlier run "
                 "(JSON report or stream)")
      ->type_name("FILE");
}

void add_client_documents(CLI::App& app, std::vector<std::string>& documents) {
  app.add_option("--client-document", documents,
                 "A client ID metadata document that the mock is to know, which fetches nothing")
      ->allow_extra_args(false)
      ->type_name("URL=FILE");
}

void add_fixtures(CLI::App& app, std::string& fixtures) {
  app.add_option("--fixtures", fixtures, "Read worlds, profiles and data from this folder")
      ->type_name("FOLDER");
}

void add_jobs(CLI::App& app, std::size_t& jobs) {
  app.add_option("-j,--jobs", jobs, "How many plays run at a time")
      ->check(CLI::Range(std::size_t{1}, kMostJobs))
      ->capture_default_str();
}

void add_packages(CLI::App& app, std::string& packages) {
  app.add_option("--packages", packages, "Keep the packages of real clients in this folder")
      ->type_name("FOLDER");
}

void add_reports(CLI::App& app, std::vector<std::string>& reports) {
  app.add_option("--report", reports,
                 "Write reports: FORMAT=FILE[,FORMAT=FILE...], or FORMAT=- for standard output")
      ->allow_extra_args(false)
      ->type_name("FORMAT=FILE");
}

void add_seed(CLI::App& app, std::uint64_t& seed) {
  app.add_option("--seed", seed, "The same seed makes the same transcripts")->capture_default_str();
}

void add_time_limit(CLI::App& app, double& seconds) {
  app.add_option("--time-limit", seconds, "Give up after so many seconds in all")
      ->check(CLI::Range(0.1, kDay))
      ->capture_default_str()
      ->type_name("SECONDS");
}

}  // namespace conform::runner
