#include "runner/command_line/completions.hpp"

#include <gmock/gmock.h>

#include "runner/command_line/manual_page.hpp"

namespace conform::runner {
namespace {

using testing::HasSubstr;
using testing::Not;
using Value = DocumentedOption::Value;

DocumentedCommand example() {
  DocumentedCommand run{
      .name = "run", .help = "Play, and judge: it's [quick]", .footer = "run -- COMMAND"};
  run.options = {
      {.names = {"-j", "--jobs"}, .value_name = "N", .value = Value::kText, .help = "How many"},
      {.names = {"--severity"},
       .value_name = "TEXT",
       .value = Value::kChoice,
       .choices = {"must", "should"},
       .help = "Only these"},
      {.names = {"--baseline"}, .value_name = "FILE", .value = Value::kFile, .help = "Known"},
      {.names = {"--fixtures"}, .value_name = "FOLDER", .value = Value::kFolder, .help = "From"},
      {.names = {"--stdio"}, .help = "Don't use HTTP [yet]"},
  };
  run.arguments = {{.names = {}, .value_name = "SCENARIO", .value = Value::kFile, .help = "Which"}};
  DocumentedCommand update{.name = "update", .help = "List what fails"};
  update.arguments = {
      {.names = {}, .value_name = "FORM", .value = Value::kChoice, .choices = {"yaml", "json"}}};
  DocumentedCommand baseline{.name = "baseline", .help = "Keep the list", .commands = {update}};
  return {.name = "omni-conform",
          .help = "Does a client work?",
          .footer = "Exit codes: 0, 1.",
          .options = {{.names = {"--version"}, .help = "Tell"}},
          .commands = {run, baseline}};
}

TEST(BashCompletion, KnowsTheWordsAfterEachCommand) {
  const std::string text = bash_completion(example());
  EXPECT_THAT(text, HasSubstr("    '') words='run baseline --version' ;;\n"));
  EXPECT_THAT(
      text,
      HasSubstr("    'run') words='-j --jobs --severity --baseline --fixtures --stdio' ;;\n"));
  EXPECT_THAT(text, HasSubstr("    'baseline') words='update' ;;\n"));
  EXPECT_THAT(text, HasSubstr("    'baseline update') words='yaml json' ;;\n"));
  EXPECT_THAT(text, HasSubstr("    ' run' | ' baseline' | 'baseline update') command="));
}

TEST(BashCompletion, KnowsTheValuesThatCanBeKnown) {
  const std::string text = bash_completion(example());
  EXPECT_THAT(text,
              HasSubstr("'run --severity') mapfile -t COMPREPLY < <(compgen -W 'must should'"));
  EXPECT_THAT(text, HasSubstr("'run --fixtures') mapfile -t COMPREPLY < <(compgen -d "));
  EXPECT_THAT(text, HasSubstr("'run -j' | 'run --jobs') return ;;"));
  EXPECT_THAT(text, Not(HasSubstr("'run --stdio')"))) << "it takes no value";
}

TEST(ZshCompletion, HasAFunctionForEachCommand) {
  const std::string text = zsh_completion(example());
  EXPECT_THAT(text, testing::StartsWith("#compdef omni-conform\n"));
  EXPECT_THAT(text, HasSubstr("'run:Play, and judge\\: it'\\''s [quick]'"));
  EXPECT_THAT(text, HasSubstr("        run) _omni-conform_run ;;\n"));
  EXPECT_THAT(text, HasSubstr("        update) _omni-conform_baseline_update ;;\n"));
  EXPECT_THAT(text, HasSubstr("'*'{-j,--jobs}'[How many]:N:'"));
  EXPECT_THAT(text, HasSubstr("'*--severity[Only these]:TEXT:(must should)'"));
  EXPECT_THAT(text, HasSubstr("'*--fixtures[From]:FOLDER:_files -/'"));
  EXPECT_THAT(text, HasSubstr("'*--stdio[Don'\\''t use HTTP \\[yet\\]]'"));
  EXPECT_THAT(text, HasSubstr("'*:SCENARIO:_files'"));
}

TEST(FishCompletion, OffersWhatBelongsToTheCommandThatWasTyped) {
  const std::string text = fish_completion(example());
  EXPECT_THAT(
      text, HasSubstr("-n '__fish_use_subcommand' -a run -d 'Play, and judge: it\\'s [quick]'\n"));
  EXPECT_THAT(text,
              HasSubstr("-n '__fish_seen_subcommand_from run' -s j -l jobs -x -d 'How many'\n"));
  EXPECT_THAT(text, HasSubstr("-l severity -x -a 'must should' -d 'Only these'\n"));
  EXPECT_THAT(text, HasSubstr("-l baseline -r -F -d 'Known'\n"));
  EXPECT_THAT(text, HasSubstr("-n '__fish_seen_subcommand_from run' -F\n"));
  EXPECT_THAT(text, HasSubstr("-n '__fish_seen_subcommand_from baseline; and not "
                              "__fish_seen_subcommand_from update' -a update"));
  EXPECT_THAT(text, HasSubstr("-n '__fish_seen_subcommand_from baseline; and "
                              "__fish_seen_subcommand_from update' -a 'yaml json'\n"));
}

TEST(ManualPage, HasEveryCommandAndOption) {
  const std::string text = manual_page(example(), "1.2.3");
  EXPECT_THAT(text, HasSubstr(".TH OMNI\\-CONFORM 1 \"\" \"omni\\-conform 1.2.3\""));
  EXPECT_THAT(text, HasSubstr(".SS run\n"));
  EXPECT_THAT(text, HasSubstr(".SS baseline update\n"));
  EXPECT_THAT(text, HasSubstr(".TP\n\\fB\\-j\\fR, \\fB\\-\\-jobs\\fR \\fIN\\fR\nHow many\n"));
  EXPECT_THAT(text, HasSubstr("Only these. One of: must, should.\n"));
  EXPECT_THAT(text, HasSubstr(".TP\n\\fISCENARIO\\fR\nWhich\n"));
  EXPECT_THAT(text, HasSubstr(".SH EXIT STATUS\nExit codes: 0, 1.\n"));
}

TEST(ManualPage, LetsNoTextBecomeARequest) {
  DocumentedCommand program = example();
  program.commands.front().help = ".so /etc/passwd\n'br \\n";
  EXPECT_THAT(manual_page(program, "1"), HasSubstr("\n\\&.so /etc/passwd\n\\&'br \\en\n"));
}

}  // namespace
}  // namespace conform::runner
