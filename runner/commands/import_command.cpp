#include "runner/commands/import_command.hpp"

#include <fmt/format.h>

#include <ostream>

#include "foundation/json/json.hpp"
#include "reports/text.hpp"
#include "runner/commands/client_config.hpp"
#include "runner/commands/configured_setup.hpp"
#include "runner/program/exit_code.hpp"

namespace conform::runner {

using reports::terminal_line;
using reports::wrapped;

namespace {

struct Examined {
  const ConfiguredServer& server;
  ConfiguredSetup setup;
};

void write_lines(std::string_view word, const std::vector<std::string>& lines, Streams& streams) {
  for (const std::string& line : lines) {
    streams.out << fmt::format("  {:<6} {}\n", word,
                               wrapped(terminal_line(line, 400), streams.width, 9, 9));
  }
}

void write(const std::string& file, const ClientConfig& config, const std::vector<Examined>& all,
           Streams& streams) {
  streams.out << fmt::format("{} ({})\n", terminal_line(file, 400), to_string(config.form));
  write_lines("wrong", config.problems, streams);
  for (const Examined& one : all) {
    streams.out << fmt::format("{}: {}\n", terminal_line(one.server.place, 200),
                               to_string(one.setup.kind));
    write_lines("wrong", one.setup.problems, streams);
    write_lines("note", one.setup.notes, streams);
  }
}

Json json_of(const std::string& file, const ClientConfig& config,
             const std::vector<Examined>& all) {
  Json servers = Json::array();
  for (const Examined& one : all) {
    servers.push_back({{"name", one.server.name},
                       {"place", one.server.place},
                       {"setup", to_string(one.setup.kind)},
                       {"problems", one.setup.problems},
                       {"notes", one.setup.notes}});
  }
  return {{"file", file},
          {"client", to_string(config.form)},
          {"problems", config.problems},
          {"servers", std::move(servers)}};
}

bool is_good(const ClientConfig& config, const std::vector<Examined>& all) {
  bool has_omni = false;
  for (const Examined& one : all) {
    if (!one.setup.problems.empty()) return false;
    has_omni = has_omni || one.setup.kind != ConfiguredSetup::Kind::kForeign;
  }
  return has_omni && config.problems.empty();
}

}  // namespace

int import_command(const ImportOptions& options, Streams& streams) {
  bool good = true;
  Json told = Json::array();
  for (const std::string& file : options.files) {
    const ClientConfig config = read_client_config(file);
    std::vector<Examined> all;
    all.reserve(config.servers.size());
    for (const ConfiguredServer& server : config.servers) {
      all.push_back({server, setup_of(server, config)});
    }
    good = is_good(config, all) && good;
    if (options.json) {
      told.push_back(json_of(file, config, all));
    } else {
      write(file, config, all, streams);
    }
  }
  if (options.json) {
    streams.out << told.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  }
  return good ? kConformant : kNotConformant;
}

}  // namespace conform::runner
