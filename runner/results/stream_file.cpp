#include "runner/results/stream_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include "foundation/files/atomic_file.hpp"
#include "foundation/files/text_file.hpp"
#include "foundation/json/foreign_json.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/results/play_json.hpp"
#include "runner/results/report_files.hpp"

namespace conform::runner {
namespace {

constexpr int kFormat = 1;

Json json_of(const RunHead& head) {
  return {
      {"omni_conform_stream", kFormat},
      {"version", head.version},
      {"seed", head.seed},
      {"profiles", head.profiles},
      {"scenarios", head.scenarios},
      {"replays", head.replays},
      {"requirements", head.checks.requirements},
      {"severity", head.checks.severity ? Json(to_string(*head.checks.severity)) : Json(nullptr)},
      {"shard", {{"index", head.shard.index}, {"count", head.shard.count}}},
      {"cells", head.cells}};
}

RunHead head_from(const Json& json) {
  if (json.at("omni_conform_stream").get<int>() != kFormat) {
    throw std::runtime_error("it is of another version of omni-conform");
  }
  RunHead head;
  head.version = json.at("version").get<std::string>();
  head.seed = json.at("seed").get<std::uint64_t>();
  head.profiles = json.at("profiles").get<std::vector<std::string>>();
  head.scenarios = json.at("scenarios").get<std::vector<std::string>>();
  head.replays = json.at("replays").get<std::map<std::string, std::string>>();
  head.checks.requirements = json.at("requirements").get<std::vector<std::string>>();
  if (!json.at("severity").is_null()) {
    head.checks.severity = severity_from(json.at("severity").get<std::string>());
  }
  head.shard = {json.at("shard").at("index").get<std::size_t>(),
                json.at("shard").at("count").get<std::size_t>()};
  if (!head.shard.is_part()) {
    throw std::runtime_error("its shard is no part of a run: " + head.shard.text());
  }
  head.cells = json.at("cells").get<std::vector<std::size_t>>();
  if (!head.scenarios.empty() && head.profiles.size() > kMostPlays / head.scenarios.size()) {
    throw std::runtime_error(fmt::format("it is of more than {} plays", kMostPlays));
  }
  const std::size_t count = head.profiles.size() * head.scenarios.size();
  for (const std::size_t cell : head.cells) {
    if (cell >= count) throw std::runtime_error("it lists a play that the run does not have");
  }
  return head;
}

std::string content_of(const std::filesystem::path& file) {
  try {
    return text_of_file(file);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

// The lines that are whole, and how many bytes they take.
std::vector<std::string> whole_lines(const std::string& text, std::size_t& bytes) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', at)) {
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  bytes = at;
  return lines;
}

Stream stream_from(const std::vector<std::string>& lines, const std::string& file) {
  Stream stream;
  for (std::size_t at = 0; at < lines.size(); ++at) {
    try {
      const Json json = require_foreign(lines[at]);
      if (at == 0) {
        stream.head = head_from(json);
      } else {
        stream.plays.push_back(play_from(json));
      }
    } catch (const std::exception& error) {
      throw UsageError(
          fmt::format("{}, line {}: this is no stream of a run: {}", file, at + 1, error.what()));
    }
  }
  return stream;
}

// The first thing in which two runs differ, for a message.
std::string difference(const RunHead& there, const RunHead& here) {
  const Json a = json_of(there);
  const Json b = json_of(here);
  for (const auto& [name, value] : a.items()) {
    if (b.at(name) == value) continue;
    const std::string before = value.dump();
    const std::string now = b.at(name).dump();
    if (before.size() + now.size() > 200) return name;
    return fmt::format("{} {} there, {} here", name, before, now);
  }
  return "nothing";
}

}  // namespace

bool is_stream(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string start(40, '\0');
  in.read(start.data(), static_cast<std::streamsize>(start.size()));
  return start.starts_with("{\"omni_conform_stream\":");
}

Stream read_stream(const std::filesystem::path& file) {
  std::size_t bytes = 0;
  const std::vector<std::string> lines = whole_lines(content_of(file), bytes);
  if (lines.empty()) {
    throw UsageError(fmt::format("{} holds no stream: its first line is missing.", file.string()));
  }
  return stream_from(lines, file.string());
}

StreamFile::StreamFile(std::string file, const RunHead& head) : file_(std::move(file)) {
  descriptor_ = ::open(file_.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (descriptor_ < 0) fail(errno);
  try {
    take_up(head);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

// Locks the file until this run ends. Two runs of one stream would play everything twice, and one
// could cut off what the other has just written.
void StreamFile::take_up(const RunHead& head) {
  if (!std::filesystem::is_regular_file(file_)) {
    append_line(json_of(head).dump());
    return;
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail(errno);
    throw UsageError(fmt::format(
        "{} is being written by another run: wait until that ends, or name another file.", file_));
  }
  std::size_t bytes = 0;
  const std::vector<std::string> lines = whole_lines(content_of(file_), bytes);
  if (!lines.empty()) {
    Stream stream = stream_from(lines, file_);
    if (stream.head != head) {
      throw UsageError(fmt::format("{} holds another run ({}): remove it, or name another file.",
                                   file_, difference(stream.head, head)));
    }
    finished_ = std::move(stream.plays);
  }
  if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0) fail(errno);
  if (lines.empty()) append_line(json_of(head).dump());
}

void StreamFile::fail(int error) const {
  throw ReportError(fmt::format("The stream could not be written to {}: {}", file_,
                                std::generic_category().message(error)));
}

StreamFile::~StreamFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void StreamFile::append(const Play& play) { append_line(conform::runner::json_of(play).dump()); }

void StreamFile::append_line(const std::string& line) {
  if (const int error = write_all(descriptor_, line + '\n'); error != 0) fail(error);
}

}  // namespace conform::runner
