// serve_times PROGRAM FIXTURES: starts `PROGRAM serve`, and prints how long it takes to answer its
// first request, what open event streams cost a POST, and how long it takes to stop with
// connections open. Milliseconds of wall time; the median and the worst of several rounds. Loopback
// only.
#include <fmt/format.h>
#include <httplib.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include "bench/measure/served_mock.hpp"
#include "foundation/http/url.hpp"
#include "foundation/json/json_reader.hpp"

namespace conform::bench {
namespace {

using Steady = std::chrono::steady_clock;

constexpr int kRounds = 10;
constexpr int kStreams = 64;
constexpr int kPosts = 400;

double milliseconds_since(Steady::time_point start) {
  return std::chrono::duration<double, std::milli>(Steady::now() - start).count();
}

void print(std::string_view what, std::vector<double> times) {
  std::ranges::sort(times);
  std::cout << fmt::format("{:<46} median {:>7.2f} ms   worst {:>7.2f} ms   of {}\n", what,
                           times[times.size() / 2], times.back(), times.size());
}

// A world whose server keeps GET streams open.
std::filesystem::path write_world(const std::filesystem::path& fixtures,
                                  const std::filesystem::path& folder) {
  Json world = read_json_file(fixtures / "worlds" / "acme.json");
  world["mcp"]["get_stream"] = true;
  const std::filesystem::path file = folder / "streams.json";
  std::ofstream(file) << world.dump();
  return file;
}

int port_of(const std::string& url) { return Url::parse(url).value().port; }

httplib::Headers bearer_of(const Target& target) {
  return {{"Authorization", "Bearer " + target.key}};
}

// From the start of the program to the end of its first answer.
double first_answer(Steady::time_point started, const Target& target) {
  httplib::Client http("127.0.0.1", port_of(target.oauth_url));
  while (!http.Get("/.well-known/oauth-protected-resource")) std::this_thread::yield();
  return milliseconds_since(started);
}

std::vector<double> time_posts(const Target& target) {
  httplib::Client http("127.0.0.1", port_of(target.key_url));
  http.set_keep_alive(true);
  http.set_tcp_nodelay(
      true);  // it writes head and body apart, and Nagle would wait 40 ms between them
  httplib::Headers headers = bearer_of(target);
  headers.emplace("Accept", "application/json, text/event-stream");
  const std::string body = R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})";
  std::vector<double> times;
  for (int i = 0; i < kPosts; ++i) {
    const auto start = Steady::now();
    const auto response = http.Post("/mcp/https", headers, body, "application/json");
    if (!response || response->status != 200) throw std::runtime_error("a POST was not answered");
    times.push_back(milliseconds_since(start));
  }
  return times;
}

// Event streams, each on a connection of its own, that stay open until the server ends.
class Streams {
 public:
  explicit Streams(const Target& target) {
    httplib::Headers headers = bearer_of(target);
    headers.emplace("Accept", "text/event-stream");
    threads_.reserve(kStreams);
    for (int i = 0; i < kStreams; ++i) {
      threads_.emplace_back([this, headers, port = port_of(target.key_url)] {
        httplib::Client http("127.0.0.1", port);
        http.set_read_timeout(60);
        http.Get("/mcp/https", headers, [this](const char*, std::size_t) {
          ++open_;
          open_.notify_all();
          return true;
        });
      });
    }
    for (int seen = open_; seen < kStreams; seen = open_) open_.wait(seen);
  }

 private:
  std::atomic<int> open_ = 0;
  std::vector<std::jthread> threads_;
};

void measure(const std::string& program, const std::filesystem::path& fixtures,
             const std::filesystem::path& world) {
  std::vector<double> starts;
  std::vector<double> stops;
  std::vector<double> alone;
  std::vector<double> among_streams;
  for (int round = 0; round < kRounds; ++round) {
    {
      const auto started = Steady::now();
      ServedMock usual(program, {"--fixtures", fixtures.string()});
      starts.push_back(first_answer(started, usual.target()));
    }
    ServedMock mock(program, {"--world", world.string(), "--fixtures", fixtures.string()});
    const Target& target = mock.target();
    httplib::Client idle("127.0.0.1", port_of(target.oauth_url));
    idle.set_keep_alive(true);
    idle.Get("/");
    const std::vector<double> before = time_posts(target);
    const Streams streams(target);
    const std::vector<double> during = time_posts(target);
    alone.insert(alone.end(), before.begin(), before.end());
    among_streams.insert(among_streams.end(), during.begin(), during.end());
    const auto stopped = Steady::now();
    mock.stop();
    stops.push_back(milliseconds_since(stopped));
  }
  print("start to the end of the first answer", starts);
  print("POST tools/list, no stream open", alone);
  print(fmt::format("POST tools/list, {} event streams open", kStreams), among_streams);
  print(fmt::format("SIGTERM to exit, {} streams and a keep-alive", kStreams), stops);
}

}  // namespace
}  // namespace conform::bench

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: serve_times PROGRAM FIXTURES\n";
    return 2;
  }
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("serve_times." + std::to_string(::getpid()));
  try {
    std::filesystem::create_directories(folder);
    conform::bench::measure(argv[1], argv[2], conform::bench::write_world(argv[2], folder));
    std::filesystem::remove_all(folder);
  } catch (const std::exception& error) {
    std::filesystem::remove_all(folder);
    std::cerr << "serve_times: " << error.what() << '\n';
    return 3;
  }
  return 0;
}
