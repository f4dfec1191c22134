#include "runner/commands/bench/bench_plan.hpp"

#include <fmt/format.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "foundation/files/atomic_file.hpp"
#include "foundation/http/url.hpp"
#include "runner/program/exit_code.hpp"
#include "runner/program/installation.hpp"
#include "runner/program/nearest.hpp"

namespace conform::runner {

using bench::all_measurables;
using bench::find_measurable;
using bench::LoadPlan;
using bench::Measurable;
using bench::read_bench_result;
using bench::read_tolerance;
using bench::RequestBudget;
using bench::Target;

namespace {

constexpr std::string_view kProfiles = "profiles";

// Measuring takes minutes, which a file that cannot be written would lose.
void require_writable(const char* option, const std::string& file) {
  const std::string obstacle =
      file.empty() || file == "-" ? std::string() : obstacle_to_writing(file);
  if (!obstacle.empty()) throw UsageError(fmt::format("{} {}: {}", option, file, obstacle));
}

void read_expectations(const BenchOptions& options, BenchPlan& plan) {
  try {
    for (const std::string& text : options.fail_if) {
      plan.tolerances.push_back(read_tolerance(text));
    }
    if (!options.compare.empty()) plan.before = read_bench_result(options.compare);
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

LoadPlan load_of(const BenchOptions& options) {
  const auto milliseconds = [](double seconds) {
    return std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  };
  LoadPlan load;
  load.concurrency = options.concurrency;
  load.rate = options.rate;
  load.warm_up = milliseconds(options.warm_up);
  load.duration = milliseconds(options.duration);
  return load;
}

// Refuses, so that nobody loads the machine of somebody else by mistake.
void hold_back(const BenchOptions& options, const Url& url, LoadPlan& load) {
  const auto refuse = [&url](const std::string& why) {
    throw UsageError(fmt::format("{} is another machine: {}", url.host, why));
  };
  if (options.confirm_host != url.host) {
    refuse(fmt::format("--confirm-host {} says that you may measure it", url.host));
  }
  if (url.scheme != "https") refuse("only https goes there, since the key goes along");
  if (options.operations.empty()) refuse("name the operations that it is to perform");
  if (!options.has_none()) refuse("sweeps stay here");
  if (load.concurrency > kMostForeignConcurrency) {
    refuse(fmt::format("--concurrency may be {} there", kMostForeignConcurrency));
  }
  load.rate = load.rate.value_or(kMostForeignRate);
  if (*load.rate > kMostForeignRate) {
    refuse(fmt::format("--rate may be {:g} there", kMostForeignRate));
  }
}

void require_confirmed_url(const std::string& name, const std::string& text, const Target& target) {
  const auto url = Url::parse(text);
  if (url && target.allowed_hosts.allows(*url)) return;
  throw UsageError(fmt::format(
      "{} must be an http URL on loopback, as in http://127.0.0.1:8000/mcp/https, but is \"{}\"",
      name, text));
}

Target foreign_target(const BenchOptions& options, LoadPlan& load) {
  Target target;
  target.key_url = options.target;
  target.key = options.key;
  target.viewer_key = options.viewer_key;
  target.oauth_url = options.oauth_url;
  target.sign_in_page = options.sign_in;
  target.email = options.email;
  target.password = options.password;
  target.allowed_hosts.loopback_authority = options.tls_authority;
  const auto url = Url::parse(options.target);
  if (url && url->is_http() && !url->is_loopback()) {
    hold_back(options, *url, load);
    if (target.has_oauth()) throw UsageError("OAuth is measured on loopback only");
    target.allowed_hosts.confirmed_origin = url->origin();
    target.budget =
        std::make_shared<RequestBudget>(kMostForeignRequests, kMostForeignRequestsPerSecond);
  }
  if (!options.target.empty()) {
    require_confirmed_url("--target", options.target, target);
    if (target.key.empty()) throw UsageError("--target needs --key, an API key of that server");
  }
  if (target.has_oauth()) require_confirmed_url("--oauth", options.oauth_url, target);
  if (!options.sign_in.empty()) require_confirmed_url("--sign-in", options.sign_in, target);
  return target;
}

// Everything is possible at a mock of our own.
bool is_possible(const Measurable& measurable, const BenchPlan& plan) {
  return !plan.elsewhere || measurable.possible_at(*plan.elsewhere);
}

const Measurable& named(const std::string& name, const BenchPlan& plan) {
  const Measurable* const measurable = find_measurable(name);
  if (measurable == nullptr) {
    std::vector<std::string> known{std::string(kProfiles)};
    for (const Measurable& one : all_measurables()) known.push_back(one.name);
    throw unknown_name("operation", name, known);
  }
  if (is_possible(*measurable, plan)) return *measurable;
  throw UsageError(fmt::format("{} needs {}", name,
                               measurable->needs_oauth ? "--oauth, an MCP URL on loopback"
                                                       : "--target with --key or --viewer-key"));
}

void choose(const std::vector<std::string>& names, BenchPlan& plan) {
  for (const std::string& name : names) {
    if (name == kProfiles) {
      plan.profiles = true;
    } else {
      plan.operations.push_back(&named(name, plan));
    }
  }
  plan.sweeps = plan.operations;
  if (!names.empty()) return;
  plan.profiles = !plan.elsewhere;
  for (const Measurable& measurable : all_measurables()) {
    if (is_possible(measurable, plan)) plan.operations.push_back(&measurable);
  }
  // Each size takes long, so one operation is measured when none was named.
  const Measurable* const usual = find_measurable("pickModel");
  plan.sweeps = is_possible(*usual, plan) ? std::vector{usual} : plan.operations;
}

}  // namespace

BenchPlan plan_of(const BenchOptions& options) {
  require_writable("--json", options.json);
  require_writable("--plot", options.plot);
  BenchPlan plan;
  plan.files = options;
  plan.sizes = options;
  read_expectations(options, plan);
  const bool is_own = options.target.empty() && options.oauth_url.empty();
  if (!options.against.empty() && (!options.target.empty() || options.tls || !options.has_none())) {
    throw UsageError("--against measures two mocks: leave --target, --tls and sweeps out");
  }
  plan.against = options.against;
  plan.fixtures = fixtures_folder(options.fixtures);
  plan.tls = options.tls;
  plan.load = load_of(options);
  plan.repetitions = options.repetitions;
  if (!is_own && plan.against.empty()) plan.elsewhere = foreign_target(options, plan.load);
  choose(options.operations, plan);
  return plan;
}

}  // namespace conform::runner
