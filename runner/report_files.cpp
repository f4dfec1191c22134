#include "runner/report_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <system_error>

#include "runner/exit_code.hpp"
#include "runner/nearest.hpp"

namespace conform {
namespace {

ReportError failed(const ReportRequest& request, int error) {
  return ReportError(fmt::format("The {} report could not be written to {}: {}",
                                 request.format->name, request.file,
                                 std::generic_category().message(error)));
}

// Returns 0 or the errno.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

bool is_special(const std::string& file) {
  struct stat status{};
  return ::stat(file.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

void write_straight(const ReportRequest& request, const std::string& text) {
  const int descriptor = ::open(request.file.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) throw failed(request, errno);
  const int error = write_all(descriptor, text);
  ::close(descriptor);
  if (error != 0) throw failed(request, error);
}

void write_and_rename(const ReportRequest& request, const std::string& text) {
  // A link is followed, so that the link stays and its target is replaced.
  std::error_code ignored;
  std::filesystem::path target = std::filesystem::weakly_canonical(request.file, ignored);
  if (ignored || target.empty()) target = request.file;
  std::string name = target.string() + ".XXXXXX";
  const int descriptor = ::mkostemp(name.data(), O_CLOEXEC);
  if (descriptor < 0) throw failed(request, errno);
  // mkstemp makes files for their owner alone; a report is as readable as any other new file.
  const mode_t mask = ::umask(0);
  ::umask(mask);
  int error = ::fchmod(descriptor, 0666 & ~mask) == 0 ? 0 : errno;
  if (error == 0) error = write_all(descriptor, text);
  // A full disk may show only here.
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (error == 0 && ::rename(name.c_str(), target.c_str()) != 0) error = errno;
  if (error == 0) return;
  ::unlink(name.c_str());
  throw failed(request, error);
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

std::vector<ReportRequest> parse_report_requests(const std::vector<std::string>& texts) {
  std::vector<ReportRequest> requests;
  requests.reserve(texts.size());
  for (const std::string& text : texts) requests.push_back(parse_report_request(text));
  return requests;
}

void write_report(const ReportRequest& request, const Run& run, const Telling& telling,
                  std::ostream& standard_output) {
  std::ostringstream text;
  request.format->write(run, telling, text);
  if (request.file == "-") {
    errno = 0;
    standard_output << text.str() << std::flush;
    if (!standard_output) throw failed({request.format, "standard output"}, errno);
  } else if (is_special(request.file)) {
    write_straight(request, text.str());
  } else {
    write_and_rename(request, text.str());
  }
}

void tell(const Run& run, const std::map<std::string, Rule>& rules,
          const std::vector<ReportRequest>& requests, Streams& streams) {
  const Telling for_people{.colour = streams.colour, .width = streams.width, .rules = rules};
  const Telling for_files{.colour = false, .width = 100, .rules = rules};
  const bool to_stdout = std::ranges::any_of(
      requests, [](const ReportRequest& request) { return request.file == "-"; });
  std::string errors;
  const auto attempt = [&](const ReportRequest& request, const Telling& telling) {
    try {
      write_report(request, run, telling, streams.out);
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

}  // namespace conform
