// `omni-conform clients`: lists and installs the real programs that `test --client` plays with.
#pragma once

#include <string>
#include <vector>

#include "runner/program/streams.hpp"

namespace conform::runner {

struct ClientsOptions {
  std::vector<std::string> names;  // ids or globs; empty: all
  std::string packages;            // where packages are kept; empty: the usual folder
  std::string fixtures;
};

// One line a client: what it needs, and whether that is there. Throws UsageError.
int clients_list_command(const ClientsOptions& options, Streams& streams);

// Installs what is missing. kHarnessError when something could not be had. Throws UsageError.
int clients_install_command(const ClientsOptions& options, Streams& streams);

}  // namespace conform::runner
