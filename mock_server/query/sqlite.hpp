// SQLite's C API with owners: a connection, a statement, and a data base as bytes.
// Errors are std::runtime_error with SQLite's text. One thread at a time a connection; several
// connections may read the same bytes at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "foundation/json/json.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace conform::mock {

using SqlValue = std::variant<std::nullptr_t, std::int64_t, double, std::string>;

class Statement;

class Database {
 public:
  Database();  // empty, in memory
  // Reads `bytes` in place, read-only: they must outlive the connection.
  explicit Database(const std::vector<unsigned char>& bytes);

  void execute(const char* sql);
  [[nodiscard]] Statement prepare(std::string_view sql) const;
  [[nodiscard]] std::vector<unsigned char> serialize() const;

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept;
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

class Statement {
 public:
  void bind(int position, const SqlValue& value);  // positions count from 1
  bool step();                                     // false when there are no more rows
  void reset();
  [[nodiscard]] int columns() const;
  [[nodiscard]] Json column(int position) const;  // positions count from 0

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const noexcept;
  };
  explicit Statement(sqlite3_stmt* handle) : handle_(handle) {}
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace conform::mock
