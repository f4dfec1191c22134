#include "bench/measure/served_mock.hpp"

#include <fmt/format.h>

#include <charconv>
#include <sstream>
#include <stdexcept>

#include "clients/http/http_connection.hpp"
#include "foundation/http/url.hpp"
#include "mock_server/state/metrics.hpp"

namespace conform::bench {

using clients::AllowedHosts;
using clients::ConnectionError;
using clients::HttpConnection;
using clients::own_environment;
using clients::ProcessEnd;
using clients::ProcessSpec;
using mock::resident_bytes;

namespace {

constexpr std::chrono::seconds kLongestStart(10);

// "  API key URL   http://…" -> "http://…", when the line is about `what`.
std::string told(const std::string& line, std::string_view what) {
  const std::size_t at = line.find(what);
  if (at == std::string::npos) return {};
  const std::size_t begin = line.find_first_not_of(' ', at + what.size());
  return begin == std::string::npos ? std::string() : line.substr(begin);
}

std::string up_to(const std::string& text, char end) { return text.substr(0, text.find(end)); }

}  // namespace

ServedMock::ServedMock(std::string program, const std::vector<std::string>& arguments)
    : program_(std::move(program)), process_(spec(arguments)) {}

ProcessSpec ServedMock::spec(const std::vector<std::string>& arguments) {
  ProcessSpec result;
  result.argv = {program_, "serve", "--seed", "1"};
  result.argv.insert(result.argv.end(), arguments.begin(), arguments.end());
  result.environment = own_environment();
  result.on_stdout = [this](std::string_view line) { read(std::string(line)); };
  result.on_stderr = [this](std::string_view line) {
    const std::lock_guard lock(mutex_);
    errors_.append(line).append("\n");
  };
  result.on_end = [this](const ProcessEnd&) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    said_.notify_all();
  };
  return result;
}

void ServedMock::read(const std::string& line) {
  const std::lock_guard lock(mutex_);
  if (const std::string url = told(line, "OAuth URL"); !url.empty()) target_.oauth_url = url;
  const std::size_t bracket = line.rfind('(');
  if (!line.starts_with(' ') && line.ends_with(')') && bracket != std::string::npos) {
    organization_ = line.substr(bracket + 1, line.size() - bracket - 2);
  }
  if (organization_ == "acme") read_of_organization(line);
  if (is_ready()) said_.notify_all();
}

void ServedMock::read_of_organization(const std::string& line) {
  if (const std::string url = told(line, "API key URL"); !url.empty()) target_.key_url = url;
  if (const std::string url = told(line, "log in"); !url.empty()) target_.sign_in_page = url;
  if (line.find("quinn@") != std::string::npos) {
    target_.email = up_to(told(line, "person"), ' ');
    target_.password = up_to(told(line, "password"), ',');
  }
  const std::string key = up_to(told(line, "  key "), ' ');
  if (line.find(" acme_querier_key ") != std::string::npos) target_.key = key;
  if (line.find(" acme_viewer_key ") != std::string::npos) target_.viewer_key = key;
}

bool ServedMock::is_ready() const {
  return target_.has_oauth() && !target_.key_url.empty() && !target_.key.empty() &&
         !target_.viewer_key.empty() && !target_.email.empty();
}

const Target& ServedMock::target() {
  std::unique_lock lock(mutex_);
  said_.wait_for(lock, kLongestStart, [this] { return is_ready() || ended_; });
  if (!is_ready()) {
    throw std::runtime_error(fmt::format(
        "\"{} serve\" {}{}", program_,
        ended_ ? "ended: " : "did not say its URLs and keys within ten seconds", errors_));
  }
  return target_;
}

std::uint64_t ServedMock::resident() const { return resident_bytes(std::to_string(process_.id())); }

void ServedMock::stop() { process_.terminate(kLongestStart); }

std::uint64_t resident_bytes_at(const std::string& url_of_server) {
  const auto url = Url::parse(url_of_server);
  if (!url || !AllowedHosts().allows(*url)) return 0;
  Request request;
  request.method = "GET";
  request.target = "/_mock/metrics";
  std::istringstream lines;
  try {
    HttpConnection connection;
    lines.str(connection.send(*url, request).body);
  } catch (const ConnectionError&) {
    return 0;
  }
  constexpr std::string_view kName = "process_resident_memory_bytes ";
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(kName)) continue;
    double bytes = 0;
    std::from_chars(line.data() + kName.size(), line.data() + line.size(), bytes);
    return static_cast<std::uint64_t>(bytes);
  }
  return 0;
}

}  // namespace conform::bench
