#include "runner/commands/baseline_command.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <system_error>

#include "foundation/files/atomic_file.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/results/baseline.hpp"
#include "runner/results/report_files.hpp"
#include "runner/results/run_file.hpp"

namespace conform::runner {
namespace {

Run run_for(const BaselineOptions& options, Streams& streams) {
  if (!options.from.empty()) return load_run(options.from);
  const Catalog catalog = load_catalog(fixtures_folder(options.fixtures));
  ProgressLine progress(streams);
  return played(plan_of(options, catalog), catalog, progress.shows());
}

}  // namespace

int baseline_update_command(const BaselineOptions& options, Streams& streams) {
  Baseline old{.file = options.file, .entries = {}};
  if (std::filesystem::exists(options.file)) old = load_baseline(options.file);
  const BaselineUpdate update = updated(old, run_for(options, streams), today());
  if (const int error = write_whole_file(options.file, text_of(update.baseline)); error != 0) {
    throw ReportError(fmt::format("The baseline could not be written to {}: {}", options.file,
                                  std::generic_category().message(error)));
  }
  streams.out << fmt::format("{}: {} added, {} kept, {} dropped\n", options.file, update.added,
                             update.kept, update.dropped);
  if (update.expired > 0) {
    streams.out << fmt::format(
        "{} of the kept ones have expired and still fail a run: mend the client, or set another "
        "date by hand.\n",
        update.expired);
  }
  return kConformant;
}

}  // namespace conform::runner
