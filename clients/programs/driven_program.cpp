#include "clients/programs/driven_program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <regex>
#include <utility>

#include "clients/process/activity.hpp"
#include "clients/programs/observed_requests.hpp"
#include "clients/programs/page_visit.hpp"
#include "clients/programs/program_output.hpp"
#include "clients/programs/running_programs.hpp"
#include "clients/programs/stand_ins/browser_stub.hpp"
#include "foundation/text/ascii.hpp"
#include "suites/record.hpp"

namespace conform::clients {

using mock::MockOmni;

namespace {

using std::chrono::milliseconds;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kMostOutput = std::size_t{4} << 20;  // bytes that are kept of one play
constexpr milliseconds kLook{100};
// A program that is always at work is not waited for without end.
constexpr milliseconds kLongestEnd{5000};

// What the person's visit ended with, to whoever asked for the page itself.
Response response_of(const Visit& visit) {
  Response response;
  if (visit.end == Visit::End::kHandedOver) {
    response.status = 302;
    response.headers.add("Location", visit.url);
    return response;
  }
  const bool closed = visit.end == Visit::End::kClosed;
  response.status = closed || visit.status == 0 ? 200 : visit.status;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = closed ? "The person closed the window.\n" : visit.text + '\n';
  return response;
}

std::vector<std::regex> compiled(const std::vector<std::string>& patterns) {
  return {patterns.begin(), patterns.end()};
}

bool any_in(const std::vector<std::regex>& patterns, const std::string& text) {
  return std::ranges::any_of(
      patterns, [&](const std::regex& pattern) { return std::regex_search(text, pattern); });
}

// A limit by the clock, later by what the program waited for a processor meanwhile: a busy machine
// leaves it no less of its time.
class ProgramLimit {
 public:
  ProgramLimit(pid_t program, SteadyClock::time_point by_the_clock)
      : activity_(program), by_the_clock_(by_the_clock), at_(by_the_clock) {}

  [[nodiscard]] SteadyClock::time_point at() const { return at_; }
  bool is_reached() {
    if (SteadyClock::now() < at_) return false;
    at_ = by_the_clock_ + waited();
    return SteadyClock::now() >= at_;
  }
  bool is_program_at_work() { return activity_.since_last_look(); }
  std::chrono::nanoseconds waited() {
    activity_.since_last_look();
    return activity_.waited();
  }

 private:
  Activity activity_;
  SteadyClock::time_point by_the_clock_;
  SteadyClock::time_point at_;
};

}  // namespace

struct DrivenProgram::Impl {
  Impl(const Launch& launch, MockOmni& mock_omni, Person& at_the_browser, const Patience& how_long)
      : mock(mock_omni),
        person(at_the_browser),
        patience(how_long),
        chatter(compiled(launch.chatter)),
        failures(compiled(launch.failures)),
        works_at_home(!launch.npm_package.empty() || !launch.python_packages.empty()),
        gate(std::make_shared<StepGate>(how_long.limits)),
        play_ends(SteadyClock::now() + how_long.play) {
    on_interruption.emplace(patience.interrupted, [this] { begin_to_end(); });
  }

  void take_line(std::string text);
  void visit(const std::string& url);
  void begin_to_end();
  [[nodiscard]] Wait await(const Seen& seen, ProgramLimit& limit);
  [[nodiscard]] bool stays_silent(std::size_t size, const std::stop_token& changed,
                                  milliseconds quiet, ProgramLimit& limit) const;

  MockOmni& mock;
  Person& person;
  Patience patience;
  std::vector<std::regex> chatter;
  std::vector<std::regex> failures;
  // A product reads the folder that it is started in as its user's project. A command of the user's
  // own may name files beside it.
  bool works_at_home;
  std::shared_ptr<StepGate> gate;  // the mock keeps it as well
  SteadyClock::time_point play_ends;

  ProgramHome home;
  std::optional<BrowserStub> browser;
  std::mutex process_mutex;  // between send() and whoever starts or ends the program
  RunningPrograms::Running process;
  std::size_t started_after = 0;
  std::size_t nothing_after = SIZE_MAX;  // size of the record when it was last given up

  std::atomic<std::size_t> printed{0};  // bytes
  std::atomic<bool> admitted_failure{false};
  std::atomic<int> open_pages{0};
  std::atomic<bool> left_with_a_page{false};  // the last visit led nowhere
  bool finished = false;
  // Called on the thread that interrupts the run. It is destroyed first, being the last member.
  std::optional<std::stop_callback<std::function<void()>>> on_interruption;
};

// Called on the threads of the process.
void DrivenProgram::Impl::take_line(std::string text) {
  if (text.find_first_not_of(" \t") == std::string::npos) return;
  replace_all(text, home.home().string(), "~");
  if (any_in(failures, text)) admitted_failure = true;
  const std::size_t before = printed.fetch_add(text.size());
  if (before > kMostOutput) return;
  const TimePoint now = mock.clock().now();
  if (before + text.size() > kMostOutput) {
    mock.transcript().note(Note::Kind::kHarness, "the program's further output is not kept", now);
    return;
  }
  const bool quiet = any_in(chatter, text);
  mock.transcript().note(quiet ? Note::Kind::kHarness : Note::Kind::kOutput,
                         quiet ? "it printed: " + text : std::move(text), now);
}

// Called on a thread of its own for each page that the program opens.
void DrivenProgram::Impl::visit(const std::string& url) {
  ++open_pages;
  gate->await_calls_at_once();
  VisitOutcome page = visit_page(person, url);
  left_with_a_page = !page.led_back;
  --open_pages;
  // Wakes whoever waits for the record to grow.
  mock.transcript().note(Note::Kind::kHarness, std::move(page.remark), mock.clock().now());
}

// Whether the record stays at that size while the program waits. One that is at work on a busy
// machine may only not have had its turn; one that works for longer than `quiet` is not waited for.
bool DrivenProgram::Impl::stays_silent(std::size_t size, const std::stop_token& changed,
                                       milliseconds quiet, ProgramLimit& limit) const {
  ProgramLimit work(process->id(), SteadyClock::now() + quiet);
  do {
    if (mock.transcript().wait_beyond(size, changed, kLook) || changed.stop_requested()) {
      return false;
    }
  } while (work.is_program_at_work() && !work.is_reached() && !limit.is_reached());
  return true;
}

void DrivenProgram::Impl::begin_to_end() {
  const std::scoped_lock lock(process_mutex);
  if (process) process->begin_to_terminate(patience.grace);
}

DrivenProgram::DrivenProgram(const Launch& launch, MockOmni& mock, Person& person,
                             const Patience& patience)
    : impl_(std::make_unique<Impl>(launch, mock, person, patience)) {
  mock.guard_with(impl_->gate);
  impl_->browser.emplace(impl_->home.browser_folder(),
                         [state = impl_.get()](const std::string& url) { state->visit(url); });
}

DrivenProgram::~DrivenProgram() { finish(); }

Transcript& DrivenProgram::transcript() { return impl_->mock.transcript(); }

void DrivenProgram::note(Note::Kind kind, std::string text) {
  transcript().note(kind, std::move(text), impl_->mock.clock().now());
}

ProgramHome& DrivenProgram::home() { return impl_->home; }

void DrivenProgram::start(CommandLine command,
                          const std::map<std::string, std::string>& environment,
                          TakesLine protocol) {
  ProcessSpec spec;
  spec.argv = std::move(command);
  spec.environment = impl_->home.environment();
  for (const auto& [name, value] : environment) spec.environment[name] = value;
  if (impl_->works_at_home) {
    spec.directory = impl_->home.home() / "project";
    std::filesystem::create_directories(spec.directory);
  }
  spec.on_stderr = [this](std::string_view line) { take_output(line); };
  spec.on_stdout = [this, protocol = std::move(protocol)](std::string_view line) {
    if (!protocol || !protocol(line)) take_output(line);
  };
  spec.on_end = [this](const ProcessEnd& end) {
    note(Note::Kind::kHarness, fmt::format("{}{}", record::kProgramEnded, end.text()));
  };
  impl_->started_after = transcript().size();
  impl_->left_with_a_page = false;
  impl_->admitted_failure = false;
  impl_->nothing_after = SIZE_MAX;
  const std::scoped_lock lock(impl_->process_mutex);
  if (impl_->patience.interrupted.stop_requested()) {
    throw PlayInterrupted("the run was interrupted before the program was started");
  }
  impl_->process = RunningPrograms::of_this_process().start(impl_->mock, std::move(spec));
  impl_->gate->watch(impl_->process->id());
}

void DrivenProgram::stop(milliseconds friendly) {
  Process* const process = impl_->process.get();
  if (process == nullptr) return;
  impl_->gate->open();
  process->close_input();
  if (friendly.count() > 0) {
    Activity activity(process->id());
    while (!process->wait(friendly) && activity.since_last_look() && activity.ran() < kLongestEnd) {
    }
  }
  process->terminate(impl_->patience.grace);  // its threads call nothing of ours any more
  const std::scoped_lock lock(impl_->process_mutex);
  impl_->process.reset();
}

// What it still has to say to the server goes first: answers to the server, for example.
void DrivenProgram::settle() {
  if (runs()) transcript().wait_until_quiet(impl_->patience.breath, impl_->patience.settle);
  stop(impl_->patience.settle);
}

void DrivenProgram::read_output() {
  if (impl_->process) impl_->process->read_output();
}

void DrivenProgram::let_person_answer() {
  gate().let_person_answer([state = impl_.get()](const std::string& url) {
    return response_of(state->person.open(url, false));
  });
}

StepGate& DrivenProgram::gate() { return *impl_->gate; }
const StepGate& DrivenProgram::gate() const { return *impl_->gate; }

bool DrivenProgram::runs() const { return impl_->process != nullptr; }

std::optional<ProcessEnd> DrivenProgram::end() const {
  return impl_->process ? impl_->process->ended() : std::nullopt;
}

void DrivenProgram::close_input() {
  if (impl_->process) impl_->process->close_input();
}

// Called on our thread and on the program's: it may ask its host something before it is fully
// started.
bool DrivenProgram::send(std::string_view line) {
  const std::scoped_lock lock(impl_->process_mutex);
  return impl_->process && impl_->process->write(std::string(line) + "\n");
}

void DrivenProgram::take_output(std::string_view text) {
  while (!text.empty()) {  // an answer's text may have several lines
    const std::size_t end = std::min(text.find('\n'), text.size());
    impl_->take_line(plain_line(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

std::size_t DrivenProgram::started_after() const { return impl_->started_after; }

bool DrivenProgram::admitted_failure() const { return impl_->admitted_failure; }

Wait DrivenProgram::await(const Seen& seen) {
  const pid_t program = impl_->process ? impl_->process->id() : 0;
  ProgramLimit limit(program,
                     std::min(SteadyClock::now() + impl_->patience.intent, impl_->play_ends));
  const Wait wait = impl_->await(seen, limit);
  impl_->play_ends += limit.waited();
  return wait;
}

Wait DrivenProgram::Impl::await(const Seen& seen, ProgramLimit& limit) {
  Transcript& transcript = mock.transcript();
  for (;;) {
    const std::stop_token changed = gate->changed();
    const std::vector<Entry> entries = transcript.entries();
    const std::size_t size = entries.size();
    if (seen(entries)) return Wait::kSeen;
    if (!gate->used_up().empty()) return Wait::kUsedUp;
    if (!process || process->ended()) return Wait::kEnded;

    const std::optional<StepAnswer> answer = gate->answer();
    const bool settling = left_with_a_page || size == nothing_after || answer;
    milliseconds quiet = open_pages > 0 ? patience.intent
                         : settling     ? patience.settle
                                        : patience.quiet;
    if (answer) quiet += std::chrono::ceil<milliseconds>(answer->under_way);
    const auto deadline = std::min(limit.at(), SteadyClock::now() + quiet);
    const bool grew = transcript.wait_beyond(
        size, changed, std::chrono::ceil<milliseconds>(deadline - SteadyClock::now()));
    const bool goes_on = grew || changed.stop_requested();
    if ((goes_on || !stays_silent(size, changed, quiet, limit)) && !limit.is_reached()) continue;
    nothing_after = size;
    return Wait::kGaveUp;
  }
}

Outcome DrivenProgram::how_it_ended(Wait wait, std::string_view what) const {
  if (wait == Wait::kSeen) return {Outcome::Kind::kDone, std::string(what)};
  if (wait == Wait::kUsedUp) {
    return {Outcome::Kind::kGaveUp, fmt::format("{}: {}", what, impl_->gate->used_up())};
  }
  if (wait == Wait::kGaveUp) {
    const std::string_view why =
        impl_->left_with_a_page ? "the person was left with a page" : "nothing came any more";
    return {Outcome::Kind::kGaveUp, fmt::format("{}: {}", what, why)};
  }
  if (!impl_->process) {
    return {Outcome::Kind::kGaveUp, fmt::format("{}: the program does not run", what)};
  }
  const std::string refusal =
      last_refusal(impl_->mock.transcript().entries(), impl_->started_after);
  const ProcessEnd end = impl_->process->ended().value_or(ProcessEnd{});
  const std::string text = fmt::format("{}: the program ended with {}{}{}", what, end.text(),
                                       refusal.empty() ? "" : " after ", refusal);
  if (!refusal.empty() && !end.signal) return {Outcome::Kind::kRefused, text};
  return {end.success() ? Outcome::Kind::kGaveUp : Outcome::Kind::kCrashed, text};
}

void DrivenProgram::finish() {
  if (impl_->finished) return;
  impl_->finished = true;
  settle();
  impl_->gate->let_person_answer({});
  impl_->browser.reset();
}

}  // namespace conform::clients
