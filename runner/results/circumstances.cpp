#include "runner/results/circumstances.hpp"

#include <fmt/format.h>
#include <sys/utsname.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <thread>

#include "record/redact/secret_names.hpp"
#include "record/redactor.hpp"
#include "runner/program/shell_line.hpp"

namespace conform::runner {

using reports::Circumstances;

namespace {

std::string this_machine() {
  const unsigned processors = std::max(std::thread::hardware_concurrency(), 1U);
  std::string count = fmt::format("{} processor{}", processors, processors == 1 ? "" : "s");
  utsname system{};
  if (::uname(&system) != 0) return count;
  return fmt::format("{} {}, {}", system.sysname, system.machine, count);
}

// As the services of CI name what they checked out: GitHub, GitLab, Jenkins.
std::string commit_of_job() {
  for (const char* name : {"GITHUB_SHA", "CI_COMMIT_SHA", "GIT_COMMIT"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

// "--key VALUE", "--key=VALUE", "API_KEY=VALUE": what the name says is a secret.
void know_secrets(const std::vector<std::string>& arguments, Redactor& redactor) {
  std::string_view before;
  for (const std::string& word : arguments) {
    const std::size_t equals = word.find('=');
    if (equals != std::string::npos) {
      const std::string_view name = std::string_view(word).substr(0, equals);
      const std::string_view kind = kind_of_secret(name);
      if (!kind.empty()) redactor.know(std::string_view(word).substr(equals + 1), kind);
    } else if (before.starts_with('-') && !word.starts_with('-')) {
      const std::string_view kind = kind_of_secret(before);
      if (!kind.empty()) redactor.know(word, kind);
    }
    before = word;
  }
}

}  // namespace

std::string pasteable(const std::vector<std::string>& arguments) {
  Redactor redactor({});
  know_secrets(arguments, redactor);
  std::vector<std::string> words = {"omni-conform"};
  for (const std::string& word : arguments) words.push_back(redactor(word));
  return shell_line(words);
}

Circumstances circumstances_of(const std::vector<std::string>& arguments,
                               std::chrono::microseconds took) {
  const auto began = std::chrono::system_clock::now() - took;
  return {.began = to_iso8601(std::chrono::floor<std::chrono::milliseconds>(began)),
          .command = pasteable(arguments),
          .machine = this_machine(),
          .commit = commit_of_job()};
}

}  // namespace conform::runner
