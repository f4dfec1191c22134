#include "runner/results/report_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <system_error>

#include "foundation/files/atomic_file.hpp"
#include "foundation/json/foreign_json.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/nearest.hpp"
#include "runner/results/circumstances.hpp"

namespace conform::runner {

using reports::all_formats;
using reports::find_format;
using reports::Format;
using reports::ReportContext;

namespace {

ReportError failed(const ReportRequest& request, int error) {
  return ReportError(fmt::format("The {} report could not be written to {}: {}",
                                 request.format->name, request.file,
                                 std::generic_category().message(error)));
}

// "json=a.json,junit=b.xml" is two, "json=a,b.json" one: a comma separates when a name and '='
// follow.
std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts{""};
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == ',') {
      const std::size_t end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz", at + 1);
      if (end != std::string::npos && end > at + 1 && text[end] == '=') {
        parts.emplace_back();
        continue;
      }
    }
    parts.back() += text[at];
  }
  return parts;
}

// GitHub shows what is appended to that file as the summary of the job.
void append_summary(const ReportRequest& request, const Run& run,
                    const ReportContext& report_context, const std::string& file) {
  std::ostringstream text;
  request.format->write(run, report_context, text);
  if (const int error = append_to_file(file, text.str()); error != 0) {
    throw failed({request.format, file}, error);
  }
}

// Each file is written whole; its path is below the folder that was asked for.
void write_folder(const ReportRequest& request, const std::string& text) {
  const Json files = require_foreign(text);
  for (const auto& [path, content] : files.items()) {
    const std::filesystem::path file = std::filesystem::path(request.file) / path;
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    if (error) throw failed(request, error.value());
    if (const int code = write_whole_file(file.string(), content.get<std::string>()); code != 0) {
      throw failed(request, code);
    }
  }
}

void require_place(const ReportRequest& request) {
  // A folder is made, with those above it.
  if (request.file == "-" || request.format->is_folder) return;
  const std::string obstacle = obstacle_to_writing(request.file);
  if (obstacle.empty()) return;
  throw UsageError(fmt::format("--report {}={}: {}", request.format->name, request.file, obstacle));
}

}  // namespace

ReportRequest parse_report_request(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const Format* format = find_format(name);
  if (format == nullptr) {
    std::vector<std::string> names;
    for (const Format& one : all_formats()) names.emplace_back(one.name);
    throw unknown_name("report format", name, names);
  }
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw UsageError(fmt::format(
        "--report {0}: where to? Write --report {0}=FILE, or {0}=- for standard output.", name));
  }
  return {format, text.substr(equals + 1)};
}

std::vector<ReportRequest> report_requests(const std::vector<std::string>& texts) {
  std::vector<ReportRequest> requests;
  requests.reserve(texts.size());
  for (const std::string& text : texts) {
    for (const std::string& part : split(text)) requests.push_back(parse_report_request(part));
  }
  std::ranges::for_each(requests, require_place);
  return requests;
}

bool any_goes_to_standard_output(const std::vector<ReportRequest>& requests) {
  return std::ranges::any_of(requests,
                             [](const ReportRequest& request) { return request.file == "-"; });
}

void write_report(const ReportRequest& request, const Run& run, const ReportContext& report_context,
                  std::ostream& standard_output) {
  std::ostringstream text;
  request.format->write(run, report_context, text);
  if (request.file == "-") {
    errno = 0;
    standard_output << text.str() << std::flush;
    if (!standard_output) throw failed({request.format, "standard output"}, errno);
  } else if (request.format->is_folder) {
    write_folder(request, text.str());
  } else if (const int error = write_whole_file(request.file, text.str()); error != 0) {
    throw failed(request, error);
  }
}

void write_reports(const Run& run, const ReportContext& report_context,
                   const std::vector<ReportRequest>& requests, Streams& streams) {
  ReportContext for_people = report_context;
  for_people.colour = streams.colour;
  for_people.width = streams.width;
  ReportContext for_files = report_context;
  for_files.colour = false;
  for_files.width = 100;
  if (!streams.command.empty())
    for_files.circumstances = circumstances_of(streams.command, run.took);
  const bool to_stdout = any_goes_to_standard_output(requests);
  std::string errors;
  const auto attempt = [&](const ReportRequest& request, const ReportContext& how) {
    try {
      write_report(request, run, how, streams.out);
      if (request.format->name == "markdown" && !streams.step_summary.empty()) {
        append_summary(request, run, how, streams.step_summary);
      }
    } catch (const ReportError& error) {
      errors += (errors.empty() ? "" : "\n") + std::string(error.what());
    }
  };
  // Another program may read what was asked for on standard output: the console's report steps
  // aside.
  if (to_stdout) {
    find_format("console")->write(run, for_files, streams.err);
  } else {
    attempt({find_format("console"), "-"}, for_people);
  }
  for (const ReportRequest& request : requests) attempt(request, for_files);
  if (!errors.empty()) throw ReportError(errors);
}

}  // namespace conform::runner
