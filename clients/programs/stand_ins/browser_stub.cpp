#include "clients/programs/stand_ins/browser_stub.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "foundation/files/descriptor.hpp"
#include "foundation/text/shell_words.hpp"

namespace conform::clients {
namespace {

constexpr std::size_t kMostVisits = 64;  // of one play; a client in a loop is not followed for ever
// Bytes. A program may also write into the pipe itself, and without end.
constexpr std::size_t kLongestAddress = std::size_t{64} << 10;

// A page in one write of the shell's: shorter than PIPE_BUF it comes in one piece.
constexpr std::string_view kScript = R"(#!/bin/sh
# Stands in for the browser: hands each page to the harness.
for argument do
  case $argument in
    *://*) printf '%s\n' "$argument" >{} ;;
  esac
done
exit 0
)";

constexpr std::array<std::string_view, 9> kNames = {
    "xdg-open", "open",     "sensible-browser", "www-browser", "x-www-browser",
    "firefox",  "chromium", "google-chrome",    "gnome-open"};

void write_program(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file);
  out << text;
  out.close();
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  if (!out) throw std::runtime_error(fmt::format("can't write {}", file.string()));
}

}  // namespace

struct BrowserStub::Impl {
  std::filesystem::path folder;
  Visit visit;
  Descriptor pages;  // the read end of the named pipe; ours is a write end too, so it never ends
  Descriptor stop;
  std::vector<std::thread> visits;
  std::thread reader;

  std::string address;  // of the page that is being read; never longer than shows that it is none

  void read_pages() {
    std::array<char, 4096> bytes{};
    for (;;) {
      std::array<pollfd, 2> events{pollfd{pages.get(), POLLIN, 0}, pollfd{stop.get(), POLLIN, 0}};
      poll(events.data(), events.size(), -1);
      if (events[1].revents != 0) return;
      const ssize_t got = read(pages.get(), bytes.data(), bytes.size());
      if (got > 0) take({bytes.data(), static_cast<std::size_t>(got)});
    }
  }

  void take(std::string_view bytes) {
    for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;
         bytes.remove_prefix(end + 1)) {
      keep(bytes.substr(0, end));
      if (address.size() <= kLongestAddress) open_page(address);
      address.clear();
    }
    keep(bytes);
  }

  void keep(std::string_view bytes) {
    address.append(bytes.substr(0, kLongestAddress + 1 - address.size()));
  }

  void open_page(const std::string& url) {
    if (visits.size() >= kMostVisits) return;
    try {
      visits.emplace_back([this, url] { visit(url); });
    } catch (const std::system_error&) {
      return;  // Without a thread for it: to the client this is a browser that does not come up.
    }
  }
};

BrowserStub::BrowserStub(std::filesystem::path folder, Visit visit)
    : impl_(std::make_unique<Impl>()) {
  impl_->folder = std::move(folder);
  impl_->visit = std::move(visit);
  std::filesystem::create_directories(impl_->folder);
  const std::filesystem::path fifo = impl_->folder / "pages";
  if (mkfifo(fifo.c_str(), 0600) != 0) {
    throw std::system_error(errno, std::generic_category(), "can't make " + fifo.string());
  }
  const std::string script = fmt::format(fmt::runtime(kScript), shell_quoted(fifo.string()));
  for (const std::string_view name : kNames) write_program(impl_->folder / name, script);
  impl_->pages.reset(open(fifo.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (impl_->pages) impl_->stop.reset(eventfd(0, EFD_CLOEXEC));
  if (!impl_->stop) {
    throw std::system_error(errno, std::generic_category(), "can't open " + fifo.string());
  }
  impl_->reader = std::thread([state = impl_.get()] { state->read_pages(); });
}

BrowserStub::~BrowserStub() {
  eventfd_write(impl_->stop.get(), 1);
  impl_->reader.join();
  for (std::thread& visit : impl_->visits) visit.join();
}

std::filesystem::path BrowserStub::program() const { return impl_->folder / "xdg-open"; }

}  // namespace conform::clients
