#include "runner/commands/init_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <ostream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "clients/profile/launch.hpp"
#include "foundation/files/atomic_file.hpp"
#include "foundation/files/text_file.hpp"
#include "foundation/text/placeholders.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"
#include "runner/program/shell_line.hpp"

namespace conform::runner {

using clients::CommandLine;

namespace {

// Its files are named one by one: beside them lies what was installed or built there.
struct Example {
  std::string language;
  std::string folder;  // below examples/
  std::vector<std::string> files;
  std::vector<CommandLine> install;  // one after the other; {folder} is where the user has it
  CommandLine client;
};

const std::array<Example, 3>& examples() {
  static const std::array<Example, 3> all{{
      {"ts",
       "typescript",
       {"client.mjs", "package.json", "package-lock.json", "conform.yaml", "conform-baseline.yaml"},
       {{"npm", "ci", "--prefix", "{folder}"}},
       {"node", "{folder}/client.mjs"}},
      {"python",
       "python",
       {"client.py", "requirements.txt", "conform.yaml", "conform-baseline.yaml"},
       {{"python3", "-m", "venv", "{folder}/venv"},
        {"{folder}/venv/bin/pip", "install", "-r", "{folder}/requirements.txt"}},
       {"{folder}/venv/bin/python", "{folder}/client.py"}},
      {"go",
       "go",
       {"main.go", "sign_in.go", "go.mod", "go.sum", "conform.yaml", "conform-baseline.yaml"},
       {{"go", "build", "-C", "{folder}", "-o", "client"}},
       {"{folder}/client"}},
  }};
  return all;
}

const Example& example_for(std::string_view language) {
  const auto found = std::ranges::find(examples(), language, &Example::language);
  if (found != examples().end()) return *found;
  std::vector<std::string> languages;
  languages.reserve(examples().size());
  for (const Example& example : examples()) languages.push_back(example.language);
  throw unknown_name("example for", language, languages);
}

[[noreturn]] void refuse(const std::filesystem::path& folder, std::string_view why) {
  throw UsageError(
      fmt::format("init: '{}' {}: name a folder that does not exist yet, or an empty one",
                  folder.string(), why));
}

void require_room(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(std::filesystem::symlink_status(folder))) return;
  if (!std::filesystem::is_directory(folder)) refuse(folder, "is no folder");
  if (!std::filesystem::is_empty(folder)) refuse(folder, "is not empty");
}

void make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) refuse(folder, "can't be made (" + error.message() + ")");
}

void write_example_file(const std::filesystem::path& file, std::string_view text) {
  const int error = write_whole_file(file.string(), text);
  if (error == 0) return;
  throw std::runtime_error(fmt::format("init: can't write {}: {}", file.string(),
                                       std::generic_category().message(error)));
}

std::string as_typed(CommandLine command, const std::filesystem::path& folder) {
  for (std::string& word : command) {
    word = with_placeholders(std::move(word), {{"folder", folder.string()}});
  }
  return shell_line(command);
}

void tell_next_steps(const Example& example, const std::filesystem::path& folder,
                     std::ostream& out) {
  std::vector<std::string> install;
  install.reserve(example.install.size());
  for (const CommandLine& command : example.install) install.push_back(as_typed(command, folder));
  CommandLine test = {"omni-conform", "test", "--"};
  test.insert(test.end(), example.client.begin(), example.client.end());
  out << fmt::format(
      "Wrote {} to {}\n\n  install   {}\n  test      {}\n\n"
      "What such a program is told, and how it is judged: docs/your-client.md.\n",
      fmt::join(example.files, ", "), folder.string(), fmt::join(install, " && "),
      as_typed(std::move(test), folder));
}

}  // namespace

// All are read first: what cannot be finished is not begun.
int init_command(const InitOptions& options, Streams& streams) {
  const Example& example = example_for(options.language);
  require_room(options.folder);
  std::vector<std::pair<std::filesystem::path, std::string>> copies;
  copies.reserve(example.files.size());
  const std::filesystem::path from = examples_folder() / example.folder;
  for (const std::string& file : example.files) {
    copies.emplace_back(options.folder / file, text_of_file(from / file));
  }
  make_folder(options.folder);
  for (const auto& [file, text] : copies) write_example_file(file, text);
  tell_next_steps(example, options.folder, streams.out);
  return kConformant;
}

}  // namespace conform::runner
