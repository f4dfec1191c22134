#include "mock_server/transcript_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <type_traits>

namespace conform {
namespace {

// The file is read by the process that wrote it, so numbers stand in it as they stand in memory.
class EntryWriter {
 public:
  template <typename Number>
    requires std::is_trivially_copyable_v<Number>
  void number(Number value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(Number)>>(value);
    bytes_.append(bytes.data(), bytes.size());
  }
  void text(std::string_view value) {
    number(value.size());
    bytes_ += value;
  }
  void headers(const Headers& headers) {
    number(headers.size());
    for (const Header& header : headers) {
      text(header.name);
      text(header.value);
    }
  }
  void rpc(const std::optional<RpcSummary>& rpc) {
    number(rpc.has_value());
    if (!rpc) return;
    text(rpc->method);
    text(rpc->id);
    text(rpc->tool);
    number(rpc->batch);
  }
  void entry(const Exchange& exchange) {
    number(false);
    number(exchange.number);
    number(exchange.at);
    text(exchange.site);
    text(exchange.origin);
    number(exchange.endpoint);
    rpc(exchange.rpc);
    text(exchange.request.method);
    text(exchange.request.target);
    headers(exchange.request.headers);
    text(exchange.request.body);
    text(exchange.request.scheme);
    number(exchange.response.status);
    headers(exchange.response.headers);
    text(exchange.response.body);
    number(exchange.response.delivery);
    number(exchange.facts.size());
    for (const auto& [name, value] : exchange.facts) {
      text(name);
      text(value);
    }
  }
  void entry(const Note& note) {
    number(true);
    number(note.number);
    number(note.at);
    number(note.kind);
    text(note.text);
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class EntryReader {
 public:
  explicit EntryReader(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  template <typename Number>
  void number(Number& into) {
    rest_.copy(reinterpret_cast<char*>(&into), sizeof(Number));
    rest_.remove_prefix(sizeof(Number));
  }
  template <typename Number>
  Number number() {
    Number value{};
    number(value);
    return value;
  }
  void text(std::string& into) {
    const auto size = number<std::size_t>();
    into = rest_.substr(0, size);
    rest_.remove_prefix(size);
  }
  std::string text() {
    std::string value;
    text(value);
    return value;
  }
  void headers(Headers& into) {
    for (auto left = number<std::size_t>(); left > 0; --left) {
      std::string name = text();
      into.add(std::move(name), text());
    }
  }
  void rpc(std::optional<RpcSummary>& into) {
    if (!number<bool>()) return;
    into.emplace();
    text(into->method);
    text(into->id);
    text(into->tool);
    number(into->batch);
  }
  Entry entry() {
    if (number<bool>()) return note();
    return exchange();
  }

 private:
  Note note() {
    Note note;
    number(note.number);
    number(note.at);
    number(note.kind);
    text(note.text);
    return note;
  }
  Exchange exchange() {
    Exchange exchange;
    number(exchange.number);
    number(exchange.at);
    text(exchange.site);
    text(exchange.origin);
    number(exchange.endpoint);
    rpc(exchange.rpc);
    text(exchange.request.method);
    text(exchange.request.target);
    headers(exchange.request.headers);
    text(exchange.request.body);
    text(exchange.request.scheme);
    number(exchange.response.status);
    headers(exchange.response.headers);
    text(exchange.response.body);
    number(exchange.response.delivery);
    for (auto left = number<std::size_t>(); left > 0; --left) {
      std::string name = text();
      exchange.facts[std::move(name)] = text();
    }
    return exchange;
  }

  std::string_view rest_;
};

[[noreturn]] void fail(const char* doing) {
  throw std::system_error(errno, std::generic_category(), doing);
}

void write_at(int file, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("the transcript's file cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(count));
    offset += static_cast<std::uint64_t>(count);
  }
}

std::string read_at(int file, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const ssize_t count =
        ::pread(file, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) fail("the transcript's file cannot be read");
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

}  // namespace

TranscriptFile::~TranscriptFile() {
  if (file_ >= 0) ::close(file_);
}

void TranscriptFile::append(std::span<const Entry> entries) {
  EntryWriter writer;
  std::vector<std::uint64_t> ends;
  ends.reserve(entries.size());
  for (const Entry& entry : entries) {
    std::visit([&writer](const auto& one) { writer.entry(one); }, entry);
    ends.push_back(writer.bytes().size());
  }
  std::uint64_t begin = 0;
  {
    const std::lock_guard lock(mutex_);
    if (file_ < 0) {
      // Never has a name, so nothing is left whatever becomes of the process.
      file_ = ::open(std::filesystem::temp_directory_path().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC,
                     0600);
      if (file_ < 0) fail("no file can be made for the transcript");
    }
    if (!ends_.empty()) begin = ends_.back();
  }
  write_at(file_, writer.bytes(), begin);
  const std::lock_guard lock(mutex_);
  ends_.reserve(ends_.size() + ends.size());
  for (const std::uint64_t end : ends) ends_.push_back(begin + end);
}

std::size_t TranscriptFile::size() const {
  const std::lock_guard lock(mutex_);
  return ends_.size();
}

std::vector<Entry> TranscriptFile::read(std::size_t first, std::size_t count) const {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  {
    const std::lock_guard lock(mutex_);
    if (first >= ends_.size() || count == 0) return {};
    count = std::min(count, ends_.size() - first);
    begin = first == 0 ? 0 : ends_[first - 1];
    end = ends_[first + count - 1];
  }
  const std::string bytes = read_at(file_, begin, static_cast<std::size_t>(end - begin));
  EntryReader reader(bytes);
  std::vector<Entry> entries;
  entries.reserve(count);
  while (!reader.at_end()) entries.push_back(reader.entry());
  return entries;
}

}  // namespace conform
