#include "runner/commands/wire/serve_scenario.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <ostream>
#include <stop_token>
#include <thread>
#include <utility>
#include <variant>

#include "clients/browser/person.hpp"
#include "clients/programs/attended_client.hpp"
#include "clients/programs/page_visit.hpp"
#include "clients/programs/stand_ins/browser_stub.hpp"
#include "foundation/files/temporary_folder.hpp"
#include "reports/text.hpp"
#include "reports/wire.hpp"
#include "runner/choice/catalog.hpp"
#include "runner/choice/select.hpp"
#include "runner/commands/playing.hpp"
#include "runner/commands/wire/watch_command.hpp"
#include "runner/plays/play.hpp"
#include "runner/plays/wire_printer.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/line_input.hpp"
#include "runner/program/nearest.hpp"
#include "runner/program/shell_line.hpp"
#include "runner/results/report_files.hpp"
#include "suites/record.hpp"

namespace conform::runner {

using clients::Attendance;
using clients::AttendedClient;
using clients::AttendedTurn;
using clients::BrowserStub;
using clients::Person;
using clients::Profile;
using clients::VisitOutcome;
using mock::MockOmni;
using mock::Organization;
using mock::User;
using mock::World;
using reports::one_line;
using reports::printed;
using reports::wire_verdicts;
using reports::wrapped;

namespace {

constexpr const char* kByHand = "by_hand";  // what the client is called in reports

const Scenario& scenario_named(const std::string& id) {
  if (const Scenario* const found = find_scenario(id)) return *found;
  throw unknown_name("scenario", id, scenario_ids(all_scenarios()), "list scenarios");
}

// What is printed while a play goes on: the record as it grows, verdicts on it, and what the user
// is told. Thread-safe.
class PlayInWords {
 public:
  PlayInWords(const World& before, const MockOmni& mock, const Streams& streams, bool wire)
      : mock_(mock),
        out_(streams.out),
        printer_(before, mock, streams.out, streams.colour,
                 wire ? WireDetail::kWhole : WireDetail::kLines),
        telling_(streams.out) {}

  // What is in the record stands before what is said of it.
  void say(const std::string& text) {
    const std::scoped_lock lock(mutex_);
    print_news();
    out_ << printed(text) << '\n' << std::flush;
  }

  // Until it is asked to stop.
  void follow(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      const std::size_t size = mock_.transcript().size();
      {
        const std::scoped_lock lock(mutex_);
        print_news();
      }
      mock_.transcript().wait_beyond(size, stop, std::chrono::hours(1));
    }
    const std::scoped_lock lock(mutex_);
    print_news();
  }

 private:
  void print_news() {
    printer_.print_news();
    telling_.tell(*mock_.world(), mock_.transcript());
  }

  const MockOmni& mock_;
  std::ostream& out_;
  std::mutex mutex_;
  WirePrinter printer_;
  LiveOutput telling_;
};

void print_scenario(const Scenario& scenario, const MockOmni& mock, std::ostream& out,
                    std::size_t width) {
  const auto line = [&](std::string_view name, const std::string& text) {
    out << fmt::format("  {:<14}", name) << wrapped(one_line(text, 2000), width, 16, 16) << '\n';
  };
  out << fmt::format("{}: {}\n", scenario.id, scenario.title);
  line("story", scenario.story);
  for (const std::string& text : arrangement_of(scenario)) line("arranged", text);
  std::size_t number = 0;
  for (const std::string& step : steps_of(scenario)) line(fmt::format("step {}", ++number), step);
  out << "\nThe mock Omni is ready. Nothing is limited in time: a debugger may hold your client.\n"
      << fmt::format("  OAuth URL     {}\n", mock.oauth_url());
  for (const Organization& organization : mock.world()->organizations) {
    out << fmt::format("  key URL       {}  ({})\n", mock.key_url(organization.id),
                       organization.id);
  }
}

void print_keys(const BrowserStub& browser, PlayInWords& words) {
  words.say(
      "\n  Enter         the step at hand is over. It is over by itself when your client was\n"
      "                answered and sends what belongs to the next one, which waits for that\n"
      "  a URL         the scenario's person opens it, signs in and decides as the scenario says\n"
      "  other text    is what your client told you: it is judged\n"
      "  Ctrl-C        ends the play; what there is is judged");
  words.say(
      fmt::format("  BROWSER       {}\n"
                  "                gives your client that person as its browser. In a browser of\n"
                  "                your own you are the person: do as is said here\n",
                  browser.program().string()));
}

// For somebody who is the person in a browser of their own.
std::string by_hand(const PersonMove& move, const MockOmni& mock) {
  std::string text = "The person " + describe(move) + ".";
  if (move.kind == PersonMove::Kind::kSignsIn) {
    text = fmt::format("The person signs in to {}.", move.organization);
    const std::shared_ptr<const World> world = mock.world();
    const User* const user = world->user(move.user);
    text += fmt::format(" In a browser of your own: {}/login", mock.origin(move.organization));
    if (user != nullptr) text += fmt::format(", {}, password {}", user->email, user->password);
  }
  return text;
}

std::string exported(const std::map<std::string, std::string>& environment) {
  std::vector<std::string> words = {"export"};
  for (const auto& [name, value] : environment) words.push_back(fmt::format("{}={}", name, value));
  return shell_line(words);
}

Attendance attendance(PlayInWords& words, const std::string& browser) {
  return {
      .turn =
          [&words, browser](const AttendedTurn& turn) {
            words.say(fmt::format("\n[{}/{}] Your client: {}", turn.number, turn.of, turn.what));
            if (turn.environment.empty()) return;
            auto environment = turn.environment;
            environment["BROWSER"] = browser;
            words.say("      A program that is made for `test` wants this before it starts:");
            words.say(exported(environment));
          },
      .answered =
          [&words](const std::string& how, const std::string& next, bool must_say_so) {
            const std::string then =
                next.empty()  ? "That was the last step: press Enter for the verdicts when your "
                                "client has nothing more to send."
                : must_say_so ? fmt::format("Then: {}, and press Enter.", next)
                              : fmt::format("Then: {} (or press Enter)", next);
            words.say(fmt::format("      {}. {}", how, then));
          }};
}

// What the user types, until there is no more.
void listen(const std::stop_token& stop, AttendedClient& client, Person& person, MockOmni& mock,
            PlayInWords& words) {
  read_lines(STDIN_FILENO, stop, [&](const std::string& line) {
    if (line.empty()) return client.go_on();
    if (!line.starts_with("http://") && !line.starts_with("https://")) return client.heard(line);
    const VisitOutcome page = visit_page(person, line);
    mock.transcript().note(Note::Kind::kHarness, page.remark, mock.clock().now());
  });
  if (stop.stop_requested()) return;
  words.say(
      "      Standard input has ended: nobody presses Enter, so a step is over when your client "
      "goes on, and Ctrl-C (SIGINT) ends the play.");
}

void play_steps(const Scenario& scenario, MockOmni& mock, PlayInWords& words,
                const std::stop_token& stop) {
  Person person(mock);
  const TemporaryFolder folder;
  const BrowserStub browser(folder.path() / "browser", [&](const std::string& url) {
    const VisitOutcome page = visit_page(person, url);
    mock.transcript().note(Note::Kind::kHarness, page.remark, mock.clock().now());
  });
  print_keys(browser, words);
  AttendedClient client(scenario, mock, attendance(words, browser.program().string()));
  const std::stop_callback on_stop(stop, [&] { client.end(); });
  const std::jthread listening(
      [&](const std::stop_token& enough) { listen(enough, client, person, mock, words); });
  for (const Step& step : scenario.act) {
    if (client.has_ended()) break;
    if (const auto* const move = std::get_if<PersonMove>(&step)) words.say(by_hand(*move, mock));
    take(step, mock, person, client);
  }
  client.finish();
  if (!client.was_heard()) {
    mock.transcript().note(Note::Kind::kHarness, std::string(record::kUnheard), mock.clock().now());
  }
}

Play played_by_hand(const Scenario& scenario, const World& before, MockOmni& mock,
                    const Streams& streams, bool wire, const std::stop_token& stop) {
  Profile profile;
  profile.id = kByHand;
  std::string error;
  {
    PlayInWords words(before, mock, streams, wire);
    const std::jthread following([&](const std::stop_token& enough) { words.follow(enough); });
    try {
      play_steps(scenario, mock, words, stop);
    } catch (const std::exception& thrown) {
      error = thrown.what();
    }
  }
  return judged(scenario, profile, before, mock, true, error);
}

}  // namespace

std::string only_scenario(const std::vector<std::string>& named) {
  const std::map<std::string, Profile> nobody;
  const std::vector<const Scenario*> chosen =
      select_scenarios({.scenarios = named}, {all_scenarios(), invariants(), nobody});
  if (chosen.size() == 1) return chosen.front()->id;
  throw UsageError(
      fmt::format("--wait is for one scenario, and these are {}: name one, as in `test {} --wait`.",
                  chosen.size(), chosen.front()->id));
}

int serve_scenario_command(const ServeScenarioOptions& given, Streams& streams) {
  ServeScenarioOptions options = given;
  if (!options.serve.seed) options.serve.seed = PlayingOptions().seed;  // as plays have it
  const Catalog catalog = load_catalog(fixtures_folder(options.serve.fixtures));
  const Scenario& scenario = scenario_named(options.serve.scenario);
  const std::vector<ReportRequest> requests = report_requests(options.reports);
  const bool aside = any_goes_to_standard_output(requests);
  Streams live{.out = aside ? streams.err : streams.out,
               .err = streams.err,
               .colour = streams.colour && !aside,
               .width = streams.width};

  World before;
  Play played;
  WhileServing meanwhile;
  meanwhile.arrange = [&](World& world) {
    before = world;
    world = arranged(scenario, std::move(world));
  };
  meanwhile.announce = [&](const MockOmni& mock, std::ostream& out) {
    print_scenario(scenario, mock, out, live.width);
  };
  meanwhile.play = [&](MockOmni& mock, const std::stop_token& stop) {
    played = played_by_hand(scenario, before, mock, live, options.serve.wire, stop);
  };
  serve(options.serve, live.out, meanwhile);

  live.out << fmt::format("\nVerdicts of {}\n", scenario.id) << wire_verdicts(played, live.colour)
           << '\n';
  Run run;
  run.version = CONFORM_VERSION;
  run.seed = *options.serve.seed;
  run.profiles = {kByHand};
  run.scenarios = {scenario.id};
  run.replays[kByHand] = "omni-conform serve --scenario {scenario}";
  run.took = played.took;
  run.plays = {std::move(played)};
  write_reports(run, catalog.report_context(), requests, streams);
  return exit_code_of(run);
}

}  // namespace conform::runner
