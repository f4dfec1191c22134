#include "mock_server/query/data_set.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "foundation/json/json_reader.hpp"
#include "foundation/text/digest.hpp"

namespace conform::mock {
namespace {

const std::string kDataFolder = CONFORM_SOURCE_DIR "/fixtures/data";

// Made once a process, and only when a test asks for it.
const Database& partition(const std::string& name) {
  static std::map<std::string, Database> made;
  auto found = made.find(name);
  if (found == made.end()) {
    const Json description = read_json_file(kDataFolder + "/data_set.json");
    found = made.emplace(name, generate_data_set(description, name)).first;
  }
  return found->second;
}

const Database& acme() { return partition("acme"); }
const Database& globex() { return partition("globex"); }

std::int64_t number(const Database& database, const std::string& sql) {
  Statement statement = database.prepare(sql);
  if (!statement.step()) return -1;
  return statement.column(0).get<std::int64_t>();
}

// Every row of every table, as one digest.
std::string digest(const Database& database) {
  std::string text;
  for (const char* table :
       {"users", "products", "inventory_items", "orders", "order_items", "ledger_entries"}) {
    Statement statement = database.prepare("SELECT * FROM " + std::string(table) + " ORDER BY id");
    while (statement.step()) {
      for (int i = 0; i < statement.columns(); ++i) text += statement.column(i).dump() + '|';
      text += '\n';
    }
  }
  return sha256_hex(text);
}

TEST(DataSet, IsLargeEnough) {
  for (const Database* database : {&acme(), &globex()}) {
    EXPECT_GE(number(*database, "SELECT COUNT(*) FROM users"), 1500);
    EXPECT_GE(number(*database, "SELECT COUNT(*) FROM products"), 150);
    EXPECT_GE(number(*database, "SELECT COUNT(*) FROM order_items"), 10000);
    EXPECT_GE(number(*database, "SELECT COUNT(*) FROM inventory_items"), 10000);
    EXPECT_GE(number(*database, "SELECT COUNT(*) FROM ledger_entries"), 10000);
  }
}

// The digests were taken from the first version of the data; they change only with data_set.json.
TEST(DataSet, IsTheSameEverywhere) {
  EXPECT_EQ(digest(acme()), "f9ac8ff102fd9d2a1ecde2da077afd4a34171d01e39efc562f220c2e3ee65a8e");
  EXPECT_EQ(digest(globex()), "8dc970e2a3e7ca8a99b544b030c90471a7b7e5998bf739f6a07e31a2a714dd29");
}

TEST(DataSet, HasEveryStatusInEveryYear) {
  EXPECT_EQ(number(acme(),
                   "SELECT COUNT(*) FROM (SELECT DISTINCT status, substr(created_at, 1, 4) "
                   "FROM order_items)"),
            15);
}

TEST(DataSet, StaysWithinItsDays) {
  for (const char* column : {"created_at", "shipped_at", "delivered_at", "returned_at"}) {
    EXPECT_EQ(number(acme(), std::string("SELECT COUNT(*) FROM order_items WHERE ") + column +
                                 " NOT BETWEEN '2024-01-01' AND '2026-11-23 23:59:59'"),
              0)
        << column;
  }
  EXPECT_GT(number(acme(), "SELECT COUNT(*) FROM order_items WHERE created_at >= '2026-11-23'"), 0);
}

TEST(DataSet, RefersOnlyToRowsThatExist) {
  for (const Database* database : {&acme(), &globex()}) {
    EXPECT_EQ(number(*database,
                     "SELECT COUNT(*) FROM order_items i LEFT JOIN orders o ON i.order_id = o.id "
                     "LEFT JOIN users u ON i.user_id = u.id "
                     "LEFT JOIN inventory_items v ON i.inventory_item_id = v.id "
                     "LEFT JOIN products p ON v.product_id = p.id "
                     "WHERE o.id IS NULL OR u.id IS NULL OR v.id IS NULL OR p.id IS NULL "
                     "OR o.user_id <> i.user_id OR o.status <> i.status "
                     "OR u.created_at > i.created_at OR v.created_at > i.created_at"),
              0);
    EXPECT_EQ(
        number(*database, "SELECT COUNT(*) - COUNT(DISTINCT inventory_item_id) FROM order_items"),
        0);
    EXPECT_EQ(
        number(*database, "SELECT SUM(items) - (SELECT COUNT(*) FROM order_items) FROM orders"), 0);
  }
}

TEST(DataSet, BooksWhatLeftTheHouse) {
  EXPECT_EQ(number(acme(),
                   "SELECT (SELECT SUM(amount_cents) FROM ledger_entries WHERE account = "
                   "'Merchandise') - (SELECT SUM(sale_price_cents) FROM order_items WHERE "
                   "shipped_at IS NOT NULL)"),
            0);
}

TEST(DataSet, NamesCustomersOnce) {
  EXPECT_EQ(
      number(acme(), "SELECT COUNT(*) - COUNT(DISTINCT first_name || ' ' || last_name) FROM users"),
      0);
}

TEST(DataSet, KeepsPartitionsApart) {
  EXPECT_EQ(number(globex(), "SELECT COUNT(*) FROM users WHERE email LIKE '%acme%'"), 0);
  EXPECT_GT(number(acme(), "SELECT COUNT(*) FROM users WHERE email LIKE '%acme%'"), 0);
  EXPECT_EQ(number(globex(), "SELECT COUNT(*) FROM products WHERE brand = 'Alderwood'"), 0);
  EXPECT_GT(number(acme(), "SELECT COUNT(*) FROM products WHERE brand = 'Alderwood'"), 0);
}

TEST(Sqlite, ReadsBytesInPlaceAndNeverWrites) {
  Database database;
  database.execute("CREATE TABLE t(x); INSERT INTO t VALUES(1)");
  const std::vector<unsigned char> bytes = database.serialize();
  Database reader(bytes);
  EXPECT_THROW(reader.execute("INSERT INTO t VALUES(2)"), std::runtime_error);
  EXPECT_THROW(static_cast<void>(reader.prepare("SELECT * FROM nothing")), std::runtime_error);
  Statement statement = reader.prepare("SELECT x FROM t");
  EXPECT_TRUE(statement.step());
  EXPECT_EQ(statement.column(0), 1);
  EXPECT_EQ(bytes, database.serialize());
}

}  // namespace
}  // namespace conform::mock
