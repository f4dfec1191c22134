// Options that several subcommands have, declared once.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace conform {

void add_fixtures(CLI::App& app, std::string& fixtures);
void add_reports(CLI::App& app, std::vector<std::string>& reports);

}  // namespace conform
