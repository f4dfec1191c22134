#include "record/transcript_bytes.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

namespace conform {
namespace {

class EntryWriter {
 public:
  explicit EntryWriter(std::string& to) : bytes_(to) {}

  template <typename Number>
    requires std::is_trivially_copyable_v<Number>
  void number(Number value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(Number)>>(value);
    bytes_.append(bytes.data(), bytes.size());
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    bytes_ += value;
  }
  void headers(const Headers& headers) {
    number(static_cast<std::uint32_t>(headers.size()));
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

 private:
  std::string& bytes_;
};

class EntryReader {
 public:
  explicit EntryReader(std::string_view& bytes) : rest_(bytes) {}

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
  std::string text() {
    const std::size_t size = number<std::uint32_t>();
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  void headers(Headers& into) {
    for (auto left = number<std::uint32_t>(); left > 0; --left) {
      std::string name = text();
      into.add(std::move(name), text());
    }
  }
  void rpc(std::optional<RpcSummary>& into) {
    if (!number<bool>()) return;
    into.emplace();
    into->method = text();
    into->id = text();
    into->tool = text();
    number(into->batch);
  }
  Note note() {
    Note note;
    number(note.at);
    number(note.kind);
    note.text = text();
    return note;
  }
  Exchange exchange() {
    Exchange exchange;
    number(exchange.at);
    exchange.site = text();
    exchange.origin = text();
    number(exchange.endpoint);
    rpc(exchange.rpc);
    exchange.request.method = text();
    exchange.request.target = text();
    headers(exchange.request.headers);
    exchange.request.body = text();
    exchange.request.scheme = text();
    number(exchange.response.status);
    headers(exchange.response.headers);
    exchange.response.body = text();
    number(exchange.response.delivery);
    for (auto left = number<std::uint32_t>(); left > 0; --left) {
      std::string name = text();
      exchange.facts[std::move(name)] = text();
    }
    return exchange;
  }

 private:
  std::string_view& rest_;
};

}  // namespace

void append_bytes(std::string& to, const Exchange& exchange) {
  EntryWriter writer(to);
  writer.number(false);
  writer.number(exchange.at);
  writer.text(exchange.site);
  writer.text(exchange.origin);
  writer.number(exchange.endpoint);
  writer.rpc(exchange.rpc);
  writer.text(exchange.request.method);
  writer.text(exchange.request.target);
  writer.headers(exchange.request.headers);
  writer.text(exchange.request.body);
  writer.text(exchange.request.scheme);
  writer.number(exchange.response.status);
  writer.headers(exchange.response.headers);
  writer.text(exchange.response.body);
  writer.number(exchange.response.delivery);
  writer.number(static_cast<std::uint32_t>(exchange.facts.size()));
  for (const auto& [name, value] : exchange.facts) {
    writer.text(name);
    writer.text(value);
  }
}

void append_bytes(std::string& to, const Note& note) {
  EntryWriter writer(to);
  writer.number(true);
  writer.number(note.at);
  writer.number(note.kind);
  writer.text(note.text);
}

Entry take_entry(std::string_view& bytes, std::size_t number) {
  EntryReader reader(bytes);
  if (reader.number<bool>()) {
    Note note = reader.note();
    note.number = number;
    return note;
  }
  Exchange exchange = reader.exchange();
  exchange.number = number;
  return exchange;
}

}  // namespace conform
