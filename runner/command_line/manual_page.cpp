#include "runner/command_line/manual_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <vector>

namespace conform::runner {
namespace {

// Text that roff takes for text: "-" stays a minus that can be copied, and no line is a request.
std::string plain(std::string_view text) {
  std::string result;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) result += R"(\&)";
    line_begins = c == '\n';
    if (c == '\\') {
      result += R"(\e)";
    } else if (c == '-') {
      result += R"(\-)";
    } else {
      result += c;
    }
  }
  return result;
}

std::string bold(std::string_view text) { return R"(\fB)" + plain(text) + R"(\fR)"; }
std::string italic(std::string_view text) { return R"(\fI)" + plain(text) + R"(\fR)"; }

std::string head_of(const DocumentedOption& option) {
  std::vector<std::string> names;
  names.reserve(option.names.size());
  for (const std::string& name : option.names) names.push_back(bold(name));
  const std::string head = fmt::format("{}", fmt::join(names, ", "));
  if (option.names.empty()) return italic(option.value_name);
  return option.value_name.empty() ? head : head + ' ' + italic(option.value_name);
}

void add_options(const std::vector<DocumentedOption>& options, std::string& text) {
  for (const DocumentedOption& option : options) {
    std::string help = option.help;
    if (!option.choices.empty()) {
      help +=
          fmt::format("{}One of: {}.", help.empty() ? "" : ". ", fmt::join(option.choices, ", "));
    }
    text += fmt::format(".TP\n{}\n{}\n", head_of(option), plain(help));
  }
}

void add_footer(const std::string& footer, std::string& text) {
  if (footer.find_first_not_of('\n') == std::string::npos) return;
  text += fmt::format(".PP\n.nf\n{}\n.fi\n", plain(footer));
}

void add_commands(const DocumentedCommand& command, const std::string& path, std::string& text) {
  for (const DocumentedCommand& one : command.commands) {
    const std::string words = path.empty() ? one.name : path + ' ' + one.name;
    text += fmt::format(".SS {}\n{}\n", plain(words), plain(one.help));
    add_options(one.arguments, text);
    add_options(one.options, text);
    add_footer(one.footer, text);
    add_commands(one, words, text);
  }
}

}  // namespace

std::string manual_page(const DocumentedCommand& program, std::string_view version) {
  std::string title = program.name;
  std::ranges::transform(title, title.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  std::string text = fmt::format(
      R"(.\" Made by: omni-conform manual
.TH {} 1 "" "{} {}" "User Commands"
.SH NAME
{} \- {}
.SH SYNOPSIS
.B {}
.I COMMAND
[\fIOPTION\fR...] [\fIARGUMENT\fR...]
.SH OPTIONS
)",
      plain(title), plain(program.name), plain(version), plain(program.name), plain(program.help),
      plain(program.name));
  add_options(program.options, text);
  text += ".SH COMMANDS\n";
  add_commands(program, "", text);
  text += ".SH EXIT STATUS\n" + plain(program.footer) + '\n';
  return text;
}

}  // namespace conform::runner
