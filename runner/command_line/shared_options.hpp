// Options that several commands have, declared once. What they are read into must outlive the
// parsing.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace conform::runner {

// One value an occurrence, so that what follows is not swallowed; commas separate as well.
CLI::Option* add_list(CLI::App& app, const std::string& name, std::vector<std::string>& into,
                      const std::string& help);

void add_bench_result(CLI::App& app, std::string& bench);
void add_client_documents(CLI::App& app, std::vector<std::string>& documents);
void add_fixtures(CLI::App& app, std::string& fixtures);
void add_jobs(CLI::App& app, std::size_t& jobs);
void add_packages(CLI::App& app, std::string& packages);
void add_reports(CLI::App& app, std::vector<std::string>& reports);
void add_seed(CLI::App& app, std::uint64_t& seed);
void add_since(CLI::App& app, std::string& since);
void add_time_limit(CLI::App& app, double& seconds);

}  // namespace conform::runner
