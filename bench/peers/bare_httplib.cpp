// bare_httplib BODY_FILE TYPE: answers every POST to / with the file's bytes, by the HTTP library
// that the mock uses and nothing around it: what a request costs there at least. Prints its port.
// Loopback only.
#include <httplib.h>

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bare_httplib BODY_FILE TYPE\n";
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const std::string body = text.str();
  if (!file || body.empty()) {
    std::cerr << "bare_httplib: " << argv[1] << " cannot be read\n";
    return 2;
  }
  const std::string type = argv[2];

  httplib::Server server;
  // The library holds a thread for every open connection; with fewer than those, some would starve.
  constexpr std::size_t kThreads = 300;
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_tcp_nodelay(true);
  server.set_keep_alive_max_count(1'000'000'000);
  server.set_keep_alive_timeout(75);
  server.Post("/", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, type);
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  if (port <= 0) {
    std::cerr << "bare_httplib: no free port\n";
    return 3;
  }
  std::cout << port << '\n' << std::flush;
  return server.listen_after_bind() ? 0 : 3;
}
