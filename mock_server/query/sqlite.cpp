#include "mock_server/query/sqlite.hpp"

#include <sqlite3.h>

#include <cmath>
#include <stdexcept>

namespace conform::mock {
namespace {

void require(int code, sqlite3* handle, std::string_view doing) {
  if (code == SQLITE_OK) return;
  throw std::runtime_error("SQLite, " + std::string(doing) + ": " +
                           (handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code)));
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const noexcept { sqlite3_close_v2(handle); }

void Statement::Finalize::operator()(sqlite3_stmt* handle) const noexcept {
  sqlite3_finalize(handle);
}

Database::Database() {
  sqlite3* handle = nullptr;
  // Each connection is used by one thread at a time, so SQLite need not lock it.
  const int code =
      sqlite3_open_v2(":memory:", &handle,
                      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  require(code, handle, "opening");
}

Database::Database(const std::vector<unsigned char>& bytes) : Database() {
  const auto size = static_cast<sqlite3_int64>(bytes.size());
  // SQLITE_DESERIALIZE_READONLY keeps SQLite from writing, so the cast breaks no promise.
  auto* data = const_cast<unsigned char*>(bytes.data());
  require(sqlite3_deserialize(handle_.get(), "main", data, size, size, SQLITE_DESERIALIZE_READONLY),
          handle_.get(), "reading the data set");
}

void Database::execute(const char* sql) {
  require(sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr), handle_.get(), sql);
}

Statement Database::prepare(std::string_view sql) const {
  sqlite3_stmt* handle = nullptr;
  require(
      sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &handle, nullptr),
      handle_.get(), sql);
  return Statement(handle);
}

std::vector<unsigned char> Database::serialize() const {
  sqlite3_int64 size = 0;
  unsigned char* data = sqlite3_serialize(handle_.get(), "main", &size, 0);
  if (data == nullptr) throw std::runtime_error("SQLite, serializing: out of memory");
  std::vector<unsigned char> bytes(data, data + size);
  sqlite3_free(data);
  return bytes;
}

void Statement::bind(int position, const SqlValue& value) {
  sqlite3_stmt* statement = handle_.get();
  const int code = [&] {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      return sqlite3_bind_int64(statement, position, *number);
    }
    if (const auto* real = std::get_if<double>(&value)) {
      return sqlite3_bind_double(statement, position, *real);
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
      return sqlite3_bind_text64(statement, position, text->data(), text->size(), SQLITE_TRANSIENT,
                                 SQLITE_UTF8);
    }
    return sqlite3_bind_null(statement, position);
  }();
  require(code, sqlite3_db_handle(statement), "binding");
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  throw std::runtime_error(std::string("SQLite, running: ") +
                           sqlite3_errmsg(sqlite3_db_handle(handle_.get())));
}

void Statement::reset() { sqlite3_reset(handle_.get()); }

int Statement::columns() const { return sqlite3_column_count(handle_.get()); }

Json Statement::column(int position) const {
  sqlite3_stmt* statement = handle_.get();
  switch (sqlite3_column_type(statement, position)) {
    case SQLITE_INTEGER:
      return sqlite3_column_int64(statement, position);
    case SQLITE_FLOAT: {
      // A whole number is written without ".0": clients that read and write an answer again
      // (Claude Code) do so, and it is to stay the same.
      constexpr double kExact = 9007199254740992.0;  // 2^53
      const double value = sqlite3_column_double(statement, position);
      if (std::abs(value) < kExact && value == std::trunc(value)) {
        return static_cast<std::int64_t>(value);
      }
      return value;
    }
    case SQLITE_NULL:
      return nullptr;
    default: {
      const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, position));
      const void* text = sqlite3_column_blob(statement, position);
      return text == nullptr ? std::string() : std::string(static_cast<const char*>(text), size);
    }
  }
}

}  // namespace conform::mock
